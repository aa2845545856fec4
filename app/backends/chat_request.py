"""A request in the words of OpenAI's chat completions."""

from typing import Any

import msgspec

from app.core.backend import Request
from app.core.conversation import Role

_ROLES = {Role.USER: "user", Role.AGENT: "assistant"}
_FIXED_SAMPLING = ("o1", "o3", "o4", "gpt-5")
"""OpenAI's models that refuse any temperature but their own."""


def chat_messages(request: Request) -> list[dict[str, str]]:
    """The persona and all that was said; neighbours of one role become one message.

    Many templates refuse two messages of one role in a row, which is what a failed reply
    leaves behind, and empty messages.
    """
    found: list[dict[str, str]] = []
    if request.system:
        found.append({"role": "system", "content": request.system})
    for message in request.messages:
        role, text = _ROLES.get(message.role), message.text
        if role is None or not text.strip():
            continue
        if found and found[-1]["role"] == role:
            found[-1]["content"] += f"\n\n{text}"
        else:
            found.append({"role": role, "content": text})
    return found


def chat_body(request: Request, host: str, *, is_llama: bool = False) -> bytes:
    """The body to post. `is_llama` adds what only llama.cpp's server understands."""
    is_openai = host == "api.openai.com"
    body: dict[str, Any] = {
        "model": request.model,
        "messages": chat_messages(request),
        "stream": True,
        "stream_options": {"include_usage": True},
        **_sampling(request, is_openai, is_llama),
    }
    return encoded(body)


def encoded(body: dict[str, Any]) -> bytes:
    """`body` as JSON; halves of characters, which UTF-8 does not know, become `�`."""
    try:
        return msgspec.json.encode(body)
    except UnicodeEncodeError:
        return msgspec.json.encode(_mended(body))


def guessed_tokens(request: Request) -> int:
    """Rather too many tokens than too few, for a model whose tokens nobody told us."""
    return 8 + sum(8 + _guess(message["content"]) for message in chat_messages(request))


def _guess(text: str) -> int:
    ascii_size = sum(1 for character in text if character < "\x80")
    return ascii_size // 3 + int((len(text) - ascii_size) * 1.5) + 1


def _sampling(request: Request, is_openai: bool, is_llama: bool) -> dict[str, Any]:
    wish = request.sampling
    limit_name = "max_completion_tokens" if is_openai else "max_tokens"
    is_fixed = is_openai and request.model.startswith(_FIXED_SAMPLING)
    all_wishes = {
        "temperature": None if is_fixed else wish.temperature,
        "top_p": None if is_fixed else wish.top_p,
        limit_name: wish.max_tokens,
        "repeat_penalty": wish.repeat_penalty if is_llama else None,
    }
    return {name: value for name, value in all_wishes.items() if value is not None}


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_mended(each) for each in value]
    if isinstance(value, dict):
        return {name: _mended(each) for name, each in value.items()}
    return value
