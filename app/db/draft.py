"""How is what stands in a form, not saved yet, made unreadable for everybody without the data key?

AES-256-GCM with a key of its own, which HMAC-SHA256 makes from the data key (NIST SP 800-108). Loaded only when a form
is first typed in: no start waits for the library.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_LABEL = b"township-ledger draft 1"
_NONCE = 12


def seal(data_key: bytes, plain: bytes) -> bytes:
    """The bytes of a draft file; a fresh nonce each time."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_own(data_key)).encrypt(nonce, plain, _LABEL)


def unseal(data_key: bytes, sealed: bytes) -> bytes | None:
    """None when any byte was changed, or another key sealed it."""
    try:
        return AESGCM(_own(data_key)).decrypt(sealed[:_NONCE], sealed[_NONCE:], _LABEL)
    except (InvalidTag, ValueError):
        return None


def _own(data_key: bytes) -> bytes:
    return hmac.new(data_key, _LABEL, hashlib.sha256).digest()
