"""A line into which a person, a household or a code is typed by its beginning; what it may mean is listed beside the form."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from app import codes
from app.db.queries.visit import Person
from app.db.search import spellings


class Seeker(QLineEdit):
    """`seek(text)` proposes; `chosen` is what the text stands for, None until it is one. Up and down go through the list.

    `proposed` tells what to list and which line of it is marked; `settled` that something else is chosen now.
    """

    proposed = Signal()
    settled = Signal()

    def __init__(self, seek: Callable[[str], Sequence[Person]], placeholder: str = "") -> None:
        super().__init__()
        self.seek = seek
        self.marked = (
            False  # the list was gone through by keys: Enter takes the marked line even where nothing is typed
        )
        self.chosen: Person | None = None
        self.offers: tuple[Person, ...] = ()
        self.at = 0
        self.setPlaceholderText(placeholder)
        self.textEdited.connect(self._edited)

    def put(self, one: Person | None) -> None:
        """Shows and holds this one, or nothing."""
        changed = one != self.chosen
        self.chosen = one
        self.setText(one.caption if one else "")
        if changed:
            self.settled.emit()

    def propose(self) -> None:
        """What may be meant by the text as it stands; everything where something is chosen already."""
        self.offers = tuple(self.seek("" if self.chosen else self.text().strip()))
        self.at = self.offers.index(self.chosen) if self.chosen in self.offers else 0
        self.proposed.emit()

    def _edited(self, _text: str) -> None:
        if self.chosen is not None:
            self.chosen = None
            self.settled.emit()
        self.propose()

    def step(self, by: int) -> None:
        """The next proposal, which Enter will take."""
        if self.offers:
            self.at = max(0, min(self.at + by, len(self.offers) - 1))
            self.proposed.emit()

    def settle(self, *, stepped: bool = False) -> bool:
        """Takes the marked proposal for what was typed. False when the text means nothing that is there."""
        if self.chosen is not None and not stepped:
            return True
        if not self.text().strip() and not stepped:
            return True
        if not self.offers:
            return False
        self.put(self.offers[self.at])
        return True

    def keyPressEvent(self, event: object) -> None:
        key = event.key()  # type: ignore[attr-defined]
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not self.offers:
                self.propose()
            first = not self.marked and not self.text().strip()
            self.marked = True
            self.step(0 if first else 1 if key == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]


def of_codes(name: str) -> Callable[[str], Sequence[Person]]:
    """Proposals from a code list: by number in it, name, pinyin or initials."""

    def find(typed: str) -> Sequence[Person]:
        word = typed.strip().lower()
        listed = [Person("code", i, code.name, str(i)) for i, code in enumerate(codes.codes(name), 1)]
        if word.isdigit():
            return [each for each in listed if each.about == word]
        return [each for each in listed if not word or word in spellings(each.caption)[1]]

    return find
