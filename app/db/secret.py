"""How does a password or a recovery code hold the data key? As a sealed box that only the same words open again.

The words are stretched by Argon2id (RFC 9106) and the result seals the key with AES-256-GCM. Where there are several
clerks the words seal a private key (X25519, RFC 7748) and the data key is sealed to its public half: who takes a clerk
away must give a new data key to the others, whose words nobody but they know.
Loaded only where a database has a password: neither library is touched when the program starts on an open one.
"""

import hashlib
import os
import time
import unicodedata
from dataclasses import replace

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.db.slot import Cost, Slot, Words, fingerprint, name_mark

# RFC 9106, second choice: what no calibration goes below.
FLOOR = Cost(memory=65536, rounds=3, lanes=4)
# A clerk waits so long for her own password; a thief as long for each guess and core.
_AIM = 0.7
_MOST_ROUNDS = 64
_SALT, _NONCE, _PUBLIC = 16, 12, 32


def seal(words: Words, data_key: bytes, *, cost: Cost = FLOOR, paired: bool = False) -> Slot:
    """A slot that `open_slot` opens with the same words; fresh salt and nonce each time. `paired`: with a pair of keys
    of its own, so that `sealed_to` can give it another data key later.
    """
    salt = os.urandom(_SALT)
    who = name_mark(words.who, salt.hex()) if words.who else ""
    made = Slot(words.kind, "", fingerprint(data_key), who, salt.hex(), cost)
    stretched = _stretched(words.text, salt, cost)
    if not paired:
        return replace(made, data=_box(stretched, data_key, _bound(made)).hex())
    pair = X25519PrivateKey.generate()
    made = replace(made, public=pair.public_key().public_bytes_raw().hex())
    made = replace(made, private=_box(stretched, pair.private_bytes_raw(), _bound_pair(made)).hex())
    return sealed_to(made, data_key)


def sealed_to(slot: Slot, data_key: bytes) -> Slot:
    """The same way in, to another data key: an ephemeral key of our own, its shared secret with the public one, AES-256-GCM."""
    own = X25519PrivateKey.generate()
    sender = own.public_key().public_bytes_raw()
    made = replace(slot, of=fingerprint(data_key))
    shared = _shared(own, bytes.fromhex(slot.public), sender, slot.public)
    return replace(made, data=(sender + _box(shared, data_key, _bound(made))).hex())


def open_slot(slot: Slot, words: str) -> bytes | None:
    """The 32-byte data key, or None when these are not the words (or the box was touched)."""
    stretched = _stretched(words, bytes.fromhex(slot.salt), slot.cost)
    raw = bytes.fromhex(slot.data)
    try:
        if not slot.public:
            return _unbox(stretched, raw, _bound(slot))
        pair = X25519PrivateKey.from_private_bytes(_unbox(stretched, bytes.fromhex(slot.private), _bound_pair(slot)))
        return _unbox(_shared(pair, raw[:_PUBLIC], raw[:_PUBLIC], slot.public), raw[_PUBLIC:], _bound(slot))
    except (InvalidTag, ValueError):
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


def _shared(own: X25519PrivateKey, other: bytes, sender: bytes, receiver: str) -> bytes:
    """RFC 5869 over what both sides reckon; the two public keys go in, as RFC 7748 advises."""
    agreed = own.exchange(X25519PublicKey.from_public_bytes(other))
    info = b"township-ledger slot" + sender + bytes.fromhex(receiver)
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(agreed)


def _box(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _unbox(key: bytes, raw: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], bound)


def _bound(slot: Slot) -> bytes:
    """What the box is bound to: it opens as no other kind, of no other key and for no other clerk."""
    return f"{slot.kind}|{slot.of}|{slot.who}".encode()


def _bound_pair(slot: Slot) -> bytes:
    """The private key outlives a data key, so it is bound to its public half instead."""
    return f"{slot.kind}|{slot.public}|{slot.who}".encode()
