"""The models on this machine: the built-in one, files of the user's own, downloads."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.backends.serving import serving_of
from app.core.backend import Backend
from app.core.bus import Bus
from app.core.errors import AppError, BackendError, ModelFileGone, ModelMissing, ModelUnreadable
from app.core.events import ModelChanged
from app.core.settings import BUILTIN_FILE, LOCAL_LIMITS, LocalFile, Settings
from app.core.tasks import TaskScope
from app.engine.builtin import BUILTIN, BUILTIN_TITLE, Builtin
from app.engine.connections import Connections
from app.engine.downloads import Downloads
from app.engine.local_facts import LoadState, LocalFacts, free_memory, memory_of, state_of
from app.engine.model_headers import ModelHeaders, in_thread, size_of

if TYPE_CHECKING:
    from app.backends.local import LocalModel
    from app.backends.part_file import Order

log = logging.getLogger(__name__)

_FIRST_PART = re.compile(r"-00001-of-\d{5}\.gguf$")

LOCAL = "local"
"""The provider id of the user's own model files."""


class LocalModels:
    """Knows every model file, what it is and whether it is loaded; loads and unloads it.

    Publishes `ModelChanged` about `local` (or `builtin`) when something of that is
    another. Owns the processes of the user's own files; close it with `aclose`.
    """

    def __init__(
        self,
        settings: Callable[[], Settings],
        keep: Callable[[tuple[LocalFile, ...]], None],
        folder: Path,
        bus: Bus,
        builtin: Builtin,
        warn: Callable[[str, int, int], None] = lambda model, needed, free: None,
    ) -> None:
        """`keep` stores the list of files; `folder` is where our own files go.

        `warn` hears which model is about to take more memory than is free, in bytes.
        """
        self.downloads = Downloads(folder / "downloads", bus, self._take_in)
        self._settings = settings
        self._keep = keep
        self._folder = folder
        self._bus = bus
        self._builtin = builtin
        self._warn = warn
        self._scope = TaskScope("local models")
        self._open: Callable[[], Awaitable[Connections]] | None = None
        self._loaded: dict[str, LocalModel] = {}
        self._headers = ModelHeaders(self._scope, lambda: self._tell(LOCAL))

    def use(self, open: Callable[[], Awaitable[Connections]]) -> None:
        """Make processes and reach servers with what `open` hands out."""
        self._open = open
        self.downloads.use(open)

    @property
    def files(self) -> tuple[LocalFile, ...]:
        """The user's own files and those that were downloaded."""
        return tuple(each for each in self._settings().local_models if each.id != BUILTIN_FILE)

    def file(self, id: str) -> LocalFile | None:
        """A file by its id, or how the built-in model is served."""
        found = next((each for each in self._settings().local_models if each.id == id), None)
        if found is None and id == BUILTIN_FILE:
            usual = serving_of(None)
            return LocalFile(BUILTIN_FILE, "", usual.context, usual.slots, usual.threads)
        return found

    def title(self, id: str) -> str:
        """What a model is called: by its file, which the user chose."""
        if id == BUILTIN_FILE:
            return BUILTIN_TITLE
        file = self.file(id)
        return Path(file.path).name.removesuffix(".gguf") if file else id

    def facts(self, id: str) -> LocalFacts | None:
        """What is known of a model now; reads its header in a thread if nobody did yet."""
        file = self.file(id)
        if file is None:
            return None
        path = self._builtin.file if id == BUILTIN_FILE else Path(file.path)
        header, model = self._headers.get(path), self._model(id)
        problem = self._builtin.problem if id == BUILTIN_FILE else model and model.problem
        pid = model.pid if model else 0
        return LocalFacts(
            file=file,
            title=self.title(id),
            path=path,
            size=size_of(path),
            state=self._state(id, path),
            header=None if isinstance(header, AppError) else header,
            problem=problem or (header if isinstance(header, AppError) else None),
            pid=pid,
            memory=memory_of(pid),
            is_changed=_is_wanted_otherwise(model, file),
            is_ours=path is not None and path.parent == self.downloads.folder,
            runs=model.runs if model else 0,
        )

    async def add(self, path: Path) -> LocalFile:
        """Take a file into the list; one that is there already stays as it is.

        Raises:
            ModelUnreadable: It is no model.
        """
        path = _whole(path)
        found = next((each for each in self.files if Path(each.path) == path), None)
        if found is not None:
            return found
        header = await self._headers.read(path)
        return self._append(path, header.context)

    def change(self, file: LocalFile) -> None:
        """Serve a model otherwise from its next load on.

        Raises:
            SettingError: A number is out of its limits.
        """
        others = [each for each in self._settings().local_models if each.id != file.id]
        ids = [each.id for each in self._settings().local_models]
        others.insert(ids.index(file.id) if file.id in ids else len(ids), file)
        self._keep(tuple(others))
        self._tell(BUILTIN if file.id == BUILTIN_FILE else LOCAL)

    async def remove(self, id: str, *, deletes_file: bool = False) -> None:
        """Unload a model and forget it. Only a file that we downloaded is ever deleted."""
        facts = self.facts(id)
        if facts is None or id == BUILTIN_FILE:
            return
        await self.unload(id)
        self._keep(tuple(each for each in self._settings().local_models if each.id != id))
        if deletes_file and facts.is_ours and facts.path is not None:
            await in_thread(_delete, facts.path)
        self._tell(LOCAL)

    def load(self, id: str) -> None:
        """Begin to load a model now; `ModelChanged` tells how it goes."""
        self._scope.start(f"load {id}", self._load, id)

    async def unload(self, id: str) -> None:
        """End a model's process. Runs under way fail; what had arrived of them is kept."""
        self._scope.cancel(f"load {id}")
        if id == BUILTIN_FILE:
            await self._builtin.unload()
        elif (model := self._loaded.pop(id, None)) is not None:
            await model.unload(self.title(id))
            self._tell(LOCAL)

    async def backend(self, id: str, connections: Connections) -> Backend:
        """The backend that serves a file of the user's own; it is loaded when first asked.

        Raises:
            ModelMissing: No such model is in the list.
            ModelFileGone: Its file is not where it was.
        """
        if id not in self._loaded:
            await self._warn_if_tight(id)
        return await self._made(id, connections)

    async def aclose(self) -> None:
        """End every process and download; what has come of those stays."""
        await self._scope.aclose()
        models = [each.aclose() for each in self._loaded.values()]
        await asyncio.gather(self.downloads.aclose(), *models)

    async def _load(self, id: str) -> None:
        assert self._open is not None
        try:
            connections = await self._open()
            if id == BUILTIN_FILE:
                await self._load_builtin(connections)
            else:
                await (await self._made(id, connections)).start()
        except BackendError:
            self._tell(LOCAL)  # the model itself says what is wrong

    async def _load_builtin(self, connections: Connections) -> None:
        local = self._builtin.local
        if _is_wanted_otherwise(local, self.file(BUILTIN_FILE)) and local and not _is_up(local):
            await self._builtin.unload()
        if self._builtin.is_present:
            await self._builtin.start(connections)

    async def _warn_if_tight(self, id: str) -> None:
        file = self.file(id)
        if file is None:
            return
        try:
            header = await self._headers.read(Path(file.path))
        except ModelUnreadable:
            return  # its process will say what is wrong
        from app.backends.gguf import estimate

        needed, free = estimate(header, file.context, file.slots), free_memory()
        if needed > free:
            self._warn(self.title(id), needed, free)

    async def _made(self, id: str, connections: Connections) -> "LocalModel":
        file = self.file(id)
        if file is None or id == BUILTIN_FILE:
            raise ModelMissing(choice=f"{LOCAL}/{id}")
        path = Path(file.path)
        if not size_of(path):
            raise ModelFileGone(file.path)
        model = self._loaded.get(id)
        if model is not None and not _is_up(model) and _is_wanted_otherwise(model, file):
            await self._loaded.pop(id).aclose()
            model = None
        if model is None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            model = self._loaded[id] = connections.make_local(
                path,
                lambda: self._tell(LOCAL),
                serving_of(file, self.title(id)),
                self._folder / f"{id}.log",
            )
        return model

    def _model(self, id: str) -> "LocalModel | None":
        return self._builtin.local if id == BUILTIN_FILE else self._loaded.get(id)

    def _state(self, id: str, path: Path | None) -> LoadState:
        state = state_of(self._model(id))
        if state is not LoadState.UNLOADED:
            return state
        if not size_of(path):
            return LoadState.MISSING
        return LoadState.LOADING if f"load {id}" in self._scope else LoadState.UNLOADED

    def _append(self, path: Path, trained: int) -> LocalFile:
        """Put a file at the end of the list, with no more context than it was made for."""
        usual = LocalFile("")
        context = min(usual.context, trained or usual.context)
        context = max(context, LOCAL_LIMITS["context"][0])
        file = LocalFile(self._new_id(path), str(path), context)
        self._keep((*self._settings().local_models, file))
        self._tell(LOCAL)
        return file

    async def _take_in(self, order: "Order", path: Path) -> None:
        """A download came whole; one that is a part may be what another part waited for."""
        self._headers.forget_unreadable()
        try:
            await self.add(path)
        except ModelUnreadable as error:
            log.info("what was downloaded is no model by itself: %s", error)
            if _FIRST_PART.search(path.name):
                self._append(path, 0)
        self._tell(LOCAL)

    def _new_id(self, path: Path) -> str:
        stem = re.sub(r"[^a-z0-9_.-]+", "-", path.name.removesuffix(".gguf").lower())
        base = stem.strip("-_.")[:50] or "model"
        taken = {each.id for each in self._settings().local_models} | {BUILTIN_FILE}
        id, number = base, 2
        while id in taken:
            id, number = f"{base}-{number}", number + 1
        return id

    def _tell(self, about: str) -> None:
        self._bus.publish(ModelChanged(about))


def _is_up(model: "LocalModel") -> bool:
    return state_of(model) in (LoadState.READY, LoadState.LOADING)


def _is_wanted_otherwise(model: "LocalModel | None", file: LocalFile | None) -> bool:
    return model is not None and model.serving != serving_of(file, model.serving.name)


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)


def _whole(path: Path) -> Path:
    """The path as it is named from anywhere."""
    return path.expanduser().absolute()
