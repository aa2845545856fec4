"""What is new, as Renao's own list of changes says it."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget


class ChangesDialog(QDialog):
    """Shows a Markdown file; destroyed when it is closed."""

    def __init__(self, file: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What is new"))
        self.resize(520, 460)
        self.finished.connect(self.deleteLater)
        text = QTextBrowser()
        text.setOpenLinks(False)
        text.setAccessibleName(self.windowTitle())
        rows = QVBoxLayout(self)
        rows.addWidget(text)
        try:
            text.setMarkdown(file.read_text("utf-8"))
        except OSError:
            text.setPlainText(self.tr("The list of changes cannot be read."))
