"""The posts in the database."""

from collections import defaultdict
from typing import Any

from app.core.feed import Comment, Post
from app.storage.database import Database


class Posts:
    """Posts and what was said about them. Each method may raise a `StorageError`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def newest(self, limit: int) -> list[Post]:
        """The newest posts, hidden ones too, newest first."""
        newest = "SELECT * FROM post ORDER BY created DESC, rowid DESC LIMIT ?"
        rows: list[Any] = self._db.rows(newest, limit)
        told: list[Any] = self._db.rows(
            "SELECT comment.post, comment.id, comment.agent, comment.created, comment.text"
            f" FROM comment JOIN ({newest}) AS post ON post.id = comment.post"
            " ORDER BY comment.seq",
            limit,
        )
        comments: dict[str, list[Comment]] = defaultdict(list)
        for post, *values in told:
            comments[post].append(Comment(*values))
        return [_post(row, comments[row[0]]) for row in rows]

    def keep(self, post: Post) -> None:
        """Store a post and its comments as they are now."""
        with self._db.transaction():
            self._db.run(
                "INSERT INTO post VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
                " SET text = excluded.text, liked = excluded.liked, saved = excluded.saved,"
                " hidden = excluded.hidden",
                post.id,
                post.agent,
                post.created,
                post.text,
                post.conversation,
                post.message,
                post.liked,
                post.saved,
                post.hidden,
            )
            self._db.run("DELETE FROM comment WHERE post = ?", post.id)
            self._db.run_many(
                "INSERT INTO comment (id, post, agent, created, text) VALUES (?, ?, ?, ?, ?)",
                [(each.id, post.id, each.agent, each.created, each.text) for each in post.comments],
            )


def _post(row: Any, comments: list[Comment]) -> Post:
    *said, liked, saved, hidden = row
    id, agent, created, text, conversation, message = said
    flags = (bool(liked), bool(saved), bool(hidden))
    return Post(id, agent, created, text, conversation, message, *flags, tuple(comments))
