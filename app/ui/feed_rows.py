"""What stands in the feed besides posts: a trace of a hidden one, and the empty feed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.engine.filling import filled
from app.ui.elided import ElidedLabel
from app.ui.icons import Icons
from app.ui.theme import Look, set_class


class HiddenPost(QFrame):
    """Stands for a while where a post was hidden, so that it can be brought back."""

    def __init__(self, name: str, look: Look, icons: Icons) -> None:
        super().__init__()
        set_class(self, "trace")
        words = ElidedLabel(filled(self.tr("{name}: post hidden"), name=name))
        words.set_color(look.color("muted"))
        self.undo = QPushButton(icons.icon("undo", "link"), self.tr("Undo"))
        set_class(self.undo, "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px("pad"), 2, look.px("step"), 2)
        row.addWidget(words, 1)
        row.addWidget(self.undo)


class EmptyFeed(QWidget):
    """Says what will be here once agents post."""

    def __init__(self, look: Look, icons: Icons) -> None:
        super().__init__()
        self._look = look
        self._icons = icons
        self._picture = QLabel()
        self._heading = QLabel()
        self._words = QLabel()
        self._words.setWordWrap(True)
        set_class(self._heading, "title")
        set_class(self._words, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 48, 16, 16)
        column.setSpacing(8)
        for part in (self._picture, self._heading, self._words):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        look.changed.connect(self._draw)
        self._draw()

    def tell(self, is_saved_only: bool) -> None:
        """Say why nothing is shown."""
        if is_saved_only:
            self._heading.setText(self.tr("Nothing saved yet"))
            self._words.setText(self.tr("Save a post and you will find it here again."))
        else:
            self._heading.setText(self.tr("Quiet so far"))
            self._words.setText(
                self.tr(
                    "What your agents post appears here. Any message can be posted by its menu."
                )
            )
        self._draw()

    def _draw(self) -> None:
        is_saved = self._heading.text() == self.tr("Nothing saved yet")
        picture = "save" if is_saved else "feed"
        size = self._look.px("avatar_rail")
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._icons.pixmap(picture, "muted", size, ratio))
