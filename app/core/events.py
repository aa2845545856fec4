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
AgentsChanged        ""               storage.cards       engine.roster, ui.rail, ui.workspace,
                                                          ui.gallery

`SessionChanged` is the session's state, its queue or its choice of model.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to the thing called `about`."""

    about: str = ""


# Those that say no more are no dataclasses of their own: making one takes as long as reading a
# small file, and all of them are made at every start.


class SessionOpened(Event):
    """A conversation is open and its agent can be asked."""

    __slots__ = ()


class SessionClosed(Event):
    """A session is no longer open; its conversation stays stored."""

    __slots__ = ()


class SessionChanged(Event):
    """A session's state, queue or choice of model is another."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class MessageAdded(Event):
    """The user or the program said something."""

    message_id: str = ""


@dataclass(frozen=True, slots=True)
class ReplyBegan(Event):
    """A reply is under way; nothing of it has arrived."""

    message_id: str = ""


class ReplyGrew(Event):
    """More of the reply arrived."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ReplyEnded(Event):
    """The reply is a message now."""

    message_id: str = ""


class MessagesRemoved(Event):
    """Messages were taken away or put back; the shown branch is another."""

    __slots__ = ()


class BranchShown(Event):
    """Another branch of the conversation is shown."""

    __slots__ = ()


class ConversationChanged(Event):
    """A conversation was made, named, deleted or brought back."""

    __slots__ = ()


class FeedChanged(Event):
    """A post is new, or changed, or gone."""

    __slots__ = ()


class NoticesChanged(Event):
    """A notice is new, read or gone."""

    __slots__ = ()


class ModelChanged(Event):
    """A model is starting, ready, gone, or a provider was added or changed."""

    __slots__ = ()


class DownloadsChanged(Event):
    """A download began, got on, stands still or is over."""

    __slots__ = ()


class SettingChanged(Event):
    """A setting has another value."""

    __slots__ = ()


class AgentsChanged(Event):
    """A card is new, changed or gone."""

    __slots__ = ()
