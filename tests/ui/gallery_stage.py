"""A gallery on a stage, with cards in folders of its own."""

import shutil

from app.core.tasks import TaskScope
from app.storage.cards import Cards
from app.ui.gallery import Gallery
from app.ui.gallery_context import GalleryContext
from tests.ui.panel_stage import RESOURCES, Stage, StagedRoster


class StagedModels:
    """One model that answers what it is told to."""

    def __init__(self, backend=None):
        from app.engine.models import ModelChoice

        self.choice = ModelChoice("p", "m")
        self._backend = backend

    def choices(self):
        return (self.choice,)

    def default_for(self, agent_id):
        return self.choice

    def title(self, choice):
        return "Model"

    def provider_title(self, choice):
        return "Provider"

    def languages(self, choice):
        return ()

    async def backend(self, choice):
        return self._backend


class GalleryStage(Stage):
    def __init__(self, tmp_path, backend=None, **looks):
        super().__init__(tmp_path / "none", **looks)
        self.own = tmp_path / "own"
        self.own.mkdir()
        shutil.copytree(RESOURCES / "agents", tmp_path / "shipped")
        self.cards = Cards(tmp_path / "shipped", self.own, self.bus)
        self.roster = StagedRoster(self.cards)
        self.scope = TaskScope("gallery", lambda name, error: self.errors.append(error))
        self.errors = []
        self.models = StagedModels(backend)
        self.context = GalleryContext(self.context, self.cards, self.models, self.scope)

    def gallery(self, parent):
        return Gallery(self.context, self.own, parent)

    def names(self, gallery):
        return [entry.name for entry in gallery.grid.rows.entries]

    def close(self, qtbot):
        closer = TaskScope("closer")
        closer.start("close", self.scope.aclose)
        qtbot.waitUntil(lambda: "close" not in closer)
        self.cards.close()
        assert self.errors == []
