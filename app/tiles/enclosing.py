"""How files come into a tile's composer: dialog, drop and paste; and what is said of them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QImage

from app.core.conversation import FilePart
from app.engine.files import Source, cannot_see
from app.tiles import Tile
from app.ui.offered_files import image_in, paths_in

if TYPE_CHECKING:
    from app.tiles.trouble import Trouble
    from app.ui.composer import Composer
    from app.ui.enclosure_chips import EnclosureChips
    from app.ui.thumbnails import Thumbnails

_HIGH = 420
"""Pixels; a lower tile shows one row of chips."""


class Enclosing(QObject):
    """Connects a composer with what is attached in its session."""

    def __init__(
        self, tile: Tile, composer: Composer, trouble: Trouble, pictures: Thumbnails
    ) -> None:
        super().__init__(tile)
        self._tile = tile
        self._composer = composer
        self._trouble = trouble
        self._pictures = pictures
        self._rows = 1
        self._pasted = 0
        self._told: tuple[str, ...] = ()
        """Names of missing files of which was told."""
        composer.field.attaches = True
        composer.attach_wanted.connect(self.choose)
        composer.field.files_pasted.connect(self.add_paths)
        composer.field.picture_pasted.connect(self.add_image)
        composer.field.long_text_pasted.connect(self._add_text)

    @cached_property
    def chips(self) -> EnclosureChips:
        """What is attached; made with the first file."""
        from app.ui.enclosure_chips import EnclosureChips

        context = self._tile.context
        chips = EnclosureChips(context.look, context.icons, self._pictures, self._composer)
        chips.removed.connect(lambda item: self._tile.session.enclosed.remove(item))
        chips.opened.connect(self._open)
        chips.left.connect(self._composer.field.setFocus)  # Tab from there goes on as ever
        chips.set_most_rows(self._rows)
        self._composer.put_chips(chips)
        return chips

    def set_room(self, height: int) -> None:
        """Share a tile of that height with the talk."""
        self._rows = 2 if height >= _HIGH else 1
        if "chips" in self.__dict__:
            self.chips.set_most_rows(self._rows)

    def choose(self) -> None:
        """Ask for files; the window goes on meanwhile."""
        from PySide6.QtWidgets import QFileDialog  # it takes a millisecond of each start

        dialog = QFileDialog(self._tile, self.tr("Attach files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Attach"))
        dialog.filesSelected.connect(lambda names: self.add_paths([Path(each) for each in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self, source: QMimeData) -> None:
        """Attach what was dropped."""
        if paths := paths_in(source):
            self.add_paths(paths)
        elif (image := image_in(source)) is not None:
            self.add_image(image)

    def add_paths(self, paths: list[Path]) -> None:
        """Attach files of the disk."""
        self._tile.session.enclosed.forget_refused()
        for path in paths:
            self._add(path.name or str(path), path)
        self._composer.field.setFocus()

    def add_image(self, image: QImage) -> None:
        """Attach a picture that is no file."""
        self._tile.session.enclosed.forget_refused()
        from app.ui.picture_fit import png_of

        still = QImage(image)  # shared with nobody who may change it in the other thread
        self._add(self.tr("Picture.png"), lambda: png_of(still))

    def refresh(self) -> None:
        """Show what is attached now, what was refused and what the model cannot see."""
        session = self._tile.session
        items = session.enclosed.items
        if items or "chips" in self.__dict__:
            self.chips.show_items(items)
        reads = next((item.name for item in items if item.file is None), "")
        self._composer.show_enclosed(bool(session.enclosed.files), reads)
        self._say_refused()
        self._say_blind(session.enclosed.files)
        self._say_missing()

    def _add(self, name: str, what: Source) -> int:
        from app.ui.picture_fit import fit_picture  # what reads files is not needed to start

        return self._tile.session.enclosed.add(name, what, fit_picture)

    def _add_text(self, text: str) -> None:
        """Attach a long paste; for a while it can be written into the field instead."""
        enclosed = self._tile.session.enclosed
        enclosed.forget_refused()
        self._pasted += 1
        name = self.tr("Pasted text {number}.txt").format(number=self._pasted)
        added = self._add(name, text.encode("utf-8", "replace"))

        def write_instead() -> None:
            enclosed.remove(added)
            self._composer.field.insert(text)
            self._composer.field.setFocus()

        if added:
            words = self.tr("{count} characters were attached as a file.")
            said = words.format(count=f"{len(text):,}")
            self._trouble.say(said, self.tr("Paste as text"), write_instead)

    def _say_refused(self) -> None:
        refused = self._tile.session.enclosed.refused
        if not refused and "refusal" not in self._composer.__dict__:
            return
        if "refusal" not in self._composer.__dict__:
            banner = self._composer.refusal
            banner.dismissed.connect(lambda: self._tile.session.enclosed.forget_refused())
        wording = self._tile.context.wording
        most = 3 if self._rows > 1 else 1
        told = (wording.error(error, error.name).text for error in refused[-most:])
        self._composer.refusal.say("\n".join(dict.fromkeys(told)), may_go=True)

    def _say_blind(self, files: tuple[FilePart, ...]) -> None:
        """Say before sending that the model gets no picture, and what helps."""
        session, models = self._tile.session, self._tile.context.models
        is_blind = not session.enclosed.refused  # one thing at a time
        is_blind = is_blind and cannot_see(files, models.abilities(session.choice))
        if not is_blind and "warning" not in self._composer.__dict__:
            return
        words = self.tr(
            "{model} cannot see pictures: it gets the file's name only. Choose a model that can "
            "in the title of this tile, or describe what is in it."
        )
        said = words.format(model=models.title(session.choice)) if is_blind else ""
        self._composer.warning.say(said)

    def _say_missing(self) -> None:
        names = self._tile.session.missing_files
        if names and names != self._told:
            words = self.tr(
                "Only the name was sent of what is no longer there: {names}. Attach it again."
            )
            self._trouble.say(words.format(names=", ".join(names)))
        self._told = names

    def _open(self, id: int) -> None:
        item = next((each for each in self._tile.session.enclosed.items if each.id == id), None)
        if item is not None and item.file is not None:
            self.show_file(item.file)

    def show_file(self, file: FilePart) -> None:
        """Open a picture in the viewer, or offer to save another file."""
        from app.ui.file_viewer import open_file

        context = self._tile.context
        open_file(file, self._tile.session.files.read, context.scope, context.look, self._tile)
