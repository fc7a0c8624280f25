"""结对建议: proposals looked over by village, by helper or one by one; nothing is saved before 确认, and then in one step."""

from collections.abc import Collection
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from app.db.queries import place, resolve
from app.db.queries import suggestion as queries
from app.db.store import Changes
from app.errors import Rejected, UserError
from app.operations import suggestion, suggestion_saving
from app.operations import suggestion_review as reviewing
from app.operations.suggestion import Proposals
from app.operations.suggestion_review import Review
from app.operations.suggestion_way import WAYS
from app.ui import dialogs, editors, jobs
from app.ui.asking import Question, ask
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.screens.suggestion_board import Board
from app.ui.style import button, label, restyle

MODES = {"village": "按村", "helper": "按联系人", "one": "按对象"}
MANY = 20_000  # so many households are looked at by township at first
READ = {
    "pairing",
    "preference",
    "member",
    "household",
    "cadre",
    "unit",
    "branch",
    "resident",
    "setting",
    "pairing_kind",
}
ALL = "全部"


class SuggestionScreen(Screen):
    title = "结对建议"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.only: frozenset[int] | None = None
        self.asked, self.saving = 0, False
        self.units: dict[str, int] = {}
        self.shown: tuple[str, str] = ("", "")  # kind and unit of the review
        self.board = Board()
        self.board.decided.connect(self._tell)
        self.board.told.connect(window.notice)
        self.heading(*self._acts())
        self.column.addLayout(self._choices())
        self.column.addWidget(self.board, 1)
        self.foot = label("", "hint")
        self.foot.setWordWrap(True)
        self.column.addWidget(self.foot)
        self.see("village")

    def _acts(self) -> list[QWidget]:
        rules, again, self.go = button("权重与规则"), button("重算"), button("确认", look="primary")
        rules.clicked.connect(lambda: self.window_.open_place("settings"))
        again.clicked.connect(self.compute)
        self.go.clicked.connect(self.confirm)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.go.click)
        return [rules, again, self.go]

    def _choices(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.kind, self.unit = QComboBox(), editors.Picker([])
        self.unit.setMinimumWidth(200)
        for box, caption in ((self.kind, "种类"), (self.unit, "单位")):
            box.activated.connect(lambda _i: self._other())
            line.addWidget(label(caption, "field"))
            line.addWidget(box)
        self.chips = {}
        for mode, words in MODES.items():
            chip = button(words)
            chip.setObjectName("chip")
            chip.clicked.connect(lambda _=False, each=mode: self.see(each))
            self.chips[mode] = chip
            line.addWidget(chip)
        self.those = button("")
        self.those.setObjectName("chip")
        self.those.clicked.connect(lambda: self._other())
        self.fresh = QCheckBox("只看要变动的")
        self.fresh.setChecked(True)
        self.fresh.toggled.connect(self.board.narrow)
        line.addWidget(self.those)
        line.addStretch()
        line.addWidget(self.fresh)
        return line

    def refresh(self, changes: Changes | None = None) -> None:
        """Opened, or something was saved: what was decided here stays until it is confirmed or dropped."""
        if self.saving:
            return
        if changes is None:
            self._offer()
        if self.review is None or (changes is not None and changes.records & READ and not self.review.decided):
            self.compute()
        elif changes is not None and changes.records & READ:
            self.window_.notice("登记的内容有变动，请点“重算”。已经决定的会保留。")

    def _offer(self) -> None:
        """The kinds and units there are; a county begins with its first township."""
        kind, unit = self.kind.currentData(), editors.text_of(self.unit)
        with self.store.read() as reader:
            kinds, paths = suggestion.kinds(reader), place.paths(reader, "unit")
            self.units = queries.unit_names(reader, paths)
            town = queries.first_town(reader) if queries.household_count(reader) > MANY else None
        first = next((name for name, row in self.units.items() if row == town), "")
        self.kind.clear()
        for code, name in kinds:
            self.kind.addItem(name, code)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.unit.offer([ALL, *self.units])
        editors.put_text(self.unit, unit or first or ALL)

    def focus(self) -> None:
        self.board.view.setFocus()

    def compute(self) -> None:
        """A new run off the window's thread; the newest question wins, decisions are carried over."""
        self.asked += 1
        mine, old = self.asked, self.review
        kind, unit, only = str(self.kind.currentData() or suggestion.KIND), editors.text_of(self.unit), self.only
        if (kind, unit) != self.shown:
            old = None
        locked, excluded = (old.fixed, old.refused) if old else (frozenset(), frozenset())

        def look(progress: Any) -> Proposals:
            with self.store.read() as reader:
                return suggestion.propose(
                    reader,
                    self.units.get(unit),
                    kind=kind,
                    only=only,
                    locked=locked,
                    excluded=excluded,
                    progress=progress,
                )

        def done(found: Proposals) -> None:
            if mine == self.asked:
                self.shown = (kind, unit)
                self.board.put(reviewing.again(old, found) if old else reviewing.begin(found))

        jobs.run(self, look, done=done, title="推荐结对")

    def _other(self, only: frozenset[int] | None = None) -> None:
        """Another kind or unit, or just some: what was decided is not carried there."""
        if self.review is not None and self.review.decided:
            words = "已经决定的还没有确认，换了就不保留。仍要换吗？"
            if not dialogs.ask(self, "请确认", words, yes="换"):
                self.kind.setCurrentIndex(self.kind.findData(self.shown[0]))
                editors.put_text(self.unit, self.shown[1])
                return
        self.board.review, self.only = None, only
        self.compute()

    def show_for(self, kind: str, uids: Collection[str]) -> None:
        """Just these, wherever they are: the way here from a gap."""
        with self.store.read() as reader:
            only = queries.rows_of(reader, WAYS[kind].helped, uids)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        editors.put_text(self.unit, ALL)
        self._other(only)

    def show_at(self, kind: str, unit: str) -> None:
        """A kind of pairing in one unit, as chosen elsewhere; what was decided here is asked about first."""
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        editors.put_text(self.unit, unit if unit in self.units else ALL)
        self._other()

    def see(self, mode: str) -> None:
        for each, chip in self.chips.items():
            chip.setProperty("state", None if each == mode else "off")
            restyle(chip)
        self.board.see(mode)

    def _tell(self) -> None:
        review = self.review
        if review is None:
            return
        found, fresh = review.found, len(review.fresh)
        cap = f"每人至多 {found.cap}" if found.cap is not None else "没有规定上限，平均分担"
        taken = sum(row in review.taken for row in review.fresh)
        self.subtitle.setText(
            f"{len(review.pairs) + len(review.left):,} 个对象　{len(found.burdens):,} 个可承担　{cap}　推荐 {fresh:,} 对　"
            f"未安排 {len(review.left):,}　已采纳 {taken:,}"
        )
        self.go.setText(f"确认 {taken:,} 对" if taken else "确认")
        self.go.setEnabled(review.decided)
        self.those.setText(f"只推荐选中的 {len(self.only or ()):,} 个　×")
        self.those.setVisible(self.only is not None)
        unknown = "、".join(f"{label_} {count:,} 个" for label_, count in found.unknown)
        moved = sum(review.pairs[row].pairing is not None for row in review.fresh)
        self.foot.setText(
            f"确认前不写入任何数据。与现状相比换人 {moved:,} 对、新增 {fresh - moved:,} 对，其余不动。"
            + (f"没有登记、因此不计分的：{unknown}。" if unknown else "")
        )
        self.window_.show_chosen()

    def confirm(self) -> None:
        """The one moment of saving: the day, the campaign, then everything in one step."""
        review = self.review
        if review is None or not review.decided:
            return
        with self.store.read() as reader:
            campaigns = tuple(resolve.names(reader, "campaign"))
        fresh = [pair for pair in review.chosen if not pair.kept]
        moved = sum(pair.pairing is not None for pair in fresh)
        words = f"将结对 {len(fresh)} 对，其中换人 {moved} 对；登记结对意愿 {len(review.verdicts)} 条。可以一步撤销。"
        asked = [Question("on", "结对日期", "date")]
        if campaigns:
            asked.append(Question("campaign", "计入专项", "choice", campaigns, needed=False))
        told = ask(self, "确认结对", words, asked)
        if told:
            self._save(review, told["on"], told.get("campaign", ""))

    def _save(self, review: Review, on: str, campaign: str) -> None:
        """With a campaign what stays counts under it too."""
        chosen = [pair for row, pair in review.pairs.items() if row in review.taken or (campaign and pair.kept)]
        self.saving = True
        try:
            begun = suggestion_saving.apply(
                self.store, chosen, since=on, kind=review.found.kind, campaign=campaign, verdicts=review.verdicts
            )
        except (UserError, Rejected) as error:
            dialogs.show_error(self, error)
            return
        finally:
            self.saving = False
        self.board.review = None
        self.window_.notice(f"已结对 {begun} 对。")
        self.compute()

    @property
    def review(self) -> Review | None:
        return self.board.review

    def status(self) -> str:
        if self.review is None:
            return ""
        now = sum(pair.score for pair in self.review.pairs.values())
        best = self.review.found.objective
        return f"总分 {now:,}（最优）" if now == best else f"总分 {now:,}，最优 {best:,}"


def recommend(window: Any, kind: str, uids: Collection[str]) -> Any:
    """Opens the board on just these (uids of those to be helped): one click from a gap."""
    screen = window.open_place("suggest")
    screen.show_for(kind, uids)
    return screen
