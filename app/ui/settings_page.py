"""One page of the settings dialog, made from a section of `core/settings.py`."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import SettingError
from app.core.settings import all_settings
from app.engine.models import Models
from app.storage.settings_file import SettingsFile
from app.ui.setting_editor import SettingEditor, editor_for, plain, translated
from app.ui.theme import set_class


class SettingsPage(QWidget):
    """Every setting of one section: its title, what it is for, and a control.

    A change is in force at once. A value that is refused is said, and the old one shown.
    """

    def __init__(self, section: str, settings: SettingsFile, models: Models) -> None:
        super().__init__()
        self.editors: dict[str, SettingEditor] = {}
        self.rows: dict[str, QWidget] = {}
        self._settings = settings
        self._models = models
        self._refusal = QLabel()
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        set_class(self._refusal, "danger")
        self.column = column = QVBoxLayout(self)
        column.setSpacing(12)
        for path, each, _ in all_settings(settings.current):
            if path.startswith(f"{section}."):
                self.rows[path] = self._row(path, each)
                column.addWidget(self.rows[path])
        column.addWidget(self._refusal)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show the values in force."""
        for path, _, value in all_settings(self._settings.current):
            if path == "models.default" and path in self.editors:
                self.editors[path].offer(self._offers())  # there may be another since
            if path in self.editors:
                self.editors[path].show(value)

    def _row(self, path: str, each: Any) -> QWidget:
        offers = self._offers() if path == "models.default" else ()
        editor = self.editors[path] = editor_for(each, each.default, offers)
        title, about = translated(each.metadata["title"]), plain(each.metadata["about"])
        editor.widget.setAccessibleName(title)
        editor.widget.setAccessibleDescription(about)
        editor.connect(partial(self._change, path))
        if isinstance(editor.widget, QCheckBox):
            return _switch_row(title, editor.widget)
        return self.made_row(title, self._about(about), editor.widget)

    def made_row(self, title: str, about: QLabel, control: QWidget) -> QWidget:
        """A title with an explanation below it, and at the right a control."""
        row, head = QWidget(), QLabel(title)
        set_class(head, "title")
        head.setBuddy(control)
        control.setAccessibleName(title)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(head)
        words.addWidget(about)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addLayout(words, 1)
        control.setMinimumWidth(150)
        is_long = isinstance(control, QLineEdit)  # addresses and paths want to be seen whole
        line.addWidget(control, int(is_long), Qt.AlignmentFlag.AlignVCenter)
        return row

    def _about(self, about: str) -> QLabel:
        label = QLabel(about)
        label.setWordWrap(True)
        set_class(label, "small", "muted")
        return label

    def _offers(self) -> list[tuple[str, str]]:
        return [(str(choice), self._models.title(choice)) for choice in self._models.choices()]

    def _change(self, path: str, value: Any) -> None:
        try:
            self._settings.set(path, value)
        except SettingError:
            self._refusal.setText(self.tr("That value is not possible; the old one stays."))
            self._refusal.show()
            self.refresh()
        else:
            self._refusal.hide()


def _switch_row(title: str, box: QCheckBox) -> QWidget:
    row, head = QWidget(), QLabel(title)
    set_class(head, "title")
    words = QVBoxLayout(row)
    words.setSpacing(2)
    words.setContentsMargins(0, 0, 0, 0)
    words.addWidget(head)
    words.addWidget(box)
    return row
