"""Words that mean "get help now", checked before any model and regardless of it."""

import logging
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.agent import Texts
from app.core.conversation import Conversation, Role

log = logging.getLogger(__name__)

REASON = "red_flag:"
"""How the reason of a note begins that gives emergency advice; the flag's id follows."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u0060\u00b4\uff07]")
_BREAKS = re.compile(r"[\s\-\u2010-\u2015_]+")


@dataclass(frozen=True, slots=True)
class Flag:
    """One kind of emergency and what to tell somebody who may be in it.

    `tiny_models_answer` is False where the careless word of a tiny model could do harm.
    """

    id: str
    advice: Texts
    tiny_models_answer: bool = True


@dataclass(frozen=True, slots=True)
class _Rule:
    flag: Flag
    groups: tuple[tuple["_Phrase", ...], ...]
    """Any one group is enough; all phrases of a group must occur."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    is_whole_words: bool
    """It counts as whole words only; not so in Chinese, which has no spaces."""

    def occurs_in(self, folded: str, closed_up: str) -> bool:
        if not self.is_whole_words:
            return self.text in closed_up
        # Only Latin letters end a word: "我chest pain" has it as whole words. Two hundred
        # expressions compiled at the start would cost the first frame 8 ms.
        return self.text in folded and bool(
            re.search(rf"(?<![a-z0-9]){re.escape(self.text)}(?![a-z0-9])", folded)
        )


class RedFlags:
    """Finds signs of an emergency in what a user says, in every language at once.

    `problem` says what is wrong with the file, "" when it was read; without it nothing
    is found.
    """

    def __init__(self, file: Path) -> None:
        self.problem = ""
        self._rules: tuple[_Rule, ...] = ()
        try:
            self._rules = tuple(_read(file))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self.problem = f"{file}: {error}"
            log.exception("red flags cannot be read")

    def check(self, text: str) -> Flag | None:
        """The first emergency that `text` speaks of. Never raises, waits for nothing."""
        folded = _folded(text)
        closed_up = folded.replace(" ", "")
        for rule in self._rules:
            for group in rule.groups:
                if all(phrase.occurs_in(folded, closed_up) for phrase in group):
                    return rule.flag
        return None


def was_told(conversation: Conversation, flag: Flag) -> bool:
    """Whether this advice was already given in any branch."""
    return any(
        message.role is Role.NOTE and message.reason == REASON + flag.id
        for message in conversation.all_messages.values()
    )


def _read(file: Path) -> Iterator[_Rule]:
    for entry in tomllib.loads(file.read_text("utf-8"))["flag"]:
        may_answer = bool(entry.get("tiny_models_answer", True))
        flag = Flag(entry["id"], dict(entry["advice"]), may_answer)
        yield _Rule(flag, tuple(_groups(entry)))


def _groups(entry: dict[str, Any]) -> Iterator[tuple[_Phrase, ...]]:
    for phrases in entry.get("phrases", {}).values():
        yield from ((_phrase(each),) for each in phrases)
    for groups in entry.get("together", {}).values():
        yield from (_all(group) for group in groups)


def _all(texts: Iterable[str]) -> tuple[_Phrase, ...]:
    return tuple(_phrase(text) for text in texts)


def _phrase(text: str) -> _Phrase:
    folded = _folded(text)
    if not folded.strip():
        raise ValueError("an empty phrase would be found everywhere")
    if not folded.isascii():
        return _Phrase(folded.replace(" ", ""), is_whole_words=False)
    return _Phrase(folded, is_whole_words=True)


def _folded(text: str) -> str:
    """Lower case, one kind of everything: no apostrophes, single spaces, no hyphens."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _APOSTROPHES.sub("", _INVISIBLE.sub("", text))
    return _BREAKS.sub(" ", text)
