"""A conversation as Markdown, for the clipboard."""

from PySide6.QtCore import QCoreApplication

from app.core.conversation import Conversation, Message, Role


def as_markdown(conversation: Conversation, agent_name: str) -> str:
    """The shown branch, each message under the name of who said it."""
    names = {
        Role.USER: QCoreApplication.translate("Markdown", "You"),
        Role.AGENT: agent_name,
        Role.NOTE: QCoreApplication.translate("Markdown", "Note"),
    }
    told = (
        f"**{names[message.role]}**\n\n{said}"
        for message in conversation.messages
        if (said := _said(message))
    )
    return "\n\n".join(told) + "\n"


def _said(message: Message) -> str:
    """The names of its files, then its text."""
    names = [f"`{file.name}`" for file in message.files]
    return "\n\n".join(filter(None, (" ".join(names), message.text.strip())))
