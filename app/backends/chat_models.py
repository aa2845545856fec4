"""Lists of models, and what servers add to them.

Sources: https://platform.openai.com/docs/api-reference/models/list,
https://openrouter.ai/docs/api-reference/list-available-models,
https://docs.mistral.ai/api/endpoint/models, https://lmstudio.ai/docs/developer/rest/endpoints,
https://platform.moonshot.ai/docs/api/list-models
"""

from collections.abc import Iterable
from typing import Any

from app.backends.chat_usage import count, first
from app.backends.chat_wire import dicts
from app.core.backend import Ability, ModelFacts
from app.core.errors import BackendRejected

_LENGTHS = (
    "loaded_context_length",
    "context_length",
    "context_window",
    "max_model_len",
    "max_context_length",
)
_WORDS = {
    "image": Ability.VISION,
    "vision": Ability.VISION,
    "multimodal": Ability.VISION,
    "vlm": Ability.VISION,
    "supports_image_in": Ability.VISION,
    "supports_image_input": Ability.VISION,
    "file": Ability.FILES,
    "tools": Ability.TOOLS,
    "tool_use": Ability.TOOLS,
    "function_calling": Ability.TOOLS,
    "supports_tools": Ability.TOOLS,
    "reasoning": Ability.REASONING,
    "thinking": Ability.REASONING,
    "supports_reasoning": Ability.REASONING,
    "structured_outputs": Ability.SCHEMA,
    "response_format": Ability.SCHEMA,
}
"""The servers' words for what a model can do."""

_NO_CHAT = ("embedding", "embeddings", "rerank", "moderation", "image", "audio", "transcribe")


def listed(found: Any) -> tuple[ModelFacts, ...]:
    """The models in a listing that can hold a conversation, in its order.

    Raises:
        BackendRejected: It lists none.
    """
    models = found.get("data") if isinstance(found, dict) else found
    facts = [_facts(each) for each in dicts(models) if _is_for_chat(each)]
    if not facts:
        raise BackendRejected(None, "the server lists no models")
    return tuple(facts)


def _facts(found: dict[str, Any]) -> ModelFacts:
    title = found.get("name")
    meta = found.get("meta")  # llama.cpp
    lengths = (count(found, name) for name in _LENGTHS)
    context = first(*lengths, count(meta, "n_ctx"), count(meta, "n_ctx_train"))
    is_title = isinstance(title, str) and title != found["id"]
    return ModelFacts(found["id"], str(title) if is_title else "", context, _abilities(found))


def _abilities(found: dict[str, Any]) -> frozenset[Ability] | None:
    """None when nothing in the entry tells."""
    words = list(_words(found))
    if not words:
        return None
    return frozenset(_WORDS[word] for word, is_so in words if is_so and word in _WORDS)


def _words(found: dict[str, Any]) -> Iterable[tuple[str, bool]]:
    """What the entry says the model can do (True) or cannot (False)."""
    yield from (
        (name, bool(found[name])) for name in _WORDS if name[:8] == "supports" and name in found
    )
    capabilities = found.get("capabilities")
    if isinstance(capabilities, dict):  # Mistral, Azure
        yield from ((name, each is True) for name, each in capabilities.items())
    architecture = found.get("architecture")  # OpenRouter
    modalities = architecture.get("input_modalities") if isinstance(architecture, dict) else None
    for names in (capabilities, modalities, found.get("supported_parameters")):
        if isinstance(names, list):
            yield from ((name, True) for name in names if isinstance(name, str))
    if found.get("type") == "vlm":  # LM Studio
        yield "vlm", True


def _is_for_chat(found: dict[str, Any]) -> bool:
    capabilities = found.get("capabilities")
    if isinstance(capabilities, dict) and capabilities.get("completion_chat") is False:
        return False
    return isinstance(found.get("id"), str) and found.get("type") not in _NO_CHAT
