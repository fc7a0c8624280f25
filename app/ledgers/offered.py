"""One value that can stand in a foreign table, and several of them in one cell: 所在党支部及职务, 所在村组, 姓名及电话."""

from dataclasses import dataclass

from app.db.queries import ledger as queries
from app.kinds.choice import Choice
from app.models.fields import Field

AND = "+"  # between the names of values that share a cell
APART = "\x1f"  # between their stored values
_PLACES = frozenset({"town", "village", "group_name", "grid"})  # written without a gap: 石坪村3组


@dataclass(frozen=True)
class Offer:
    """One value of a row. `name` is a field (`id_number`), a computed value (`age`) or a path (`branch.secretary`).

    `kind` is the word of the field's kind (`app.table`, and person credit money); `codes` the code list of a choice.
    `parts` are the values that share the cell, `glue` what stands between them.
    """

    name: str
    label: str
    sql: str
    kind: str = "text"
    aliases: tuple[str, ...] = ()
    codes: str = ""
    reported: str = ""
    parts: tuple["Offer", ...] = ()
    glue: str = ""

    @property
    def told(self) -> str:
        """The name in reports."""
        return self.reported or self.name


class Offers(dict[str, Offer]):
    """Offers by name; `branch+duty` are two of them in one cell. Only the single ones are listed."""

    def __missing__(self, name: str) -> Offer:
        names = name.split(AND)
        if len(names) < 2:
            raise KeyError(name)
        return joined(tuple(self[part] for part in names))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and all(dict.__contains__(self, part) for part in name.split(AND))


def joined(parts: tuple[Offer, ...]) -> Offer:
    """Values in one cell, each written as it is written alone; what is empty leaves no gap."""
    values = [f"coalesce(({part.sql}), '')" for part in parts]
    return Offer(
        AND.join(part.name for part in parts), AND.join(part.label for part in parts), f" || '{APART}' || ".join(values), "joined",
        reported=AND.join(part.told for part in parts), parts=parts,
        glue="" if all(part.name.rpartition(".")[2] in _PLACES for part in parts) else " ",
    )  # fmt: skip


def own(record: str, field: Field) -> Offer:
    """A field of the rows themselves, as lists show it."""
    return Offer(
        field.name, field.label, queries.column(record, field.name), field.kind.name, field.aliases, codes_of(field)
    )


def codes_of(field: Field) -> str:
    """The code list of a choice, "" for another kind."""
    return field.kind.codes if isinstance(field.kind, Choice) else ""
