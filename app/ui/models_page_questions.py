"""What the page of models asks before something is dear or gone."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from app.engine.filling import filled
from app.engine.local_facts import LocalFacts
from app.engine.sizes import in_bytes

translate = QCoreApplication.translate


def ask_to_load(
    page: QWidget, facts: LocalFacts, needed: int, free: int, load: Callable[[], object]
) -> None:
    """Ask whether to load a model that needs more memory than is free. Returns at once."""
    # The name is not in the first line, which is as long as it is and never wrapped.
    more = translate(
        "ModelsPage",
        "{name} needs about {needed} of memory, and {free} are free. The computer may become "
        "very slow, or end programs. Less context or fewer answers at once take less.",
    )
    needs = filled(more, name=facts.title, needed=in_bytes(needed), free=in_bytes(free))
    box = _question(page, translate("ModelsPage", "Too little memory is free"), needs)
    role = QMessageBox.ButtonRole.AcceptRole
    box.addButton(translate("ModelsPage", "Load anyway"), role).clicked.connect(load)
    box.open()


def ask_to_break_off(page: QWidget, facts: LocalFacts, go_on: Callable[[], object]) -> None:
    """Ask whether answers under way may break off. Returns at once."""
    more = translate(
        "ModelsPage",
        "{name} is answering. What it writes now breaks off; what had arrived is kept.",
    )
    words = filled(more, name=facts.title)
    box = _question(page, translate("ModelsPage", "Break its answers off?"), words)
    role = QMessageBox.ButtonRole.AcceptRole
    box.addButton(translate("ModelsPage", "Break off"), role).clicked.connect(go_on)
    box.open()


def ask_to_delete(
    page: QWidget, facts: LocalFacts, delete: Callable[[], object], keep: Callable[[], object]
) -> None:
    """Ask what becomes of the file that we downloaded. Returns at once."""
    more = translate(
        "ModelsPage", "Renao downloaded the file of {name}, which takes {amount} of the disk."
    )
    box = _question(
        page,
        translate("ModelsPage", "Remove this model from the list?"),
        filled(more, name=facts.title, amount=in_bytes(facts.size)),
    )
    role = QMessageBox.ButtonRole.DestructiveRole
    box.addButton(translate("ModelsPage", "Delete the file"), role).clicked.connect(delete)
    role = QMessageBox.ButtonRole.AcceptRole
    box.addButton(translate("ModelsPage", "Keep the file"), role).clicked.connect(keep)
    box.open()


def _question(page: QWidget, text: str, more: str) -> QMessageBox:
    box = QMessageBox(page)
    box.setWindowTitle(translate("ModelsPage", "Models"))
    box.setText(text)
    box.setInformativeText(more)
    cancel = box.addButton(translate("ModelsPage", "Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.finished.connect(box.deleteLater)
    return box
