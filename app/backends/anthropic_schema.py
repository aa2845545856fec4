"""A JSON schema as Claude accepts it for the form of an answer.

Source: https://platform.claude.com/docs/en/build-with-claude/structured-outputs
"""

from typing import Any

_REFUSED = frozenset(
    (
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
    )
)
"""Limits that are refused; who asked must look at the answer anyway."""
_NAMED = ("properties", "$defs", "definitions")
_LISTED = ("anyOf", "allOf")


def strict(schema: Any) -> Any:
    """`schema` without the limits that are refused, every object of it closed."""
    if not isinstance(schema, dict):
        return schema
    found = {key: _inner(key, each) for key, each in schema.items() if key not in _REFUSED}
    if "oneOf" in found:
        found.setdefault("anyOf", [strict(each) for each in found.pop("oneOf")])
    if found.get("minItems", 0) not in (0, 1):
        del found["minItems"]
    if found.get("type") == "object" or "properties" in found:
        found["additionalProperties"] = False
    return found


def _inner(key: str, value: Any) -> Any:
    if key in _NAMED and isinstance(value, dict):
        return {name: strict(each) for name, each in value.items()}
    if key in _LISTED and isinstance(value, list):
        return [strict(each) for each in value]
    return strict(value) if key == "items" else value
