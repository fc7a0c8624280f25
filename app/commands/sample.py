"""Made-up data: filling a database, a whole set of examples to look at, and the program's test of itself."""

import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from app import ledgers
from app.commands import paper, sample_package, sample_work, speech
from app.commands.opening import opened
from app.db import backup, check
from app.db.dump import dump
from app.db.queries.listing import Query, ids
from app.db.store import Store
from app.errors import UserError
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.record_export import record_query, record_table
from app.exchange.whole_export import export_all
from app.exchange.whole_import import files_of, import_all
from app.exchange.write import write_xlsx
from app.ledgers.ledger import table
from app.loading import late
from app.models.member import Member
from app.operations import checklist_form, setting
from app.operations import sample as samples
from app.parts import Parts, build
from app.printing import checklist
from app.printing.ledger import print_ledger

_DATABASE = "示例.db"


def demo(args: Namespace) -> int:
    """Fills an empty database; the same seed gives the same dump."""
    with opened(args) as parts:
        changes = samples.fill(parts.store, scale=args.scale, seed=args.seed, progress=speech.progress())
    speech.line(f"已装入示例数据，共 {changes.count} 行。全部是虚构的人和地方。")
    return 0


def sample(args: Namespace) -> int:
    """Database, ledgers as sheets and on paper, checklists, screenshots; says each file."""
    folder: Path = args.folder
    for part in ("台账", "打印", "截图"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    parts = build(folder / _DATABASE)
    try:
        _fill(parts.store)
        shown = dict(sample_work.work(parts.store, folder / "收表"))
        shown["package"] = sample_package.returned(parts.store, folder / "报送包")
        papers = (_ledgers(parts.store, folder), _checklists(folder), _forms(parts.store, folder))
        for path in chain((folder / _DATABASE,), *papers):
            speech.flushed(str(path))
        for path in _pictures(parts, folder / "截图", shown):
            speech.flushed(str(path))
    finally:
        parts.close()
    return 0


def _fill(store: Store) -> None:
    with store.read() as reader:
        there = ids(reader, Query("member", ()))
    if not there:
        samples.fill(store)
        setting.put(store, "unit_name", "青禾镇")


def _ledgers(store: Store, folder: Path) -> Iterator[Path]:
    for ledger in ledgers.LEDGERS.values():
        with store.read() as reader:
            shown, printed = table(reader, ledger), table(reader, ledger, mask="middle")
        sheet, paper = folder / "台账" / f"{ledger.title}.xlsx", folder / "打印" / f"{ledger.title}.pdf"
        write_xlsx(shown, sheet)
        yield sheet
        print_ledger(printed, paper)
        yield paper


def _checklists(folder: Path) -> Iterator[Path]:
    for domain in checklist_form.domains():
        form = checklist_form.load(domain)
        path = folder / "打印" / f"清单_{form.domain}.pdf"
        checklist.print_checklist(form, path, unit="青禾镇")
        yield path


def _forms(store: Store, folder: Path) -> Iterator[Path]:
    """Collection forms and contact cards of a few."""
    for name, where in ((paper.FORM, "流动"), (paper.CARD, "困难")):
        path = folder / "打印" / f"{name}.pdf"
        asked = Namespace(
            name=name, out=path, where=where, unit=None, branch=None, mask=None, as_of=None, to=None, purpose=None
        )
        paper.print_named(store, asked)
        yield path


def _pictures(parts: Parts, folder: Path, shown: Mapping[str, Path]) -> list[Path]:
    """Every screen, some with a file opened in it; without a display Qt draws into memory."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return list(late("app.ui.shots:take")(parts, folder, shown))


def selftest(args: Namespace) -> int:
    """Makes, imports, exports, prints and checks in a temporary folder; a line for each step."""
    del args
    with tempfile.TemporaryDirectory(prefix="township-ledger-") as name:
        folder = Path(name)
        parts = build(folder / "first.db")
        try:
            for step in _steps(parts.store, folder):
                speech.flushed(f"通过\t{step}")
        finally:
            parts.close()
    speech.line("自检完成，全部通过。")
    return 0


def _steps(store: Store, folder: Path) -> Iterator[str]:
    samples.fill(store)
    yield "建立加密数据库并装入示例数据"
    yield from _sheets(store, folder)
    yield from _whole(store, folder)
    yield from _paper(store, folder)
    backup.backup(store.path, folder / "copy.backup")
    yield "备份并核对"
    found = check.check(store.path)
    _must(not found.problems, "核对数据库：" + "；".join(found.problems))
    yield "核对数据库"


def _sheets(store: Store, folder: Path) -> Iterator[str]:
    with store.read() as reader:
        roster = record_table(reader, Member, record_query(Member))
        before = dump(reader)
    path = folder / "roster.xlsx"
    write_xlsx(roster, path)
    yield f"导出党员名册 {len(roster.rows)} 行"
    plan = plan_import(store, path)
    counts = plan.counts()
    _must(counts["same"] == len(roster.rows), f"导入刚导出的名册应全部不变，实际：{counts}")
    apply(plan, store)
    with store.read() as reader:
        _must(dump(reader) == before, "导入刚导出的名册不应改动数据")
    yield "导入刚导出的名册，没有改动"


def _whole(store: Store, folder: Path) -> Iterator[str]:
    export_all(store, folder / "all")
    yield "导出全部数据"
    other = build(folder / "second.db")
    try:
        import_all(other.store, files_of(folder / "all"))
        with store.read() as one, other.store.read() as two:
            _must(dump(one) == dump(two), "全部数据导入空库后应与原库相同")
    finally:
        other.close()
    yield "全部数据导入空库，与原库相同"


def _paper(store: Store, folder: Path) -> Iterator[str]:
    ledger = next(iter(ledgers.LEDGERS.values()))
    with store.read() as reader:
        print_ledger(table(reader, ledger, mask="middle"), folder / "ledger.pdf")
    yield f"打印{ledger.title}"
    form = checklist_form.load(checklist_form.domains()[0])
    checklist.print_checklist(form, folder / "checklist.pdf")
    yield f"打印{form.title}"


def _must(holds: bool, told: str) -> None:
    if not holds:
        raise UserError(f"自检没有通过：{told}。", "请把这句话告诉维护人员。")
