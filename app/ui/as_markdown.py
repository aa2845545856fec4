"""A conversation as Markdown, for the clipboard."""

from PySide6.QtCore import QCoreApplication

from app.core.conversation import Conversation, Role


def as_markdown(conversation: Conversation, agent_name: str) -> str:
    """The shown branch, each message under the name of who said it."""
    names = {
        Role.USER: QCoreApplication.translate("Markdown", "You"),
        Role.AGENT: agent_name,
        Role.NOTE: QCoreApplication.translate("Markdown", "Note"),
    }
    told = (
        f"**{names[message.role]}**\n\n{message.text.strip()}"
        for message in conversation.messages
        if message.text.strip()
    )
    return "\n\n".join(told) + "\n"
