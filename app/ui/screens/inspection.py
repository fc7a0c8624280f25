"""督查回访: inspections at the left; the sample of the chosen one at the right, its call-backs entered by single keys."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from app import clock, codes
from app.db.queries import inspection as queries
from app.db.store import Changes
from app.errors import Problem, Rejected
from app.models.inspection import Inspection
from app.operations import inspection, record, setting
from app.operations.inspection import Draw
from app.ui.asking import Question, ask
from app.ui.handed import Parts
from app.ui.naming import named, names
from app.ui.screens.inspection_callback import Callbacks
from app.ui.screens.record import RecordScreen
from app.ui.style import button, label

EXPLAINED = (
    "样本由随机种子决定：同一个种子、同一份名单，无论谁在哪台电脑上抽都一样，可以当众写下种子再抽。"
    "抽取数和抽取比例只填一个，比例向上取整。"
)


class InspectionScreen(RecordScreen):
    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window, "inspection")
        self.callbacks = Callbacks(self)
        self.splitter.replaceWidget(1, self.callbacks)
        self.card.setParent(self)  # the splitter has let go of it; it goes with the screen
        self.card.hide()
        self.splitter.setSizes([360, 780])
        self.column.addLayout(self._below())

    def _below(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.checked = label("", "hint")
        check = button("核对名单", look="link", tip="看抽样用的名单现在是不是还一样")
        check.clicked.connect(self.check)
        line.addWidget(check)
        line.addWidget(self.checked)
        line.addStretch()
        return line

    def refresh(self, changes: Changes | None = None) -> None:
        super().refresh(changes)
        self.callbacks.load()

    def _shown(self) -> None:
        super()._shown()
        if not self.model.total and not self.query.conditions:
            self.list.empty.setText("还没有督查。按 Ctrl+N 抽一次样本，或用“导入”登记以前的督查。")

    def _picked(self) -> None:
        super()._picked()
        rows = self.chosen()
        self.checked.setText("")
        self.callbacks.show_inspection(rows[0] if len(rows) == 1 else 0)

    def _form(self, row: int | None) -> None:
        if row is not None:
            super()._form(row)
            return
        made: list[int] = []
        with self.store.read() as reader:
            operator = setting.value(reader, "operator")
        if ask(self, "抽取督查样本", EXPLAINED, self._questions(operator), partial(self._drawn, made)) is not None:
            self.list.show_made(made[-1])
            self.window_.notice("样本已抽取并留存，可以撤销。")

    def _questions(self, operator: str) -> tuple[Question, ...]:
        today = clock.today()
        methods = tuple(code.name for code in codes.codes("inspection_method"))
        return (
            Question("name", "督查名称", text=f"{today.month}月诉求办理抽查"),
            Question("subject", "抽查对象", "choice", tuple(queries.SUBJECTS), text="诉求"),
            Question("seed", "随机种子", text=today.strftime("%Y%m%d")),
            Question("percent", "抽取比例（%）", needed=False, text="10"),
            Question("size", "抽取数", needed=False),
            Question("unit", "抽查单位", "choice", names(self.store, "unit"), needed=False, free=True),
            Question("since", "对象起始日期", "date", needed=False),
            Question("until", "对象截止日期", "date", needed=False),
            Question("method", "督查方式", "choice", methods, needed=False, text="电话回访"),
            Question("inspector", "督查人", needed=False, text=operator),
        )

    def _drawn(self, made: list[int], told: dict[str, str]) -> None:
        unit = named(self.store, "unit", told["unit"]) if told["unit"] else None
        asked = Draw(
            told["name"], told["subject"], told["seed"], size=_number("size", told["size"]),
            percent=_number("percent", told["percent"]), unit=unit, since=told["since"], until=told["until"],
            method=told["method"], inspector=told["inspector"],
        )  # fmt: skip
        made.append(inspection.draw(self.store, asked))

    def check(self) -> None:
        """Whether the seed would give the same sample again."""
        rows = self.chosen()
        if len(rows) != 1:
            return
        with self.store.read() as reader:
            drawn = record.present(reader, Inspection, rows[0])["digest"]
            same = bool(drawn) and inspection.unchanged(reader, rows[0])
        told = (
            "名单没有变，用同一个种子再抽，样本相同。"
            if same
            else "抽样以后名单有增减，再抽会不同；已留存的样本不受影响。"
        )
        self.checked.setText(told if drawn else "这次督查没有抽样。")


def _number(field: str, text: str) -> int:
    """0 for nothing. Rejected when it is no whole number."""
    plain = text.strip().rstrip("%％")
    if plain and not plain.isdecimal():
        raise Rejected([Problem(field, f"“{text}”不是整数，请写数字。", "number")])
    return int(plain or 0)
