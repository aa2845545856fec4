"""Files that a question on the command line brings along: pictures and tools."""

import json
from pathlib import Path
from typing import Any

from app.core.backend import ToolSpec
from app.core.conversation import FilePart
from app.storage.file_kinds import media_type
from app.storage.file_limits import LARGEST_FILE


class FileRefused(ValueError):
    """A file that cannot be sent; the text says why."""


def read_picture(name: str) -> FilePart:
    """The picture (or document) in the file called `name`.

    Raises:
        FileRefused: It cannot be read, is too large or of an unknown kind.
    """
    path = Path(name)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FileRefused(f"{name} is larger than {LARGEST_FILE // 1024**2} MB")
        data = path.read_bytes()
    except OSError as error:
        raise FileRefused(f"{name} cannot be read: {error.strerror or error}") from None
    kind = media_type(data, name)
    if not kind.startswith("image/") and kind != "application/pdf":
        raise FileRefused(f"{name} is no picture: only PNG, JPEG, GIF, WebP and PDF can be sent")
    return FilePart(path.name, kind, data)


def read_tools(name: str) -> tuple[ToolSpec, ...]:
    """The tools in the JSON file called `name`: one or a list of objects with `name`,
    `description` and `parameters` (a JSON schema), alone or under `function`.

    Raises:
        FileRefused: It cannot be read or has no tools.
    """
    try:
        found = json.loads(Path(name).read_text("utf-8-sig"))
    except OSError as error:
        raise FileRefused(f"{name} cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise FileRefused(f"{name} is no JSON: {error}") from None
    if isinstance(found, dict) and isinstance(found.get("tools"), list):
        found = found["tools"]
    tools = found if isinstance(found, list) else [found]
    if not tools:
        raise FileRefused(f"{name} has no tools")
    return tuple(_tool(each, f"{name}, tool {place}") for place, each in enumerate(tools, 1))


def _tool(found: Any, where: str) -> ToolSpec:
    if isinstance(found, dict) and isinstance(found.get("function"), dict):
        found = found["function"]
    if not isinstance(found, dict) or not isinstance(found.get("name"), str) or not found["name"]:
        raise FileRefused(f"{where} must be an object with a name")
    schema = next(
        (found[key] for key in ("parameters", "input_schema", "schema") if key in found),
        {"type": "object", "properties": {}},
    )
    about = found.get("description", "")
    if not isinstance(schema, dict) or not isinstance(about, str):
        raise FileRefused(f"{where}: parameters must be a JSON schema, the description text")
    return ToolSpec(found["name"], about, json.dumps(schema, ensure_ascii=False))
