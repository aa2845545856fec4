"""A talk with one agent."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.agent import in_language
from app.core.conversation import Role
from app.core.events import SessionChanged
from app.engine.session import Session
from app.tiles import Tile, TileContext, TileType
from app.ui.composer import Composer
from app.ui.tile_title import TileTitle
from app.ui.transcript.view import Transcript

DRAFT_PAUSE = 500
"""Milliseconds without a key until the draft is kept."""


class ChatTile(Tile):
    """Title, transcript and composer of one conversation."""

    def __init__(self, context: TileContext) -> None:
        super().__init__(context)
        self._title = TileTitle(context.session, context.models, context.look, context.icons)
        self.transcript = Transcript(
            context.session.conversation, context.bus, context.clock, context.look
        )
        self.composer = Composer(context.look, context.icons)
        self.composer.submitted.connect(self.send)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addWidget(self.transcript, 1)
        layout.addWidget(self.composer)

    @property
    def tile_title(self) -> QWidget:
        return self._title

    def send(self, text: str) -> None:
        """Send `text`; the composer keeps it when that cannot be done."""
        self.session.send(text)
        self.composer.clear()


TILE = TileType("chat", ChatTile)
