"""The conversations in the database."""

import gc
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from app.core.conversation import (
    Conversation,
    ConversationSummary,
    FilePart,
    Message,
    TextPart,
)
from app.core.errors import StorageError
from app.core.wishes import Effort, Wishes
from app.storage.database import Database

COLUMNS = (
    "id, conversation, parent, role, parts, created, ended, outcome, reason, model,"
    " tokens_input, tokens_output, tokens_cached, tokens_reasoning, context_from,"
    " cost, currency"
)
"""The columns of a message, in the order of `rows.py`."""

LINE_LENGTH = 120
"""Characters of a last line that are worth reading."""

_RENEW = (
    "UPDATE SET title = excluded.title, tip = excluded.tip, choice = excluded.choice,"
    " wishes = excluded.wishes,"
    " updated = excluded.updated"
)

_WITH_FILES = (("message", "parts"), ("journal", "parts"), ("conversation", "draft_files"))
_HAS_FILES = {"parts": "instr(parts, '\"sha256\":') > 0", "draft_files": "draft_files <> ''"}
"""As in the indexes of `migrations.py`, so that no other row is looked at."""


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """What is stored of a conversation besides its messages, as it is right now."""

    id: str
    agent: str
    title: str = ""
    tip: str = ""
    choice: str = ""
    wishes: Wishes = field(default_factory=Wishes)


class Conversations:
    """Conversations, their messages, and the journal of replies still coming.

    Every method that writes is one transaction, and may be done twice without harm.
    Each may raise a `StorageError`; a conversation that cannot be read is never empty.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def load(self, id: str) -> Conversation | None:
        """A conversation with every message of every branch; None if there is none."""
        from app.storage.rows import message_of  # msgspec is not needed to start

        found: list[Any] = self._db.rows(
            "SELECT agent, title, tip, choice, draft, draft_files, wishes FROM conversation"
            " WHERE id = ? AND deleted_at IS NULL",
            id,
        )
        if not found:
            return None
        agent, title, tip, choice, draft, files, wishes = found[0]
        with _collecting_later():
            rows = self._db.rows(
                f"SELECT {COLUMNS} FROM message"
                " WHERE conversation = ? AND removed_at IS NULL ORDER BY seq",
                id,
            )
            conversation = Conversation(id, agent, map(message_of, rows), tip=tip, title=title)
        conversation.choice = choice
        conversation.draft = draft
        conversation.draft_files = _files(files)
        conversation.wishes = _wishes(wishes)
        return conversation

    def summaries(self, agent: str, limit: int) -> list[ConversationSummary]:
        """The conversations held with an agent, the one used last first."""
        rows: list[Any] = self._db.rows(
            "SELECT c.id, c.title, c.updated, c.draft, m.parts FROM conversation AS c"
            " LEFT JOIN message AS m ON m.id = c.tip"
            " WHERE c.agent = ? AND c.deleted_at IS NULL ORDER BY c.updated DESC LIMIT ?",
            agent,
            limit,
        )
        return [
            ConversationSummary(id, agent, title, updated, _last_line(parts, draft))
            for id, title, updated, draft, parts in rows
        ]

    def save(self, row: ConversationRow, message: Message) -> None:
        """Store a message that came to its end; it leaves the journal."""
        with self._db.transaction():
            self._put(row)
            self._put_messages(row.id, [message])
            self._db.run("DELETE FROM journal WHERE id = ?", message.id)

    def save_all(self, row: ConversationRow, messages: Sequence[Message]) -> None:
        """Make the stored messages the same as `messages`: add and take away."""
        with self._db.transaction():
            self._put(row)
            self._db.run(
                "UPDATE message SET removed_at = ? WHERE conversation = ? AND removed_at IS NULL",
                time.time(),
                row.id,
            )
            self._put_messages(row.id, messages)

    def show(self, row: ConversationRow) -> None:
        """Store which branch is shown."""
        self._db.run("UPDATE conversation SET tip = ? WHERE id = ?", row.tip, row.id)

    def keep_draft(self, row: ConversationRow, text: str, files: Sequence[FilePart] = ()) -> None:
        """Store what the user wrote and attached and has not sent.

        A conversation begins with it; one that has neither draft nor message is gone.
        """
        from app.storage.rows import json_of

        with self._db.transaction():
            if text or files:
                self._put(row, "NOTHING")
            self._db.run(
                "UPDATE conversation SET draft = ?, draft_files = ? WHERE id = ?",
                text,
                json_of(files) if files else "",
                row.id,
            )
            self._db.run(
                "DELETE FROM conversation WHERE id = ? AND draft = '' AND draft_files = ''"
                " AND NOT EXISTS (SELECT 1 FROM message WHERE conversation = ?)",
                row.id,
                row.id,
            )

    def keep_choice(self, id: str, choice: str) -> None:
        """Store which model was chosen, if the conversation is stored at all."""
        self._db.run("UPDATE conversation SET choice = ? WHERE id = ?", choice, id)

    def keep_wishes(self, id: str, wishes: Wishes) -> None:
        """Store how a conversation is to be answered, if it is stored at all."""
        self._db.run("UPDATE conversation SET wishes = ? WHERE id = ?", _as_json(wishes), id)

    def rename(self, id: str, title: str) -> None:
        """Give it another title."""
        self._db.run("UPDATE conversation SET title = ? WHERE id = ?", title, id)

    def delete(self, id: str, when: float | None) -> None:
        """Take a conversation away at the time `when`; None brings it back."""
        self._db.run("UPDATE conversation SET deleted_at = ? WHERE id = ?", when, id)

    def journal(self, id: str, reply: Message) -> None:
        """Store what has arrived of a reply that is still coming."""
        from app.storage.rows import row_of

        marks = ", ".join("?" * len(COLUMNS.split(",")))
        self._db.run(
            f"INSERT OR REPLACE INTO journal ({COLUMNS}) VALUES ({marks})", *row_of(id, reply)
        )

    def recover(self) -> int:
        """Make messages of the replies that the program's end cut off; say how many."""
        with self._db.transaction():
            self._db.run(f"INSERT OR IGNORE INTO message ({COLUMNS}) SELECT {COLUMNS} FROM journal")
            self._db.run(
                "UPDATE conversation SET tip = journal.id FROM journal"
                " WHERE journal.conversation = conversation.id"
            )
            return self._db.run("DELETE FROM journal")

    def purge(self, before: float) -> None:
        """Forget for good what was deleted before the time `before`."""
        with self._db.transaction():
            self._db.run(
                "DELETE FROM message WHERE removed_at < ? OR conversation IN"
                " (SELECT id FROM conversation WHERE deleted_at < ?)",
                before,
                before,
            )
            self._db.run("DELETE FROM conversation WHERE deleted_at < ?", before)

    def needed_files(self) -> set[str]:
        """The sha256 of every file that a message, a draft or the journal still needs.

        Removed messages need theirs until they are purged.
        """
        found: set[str] = set()
        for table, column in _WITH_FILES:
            rows: list[Any] = self._db.rows(
                f"SELECT DISTINCT part.value ->> 'sha256' FROM {table}, json_each({column}) AS part"
                f" WHERE {_HAS_FILES[column]} AND part.value ->> 'type' = 'file'"
            )
            found.update(row[0] for row in rows if row[0])
        return found

    def _put(self, row: ConversationRow, if_there: str = _RENEW) -> None:
        now = time.time()
        self._db.run(
            "INSERT INTO conversation (id, agent, title, tip, choice, wishes, created, updated)"
            f" VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO {if_there}",
            row.id,
            row.agent,
            row.title,
            row.tip,
            row.choice,
            _as_json(row.wishes),
            now,
            now,
        )

    def _put_messages(self, conversation_id: str, messages: Sequence[Message]) -> None:
        from app.storage.rows import row_of

        names = [name.strip() for name in COLUMNS.split(",")]
        news = ", ".join(f"{name} = excluded.{name}" for name in names[2:])
        self._db.run_many(
            f"INSERT INTO message ({COLUMNS}) VALUES ({', '.join('?' * len(names))})"
            f" ON CONFLICT (id) DO UPDATE SET {news}, removed_at = NULL",
            [row_of(conversation_id, message) for message in messages],
        )


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Make many objects without Python looking again and again for dead ones among them.

    Each look stops every thread, the window's too: with 10,000 messages for up to 40 ms.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _last_line(parts: str | None, draft: str) -> str:
    from app.storage.rows import parts_of

    if parts is None:
        text = draft
    else:
        text = "".join(part.text for part in parts_of(parts) if isinstance(part, TextPart))
    return text.strip().rpartition("\n")[2][:LINE_LENGTH]


def _files(text: str) -> tuple[FilePart, ...]:
    if not text:
        return ()
    from app.storage.rows import parts_of

    return tuple(part for part in parts_of(text) if isinstance(part, FilePart))


def _as_json(wishes: Wishes) -> str:
    said = {name: value for name, value in asdict(wishes).items() if value not in (None, "")}
    return json.dumps(said, ensure_ascii=False) if said else ""


def _wishes(text: str) -> Wishes:
    if not text:
        return Wishes()
    try:
        said = json.loads(text)
        return Wishes(**{**said, "effort": Effort(said.get("effort", ""))})
    except (ValueError, TypeError, AttributeError) as error:
        raise StorageError(f"the wishes of a conversation cannot be read: {error}") from error
