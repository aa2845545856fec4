"""What the program itself says to a model, in the languages models are asked in."""

from app.core.agent import AgentCard, Texts, in_language

CONTINUE: Texts = {
    "en": "Continue exactly where you stopped. Do not repeat anything and do not comment on it.",
    "zh_CN": "请从刚才停下的地方接着写，不要重复已经写过的内容，也不要加说明。",
}
"""Asks for the rest of an answer that broke off."""

COMMENT: Texts = {
    "en": "{author} posted this in a feed that we share:\n\n{text}\n\n"
    "Comment on it in one short sentence, in your own manner. Write the sentence only.",
    "zh_CN": "{author}在我们共同的动态里发布了：\n\n{text}\n\n"
    "请用你自己的风格评论一句，只写这一句话。",
}
"""Asks an agent for a comment on another's post."""

GREETED: Texts = {
    "en": "{persona}\n\nYou opened this conversation with these words:\n{greeting}",
    "zh_CN": "{persona}\n\n这次对话是你先开的口，你说的是：\n{greeting}",
}
"""Tells an agent what it said before anybody asked."""


def persona_of(card: AgentCard, language: str) -> str:
    """Who an agent is to be, and what the user has read of it already."""
    persona, greeting = in_language(card.persona, language), in_language(card.greeting, language)
    if not greeting:
        return persona
    return in_language(GREETED, language).format(persona=persona, greeting=greeting)


def spoken(language: str, languages: tuple[str, ...]) -> str:
    """The language to ask a model in: the window's, or English when it speaks no other.

    `languages` are those that the model speaks, () when there is no such limit.
    """
    return language if not languages or language in languages else "en"
