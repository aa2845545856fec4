"""JSON schemas that are handed on to servers."""

from typing import Any

import msgspec

_NO_SCHEMAS = ("properties", "required", "enum", "const", "default", "examples")


def parsed(schema: str) -> dict[str, Any]:
    """The schema in `schema`, a JSON text; one that allows any object if it is none."""
    try:
        found = msgspec.json.decode(schema)
    except (msgspec.DecodeError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {"type": "object", "properties": {}}


def is_closed(schema: Any) -> bool:
    """Whether every object in `schema` names all it may hold and requires all of it.

    Only such a schema may be called strict; servers refuse others.

    Source: https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
    """
    if isinstance(schema, list):
        return all(is_closed(each) for each in schema)
    if not isinstance(schema, dict):
        return True
    named = schema.get("properties")
    properties = named if isinstance(named, dict) else {}
    if schema.get("type") == "object" or properties:
        required = schema.get("required") or []
        is_all = all(name in required for name in properties)
        if schema.get("additionalProperties") is not False or not is_all:
            return False
    others = (each for name, each in schema.items() if name not in _NO_SCHEMAS)
    return all(is_closed(each) for each in (*properties.values(), *others))
