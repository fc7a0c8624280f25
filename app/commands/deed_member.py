"""Deeds on members: where they belong, leaving and coming back, letters of transfer and their receipts, what dues are based on."""

from app.commands.deed import Deed, Told
from app.models.due import DueWaiver
from app.models.transfer import Transfer
from app.operations import due, member, transfer


def _move(told: Told) -> None:
    branch = told.link("branch", "党支部") or 0
    member.move(told.store, [told.row], branch, on=told.day(), reason=told.text("原因"))


def _leave(told: Told) -> None:
    member.leave(
        told.store, told.row, on=told.day(), reason=told.text("原因"), kind=told.text("出党方式"), detail=told.text("说明")
    )  # fmt: skip


def _die(told: Told) -> None:
    member.die(told.store, told.row, on=told.day())


def _back(told: Told) -> None:
    member.come_back(
        told.store, told.row, on=told.day(), reason=told.text("原因"), branch=told.link("branch", "党支部")
    )


def _issue(told: Told) -> int:
    return transfer.issue(told.store, told.row, told.values(Transfer))


def _settle(told: Told) -> None:
    due.settle(
        told.store, told.row, told.day("执行月份"), payer=told.text("缴纳类别"), base=told.money("计算基数"),
        fixed=told.money("每月定额"),
    )  # fmt: skip


def _waive(told: Told) -> None:
    due.waive(told.store, told.row, told.values(DueWaiver))


def _receive(told: Told) -> int:
    return transfer.receive(told.store, told.values(Transfer), consent=told.consent)


def _receipt(told: Told) -> None:
    transfer.receipt(told.store, told.row, on=told.day(), by=told.text("回执党组织"))


def _accept(told: Told) -> int:
    return transfer.accept(told.store, told.row, on=told.day(), branch=told.link("branch", "党支部"))


def _reply(told: Told) -> None:
    transfer.reply(told.store, told.row, on=told.day())


def _cancel(told: Told) -> None:
    transfer.cancel(told.store, told.row, on=told.day(), reason=told.text("原因"))


DEEDS = (
    Deed("member", "转支部", _move, ("党支部", "日期", "原因")),
    Deed("member", "离开", _leave, ("日期", "原因"), ("出党方式", "说明")),
    Deed("member", "去世", _die, ("日期",)),
    Deed("member", "恢复在册", _back, ("日期", "原因"), ("党支部",)),
    Deed("member", "开介绍信", _issue, fields=True, made="transfer"),
    Deed("member", "核定党费", _settle, ("执行月份", "缴纳类别"), ("计算基数", "每月定额")),
    Deed("member", "减免党费", _waive, fields=True),
    Deed("transfer", "登记转入", _receive, fields=True, made="transfer", alone=True),
    Deed("transfer", "登记回执", _receipt, ("日期",), ("回执党组织",)),
    Deed("transfer", "接收", _accept, ("日期",), ("党支部",), made="member"),
    Deed("transfer", "寄出回执", _reply, ("日期",)),
    Deed("transfer", "介绍信作废", _cancel, ("日期", "原因")),
)
