"""How is a secret handed to somebody of whom only the public half is known? As a box that the private half alone opens.

X25519 with a pair made for the one box, HKDF-SHA256 over both public halves, AES-256-GCM (the construction of RFC 9180's
base mode, without its negotiation). Loaded late: no start waits for the library.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIZE = 32  # bytes of either half
_NONCE = 12
_INFO = b"township-ledger sealed box"


def pair() -> tuple[bytes, bytes]:
    """(private, public): 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def sealed(public: bytes, secret: bytes) -> bytes:
    """A box for whoever holds the private half of `public`. ValueError when `public` is no public half."""
    once = X25519PrivateKey.generate()
    own = once.public_key().public_bytes_raw()
    nonce = os.urandom(_NONCE)
    key = _key(once.exchange(X25519PublicKey.from_public_bytes(public)), own, public)
    return own + nonce + AESGCM(key).encrypt(nonce, secret, own)


def opened(private: bytes, box: bytes) -> bytes | None:
    """What was sealed, or None when the box is for somebody else or was touched."""
    own, nonce, closed = box[:SIZE], box[SIZE : SIZE + _NONCE], box[SIZE + _NONCE :]
    half = X25519PrivateKey.from_private_bytes(private)
    try:
        shared = half.exchange(X25519PublicKey.from_public_bytes(own))
        return AESGCM(_key(shared, own, half.public_key().public_bytes_raw())).decrypt(nonce, closed, own)
    except (InvalidTag, ValueError):
        return None


def _key(shared: bytes, own: bytes, public: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=own + public, info=_INFO).derive(shared)
