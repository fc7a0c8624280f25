"""How does a password or a recovery code hold the data key? As a sealed box that only the same words open again.

The words are stretched by Argon2id (RFC 9106) and the result seals the key with AES-256-GCM. Loaded only where a
database has a password: neither library is touched when the program starts on an open one.
"""

import hashlib
import os
import time
import unicodedata
from dataclasses import replace

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.db.slot import Cost, Slot, Words, fingerprint, name_mark

# RFC 9106, second choice: what no calibration goes below.
FLOOR = Cost(memory=65536, rounds=3, lanes=4)
# A clerk waits so long for her own password; a thief as long for each guess and core.
_AIM = 0.7
_MOST_ROUNDS = 64
_SALT, _NONCE = 16, 12


def seal(words: Words, data_key: bytes, *, cost: Cost = FLOOR) -> Slot:
    """A slot that `open_slot` opens with the same words; fresh salt and nonce each time."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    who = name_mark(words.who, salt.hex()) if words.who else ""
    made = Slot(words.kind, "", fingerprint(data_key), who, salt.hex(), cost)
    sealed = AESGCM(_stretched(words.text, salt, cost)).encrypt(nonce, data_key, _bound(made))
    return replace(made, data=(nonce + sealed).hex())


def open_slot(slot: Slot, words: str) -> bytes | None:
    """The 32-byte data key, or None when these are not the words (or the box was touched)."""
    raw = bytes.fromhex(slot.data)
    key = _stretched(words, bytes.fromhex(slot.salt), slot.cost)
    try:
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], _bound(slot))
    except InvalidTag:
        return None


def calibrated() -> Cost:
    """The cost at which this computer takes 0.5 to 1 second; never below the floor."""
    began = time.perf_counter()
    _stretched("calibration", b"\0" * _SALT, FLOOR)
    once = (time.perf_counter() - began) / FLOOR.rounds
    rounds = min(max(round(_AIM / max(once, 1e-4)), FLOOR.rounds), _MOST_ROUNDS)
    return Cost(FLOOR.memory, rounds, FLOOR.lanes)


def _stretched(words: str, salt: bytes, cost: Cost) -> bytes:
    said = hashlib.sha512(unicodedata.normalize("NFKC", words).encode()).digest()
    memory, rounds = max(cost.memory, FLOOR.memory), max(cost.rounds, FLOOR.rounds)
    return hash_secret_raw(said, salt, rounds, memory, max(cost.lanes, FLOOR.lanes), 32, Type.ID)


def _bound(slot: Slot) -> bytes:
    """What the box is bound to: it opens as no other kind, of no other key and for no other clerk."""
    return f"{slot.kind}|{slot.of}|{slot.who}".encode()
