"""What the doctor says about one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    `sentence` says what was found; `what_to_do` is advice, "" when there is none. What
    is not ok always has some.
    """

    name: str
    is_ok: bool
    sentence: str
    what_to_do: str = ""
