"""Fills names and facts into sentences, with a space wherever Chinese and other letters meet."""

import re
from string import Formatter

_HAN = "[\u3005-\u3007\u3041-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_ENDS_HAN, _BEGINS_HAN = re.compile(f"{_HAN}$"), re.compile(_HAN)
_ENDS_SPACED, _BEGINS_SPACED = re.compile(f"{_HAN} $"), re.compile(f" {_HAN}")


def filled(pattern: str, /, **facts: object) -> str:
    """`pattern` with its `{places}` filled in.

    Who translates need not know what will stand there: beside a Chinese letter a name of
    other letters or digits gets a space, and a Chinese one gets none.
    """
    said = ""
    for literal, name, spec, _ in Formatter().parse(pattern):
        said = _joined(said, literal) if literal else said
        if name is not None:
            said = _joined(said, format(facts[name], spec or ""))
    return said


def _joined(before: str, after: str) -> str:
    if not before or not after:
        return before + after
    if _ENDS_SPACED.search(before) and _BEGINS_HAN.match(after):
        return before[:-1] + after
    if _ENDS_HAN.search(before) and _BEGINS_SPACED.match(after):
        return before + after[1:]
    ends, begins = bool(_ENDS_HAN.search(before)), bool(_BEGINS_HAN.match(after))
    is_border = ends != begins and before[-1].isalnum() and after[0].isalnum()
    return f"{before} {after}" if is_border else before + after
