"""What are the ways to a data key? Plain facts of a slot, without any cipher."""

import hashlib
from dataclasses import dataclass

OPEN, PASSWORD, RECOVERY = "open", "password", "recovery"


@dataclass(frozen=True)
class Cost:
    """What one guess costs: KiB of memory, rounds, lanes of Argon2id."""

    memory: int = 0
    rounds: int = 0
    lanes: int = 0


@dataclass(frozen=True)
class Slot:
    """One way to the data key. `kind` "open": `data` is the key in hexadecimal; else a sealed box (`app.db.secret`).

    `of`: fingerprint of the data key; slots of two keys stand together only while one database takes another's place.
    `who`: the clerk's mark (never a readable name; "" for the only one). Where there are several clerks, `public` is a
    key to which anybody can seal a new data key, and `private` its other half, sealed by the words.
    """

    kind: str
    data: str
    of: str = ""
    who: str = ""
    salt: str = ""
    cost: Cost = Cost()
    public: str = ""
    private: str = ""


@dataclass(frozen=True)
class Entrance:
    """What somebody got who gave the right words: the data key, and the name under which the database knows her ("" for
    the only one).
    """

    data_key: bytes
    who: str = ""

    def __repr__(self) -> str:
        return "Entrance()"


@dataclass(frozen=True)
class Words:
    """What somebody typed to get in: `kind` password or recovery. Never stored, never logged."""

    kind: str
    text: str
    who: str = ""

    def __repr__(self) -> str:
        return f"Words({self.kind})"


def fingerprint(data_key: bytes) -> str:
    """Tells data keys apart without telling them (they are random: 64 bits of a digest give nothing away)."""
    return hashlib.sha256(b"township-ledger data key" + data_key).hexdigest()[:16]


def opened(data_key: bytes) -> Slot:
    """The slot of a database without a password."""
    return Slot(OPEN, data_key.hex(), fingerprint(data_key))


def name_mark(name: str, salt: str) -> str:
    """How a clerk's name stands in the key file: a digest with the slot's salt, nothing to read."""
    return hashlib.sha256(f"{salt}|{one_name(name)}".encode()).hexdigest()[:16]


def one_name(name: str) -> str:
    """However many spaces were typed."""
    return " ".join(name.split())
