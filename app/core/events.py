"""Everything that can happen, one frozen class each.

An event is a kind and the id of the thing it is about. It never carries the new
value: a listener asks the owner for it when needed, so a thousand events can be
merged into one repaint and nothing is lost.

event                about            published by        heard by
-------------------  ---------------  ------------------  ------------------------------
SessionOpened        session id       engine.roster       engine.recorder, ui.rail
SessionClosed        session id       engine.roster       engine.recorder, ui.rail
SessionChanged       session id       engine.session      engine.notices, tiles, ui.rail,
                                                          ui.notice_bar
MessageAdded         session id       engine.session      engine.recorder, ui.transcript
ReplyBegan           session id       engine.session      ui.transcript
ReplyGrew            session id       engine.session      engine.recorder, ui.transcript
ReplyEnded           session id       engine.session      engine.recorder, engine.feed,
                                                          engine.notices, ui.transcript
MessagesRemoved      session id       engine.session      engine.recorder, ui.transcript
BranchShown          session id       engine.session      engine.recorder, ui.transcript
ConversationChanged  conversation id  engine.recorder     tiles (titles, the list of earlier)
FeedChanged          post id or ""    engine.feed         ui.feed_panel
NoticesChanged       ""               engine.notices      ui.notice_bar, ui.inbox
ModelChanged         provider id      backends, runtime   tiles (chips), engine.notices
DownloadsChanged     download id      engine.downloads    ui.models_page
SettingChanged       setting path     storage             whoever uses that setting
AgentsChanged        ""               storage.cards       ui.rail

`SessionChanged` is the session's state, its queue or its choice of model.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to the thing called `about`."""

    about: str = ""


@dataclass(frozen=True, slots=True)
class SessionOpened(Event):
    """A conversation is open and its agent can be asked."""


@dataclass(frozen=True, slots=True)
class SessionClosed(Event):
    """A session is no longer open; its conversation stays stored."""


@dataclass(frozen=True, slots=True)
class SessionChanged(Event):
    """A session's state, queue or choice of model is another."""


@dataclass(frozen=True, slots=True)
class MessageAdded(Event):
    """The user or the program said something."""

    message_id: str = ""


@dataclass(frozen=True, slots=True)
class ReplyBegan(Event):
    """A reply is under way; nothing of it has arrived."""

    message_id: str = ""


@dataclass(frozen=True, slots=True)
class ReplyGrew(Event):
    """More of the reply arrived."""


@dataclass(frozen=True, slots=True)
class ReplyEnded(Event):
    """The reply is a message now."""

    message_id: str = ""


@dataclass(frozen=True, slots=True)
class MessagesRemoved(Event):
    """Messages were taken away or put back; the shown branch is another."""


@dataclass(frozen=True, slots=True)
class BranchShown(Event):
    """Another branch of the conversation is shown."""


@dataclass(frozen=True, slots=True)
class ConversationChanged(Event):
    """A conversation was made, named, deleted or brought back."""


@dataclass(frozen=True, slots=True)
class FeedChanged(Event):
    """A post is new, or changed, or gone."""


@dataclass(frozen=True, slots=True)
class NoticesChanged(Event):
    """A notice is new, read or gone."""


@dataclass(frozen=True, slots=True)
class ModelChanged(Event):
    """A model is starting, ready, gone, or a provider was added or changed."""


@dataclass(frozen=True, slots=True)
class DownloadsChanged(Event):
    """A download began, got on, stands still or is over."""


@dataclass(frozen=True, slots=True)
class SettingChanged(Event):
    """A setting has another value."""


@dataclass(frozen=True, slots=True)
class AgentsChanged(Event):
    """A card is new, changed or gone."""
