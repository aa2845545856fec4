"""What the gallery and the form of a card work with."""

from dataclasses import dataclass

from app.core.tasks import TaskScope
from app.engine.models import Models
from app.storage.cards import Cards
from app.ui.panel_context import PanelContext


@dataclass(frozen=True, slots=True)
class GalleryContext:
    """Handed to the gallery by the window; nothing in it belongs to the gallery."""

    panel: PanelContext
    cards: Cards
    models: Models
    scope: TaskScope
