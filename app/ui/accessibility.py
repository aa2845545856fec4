"""What assistive technology is told: interfaces of our own, and sentences said aloud.

Nothing here costs anything as long as none is in use.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str, *, is_urgent: bool = False) -> None:
    """Have `words` said aloud, after what is being said, or at once when they are urgent."""
    if not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, words)
    if is_urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


def offer_interfaces() -> None:
    """Let widgets answer for themselves: those with `make_interface`; twice is fine."""
    if not _Offered.already:
        _Offered.already = True
        QAccessible.installFactory(_interface)


class _Offered:
    """Whether Qt knows the factory; it can never be taken back."""

    already = False


def _interface(_class: str, asked: QObject | None) -> QAccessibleInterface | None:
    """Called for every object that assistive technology meets, once."""
    make = getattr(asked, "make_interface", None)
    return make() if make else None
