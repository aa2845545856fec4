"""What the gallery says about an agent: where it comes from, how it answers, what was kept."""

from PySide6.QtCore import QCoreApplication

from app.core.agent import AgentCard, PostRule
from app.core.wishes import Sampling
from app.storage.imports.foreign import Origin, Remark


def origin_words(card: AgentCard, is_changed: bool) -> str:
    """Whose an agent is."""
    said = {
        Origin.CHARACTER_CARD: QCoreApplication.translate("Gallery", "Character card"),
        Origin.LOBECHAT: QCoreApplication.translate("Gallery", "From LobeChat"),
        Origin.CHERRY_STUDIO: QCoreApplication.translate("Gallery", "From Cherry Studio"),
        Origin.RENAO: QCoreApplication.translate("Gallery", "Shared by somebody"),
    }
    if card.origin in said:
        return said[Origin(card.origin)]
    if is_changed:
        return QCoreApplication.translate("Gallery", "Comes with Renao, changed by you")
    if card.is_own:
        return QCoreApplication.translate("Gallery", "Made by you")
    return QCoreApplication.translate("Gallery", "Comes with Renao")


def sampling_words(sampling: Sampling) -> str:
    """How a model is to choose its words, on one line."""
    said = []
    if sampling.temperature is not None:
        words = QCoreApplication.translate("Gallery", "temperature {number}")
        said.append(words.format(number=f"{sampling.temperature:g}"))
    if sampling.top_p is not None:
        words = QCoreApplication.translate("Gallery", "top-p {number}")
        said.append(words.format(number=f"{sampling.top_p:g}"))
    if sampling.max_tokens is not None:
        words = QCoreApplication.translate("Gallery", "at most {number} tokens")
        said.append(words.format(number=sampling.max_tokens))
    if sampling.repeat_penalty is not None:
        words = QCoreApplication.translate("Gallery", "repeat penalty {number}")
        said.append(words.format(number=f"{sampling.repeat_penalty:g}"))
    nothing = QCoreApplication.translate("Gallery", "as the model decides")
    return " · ".join(said) or nothing


def post_words(rule: PostRule) -> str:
    """What an agent puts into the feed by itself."""
    return {
        PostRule.NEVER: QCoreApplication.translate("Gallery", "Nothing by itself"),
        PostRule.REPLIES: QCoreApplication.translate("Gallery", "Every complete reply"),
        PostRule.DAILY: QCoreApplication.translate(
            "Gallery", "Every complete reply, and one post a day unasked"
        ),
    }[rule]


def remark_words(remark: Remark) -> str:
    """What the user should know before an agent is taken over."""
    return {
        Remark.BOOK: QCoreApplication.translate(
            "Gallery", "Its lorebook is kept, but Renao does not use it yet."
        ),
        Remark.ASSETS: QCoreApplication.translate(
            "Gallery", "Its further pictures and sounds are kept, but not shown."
        ),
        Remark.KEYS: QCoreApplication.translate(
            "Gallery", "There were keys in it. They were left out. Change them if others saw them."
        ),
        Remark.TALKS: QCoreApplication.translate(
            "Gallery", "There were conversations in it. They were left out."
        ),
        Remark.NEWER: QCoreApplication.translate(
            "Gallery", "It was made for a newer version of its format; all of it is kept."
        ),
        Remark.SHORTENED: QCoreApplication.translate(
            "Gallery", "Its other greetings are long: the starters show how they begin."
        ),
        Remark.WEB_PICTURE: QCoreApplication.translate(
            "Gallery", "Its picture lies on the web. Renao does not fetch it."
        ),
    }[remark]
