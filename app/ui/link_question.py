"""Asks before a link that an agent wrote leaves the program."""

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

SAFE = ("http", "https", "mailto")
"""Kinds of address that may be opened; others can only be copied."""


def ask_to_open(link: str, parent: QWidget) -> QMessageBox:
    """Show the whole address and offer to open or copy it. Returns at once."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(QCoreApplication.translate("LinkQuestion", "Open a link"))
    box.setText(QCoreApplication.translate("LinkQuestion", "Open this link outside Renao?"))
    box.setInformativeText(link)
    if QUrl(link).scheme().lower() in SAFE:
        opens = box.addButton(
            QCoreApplication.translate("LinkQuestion", "Open"), QMessageBox.ButtonRole.AcceptRole
        )
        opens.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(link)))
    copies = box.addButton(
        QCoreApplication.translate("LinkQuestion", "Copy"), QMessageBox.ButtonRole.ActionRole
    )
    copies.clicked.connect(lambda: QGuiApplication.clipboard().setText(link))
    box.addButton(
        QCoreApplication.translate("LinkQuestion", "Cancel"), QMessageBox.ButtonRole.RejectRole
    )
    box.open()
    return box
