"""What would a template be filled with? A proposal that the clerk corrects once: shape, rows, and a value for each blank."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app import passing
from app.db.store import Reader, Store
from app.errors import UserError
from app.exchange import proposing_column as columns
from app.exchange import proposing_list as lists
from app.exchange import proposing_memory as memory
from app.exchange import proposing_origin as origins
from app.exchange import proposing_stat as stats
from app.exchange.convert import as_xlsx
from app.exchange.document import is_document, read_document
from app.exchange.grid import Grid, refused
from app.exchange.patch_facts import sheet_facts
from app.exchange.proposing_column import Mapped
from app.exchange.read import read
from app.exchange.template import Blank, Layout, Sheet
from app.exchange.template_form import form
from app.exchange.template_stat import stat
from app.exchange.template_table import table
from app.exchange.word import squeezed
from app.ledgers import offer as offers
from app.ledgers.measure import figures, measured
from app.ledgers.offer import Origin
from app.models.catalogue import record_named
from app.progress import Progress, silent

SHAPES = {"table": "一行一条的表", "form": "一条一份的表格", "stat": "统计表"}
_OLD_TEXTS = (".doc", ".wps", ".rtf", ".odt")
_LOOKED = 40  # rows among which a heading is guessed


@dataclass(frozen=True)
class Proposal:
    """How a template is understood. `origin` names the rows (`app.ledgers.offer`), `columns` stand in the order of the blanks.

    `remembered`: the cells for which what was confirmed before was taken over. `sheets` are the sheets that can be filled,
    `computed` the cells with formulas of the template (1-based), `grid` the sheet as it came. Nothing is changed by a
    proposal, and `correct` gives a new one.
    """

    path: Path
    layout: Layout
    origin: str
    columns: tuple[Mapped, ...]
    sheets: tuple[str, ...] = ()
    computed: frozenset[tuple[int, int]] = frozenset()
    remembered: frozenset[str] = frozenset()
    corrected: bool = False
    told: memory.Told = field(default_factory=memory.Told)
    grid: Grid | None = field(default=None, compare=False, repr=False)

    @property
    def rows_of(self) -> Origin:
        return offers.origin(self.origin)

    def filled(self) -> tuple[tuple[int, Mapped], ...]:
        """(place, column) of the columns that are filled: sure enough, and not computed by the template."""
        pairs = enumerate(zip(self.columns, self.layout.blanks, strict=True))
        return tuple(
            (place, column)
            for place, (column, blank) in pairs
            if column.likely and not blank.formulas and not blank.lines
        )

    def origin_of(self, blank: Blank) -> Origin | None:
        """Whose values fill a blank; None in a list of what nobody keeps."""
        name = lists.origin_of(blank, self.layout.blanks, self.origin)
        return offers.origin(name) if name else None


def propose(
    store: Store, path: Path, *, record: str = "", sheet: str = "", shape: str = "", header: tuple[int, int] | None = None,
    large: bool = False, guess: bool = False, progress: Progress = silent,
) -> Proposal:  # fmt: skip
    """Understands the template. `record` (code name or title, or an origin), `sheet`, `shape` (SHAPES) and `header` (first
    and last row of the heading, 1-based) overrule what was recognised. With `guess` a sheet of which nothing is understood
    is proposed all the same, by its fullest row, for somebody who looks at it and corrects.

    FileRefused for a file that is none; UserError when nothing in it can be filled.
    """
    sheets = _sheets(path, sheet, large=large, progress=progress)
    told = {each.grid.name: memory.Told(shape, header) for each in sheets}
    if not shape and header is None:
        with store.read() as reader:
            told = {each.grid.name: memory.reading(reader, each.grid) for each in sheets}
    found = _layouts(sheets, told) or _layouts(sheets, {name: memory.Told(shape, header) for name in told})
    if not found and not shape and header is None:
        found = {layout: grid for layout, grid in _guesses(sheets).items() if origins.understood(layout)}
    if not found and guess and not shape and header is None:
        found = _guesses(sheets)
    if not found:
        raise _nothing(shape, header, text=any(each.text for each in sheets))
    names = _origins(record)
    best = max(found, key=lambda layout: layout.score)
    with store.read() as reader:
        proposal = replace(
            _best(reader, path, best, names), sheets=tuple(layout.sheet for layout in found), grid=found[best],
            computed=frozenset((row + 1, column + 1) for row, column in found[best].formulas), told=told[best.sheet],
        )  # fmt: skip
        known = remembered(reader, proposal)
    return known if not names or known.origin in names else proposal


def _nothing(shape: str, header: tuple[int, int] | None, *, text: bool) -> UserError:
    if text:
        return UserError(
            f"没有看出这份文档要填什么{f'，也看不出是{SHAPES[shape]}' if shape else ''}。",
            "请确认有带栏目名称的表格，或者“姓名：______”这样留了空的段落；其他样子的文档，请把要填的部分画成表格再填。",
        )
    if header is not None:
        return UserError(f"第 {header[0]} 至 {header[1]} 行不像表头，下面没有看出要填的栏目。", "请看看表头在哪几行。")
    if shape:
        return UserError(f"这张工作表看不出是{SHAPES[shape]}。", "请换一种填法，或者换一张工作表。")
    return UserError(
        "没有看出这份模板要填什么。", "请确认表头写有“姓名、身份证号码”等栏目名称；表在别的工作表上的，请指定工作表。"
    )


def correct(proposal: Proposal, cell: str, field: str) -> Proposal:
    """The proposal with one blank filled from `field` (name, label or alias; `性别=男` for a tick; "" = left empty).

    UserError when there is no such blank or no such value.
    """
    wanted = proposal.layout.blank(cell)
    if wanted is None:
        known = "、".join(blank.cell for blank in proposal.layout.blanks[:12])
        raise UserError(f"模板里没有要填的格“{cell}”。", f"可写：{known}。")
    found = _said(proposal, wanted, field)
    if found is None:
        raise UserError(f"没有名为“{field}”的栏目可填。", "请核对名称，或写“空”表示不填。")
    told = tuple(found if old.cell == wanted.cell else old for old in proposal.columns)
    return replace(proposal, columns=told, corrected=True)


def choices(proposal: Proposal, cell: str) -> tuple[tuple[str, str], ...]:
    """(field, its word for the clerk) of all that may fill a blank, for `correct`; every word stands once."""
    blank = proposal.layout.blank(cell)
    origin = proposal.origin_of(blank) if blank is not None else proposal.rows_of
    found = {columns.ROW_NO: "序号"}
    if proposal.layout.shape == "stat":
        found.update({f"{stats.FIGURE}{word}": word for word in figures()})
    if blank is not None and origin is not None:
        ticks = columns.ticks(blank, origin)
        found.update({f"{offer.name}={entry}": f"{offer.label}为{entry}" for offer, entry in ticks})
    found.update({offer.name: offer.label for offer in (origin.offers.values() if origin is not None else ())})
    now = next((column for column in proposal.columns if column.cell == cell and column.field), None)
    if now is not None:
        found = {f"{now.field}={now.when}" if now.when else now.field: now.label, **found}
    labels: dict[str, str] = {}
    for name, label in found.items():
        labels.setdefault(label, name)
    return tuple((name, label) for label, name in labels.items())


def of_rows(proposal: Proposal, origin: str) -> Proposal:
    """The proposal with rows of another sort (`app.ledgers.offer.names`)."""
    return replace(proposal, origin=origin, columns=_fresh(proposal.layout, origin), corrected=True)


def _fresh(layout: Layout, origin: str) -> tuple[Mapped, ...]:
    if layout.shape == "stat":
        return stats.propose(layout, origin)
    return lists.proposed(layout.blanks, origin)


def _said(proposal: Proposal, blank: Blank, field: str, sure: float = 1.0) -> Mapped | None:
    """A blank sent to what somebody calls `field`; in a statistics table that may be a figure."""
    if proposal.layout.shape == "stat":
        words = tuple(squeezed(part) for part in field.removeprefix(stats.FIGURE).split("_"))
        figure = measured(words) if field else None
        if figure is not None:
            return stats.figure(blank, words, figure, sure)
    origin = proposal.origin_of(blank)
    return columns.mapped(blank, origin, field, sure) if origin is not None else None


def remembered(reader: Reader, proposal: Proposal) -> Proposal:
    """What was confirmed for the same headings, or for nearly the same ones, put over what was found."""
    known = memory.recall(reader, proposal.layout)
    if known is None or known.origin not in offers.names():
        return proposal
    proposal = replace(proposal, origin=known.origin)
    fresh = _fresh(proposal.layout, known.origin)
    told, cells = [], []
    for blank, header, column in zip(proposal.layout.blanks, memory.headers(proposal.layout), fresh, strict=True):
        said = known.fields.get(header)
        taken = _said(proposal, blank, said, known.sure) if said is not None else None
        told.append(taken or column)
        cells += [blank.cell] if taken else []
    return replace(proposal, columns=tuple(told), remembered=frozenset(cells))


def _sheets(path: Path, sheet: str, *, large: bool, progress: Progress) -> tuple[Sheet, ...]:
    """The sheet that was named, else all that are seen; a word processor's form is one sheet."""
    if path.suffix.lower() in _OLD_TEXTS:
        raise refused(
            "unsupported_format", f"{path.suffix} 格式的文档填不了。", "请用文字处理程序打开后另存为 .docx，再填。"
        )
    if is_document(path):
        return (read_document(path, large=large).sheet(),)
    workbook = read(path, large=large, progress=progress)
    if workbook.format not in ("xlsx", "xls", "et"):
        raise refused("unsupported_format", "这种格式的模板填不了。", "请用表格程序打开后另存为 .xlsx，再填。")
    with passing.folder() as folder:
        facts = {found.name: found for found in sheet_facts(as_xlsx(path, Path(folder)).path)}
    wanted = [grid for grid in workbook.grids if grid.name == sheet or (not sheet and not grid.hidden)]
    if sheet and not wanted:
        raise UserError(
            f"模板里没有名为“{sheet}”的工作表。", "可用：" + "、".join(grid.name for grid in workbook.grids) + "。"
        )
    return tuple(Sheet(grid, facts[grid.name]) for grid in wanted if grid.name in facts)


def _layouts(sheets: Iterable[Sheet], told: Mapping[str, memory.Told]) -> dict[Layout, Grid]:
    """Every sheet that can be filled, with what stands on it; `told`: what is said of a sheet, by its name."""
    found = (
        (layout_of(sheet, told[sheet.grid.name].shape, told[sheet.grid.name].header), sheet.grid) for sheet in sheets
    )
    return {layout: grid for layout, grid in found if layout is not None}


def _figured(counting: Layout) -> bool:
    """Whether the rows themselves are figures (党员总数, 其中：女 …): they look like labels with blanks beside them."""
    said = [words for _row, words in counting.labels if words]
    figures = [words for words in said if (found := stats.figure_of(words)) is not None and found.subject]
    return len(figures) >= 3 and len(figures) * 2 >= len(said)


def _guesses(sheets: Iterable[Sheet]) -> dict[Layout, Grid]:
    return {layout: each.grid for each in sheets if (layout := _guessed(each)) is not None}


def _guessed(sheet: Sheet) -> Layout | None:
    """The row with the most words as the heading of a table."""
    words = [sum(1 for cell in row if isinstance(cell, str) and cell.strip()) for row in sheet.grid.rows[:_LOOKED]]
    best = max(words, default=0)
    row = words.index(best) + 1 if best > 1 else 0
    return table(sheet, (row, row)) if row else None


def layout_of(sheet: Sheet, shape: str = "", header: tuple[int, int] | None = None) -> Layout | None:
    """The shape that explains the sheet best, unless `shape` or the rows of its `header` are told."""
    if header is not None and not 1 <= header[0] <= header[1] <= len(sheet.grid.rows):
        return None
    single = form(sheet, told=shape == "form") if header is None and shape in ("", "form") else None
    counting = stat(sheet, header) if shape in ("", "stat") else None
    if shape == "form" or (single is not None and not (counting is not None and _figured(counting))):
        return single
    listed = table(sheet, header) if shape in ("", "table") else None
    if counting is not None and (listed is None or listed.record in (None, "branch", "unit")):
        return counting
    return listed


def _origins(record: str) -> tuple[str, ...]:
    if not record:
        return ()
    if record in offers.names():
        return (record,)
    found = offers.of_record(record_named(record).code())
    if not found:
        raise UserError(f"不能用“{record}”的记录填模板。")
    return found


def _best(reader: Reader, path: Path, layout: Layout, names: Sequence[str]) -> Proposal:
    """The rows whose values explain the columns best; what the headings themselves say counts most."""
    if layout.shape == "stat":
        rows = names[0] if names else stats.origin(reader, layout)
        return Proposal(path, layout, rows, stats.propose(layout, rows))
    return Proposal(path, layout, *origins.chosen(layout, names))
