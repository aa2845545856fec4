"""A key of a provider, as a value that does not show itself."""

import hmac
from typing import NoReturn

PROXY = "proxy"
"""The name under which the password of the proxy is kept among the keys."""


class Key:
    """One key, or several on lines of their own; only `reveal` gives the text.

    What prints, formats or logs it sees that there is one and no more. It cannot be
    pickled, and comparing takes as long whatever is different.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself; it goes to whoever needs it and is kept nowhere else."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Key):
            return NotImplemented
        mine, others = (key._text.encode("utf-8", "surrogatepass") for key in (self, other))
        return hmac.compare_digest(mine, others)

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Key(hidden)"

    def __format__(self, how: str) -> str:
        return repr(self)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a key is not to be written down")

    def __copy__(self) -> "Key":
        return self

    def __deepcopy__(self, memo: object) -> "Key":
        return self


def keys_in(entry: str) -> tuple[str, ...]:
    """The keys of an entry, one a line, without blank lines and repetitions."""
    return tuple(dict.fromkeys(line.strip() for line in entry.split("\n") if line.strip()))


def entry_of(keys: tuple[str, ...]) -> str:
    """Several keys as one entry."""
    return "\n".join(keys_in("\n".join(keys)))
