"""Text that only a passphrase opens, as versioned JSON.

    format, version    what this is
    kdf                scrypt with its salt and cost: the passphrase becomes the key
    cipher, nonce      AES-256-GCM; all that stands above is authenticated with it
    sealed             the text, encrypted
    checksum           SHA-256 of all the rest: tells damage from a wrong passphrase

Source: RFC 7914 (scrypt), NIST SP 800-38D (GCM). `cryptography` is imported late.
"""

import hashlib
import json
import os
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from app.core.errors import KeyFileBroken, KeyFileTooNew, PassphraseWrong

FORMAT = "renao keys"
VERSION = 1
CIPHER = "AES-256-GCM"
LONGEST = 1_000_000
"""Characters that a sealed text may have."""

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Cost:
    """What it takes to try one passphrase: scrypt's salt and numbers.

    The default takes 0.3 s and 128 MiB. Files may say less or more within limits: a
    harmful one must neither be cheap to guess nor take all memory.
    """

    salt: bytes
    n: int = 2**17
    r: int = 8
    p: int = 1

    @classmethod
    def fresh(cls) -> "Cost":
        """The usual cost with a salt of its own."""
        return cls(os.urandom(16))

    @property
    def is_sane(self) -> bool:
        is_power = self.n & (self.n - 1) == 0
        in_limits = 2**14 <= self.n <= 2**18 and 8 <= self.r <= 16 and 1 <= self.p <= 4
        return is_power and in_limits and 16 <= len(self.salt) <= 64


class Seal:
    """Closes and opens texts with the key that a passphrase became.

    Making one is slow on purpose, so make it in a thread; the passphrase is not kept.
    """

    def __init__(self, passphrase: str, cost: Cost) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        self.cost = cost
        typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
        self._cipher = AESGCM(Scrypt(cost.salt, 32, n=cost.n, r=cost.r, p=cost.p).derive(typed))

    def close(self, plain: str) -> str:
        """The sealed text of `plain`."""
        nonce = os.urandom(_NONCE_BYTES)
        head = _head(self.cost, nonce)
        sealed = self._cipher.encrypt(nonce, plain.encode("utf-8", "surrogatepass"), _bytes(head))
        whole = head | {"sealed": _text(sealed)}
        whole["checksum"] = hashlib.sha256(_bytes(whole)).hexdigest()
        return json.dumps(whole, indent=1) + "\n"

    def open(self, text: str) -> str:
        """The plain text of a sealed one.

        Raises:
            PassphraseWrong: It was closed with another passphrase.
            KeyFileBroken: It is damaged.
            KeyFileTooNew: A newer Renao made it.
        """
        from cryptography.exceptions import InvalidTag

        cost, nonce, sealed = _parts(text)
        try:
            plain = self._cipher.decrypt(nonce, sealed, _bytes(_head(cost, nonce)))
        except InvalidTag:
            raise PassphraseWrong("the key file does not open with this passphrase") from None
        return plain.decode("utf-8", "surrogatepass")


def cost_of(text: str) -> Cost:
    """What a passphrase for this sealed text costs.

    Raises:
        KeyFileBroken: It is damaged.
        KeyFileTooNew: A newer Renao made it.
    """
    return _parts(text)[0]


def _head(cost: Cost, nonce: bytes) -> dict[str, Any]:
    salt, n, r, p = _text(cost.salt), cost.n, cost.r, cost.p
    return {
        "format": FORMAT,
        "version": VERSION,
        "kdf": {"name": "scrypt", "salt": salt, "n": n, "r": r, "p": p},
        "cipher": CIPHER,
        "nonce": _text(nonce),
    }


def _parts(text: str) -> tuple[Cost, bytes, bytes]:
    whole = _object(text)
    if whole.get("format") != FORMAT or type(whole.get("version")) is not int:
        raise KeyFileBroken("it is no key file")
    if whole["version"] > VERSION:
        raise KeyFileTooNew(f"it has version {whole['version']}, we know {VERSION}")
    if whole["version"] < VERSION:
        raise KeyFileBroken("it has no version that there was")
    checksum = whole.pop("checksum", None)
    if checksum != hashlib.sha256(_bytes(whole)).hexdigest():
        raise KeyFileBroken("its checksum is wrong")
    try:
        kdf = whole["kdf"]
        cost = Cost(_raw(kdf["salt"]), *(_whole_number(kdf[name]) for name in "nrp"))
        nonce, sealed = _raw(whole["nonce"]), _raw(whole["sealed"])
        is_known = (kdf["name"], whole["cipher"]) == ("scrypt", CIPHER)
    except (KeyError, TypeError, ValueError):
        raise KeyFileBroken("something in it is missing") from None
    if not (is_known and cost.is_sane and len(nonce) == _NONCE_BYTES):
        raise KeyFileBroken("it is sealed in a way we do not take")
    return cost, nonce, sealed


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise KeyFileBroken("it is no key file")
    return found


def _whole_number(found: Any) -> int:
    if type(found) is not int:
        raise TypeError
    return found


def _bytes(found: dict[str, Any]) -> bytes:
    """The same bytes for the same facts, however the file is laid out."""
    return json.dumps(found, sort_keys=True, separators=(",", ":")).encode("ascii")


def _text(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def _raw(text: Any) -> bytes:
    return b64decode(text, validate=True)
