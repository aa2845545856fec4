"""Shows an attached file: a picture to zoom in, a text to read; to copy and to save."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.conversation import FilePart, new_id
from app.core.errors import FileMissing
from app.core.tasks import TaskScope
from app.core.worker import Worker
from app.engine.sizes import in_bytes
from app.storage.file_intake import PictureUnfit
from app.storage.text_encoding import text_of
from app.ui.picture_fit import decoded
from app.ui.picture_view import PictureView
from app.ui.theme import Look

Read = Callable[[FilePart], Awaitable[bytes]]

LARGEST_VIEW = QSize(4096, 4096)
"""Pixels that are kept at hand; a larger picture is saved as it is all the same."""

LONGEST_VIEW = 200_000
"""Characters of a text that are shown; more would freeze the field."""


def open_file(
    file: FilePart, read: Read, scope: TaskScope, look: Look, parent: QWidget
) -> "FileViewer":
    """Open the viewer; what is in the file is read meanwhile, in a task of `scope`."""
    viewer = FileViewer(file, look, parent)
    viewer.finished.connect(viewer.deleteLater)
    viewer.resize(viewer.sizeHint())  # by itself it would be as low as its words
    viewer.open()
    scope.start(f"view {new_id()}", _load, viewer, read)
    return viewer


class FileViewer(QDialog):
    """One file. Nothing in it is ever run, and no other program is asked to open it."""

    def __init__(self, file: FilePart, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self.is_closed = False
        self._look = look
        self._data = b""
        self._image = QImage()
        self._text = ""
        self.setWindowTitle(file.name)
        self._facts = QLabel(in_bytes(file.length))
        self._facts.setProperty("class", "muted small")
        self._state = QLabel(self.tr("Reading…"))
        self._state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._state.setWordWrap(True)
        self.copy_button = QPushButton(self.tr("Copy"))
        self.save_button = QPushButton(self.tr("Save as…"))
        self._rows = QVBoxLayout(self)
        self._build()
        self.finished.connect(self._close)

    def show_data(self, data: bytes, image: QImage, text: str | None) -> None:
        """Show what is in the file: a picture, a text, or only that it can be saved."""
        self._data, self._image = data, image
        self._state.hide()
        self.save_button.setEnabled(True)
        if not image.isNull():
            self._put(self._picture_view(image))
        elif text is not None:
            self._put(self._text_view(text))
        else:
            self.say(self.tr("This file cannot be shown here. It can be saved."))
        self.copy_button.setEnabled(not image.isNull() or text is not None)
        self._text = text or ""

    def say(self, words: str) -> None:
        """Show a sentence in the place of the file."""
        self._state.setText(words)
        self._state.show()

    def say_missing(self) -> None:
        """Say that there is nothing to show any more."""
        self.say(self.tr("This file is no longer there. Attach it again if it is needed."))

    def copy(self) -> None:
        """Put the picture or the text into the clipboard."""
        if not self._image.isNull():
            QGuiApplication.clipboard().setImage(self._image)
        else:
            QGuiApplication.clipboard().setText(self._text)

    def save(self) -> None:
        """Ask where a copy shall lie."""
        dialog = QFileDialog(self, self.tr("Save as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(Path(self.file.name).name)
        dialog.fileSelected.connect(self.save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Write a copy; a sentence says when that cannot be done."""
        try:
            Path(path).write_bytes(self._data)
        except OSError as error:
            words = self.tr("It could not be saved: {why}. Choose another place.")
            self._facts.setText(words.format(why=error.strerror or str(error)))
        else:
            self._facts.setText(self.tr("Saved as {path}").format(path=path))

    def sizeHint(self) -> QSize:
        room = (self.parentWidget() or self).window().size()
        return QSize(960, 720).boundedTo(QSize(room.width() - 40, room.height() - 40))

    def _build(self) -> None:
        self._rows.setContentsMargins(12, 12, 12, 12)
        self._rows.addWidget(self._state, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._facts, 1)
        close = QPushButton(self.tr("Close"))
        for button, work in (
            (self.copy_button, self.copy),
            (self.save_button, self.save),
            (close, self.accept),
        ):
            button.setAutoDefault(False)
            button.setEnabled(button is close)
            button.clicked.connect(work)
            foot.addWidget(button)
        self._rows.addLayout(foot)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        self.setMinimumSize(320, 240)

    def _picture_view(self, image: QImage) -> QWidget:
        view = PictureView(self._look, self)
        view.setAccessibleName(self.file.name)
        size = f"{image.width()} × {image.height()} · {in_bytes(self.file.length)}"
        view.zoomed.connect(lambda percent: self._facts.setText(f"{size} · {percent} %"))
        view.show_image(image)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self, self.copy)
        return view

    def _text_view(self, text: str) -> QWidget:
        view = QPlainTextEdit(self)
        view.setReadOnly(True)
        view.setFont(self._look.font("code"))
        view.setPlainText(text[:LONGEST_VIEW] + ("\n[…]" if len(text) > LONGEST_VIEW else ""))
        view.setAccessibleName(self.file.name)
        return view

    def _put(self, view: QWidget) -> None:
        self._rows.insertWidget(0, view, 1)
        view.setFocus()

    def _close(self) -> None:
        self.is_closed = True


async def _load(viewer: FileViewer, read: Read) -> None:
    file, worker = viewer.file, Worker("viewer")
    try:
        data = await read(file)
        image, text = await worker.run(_look_at, data, file)
    except FileMissing:
        if not viewer.is_closed:
            viewer.say_missing()
        return
    finally:
        worker.close()
    if not viewer.is_closed:
        viewer.show_data(data, image, text)


def _look_at(data: bytes, file: FilePart) -> tuple[QImage, str | None]:
    """In the thread: the picture or the text in a file."""
    if file.is_image:
        try:
            return decoded(data, file.media_type, LARGEST_VIEW), None
        except PictureUnfit:
            return QImage(), None
    return QImage(), None if file.media_type == "application/pdf" else text_of(data)
