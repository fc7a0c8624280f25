"""双报到办理: of one community, who reported in, which posts stand open, what was done together; who takes which post."""

from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.db.queries import report_in as queries
from app.db.queries import resolve
from app.db.store import Changes
from app.errors import UserError
from app.ledgers import ledger_named, table
from app.models.report_in import Duty
from app.operations import setting
from app.table import Column, Table
from app.ui import dialogs, editors, reporting
from app.ui.form import RecordForm
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button, label
from app.ui.table import TableView, framed, of_table

PEOPLE = (
    Column("name", "报到人", width=12), Column("work_unit", "工作单位", width=16), Column("skills", "特长", width=10),
    Column("times", "活动次数", "number", 8), Column("posts", "认领岗位", width=18),
)  # fmt: skip
POSTS = (
    Column("name", "服务岗位", width=14), Column("places", "需要", "number", 6), Column("held", "已认领", "number", 6),
    Column("kind", "类别", width=10),
)  # fmt: skip
READ = {"report_in", "duty", "duty_claim", "activity", "participation", "unit", "member", "setting"}


class ReportInScreen(Screen):
    title = "双报到办理"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.units: dict[str, int] = {}
        self.people: list[tuple[Any, ...]] = []
        self.posts: list[tuple[Any, ...]] = []
        self.heading()
        line = QHBoxLayout()
        self.place = editors.Picker([])
        self.place.setMinimumWidth(240)
        self.place.activated.connect(lambda _i: self.load())
        self.place.line().editingFinished.connect(self.load)
        line.addWidget(label("社区（村）", "field"))
        line.addWidget(self.place)
        self.must = label("", "hint")
        line.addWidget(self.must)
        line.addStretch()
        self.missing_button = button("应报到未报到名单", look="link")
        self.missing_button.clicked.connect(self.show_missing)
        line.addWidget(self.missing_button)
        self.column.addLayout(line)
        splitter = QSplitter()
        splitter.addWidget(self._people_side())
        splitter.addWidget(self._post_side())
        splitter.setSizes([700, 460])
        self.column.addWidget(splitter, 1)

    def _people_side(self) -> QWidget:
        self.people_view = TableView()
        acts = (
            ("报到… Ctrl+1", lambda: reporting.report_new(self, self._community())),
            ("评价… Ctrl+2", lambda: reporting.review(self, self._people())),
            ("退出岗位… Ctrl+3", lambda: reporting.give_up(self, self._people()[:1])),
            ("结束报到…", lambda: reporting.leave(self, self._people()[:1])),
        )
        return self._side(self.people_view, acts)

    def _post_side(self) -> QWidget:
        self.post_view = TableView()
        acts = (
            ("由左边选中的人认领… Ctrl+4", self.take),
            ("新设岗位… Ctrl+5", self.new_post),
            ("登记活动… Ctrl+6", lambda: reporting.hold(self, self._community())),
        )
        return self._side(self.post_view, acts)

    def _side(self, view: TableView, acts: tuple[tuple[str, Any], ...]) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        view.horizontalHeader().setStretchLastSection(True)
        column.addWidget(framed(view), 1)
        line = QHBoxLayout()
        for text, act in acts:
            made = button(text)
            made.clicked.connect(lambda _=False, run=act: dialogs.tried(self, run))
            if "Ctrl+" in text:
                QShortcut(QKeySequence(text.rpartition(" ")[2]), self, made.click)
            line.addWidget(made)
        line.addStretch()
        column.addLayout(line)
        return side

    # What is shown

    def refresh(self, changes: Changes | None = None) -> None:
        if isinstance(changes, Changes) and not READ & changes.records:
            return
        with self.store.read() as reader:
            self.units = dict(queries.communities(reader))
            domains = setting.value(reader, "report_in_domains")
        former = editors.text_of(self.place)
        self.place.offer(list(self.units))
        editors.put_text(self.place, former or next(iter(self.units), ""))
        told = f"应报到：{domains}领域党支部的在职党员" if domains else "没有设置应报到的范围，可在“设置”里填写"
        self.must.setText(told)
        self.missing_button.setVisible(bool(domains))
        self.load()

    def load(self) -> None:
        unit = self.units.get(editors.text_of(self.place))
        if unit is None:
            with self.store.read() as reader:
                found = resolve.one(reader, "unit", editors.text_of(self.place))
            unit = found[0] if len(found) == 1 else None
        self.unit = unit
        self.people, self.posts = [], []
        if unit is not None:
            with self.store.read() as reader:
                self.people, self.posts = queries.reported(reader, unit), queries.duties(reader, unit)
        _show(
            self, self.people_view, PEOPLE, self.people, "这里还没有人报到。按 Ctrl+1 登记报到，也可以导入报到一览表。"
        )
        _show(self, self.post_view, POSTS, self.posts, "这里还没有服务岗位。按 Ctrl+5 新设岗位。")
        free = sum(1 for post in self.posts if not post[3])
        self.subtitle.setText(f"报到 {len(self.people):,} 人　岗位 {len(self.posts):,} 个　没有人认领 {free:,} 个")

    def _community(self) -> int:
        if self.unit is None:
            raise UserError("请先在上面选社区或村。")
        return self.unit

    def _people(self) -> list[int]:
        found = [int(self.people[i][0]) for i in self.people_view.selected_rows() if i < len(self.people)]
        if not found:
            raise UserError("请先在左边选中报到的人。")
        return found

    # What is done

    def take(self) -> None:
        rows = self.post_view.selected_rows()
        if not rows or rows[0] >= len(self.posts):
            raise UserError("请先在右边选中岗位。")
        reporting.take(self, int(self.posts[rows[0]][0]), self._people())

    def new_post(self) -> None:
        self._community()
        form = RecordForm(self.store, Duty, parent=self)
        editors.put_text(form.widgets["community"], editors.text_of(self.place))
        form.exec()
        form.deleteLater()

    def show_missing(self) -> None:
        """The members who should have reported and have not, in the list of members."""
        with self.store.read() as reader:
            uids = tuple(table(reader, ledger_named("not_reported")).keys)
        if uids:
            self.window_.show_uids("member", uids)
        else:
            self.window_.notice("应报到的党员都已报到。")


def _show(
    screen: QWidget, view: TableView, columns: tuple[Column, ...], rows: list[tuple[Any, ...]], empty: str
) -> None:
    model = of_table(Table("", columns, [row[1:] for row in rows]), screen)
    view.setModel(model)
    view.fit(columns, model)
    view.say_when_empty(empty)
    if rows:
        view.selectRow(0)
