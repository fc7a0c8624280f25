"""Superior units' own checklists in the window: a file is read, what could not be told is said, then it is taken in; and out again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from app import clock, codes
from app.db.queries.checklist import Version
from app.db.store import Store
from app.errors import UserError
from app.exchange.checklist import read_published
from app.exchange.checklist_sheet import write_published
from app.kinds.points import Points
from app.operations import checklist, checklist_form
from app.operations.checklist_layout import Published
from app.operations.checklist_published import Asked, Scored, filled, form_of, is_published, take_over
from app.operations.outgoing import Leaving, leaving
from app.printing.checklist import print_checklist
from app.printing.checklist_own import print_published
from app.ui import jobs
from app.ui.asking import Question, ask

_SORTS = "清单表格 (*.xlsx *.xls *.et *.docx *.ods);;全部文件 (*)"
_SHOWN = 6  # doubts that the form says; all are said afterwards in the editor's own checks


def bring(screen: Any, done: Callable[[str], None]) -> None:
    """Asks for the file; `done(name)` when a list was taken in."""
    name, _ = QFileDialog.getOpenFileName(screen, "导入上级清单", "", _SORTS)
    if name:
        bring_file(screen, Path(name), done)


def bring_file(screen: Any, path: Path, done: Callable[[str], None]) -> None:
    jobs.run(
        screen, lambda _progress: read_published(path),
        done=lambda forms: _offer(screen, forms, done), title="正在读清单",
    )  # fmt: skip


def _offer(screen: Any, forms: tuple[Published, ...], done: Callable[[str], None]) -> None:
    """One form after the other: what was read of it, what to check, what it shall be called."""
    for form in forms:
        domains = tuple(code.name for code in codes.codes("domain"))
        questions = (
            Question("name", "清单名称", text=form.title), Question("domain", "适用领域", "choice", domains, needed=False),
            Question("version", "清单版本", needed=False), Question("year", "适用年度", text=str(clock.today().year)),
            Question("issuer", "制发单位", needed=False),
        )  # fmt: skip
        told = ask(screen, "导入上级清单", summary(form), questions, partial(_take, screen, form))
        if told is not None:
            done(told["name"])
            screen.window_.notice("清单已导入，可以撤销。")


def summary(form: Published) -> str:
    """What was read, and what the clerk should look at."""
    points = f"共 {Points().text(form.points)} 分" if form.points else "不计分"
    columns = "、".join(column.label for column in form.columns)
    lines = [f"读到 {len(form.lines)} 条，{points}。栏目：{columns}。"]
    lines += [f"请核对：{doubt}" for doubt in form.doubts[:_SHOWN]]
    if len(form.doubts) > _SHOWN:
        lines.append(f"还有 {len(form.doubts) - _SHOWN} 处要核对。")
    return "\n".join(lines)


def _take(screen: Any, form: Published, said: dict[str, str]) -> None:
    if not said["year"].isdecimal():
        raise UserError(f"适用年度“{said['year']}”不是年份。", "请写四位数字，如 2026。")
    asked = Asked(said["name"], said["domain"], said["version"], int(said["year"]), said["issuer"])
    take_over(screen.store, form, asked)


def blank(store: Store, key: str, pdf: Path, *, unit: str) -> tuple[str, ...]:
    """The blank list as PDF, in its own form where it has one; sentences about characters that no font holds."""
    today = clock.today()
    day = f"{today.year}年{today.month}月{today.day}日"
    with store.read() as reader:
        row = checklist.find(reader, key)
        if row is None:
            return print_checklist(checklist_form.load(key), pdf, unit=unit, date=day, year=today.year)
        if not is_published(reader, row):
            return print_checklist(checklist.form(reader, row), pdf, unit=unit, date=day, year=today.year)
        form = form_of(reader, row)[0]
    return print_published(_blank(form, unit), pdf, mark="　".join(filter(None, (unit, key))))


def save_sheet(screen: Any, version: Version, unit: str) -> None:
    """The blank list as .xlsx in its own form, where the clerk says; that it left is noted."""
    name, _ = QFileDialog.getSaveFileName(screen, "存为表格", f"{version.name}.xlsx", "Excel 工作簿 (*.xlsx)")
    if not name:
        return

    def work(_progress: Any) -> Path:
        path = Path(name)
        with screen.store.read() as reader:
            form = form_of(reader, version.id)[0]
        with leaving(screen.store, Leaving("export", version.name, "checklist")) as left:
            write_published(_blank(form, unit), path)
            left.files.append(path)
        return path

    jobs.run(screen, work, done=lambda path: screen.window_.notice(f"已导出：{path.name}"), title="正在导出")


def _blank(form: Published, unit: str) -> Published:
    return filled(form, [Scored({})] * len(form.lines), unit=unit)
