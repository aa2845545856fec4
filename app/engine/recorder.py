"""Stores what was said as soon as it is finished, and journals what is still coming."""

import asyncio
import logging
import time
from collections.abc import Callable

from app.core.bus import Bus
from app.core.conversation import (
    Conversation,
    ConversationSummary,
    FilePart,
    Message,
    Outcome,
    Role,
    ended,
)
from app.core.errors import DatabaseCorrupt, StorageError
from app.core.events import (
    BranchShown,
    ConversationChanged,
    MessageAdded,
    MessagesRemoved,
    ReplyEnded,
    ReplyGrew,
    SessionClosed,
    SessionOpened,
)
from app.core.feed import Post
from app.core.wishes import Wishes
from app.engine.writer import Writer
from app.storage.conversations import ConversationRow
from app.storage.store import Store

log = logging.getLogger(__name__)

JOURNAL_SECONDS = 0.8
"""How long until what has arrived of a reply is on the disk."""
TITLE_LENGTH = 60
"""Characters of a title made from the first message."""
UNDO_SECONDS = 30 * 24 * 3600.0
"""How long a deleted conversation or message can be brought back."""


class Recorder(Writer):
    """The asynchronous front of the store, and the only one who writes.

    It hears what is said in open sessions and stores it; whatever cannot be stored
    waits in memory and `on_problem` hears of it. Everything is called on the loop's
    thread.
    """

    def __init__(
        self,
        bus: Bus,
        store: Store,
        conversations: Callable[[str], Conversation | None],
        on_problem: Callable[[StorageError], None] | None = None,
    ) -> None:
        """`conversations` finds an open conversation by its id.

        Replies that the last end of the program cut off become messages first of all.
        """
        super().__init__(store, on_problem or _log_problem)
        self._bus = bus
        self._find = conversations
        self._open: set[str] = set()
        self._grown: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._drafts: dict[str, str] = {}
        self._facts: dict[str, str] = {}
        self._subscriptions = [
            bus.subscribe(SessionOpened, lambda event: self._open.add(event.about)),
            bus.subscribe(SessionClosed, lambda event: self._open.discard(event.about)),
            bus.subscribe(MessageAdded, self._record),
            bus.subscribe(ReplyEnded, self._record),
            bus.subscribe(ReplyGrew, self._note_growth),
            bus.subscribe(MessagesRemoved, self._record_all),
            bus.subscribe(BranchShown, self._record_branch),
        ]
        self._write("recover", "", store.conversations.recover)
        self._write("purge", "", store.conversations.purge, time.time() - UNDO_SECONDS)

    async def load(self, conversation_id: str) -> Conversation | None:
        """A stored conversation with its choice and draft, None if there is none.

        Raises:
            StorageError: It cannot be read; that is not the same as empty.
        """
        found = await self._read(self._store.conversations.load, conversation_id)
        if found is not None:
            self._drafts[found.id] = found.draft
        return found

    async def conversations(self, agent_id: str, limit: int = 200) -> list[ConversationSummary]:
        """The stored conversations with an agent, the one used last first.

        Raises:
            StorageError: They cannot be read.
        """
        return await self._read(self._store.conversations.summaries, agent_id, limit)

    async def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation a title; an empty one changes nothing."""
        if not (title := " ".join(title.split())):
            return
        if conversation := self._find(conversation_id):
            conversation.title = title
        self._write(
            f"title {conversation_id}",
            conversation_id,
            self._store.conversations.rename,
            conversation_id,
            title,
        )
        await self._settle(conversation_id)

    async def delete(self, conversation_id: str) -> None:
        """Take a conversation away; for some weeks it can be brought back."""
        await self._delete(conversation_id, time.time())

    async def bring_back(self, conversation_id: str) -> None:
        """Undo `delete`."""
        await self._delete(conversation_id, None)

    def draft(self, conversation_id: str) -> str:
        """What the user wrote and has not sent, of a conversation that was loaded."""
        return self._drafts.get(conversation_id, "")

    def keep_draft(self, conversation_id: str, text: str) -> None:
        """Store what the user wrote and has not sent, "" for nothing."""
        if text == self.draft(conversation_id):
            return
        self._drafts[conversation_id] = text
        if conversation := self._drafting(conversation_id):
            conversation.draft = text
            self._keep_draft(conversation)

    def keep_draft_files(self, conversation_id: str, files: tuple[FilePart, ...]) -> None:
        """Store what the user attached and has not sent."""
        conversation = self._drafting(conversation_id)
        if conversation is not None and files != conversation.draft_files:
            conversation.draft_files = files
            self._keep_draft(conversation)

    def _drafting(self, conversation_id: str) -> Conversation | None:
        conversation = self._find(conversation_id)
        if conversation is None:
            log.warning("no open conversation for a draft")
        return conversation

    def _keep_draft(self, conversation: Conversation) -> None:
        self._write(
            f"draft {conversation.id}",
            conversation.id,
            self._store.conversations.keep_draft,
            _row(conversation),
            conversation.draft,
            conversation.draft_files,
        )

    async def sweep_files(self) -> None:
        """Remove attached files that nothing needs any more."""
        try:
            await self._read(self._store.sweep_files)
        except StorageError as error:
            log.warning("attached files were not looked through: %s", error)

    def keep_choice(self, conversation_id: str, choice: str) -> None:
        """Store the model (`provider/model`) chosen for a conversation."""
        if conversation := self._find(conversation_id):
            conversation.choice = choice
        self._write(
            f"choice {conversation_id}",
            conversation_id,
            self._store.conversations.keep_choice,
            conversation_id,
            choice,
        )

    def keep_wishes(self, conversation_id: str, wishes: Wishes) -> None:
        """Store how a conversation is to be answered."""
        if conversation := self._find(conversation_id):
            conversation.wishes = wishes
        self._write(
            f"wishes {conversation_id}",
            conversation_id,
            self._store.conversations.keep_wishes,
            conversation_id,
            wishes,
        )

    async def posts(self, limit: int) -> list[Post]:
        """The newest posts, hidden ones too, newest first.

        Raises:
            StorageError: They cannot be read.
        """
        return await self._read(self._store.posts.newest, limit)

    def keep_post(self, post: Post) -> None:
        """Store a post as it is now, with its comments."""
        self._write(f"post {post.id}", post.id, self._store.posts.keep, post)

    async def kept(self, name: str) -> str | None:
        """A small thing kept under `name`, None if nothing was.

        Raises:
            StorageError: It cannot be read.
        """
        if name not in self._facts:
            return await self._read(self._store.fact, name)
        return self._facts[name]

    def keep(self, name: str, value: str) -> None:
        """Keep a small thing under `name`, like the day of the last joke."""
        self._facts[name] = value
        self._write(f"fact {name}", f"fact {name}", self._store.keep_fact, name, value)

    # What the sessions say

    def _record(self, event: MessageAdded | ReplyEnded) -> None:
        """Store a message that came to its end."""
        conversation = self._conversation(event.about)
        if conversation is None:
            return
        self._grown.discard(conversation.id)
        message = conversation[event.message_id]
        if not conversation.title and message.role is Role.USER:
            conversation.title = default_title(message.text) or _names(message)
            self._bus.publish(ConversationChanged(conversation.id))
        self._write(
            f"message {message.id}",
            conversation.id,
            self._store.conversations.save,
            _row(conversation),
            message,
        )

    def _note_growth(self, event: ReplyGrew) -> None:
        self._grown.add(event.about)
        if self._timer is None:
            self._timer = self._loop.call_later(JOURNAL_SECONDS, self._journal)

    def _journal(self) -> None:
        """Store what has arrived of the replies that grew since the last time."""
        self._timer = None
        grown, self._grown = self._grown, set()
        for id in grown:
            conversation = self._find(id)
            if conversation and conversation.reply and not conversation.reply.is_empty:
                self._write(
                    f"journal {id}",
                    id,
                    self._store.conversations.journal,
                    id,
                    ended(conversation.reply, Outcome.INTERRUPTED),
                )

    def _record_all(self, event: MessagesRemoved) -> None:
        if conversation := self._conversation(event.about):
            self._save_all(conversation)

    def _record_branch(self, event: BranchShown) -> None:
        if conversation := self._conversation(event.about):
            row = _row(conversation)
            self._write(f"tip {row.id}", row.id, self._store.conversations.show, row)

    # The rest

    def _hear_no_more(self) -> None:
        for subscription in self._subscriptions:
            subscription.close()
        if self._timer is not None:
            self._timer.cancel()
            self._journal()

    def _conversation(self, id: str) -> Conversation | None:
        conversation = self._find(id)
        if conversation is None:
            log.error("something was said in conversation %s, which is not open", id)
        return conversation

    def _save_all(self, conversation: Conversation) -> None:
        messages: tuple[Message, ...] = tuple(conversation.all_messages.values())
        self._write(
            f"all {conversation.id}",
            conversation.id,
            self._store.conversations.save_all,
            _row(conversation),
            messages,
        )

    def _hear_fresh_start(self, problem: DatabaseCorrupt) -> None:
        """Store again what is open: the database is a new one."""
        for id in self._open:
            conversation = self._find(id)
            if conversation and conversation.all_messages:
                self._save_all(conversation)
        super()._hear_fresh_start(problem)

    async def _delete(self, conversation_id: str, when: float | None) -> None:
        self._write(
            f"delete {conversation_id}",
            conversation_id,
            self._store.conversations.delete,
            conversation_id,
            when,
        )
        await self._settle(conversation_id)

    async def _settle(self, conversation_id: str) -> None:
        await self.drain()
        self._bus.publish(ConversationChanged(conversation_id))


def default_title(text: str) -> str:
    """The first line of what was said, shortened to the width of a menu."""
    line = " ".join(text.strip().partition("\n")[0].split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"


def _names(message: Message) -> str:
    return default_title(", ".join(file.name for file in message.files))


def _row(conversation: Conversation) -> ConversationRow:
    return ConversationRow(
        conversation.id,
        conversation.agent,
        conversation.title,
        conversation.tip,
        conversation.choice,
        conversation.wishes,
    )


def _log_problem(problem: StorageError) -> None:
    log.warning("storing: %s", problem)
