"""How the database came to look as it does, step by step."""

import apsw


def _create(db: apsw.Connection) -> None:
    # `seq` is the order in which messages were added, and the row number that a search
    # index can refer to. The journal has the columns of a message: a reply that was cut
    # off by the program's end becomes a message without being read.
    columns = """
        id TEXT NOT NULL UNIQUE,
        conversation TEXT NOT NULL,
        parent TEXT NOT NULL,
        role TEXT NOT NULL,
        parts TEXT NOT NULL,
        created REAL NOT NULL,
        ended REAL NOT NULL,
        outcome TEXT NOT NULL,
        reason TEXT NOT NULL,
        model TEXT NOT NULL,
        tokens_input INTEGER,
        tokens_output INTEGER,
        tokens_cached INTEGER,
        tokens_reasoning INTEGER,
        context_from TEXT NOT NULL
    """
    db.execute(
        f"""
        CREATE TABLE conversation (
            id TEXT PRIMARY KEY,
            agent TEXT NOT NULL,
            title TEXT NOT NULL,
            tip TEXT NOT NULL,
            choice TEXT NOT NULL,
            draft TEXT NOT NULL DEFAULT '',
            created REAL NOT NULL,
            updated REAL NOT NULL,
            deleted_at REAL
        ) STRICT;
        CREATE INDEX conversation_by_agent ON conversation (agent, updated);
        CREATE TABLE message (seq INTEGER PRIMARY KEY, {columns}, removed_at REAL) STRICT;
        CREATE INDEX message_by_conversation ON message (conversation, seq);
        CREATE TABLE journal ({columns}) STRICT;
        CREATE TABLE post (
            id TEXT PRIMARY KEY,
            agent TEXT NOT NULL,
            created REAL NOT NULL,
            text TEXT NOT NULL,
            conversation TEXT NOT NULL,
            message TEXT NOT NULL,
            liked INTEGER NOT NULL,
            saved INTEGER NOT NULL,
            hidden INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX post_by_age ON post (created);
        CREATE TABLE comment (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            post TEXT NOT NULL,
            agent TEXT NOT NULL,
            created REAL NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX comment_by_post ON comment (post, seq);
        CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        """
    )


def _add_costs_and_wishes(db: apsw.Connection) -> None:
    db.execute("ALTER TABLE conversation ADD COLUMN wishes TEXT NOT NULL DEFAULT ''")
    for table in ("message", "journal"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN cost REAL")
        db.execute(f"ALTER TABLE {table} ADD COLUMN currency TEXT NOT NULL DEFAULT ''")


def _add_attachments(db: apsw.Connection) -> None:
    # Which files are needed is read from the messages themselves, so the two can never
    # disagree; the indexes hold only the few rows that have files.
    db.execute("ALTER TABLE conversation ADD COLUMN draft_files TEXT NOT NULL DEFAULT ''")
    for table in ("message", "journal"):
        db.execute(
            f"CREATE INDEX {table}_with_files ON {table} (id) WHERE instr(parts, '\"sha256\":') > 0"
        )
    db.execute("CREATE INDEX conversation_with_files ON conversation (id) WHERE draft_files <> ''")


MIGRATIONS = [_create, _add_costs_and_wishes, _add_attachments]
"""Step N takes a database from version N to N+1. Only ever add to the end."""
