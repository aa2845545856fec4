"""What those hear of an answer who do not see it: that it began, and how it ended.

Never the words while they come: no voice could follow them.
"""

from math import inf
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible

from app.core.conversation import Message, Outcome
from app.core.events import Event, ReplyBegan, ReplyEnded
from app.ui.accessibility import announce
from app.ui.transcript import sayings
from app.ui.transcript.layout import END, START
from app.ui.transcript.scene import Flow, Scene

if TYPE_CHECKING:
    from app.ui.transcript.view import Transcript

_BEGINNING = 300
"""Letters of an answer that are said when it is there; the rest is read in its message."""
_URGENT = (Outcome.FAILED, Outcome.REFUSED)


def tell(view: "Transcript", event: Event, *, has_attention: bool) -> None:
    """Say what happened in a visible transcript; without the user's attention only trouble.

    What ends out of sight is a notice, which the notice bar says.
    """
    if not QAccessible.isActive() or not view.isVisible():
        return
    translate = QCoreApplication.translate
    if isinstance(event, ReplyBegan) and has_attention:
        announce(view, translate("Transcript", "{name} is answering").format(name=view.agent_name))
    elif isinstance(event, ReplyEnded):
        said = view.roll.conversation.all_messages.get(event.message_id)
        if said is not None and (has_attention or said.outcome in _URGENT):
            is_urgent = has_attention and said.outcome in _URGENT
            announce(view, _end_of(said, view), is_urgent=is_urgent)


def _end_of(said: Message, view: "Transcript") -> str:
    """Who answered, how it ended if not well, and how the answer begins."""
    words = QCoreApplication.translate("Transcript", "{name} has answered")
    how = sayings.outcome(said, view.scene.wording)
    told = [f"{view.agent_name}: {how}" if how else words.format(name=view.agent_name)]
    return "\n".join(filter(None, (*told, _beginning(said, view.scene))))


def _beginning(said: Message, scene: Scene) -> str:
    flow = Flow(scene.typeset)
    flow.take(said.text[: 2 * _BEGINNING], inf)
    return "\n".join(flow.column.selected((START, END)))[:_BEGINNING]
