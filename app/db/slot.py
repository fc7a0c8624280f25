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

    `of`: fingerprint of the data key; slots of two keys stand together only while a restore swaps databases.
    `who`: the clerk's mark (never a readable name; "" for the only one).
    """

    kind: str
    data: str
    of: str = ""
    who: str = ""
    salt: str = ""
    cost: Cost = Cost()


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
    return hashlib.sha256(f"{salt}|{' '.join(name.split())}".encode()).hexdigest()[:16]
