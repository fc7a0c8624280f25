"""彻底删除 from a list: what would go is told, the reason and the name are asked for, afterwards what still names the person."""

from typing import Any

from app.db import right
from app.db.queries import card, everything
from app.db.work import ERASE
from app.errors import UserError
from app.operations import erasing
from app.operations.erasing import Erased
from app.ui import dialogs, jobs, sparing
from app.ui.asking import Question, ask

_WARNING = (
    "只用于依法不能再保存的人，例如本人要求删除。去世的、离开的请用“去世”“离开”，登记错的请作废。"
    "彻底删除以后不能撤销，修改记录里只留下有过这件事。"
)


def erase(screen: Any, row: int) -> None:
    """UserError for who may not."""
    record = screen.record.code()
    right.begin(screen.store.clerk(), ERASE)
    with screen.store.read() as reader:
        uid, name = everything.uids(reader, record, [row])[row], card.caption(reader, record, row)
        found = erasing.plan(reader, record, uid)

    def named(answers: dict[str, str]) -> None:
        if answers["name"] != name:
            raise UserError("写的姓名和要删除的人不一样，没有删除。", "请再核对一次。")
        if any(word in answers["reason"] for word in found.words):
            raise UserError("原因会一直留在修改记录里，请不要写姓名和号码。")

    loose = f"另有 {len(found.links)} 处不再指向此人。" if found.links else ""
    told = ask(
        screen, "彻底删除", f"将彻底删除：{erasing.counted(found.told())}。{loose}\n{_WARNING}",
        (Question("reason", "原因（不写姓名和号码）"), Question("name", "再写一遍要删除的人的姓名")), attempt=named,
    )  # fmt: skip
    if told is None:
        return
    second = sparing.second_place(screen.window_)
    jobs.run(
        screen,
        lambda progress: erasing.erase(
            screen.store, record, uid, reason=told["reason"], elsewhere=second, progress=progress
        ),
        done=lambda done: _report(screen, done), title="正在彻底删除",
    )  # fmt: skip


def _report(screen: Any, done: Erased) -> None:
    dialogs.tell(screen, "彻底删除", "\n".join(done.told()))
