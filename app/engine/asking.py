"""Asks an agent one thing outside any conversation."""

from contextlib import aclosing

from app.core.agent import AgentCard
from app.core.backend import Finished, Request, TextDelta
from app.core.conversation import Message, Outcome, Role, TextPart, new_id
from app.core.errors import BackendUnfinished
from app.engine.context import fit
from app.engine.models import ModelChoice, Models
from app.engine.prompts import persona_of, spoken


async def ask_once(
    models: Models, card: AgentCard, choice: ModelChoice, question: str, language: str
) -> tuple[str, Outcome]:
    """The whole answer of `card` to `question`, and how it ended.

    Raises:
        BackendError: There is no answer, or it broke off.
        SecretError: The key of its provider cannot be read.
    """
    persona = persona_of(card, spoken(language, models.languages(choice)))
    asked = Message(new_id(), "", Role.USER, (TextPart(question),), 0.0)
    request = Request(choice.model, (asked,), persona, card.sampling)
    backend = await models.backend(choice)
    fitted = await fit(backend, request)
    pieces: list[str] = []
    async with aclosing(backend.stream(fitted.request)) as items:
        async for item in items:
            if isinstance(item, TextDelta):
                pieces.append(item.text)
            elif isinstance(item, Finished):
                return "".join(pieces).strip(), item.outcome
    raise BackendUnfinished("the stream ended without its last item")
