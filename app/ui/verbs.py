"""What can be done with the rows selected in a list: the verbs of each record, one work and one undo each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QMenu

from app import codes
from app.db.queries import standing
from app.db.queries.household import people as people_of
from app.db.queries.listing import MERGED_INTO, Query, ended
from app.db.store import Store
from app.errors import Rejected, UserError
from app.exchange import write
from app.ledgers.listing import list_table
from app.loading import late
from app.models.catalogue import PERSONS
from app.models.record import Record
from app.operations import household, member, pairing, place, resident
from app.operations import record as records
from app.operations.outgoing import Leaving, leaving
from app.ui import dialogs, jobs, joining, posting, reporting, requesting, teaming, visiting, wishing
from app.ui.asking import ABOUT, PARTING, Question, ask
from app.ui.leaving import ask_terms
from app.ui.naming import DATED, named, names

Act = Callable[[Any, list[int]], None]
MOST = 3  # names that the head of a form says


def menu(screen: Any, record: type[Record], rows: list[int]) -> QMenu:
    """The context menu of a list."""
    found = QMenu(screen)
    edit = found.addAction("编辑", screen.edit)
    edit.setEnabled(len(rows) == 1)
    endings = _endings(screen.store, record, rows)
    for text, many, act in VERBS.get(record.code(), ()):
        action = found.addAction(text, lambda run=act: _tried(screen, run, rows))
        action.setEnabled((many or len(rows) == 1) and endings == {text in BACK})
    if record.code() in MERGED_INTO:
        found.addAction("合并这两条…", lambda: _beside(screen, rows)).setEnabled(len(rows) == 2)
    found.addSeparator()
    found.addAction("复制为表格 Ctrl+C", lambda: _copy(screen)).setEnabled(bool(rows))
    found.addAction("显示完整号码" if not screen.list.revealed else "隐藏号码", lambda: _reveal(screen))
    found.addSeparator()
    found.addAction("作废（登记错了）", lambda: _tried(screen, _void, rows)).setEnabled(len(rows) == 1)
    if record.code() in PERSONS:
        found.addAction("彻底删除…", lambda: _tried(screen, _erase, rows)).setEnabled(len(rows) == 1)
    if screen.query.state in ("void", "all"):
        found.addAction("恢复作废的", lambda: _tried(screen, _unvoid, rows)).setEnabled(len(rows) == 1)
    return found


def _endings(store: Store, record: type[Record], rows: list[int]) -> set[bool]:
    """Has each of the rows ended? Both when some have and some have not."""
    if not record.ends or not rows:
        return {False} if rows else set()
    with store.read() as reader:
        return ended(reader, record.code(), rows)


def _tried(screen: Any, act: Act, rows: list[int]) -> None:
    """The forms that the act opens say at their head of whom they speak."""
    before = ABOUT.set(_about(screen, rows))
    try:
        act(screen, rows)
    except (UserError, Rejected) as error:
        dialogs.show_error(screen, error)
    finally:
        ABOUT.reset(before)


def _about(screen: Any, rows: list[int]) -> str:
    """白刚国; 白刚国、白建超、白军西等 5 名."""
    record = screen.record
    with screen.store.read() as reader:
        named = [name for name in standing.names(reader, record.code(), rows[:MOST]).values() if name]
    more = f"等 {len(rows)} {record.counter}" if len(rows) > MOST else ""
    return "、".join(named) + more if named else ""


def _beside(screen: Any, rows: list[int]) -> None:
    """Two rows that are one, side by side."""
    screen.window_.open_place("duplicate").show_two(screen.record.code(), *rows)


def _copy(screen: Any) -> None:
    screen.window_.clipboard(screen.view.selected_text())


def _reveal(screen: Any) -> None:
    screen.list.reveal()


def _void(screen: Any, rows: list[int]) -> None:
    told = ask(
        screen,
        "作废",
        "登记错了的记录可以作废：它不再出现在名册和统计里，历史仍然保留，可以恢复。人员离开请用“离开”。",
        (Question("reason", "原因"),),
    )
    if told:
        records.void(screen.store, screen.record, rows[0], reason=told["reason"])


def _unvoid(screen: Any, rows: list[int]) -> None:
    records.unvoid(screen.store, screen.record, rows[0])


def _move(screen: Any, rows: list[int]) -> None:
    branch = Question("branch", "转到党支部", "choice", names(screen.store, "branch"), free=True)
    told = ask(
        screen, "转支部", f"{len(rows)} 名党员将转到新的支部，原来的隶属关系按日期结束并保留。", (branch, *DATED)
    )
    if told:
        member.move(
            screen.store, rows, named(screen.store, "branch", told["branch"]), on=told["on"], reason=told["reason"]
        )


def _leave(screen: Any, rows: list[int]) -> None:
    reasons, kinds = (tuple(code.name for code in codes.codes(known)) for known in ("leave_reason", "expulsion_kind"))
    told = ask(
        screen, "党员离开", "党籍隶属和名下的结对会同时结束，资料和历史都保留，可以撤销。",
        (
            Question("on", "日期", "date"), Question("reason", "离开原因", "choice", reasons),
            Question("kind", "出党方式（出党的填）", "choice", kinds, needed=False), Question("detail", "说明", needed=False),
        ),
    )  # fmt: skip
    if told:
        ended = member.leave(
            screen.store, rows[0], on=told["on"], reason=told["reason"], kind=told["kind"], detail=told["detail"]
        )
        screen.window_.notice(f"已登记离开，同时结束结对 {ended} 对。" if ended else "已登记离开。")


def _die(screen: Any, rows: list[int]) -> None:
    told = ask(
        screen, "去世", "名下的结对同时结束，资料和历史都保留，可以撤销。", (Question("on", "去世日期", "date"),)
    )
    if told:
        ended = member.die(screen.store, rows[0], on=told["on"])
        screen.window_.notice(f"已登记去世，同时结束结对 {ended} 对。" if ended else "已登记去世。")


def _back(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "恢复在册", "恢复到离开前的支部；以前的结对不会自动恢复。", DATED)
    if told:
        member.come_back(screen.store, rows[0], on=told["on"], reason=told["reason"])


def _people(store: Store, home: int) -> dict[str, int]:
    with store.read() as reader:
        return people_of(reader, home)


def _head(screen: Any, rows: list[int]) -> None:
    people = _people(screen.store, rows[0])
    if not people:
        raise UserError("这一户还没有登记家庭成员。", "请先在“家庭成员”里登记，再变更户主。")
    told = ask(screen, "户主变更", "", (Question("who", "新户主", "choice", tuple(people)),))
    if told and told["who"] in people:
        household.change_head(screen.store, rows[0], people[told["who"]])


def _split(screen: Any, rows: list[int]) -> None:
    people = _people(screen.store, rows[0])
    if len(people) < 2:
        raise UserError("这一户登记的家庭成员不足两人，不能分户。", "请先在“家庭成员”里登记。")
    told = ask(
        screen, "分户", "勾选分出去的成员，新户登记在原来的村组；结对留在原来的户。",
        (Question("who", "分出的成员", "many", tuple(people)), Question("head", "新户主", "choice", tuple(people)),
         Question("on", "分户日期", "date")),
    )  # fmt: skip
    if told:
        chosen = [people[name] for name in told["who"].split(PARTING)]
        household.split(screen.store, rows[0], chosen, head=people.get(told["head"], 0), on=told["on"])


def _resettle(screen: Any, rows: list[int]) -> None:
    village = Question("village", "迁入村", "choice", names(screen.store, "unit"), free=True)
    told = ask(
        screen, "农户迁移", f"{len(rows)} 户将迁到新的村组，原来的村组按日期结束并保留；结对继续，请看是否还合适。",
        (village, Question("group", "组", needed=False), *DATED),
    )  # fmt: skip
    if told:
        to = named(screen.store, "unit", told["village"])
        moved = household.move(screen.store, rows, to, told["group"] or None, on=told["on"], reason=told["reason"])
        screen.window_.notice(f"已迁移 {moved} 户。")


def _return(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "农户迁回", "迁回离开前的村组；以前的结对不会自动恢复。", DATED)
    if told:
        household.move_back(screen.store, rows[0], on=told["on"], reason=told["reason"])


def _resident_leaves(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "家庭成员离开", "帮扶他的结对同时结束，资料和历史都保留，可以撤销。", DATED)
    if told:
        resident.leave(screen.store, rows[0], on=told["on"], reason=told["reason"])


def _resident_back(screen: Any, rows: list[int]) -> None:
    if dialogs.ask(screen, "恢复在册", "以前的结对不会自动恢复。要恢复在册吗？", yes="恢复"):
        resident.come_back(screen.store, rows[0])


def _move_out(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "农户迁出", "迁出后不再计入农户台账和覆盖率，名下的结对同时结束。", DATED)
    if told:
        household.move_out(screen.store, rows[0], on=told["on"], reason=told["reason"])


def _rename(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "改名", "旧名称会作为别名保留，旧表格仍能认出。", (Question("name", "新名称"),))
    if told:
        place.rename(screen.store, screen.record.code(), rows[0], told["name"])


def _merge(screen: Any, rows: list[int]) -> None:
    record = screen.record.code()
    into = Question("into", "并入", "choice", names(screen.store, record), free=True)
    told = ask(
        screen, "撤并", "党员、农户、下级和结对都转到并入的一方，原名称作为别名保留，旧表格仍能认出。", (into, *DATED)
    )
    if told:
        moved = place.merge(
            screen.store,
            record,
            rows[0],
            named(screen.store, record, told["into"]),
            on=told["on"],
            reason=told["reason"],
        )
        screen.window_.notice(f"已撤并，转入 {moved:,} 条记录。")


def _end(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "结束结对", f"将结束 {len(rows)} 对，记录保留。", DATED)
    if told:
        pairing.end(screen.store, rows, on=told["on"], reason=told["reason"])


def _cards(screen: Any, rows: list[int]) -> None:
    late("app.ui.carding:contact")(screen, rows)  # what prints is not loaded with the first list


def _work_cards(screen: Any, rows: list[int]) -> None:
    late("app.ui.carding:helper")(screen, rows)


def _pay(screen: Any, rows: list[int]) -> None:
    late("app.ui.dueing:pay_rows")(screen, rows)


def _settle(screen: Any, rows: list[int]) -> None:
    late("app.ui.dueing:settle_him")(screen, rows)


def _waive(screen: Any, rows: list[int]) -> None:
    late("app.ui.dueing:waive_him")(screen, rows)


def _erase(screen: Any, rows: list[int]) -> None:
    late("app.ui.erasing:erase")(screen, rows[0])


CARDS: tuple[str, bool, Act] = ("打印联系卡…", True, _cards)
BACK = ("恢复在册…", "恢复在任…", "迁回…", "恢复办理…")  # for what has ended; all other verbs are for what has not
PLACES: tuple[tuple[str, bool, Act], ...] = (("改名…", False, _rename), ("撤并…", False, _merge))
VERBS: dict[str, tuple[tuple[str, bool, Act], ...]] = {
    "member": (
        *visiting.HELPER, ("转支部…", True, _move), *posting.PERSON, *reporting.MEMBER, *teaming.PERSON, *joining.MEMBER,
        CARDS, ("打印工作卡…", True, _work_cards), ("党费核定…", False, _settle), ("党费减免…", False, _waive),
        ("离开…", False, _leave), ("去世…", False, _die), ("恢复在册…", False, _back),
    ),
    "cadre": (
        *visiting.HELPER, *posting.PERSON, *teaming.PERSON, ("离任…", False, posting.leave), ("恢复在任…", False, posting.come_back),
    ),
    "household": (
        *visiting.HOUSEHOLD, CARDS, ("户主变更…", False, _head), ("分户…", False, _split), ("迁移…", True, _resettle),
        ("迁出…", False, _move_out), ("迁回…", False, _return),
    ),
    "resident": (("离开…", False, _resident_leaves), ("恢复在册…", False, _resident_back)),
    "unit": (*posting.PLACE, *PLACES),
    "branch": (("换届…", False, posting.elect), ("延期换届…", False, posting.put_off), *posting.PLACE, *PLACES),
    "due": (("按应缴登记…", True, _pay),),
    "pairing": (*visiting.PAIRING, CARDS, ("结束结对…", True, _end)),
    "visit": visiting.VISIT,
    "visit_plan": visiting.PLAN,
    "request": requesting.ACTS,
    "applicant": joining.APPLICANT,
    "transfer": joining.TRANSFER,
    "wish": wishing.ACTS,
    "report_in": reporting.ACTS,
    "duty": reporting.DUTY,
    "activity": reporting.ACTIVITY,
    "team": teaming.TEAM,
    "posting": teaming.POSTING,
    "plan_item": teaming.PLAN,
}  # fmt: skip


def export_list(screen: Any, query: Query, title: str) -> None:
    """The list as it stands on the screen, as .xlsx or .csv, for whom the clerk says."""
    terms = ask_terms(screen, f"导出“{title}”")
    if terms is None:
        return
    name, _ = QFileDialog.getSaveFileName(screen, "导出", f"{title}.xlsx", "Excel 工作簿 (*.xlsx);;CSV 表格 (*.csv)")
    if not name:
        return

    told = "；".join(screen.chips.texts())

    def work(progress: Any) -> Path:
        path = Path(name)
        with leaving(screen.store, Leaving("export", title, query.record, terms, told)) as left:
            with screen.store.read() as reader:
                left.table = table = list_table(reader, query, title, mask=terms.mask)
            (
                write.write_csv(table, path, progress=progress)
                if path.suffix == ".csv"
                else write.write_xlsx(table, path, progress)
            )
            left.files.append(path)
        return path

    jobs.run(screen, work, done=lambda path: screen.window_.notice(f"已导出：{path.name}"), title="正在导出")
