"""How the servers that speak OpenAI's chat completions differ, in one table."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.backends.chat_files import base64_of, data_url
from app.core.backend import Effort
from app.core.conversation import FilePart

Fields = dict[str, Any]


class SchemaForm(StrEnum):
    """How a server is told the form an answer must have."""

    STRICT = "json_schema"
    JSON = "json_object"
    """It promises JSON, of whatever form: the schema is asked for in words."""
    WORDS = ""
    """It promises nothing: the schema is asked for in words."""


def flat(effort: Effort, model: str) -> Fields:
    """OpenAI's own field, which most servers have taken over.

    Source: https://platform.openai.com/docs/api-reference/chat/create
    """
    return {"reasoning_effort": effort.value}


def short_id(call_id: str) -> str:
    """An id no longer than OpenAI takes; other servers make longer ones."""
    return call_id if len(call_id) <= 40 else _digest(call_id)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one server wants to be told, and how, where it is not as OpenAI says.

    `limit` is its name for the most tokens, `document` makes the part for a file that is
    neither picture nor text (None: it takes none). `reasoners` are beginnings of models
    that alone take an effort and refuse a temperature; none: nobody is told apart.
    `go_on` is the field that marks the last message, if it is the model's, as unfinished.
    """

    limit: str = "max_tokens"
    effort: Callable[[Effort, str], Fields] = flat
    schema: SchemaForm = SchemaForm.STRICT
    document: Callable[[FilePart], Fields] | None = None
    has_usage_option: bool = True
    """False where the usage comes unasked and asking for it may be refused."""
    reasoners: tuple[str, ...] = ()
    go_on: str = ""
    call_id: Callable[[str], str] = short_id
    hides_thought: bool = False
    """Its tokens of output leave out the thought ones, which only the total holds."""
    has_repeat_penalty: bool = False


def dialect_of(host: str) -> Dialect:
    """The dialect of the server at `host`; OpenAI's plain one for those we do not know."""
    labels = host.lower().split(".")
    names = (".".join(labels[at:]) for at in range(len(labels)))
    return next((_HOSTS[name] for name in names if name in _HOSTS), PLAIN)


def _nested(effort: Effort, model: str) -> Fields:
    # https://openrouter.ai/docs/use-cases/reasoning-tokens
    return {"reasoning": {"effort": effort.value}}


def _switched(effort: Effort, model: str) -> Fields:
    # https://platform.moonshot.ai/docs/guide/use-kimi-k2-thinking-model, https://docs.z.ai/guides/capabilities/thinking-mode
    return {"thinking": {"type": "disabled" if effort is Effort.NONE else "enabled"}}


def _switched_and_flat(effort: Effort, model: str) -> Fields:
    # https://api-docs.deepseek.com/guides/thinking_mode: it maps the levels it lacks itself.
    more = {} if effort is Effort.NONE else flat(effort, model)
    return {**_switched(effort, model), **more}


def _budgeted(effort: Effort, model: str) -> Fields:
    # https://www.alibabacloud.com/help/en/model-studio/deep-thinking
    budgets = {Effort.MINIMAL: 512, Effort.LOW: 2048, Effort.MEDIUM: 8192}
    budget = {"thinking_budget": budgets[effort]} if effort in budgets else {}
    return {"enable_thinking": effort is not Effort.NONE, **budget}


def _on_or_off(effort: Effort, model: str) -> Fields:
    return {"enable_thinking": effort is not Effort.NONE}


def _at_least_low(effort: Effort, model: str) -> Fields:
    # https://docs.x.ai/docs/guides/reasoning
    return {"reasoning_effort": "low" if effort is Effort.MINIMAL else effort.value}


def _at_least_minimal(effort: Effort, model: str) -> Fields:
    # https://docs.perplexity.ai/api-reference/chat-completions-post
    return {"reasoning_effort": "minimal" if effort is Effort.NONE else effort.value}


def _groq(effort: Effort, model: str) -> Fields:
    # https://console.groq.com/docs/reasoning: Qwen knows two words, the others three.
    if "qwen" in model.lower():
        return {"reasoning_effort": "none" if effort is Effort.NONE else "default"}
    is_least = effort in (Effort.NONE, Effort.MINIMAL)
    return {"reasoning_effort": "low" if is_least else effort.value}


def _mistral(effort: Effort, model: str) -> Fields:
    # https://docs.mistral.ai/capabilities/reasoning: every model knows these two words.
    if "magistral" in model.lower():
        return {}
    is_short = effort in (Effort.NONE, Effort.MINIMAL)
    return {"reasoning_effort": "none" if is_short else "high"}


def _unheard(effort: Effort, model: str) -> Fields:
    # https://platform.claude.com/docs/en/api/openai-sdk: the field is ignored.
    return {}


def _template(effort: Effort, model: str) -> Fields:
    # https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
    told = {"enable_thinking": effort is not Effort.NONE}
    level = {} if effort is Effort.NONE else {"reasoning_effort": effort.value}
    return {"chat_template_kwargs": {**told, **level}}


def _openai_document(file: FilePart) -> Fields:
    # https://platform.openai.com/docs/guides/pdf-files, https://openrouter.ai/docs/features/multimodal/pdfs
    return {"type": "file", "file": {"filename": file.name, "file_data": data_url(file)}}


def _mistral_document(file: FilePart) -> Fields:
    # https://docs.mistral.ai/capabilities/document_ai/document_qna
    return {"type": "document_url", "document_url": data_url(file), "document_name": file.name}


def _perplexity_document(file: FilePart) -> Fields:
    # https://docs.perplexity.ai/guides/file-attachments: bare base64, no data URL.
    return {"type": "file_url", "file_url": {"url": base64_of(file)}, "file_name": file.name}


def _nine_letters(call_id: str) -> str:
    """Mistral takes ids of nine letters and digits only, so those of others are changed."""
    is_taken = re.fullmatch("[a-zA-Z0-9]{9}", call_id) is not None
    return call_id if is_taken else _digest(call_id)[:9]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:40]


PLAIN = Dialect()
LLAMA = Dialect(effort=_template, has_repeat_penalty=True)
"""llama.cpp's own server."""
OPENAI = Dialect(
    limit="max_completion_tokens",
    document=_openai_document,
    reasoners=("o1", "o3", "o4", "gpt-5"),
)
AZURE = Dialect(limit="max_completion_tokens", document=_openai_document)
OPENROUTER = Dialect(effort=_nested, document=_openai_document)
DEEPSEEK = Dialect(effort=_switched_and_flat, schema=SchemaForm.JSON)
MISTRAL = Dialect(
    effort=_mistral,
    document=_mistral_document,
    has_usage_option=False,
    go_on="prefix",
    call_id=_nine_letters,
)
GROQ = Dialect(effort=_groq)
XAI = Dialect(effort=_at_least_low)
PERPLEXITY = Dialect(
    effort=_at_least_minimal, document=_perplexity_document, has_usage_option=False
)
MOONSHOT = Dialect(effort=_switched, schema=SchemaForm.JSON, go_on="partial")
ZHIPU = Dialect(effort=_switched, schema=SchemaForm.JSON)
QWEN = Dialect(effort=_budgeted, schema=SchemaForm.JSON, go_on="partial")
ARK = Dialect(effort=_switched_and_flat)
HUNYUAN = Dialect(effort=_on_or_off, schema=SchemaForm.WORDS)
TOKENHUB = Dialect(effort=_switched, schema=SchemaForm.JSON)
SILICONFLOW = Dialect(effort=_budgeted, schema=SchemaForm.JSON)
ANTHROPIC = Dialect(effort=_unheard, schema=SchemaForm.WORDS)
GEMINI = Dialect(hides_thought=True)

_HOSTS = {
    "api.openai.com": OPENAI,
    "openai.azure.com": AZURE,
    "cognitiveservices.azure.com": AZURE,
    "services.ai.azure.com": AZURE,
    "openrouter.ai": OPENROUTER,
    "api.deepseek.com": DEEPSEEK,
    "api.mistral.ai": MISTRAL,
    "api.groq.com": GROQ,
    "api.x.ai": XAI,
    "api.perplexity.ai": PERPLEXITY,
    "api.moonshot.ai": MOONSHOT,
    "api.moonshot.cn": MOONSHOT,
    "api.z.ai": ZHIPU,
    "open.bigmodel.cn": ZHIPU,
    "aliyuncs.com": QWEN,
    "volces.com": ARK,
    "bytepluses.com": ARK,
    "hunyuan.cloud.tencent.com": HUNYUAN,
    "tencentmaas.com": TOKENHUB,
    "tencentcloudmaas.com": TOKENHUB,
    "siliconflow.cn": SILICONFLOW,
    "siliconflow.com": SILICONFLOW,
    "api.anthropic.com": ANTHROPIC,
    "generativelanguage.googleapis.com": GEMINI,
    "aiplatform.googleapis.com": GEMINI,
}
"""By the end of the host's name."""
