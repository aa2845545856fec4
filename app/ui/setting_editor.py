"""Makes the control for one setting from what `core/settings.py` says of it."""

from collections.abc import Callable, Sequence
from dataclasses import Field
from typing import Any
from unicodedata import east_asian_width

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from app.core.settings import CHOICES


class SettingEditor:
    """A control and the two ways between it and a value.

    `widget` is what is shown; `show` puts a value into it without telling anybody.
    """

    def __init__(
        self, widget: QWidget, show: Callable[[Any], None], connect: Callable[[Any], object]
    ) -> None:
        """`connect` takes the function that is told each value the user chooses."""
        self.widget = widget
        self.connect = connect
        self._show = show

    def offer(self, offers: Sequence[tuple[str, str]]) -> None:
        """Let the user choose among other values; `show` must follow."""
        assert isinstance(self.widget, QComboBox)
        self.widget.blockSignals(True)
        self.widget.clear()
        for value, title in offers:
            self.widget.addItem(title, value)
        self.widget.blockSignals(False)

    def show(self, value: Any) -> None:
        """Show `value`; the user did not choose it, so nobody is told."""
        self.widget.blockSignals(True)
        self._show(value)
        self.widget.blockSignals(False)


def editor_for(
    each: Field[Any], default: Any, offers: Sequence[tuple[str, str]] = ()
) -> SettingEditor:
    """The control for a setting; `offers` are (value, title) where any text would do."""
    rule = each.metadata
    if isinstance(default, bool):
        return _switch(plain(rule["about"]))
    if rule["choices"]:
        return _choice([(choice, choice_title(choice)) for choice in rule["choices"]])
    if offers:
        return _choice(offers)
    if isinstance(default, str):
        return _text()
    return _number(rule["low"], rule["high"])


def choice_title(choice: str) -> str:
    """What a choice is called on screen."""
    return translated(CHOICES.get(choice, choice))


def translated(text: str) -> str:
    """A text of `core/settings.py` in the window's language."""
    return QCoreApplication.translate("Settings", text)


def plain(about: str) -> str:
    """An explanation in the window's language, without the marks of the documentation."""
    return translated(about).replace("`", "")


class Choice(QComboBox):
    """A list that does not change because somebody scrolled past it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Number(QSpinBox):
    """A number that does not change because somebody scrolled past it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Fraction(QDoubleSpinBox):
    """As `Number`, with places after the point."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _switch(about: str) -> SettingEditor:
    box = QCheckBox(about)
    return SettingEditor(box, box.setChecked, box.toggled.connect)


def _choice(offers: Sequence[tuple[str, str]]) -> SettingEditor:
    box = Choice()
    for value, title in offers:
        box.addItem(title, value)
    # Else a model with a long name would make the whole page wider than the dialog.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(min(max((_letters(title) for _, title in offers), default=0), 22))

    def show(value: Any) -> None:
        if box.findData(value) < 0:
            box.addItem(str(value), value)
        box.setCurrentIndex(box.findData(value))

    def connect(told: Any) -> None:
        box.currentIndexChanged.connect(lambda index: told(box.itemData(index)))

    return SettingEditor(box, show, connect)


def _letters(title: str) -> int:
    """How many Latin letters are as wide as this; a Chinese one is as wide as two."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in title)


def _text() -> SettingEditor:
    box = QLineEdit()

    def connect(told: Any) -> None:
        box.editingFinished.connect(lambda: told(box.text().strip()))

    return SettingEditor(box, box.setText, connect)


def _number(low: float | None, high: float | None) -> SettingEditor:
    box = Number()
    box.setRange(int(low or 0), int(high or 1_000_000))
    box.setKeyboardTracking(False)
    box.setAlignment(Qt.AlignmentFlag.AlignRight)
    return SettingEditor(box, box.setValue, box.valueChanged.connect)
