"""Settings → Providers: who is configured, who could be, and the form of one of them."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import AppError, SecretError, SettingError
from app.core.settings import Provider
from app.engine.filling import filled
from app.ui.key_place import KeyPlaceBanner, end_tasks
from app.ui.link_question import ask_to_open
from app.ui.provider_chooser import ProviderChooser
from app.ui.provider_context import ProviderContext
from app.ui.provider_form import ProviderForm
from app.ui.provider_list import ProviderList
from app.ui.provider_words import new_id, problem_of, problem_to_ask
from app.ui.theme import set_class

TASKS = ("provider-keys", "provider-store", "provider-trial", "provider-models")
"""What the page starts, by name; each ends with it."""


class ProviderPage(QWidget):
    """The list, the chooser of kinds, and the form, one at a time.

    A key goes from the form straight to where keys are kept; it is never shown again and
    never in the settings. Removing can be undone until the settings are closed: the keys go
    only then, or at once if the user says so.

    Signals:
        changed: Another provider is configured, or one is gone.
    """

    changed = Signal()

    def __init__(self, context: ProviderContext) -> None:
        super().__init__()
        self._context = context
        self._settings = context.settings
        self._secrets = context.secrets
        self._scope = context.scope
        self._removed: tuple[int, Provider] | None = None
        self._counts: dict[str, int | None] = {}
        self.place = KeyPlaceBanner(
            context.settings, context.secrets, context.wording, context.scope
        )
        self.list = ProviderList(context)
        self.chooser = ProviderChooser(context)
        self.form = ProviderForm(context)
        self.said = QLabel()
        self.undo = QPushButton(self.tr("Undo"))
        self.forget_now = QPushButton(self.tr("Forget its keys now"))
        self._area = QScrollArea()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.refresh()

    @property
    def context(self) -> ProviderContext:
        """What the page was made with."""
        return self._context

    @property
    def begins(self) -> bool:
        """Whether nothing is open but the list."""
        return self._stack.currentWidget() is self._area

    def refresh(self) -> None:
        """Show what is configured; the form and what is typed there stay."""
        self.place.refresh()
        self.list.show_providers(self._settings.current.providers)
        if self.isVisible():
            self._scope.start("provider-keys", self._count_keys)

    def look(self) -> None:
        """Find out how things are, now that the page is open."""
        self.refresh()
        self.place.look()
        self._context.look_around()

    def show_states(self) -> None:
        """Somebody began or ceased to rest, or a server was found."""
        self.list.rewrite()
        if self._stack.currentWidget() is self.chooser and not self.chooser.search.text():
            self.chooser.refresh()

    def begin_new(self) -> None:
        """Open the chooser."""
        self._open(self.chooser)
        self.chooser.begin()

    def edit(self, id: str) -> None:
        """Open the form of a configured provider."""
        provider = self._find(id)
        if provider is not None:
            self._open(self.form)
            self.form.show_provider(provider)
            self._say_kept()
            self._scope.start("provider-keys", self._count_keys)

    def show_list(self) -> None:
        """Go back to the list; what was typed is forgotten."""
        self._stop()
        self.form.keys.clear()
        self._open(self._area)
        self.list.list.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Closing the settings makes a removal final."""
        if not self.window().isVisible():
            self._forget_removed()
            self.form.keys.clear()

    # What the form wants

    def _begin(self, kind: object, found: object) -> None:
        self._open(self.form)
        self.form.show_new(kind, found)  # type: ignore[arg-type]  # a signal carries objects
        self.form.keys.say_kept(0, self._secrets.kind)

    def _save(self) -> None:
        providers = list(self._settings.current.providers)
        provider = self.form.provider({each.id for each in providers})
        if problem := problem_of(provider):
            self.form.trial.end(problem, "danger")
            return
        places = {each.id: place for place, each in enumerate(providers)}
        if provider.id in places:
            providers[places[provider.id]] = provider
        else:
            providers.append(provider)
        if self._set(tuple(providers)):
            typed, adds = self.form.keys.typed, self.form.keys.add_to.isChecked()
            self.show_list()
            self.list.show_providers(self._settings.current.providers, provider.id)
            self._say(self.tr("Saved. Its models can be chosen in every tile."), "good")
            if typed:
                self._scope.start("provider-store", self._keep, provider.id, typed, adds)

    async def _keep(self, id: str, typed: tuple[str, ...], adds: bool) -> None:
        try:
            before = await self._secrets.get_all(id) if adds else ()
            await self._secrets.set_all(id, (*before, *typed))
        except SecretError as error:
            self._say(self._context.wording.error(error, self._name(id)).text, "danger")
            return
        where = {
            "keyring": self.tr("Saved; the key is in the system's keyring."),
            "file": self.tr("Saved; the key is in your encrypted file."),
            "memory": self.tr("Saved. The key is kept until Renao ends."),
            "locked": self.tr("Saved. The key is kept until the file with your keys is unlocked."),
        }
        kind = self._secrets.kind
        self._say(where[kind], "good" if kind in ("keyring", "file") else "warning")
        self.place.refresh()
        await self._count_keys()

    def _try(self) -> None:
        provider = self.form.provider({each.id for each in self._settings.current.providers})
        if problem := problem_to_ask(provider):
            self.form.trial.end(problem, "danger")
            return
        self.form.trial.begin()
        self._scope.start("provider-trial", self._run_trial, provider, self.form.keys_to_try)

    async def _run_trial(self, provider: Provider, keys: tuple[str, ...] | None) -> None:
        trial = self.form.trial
        try:
            tried = await self._context.try_out(provider, keys, trial.say)
        except AppError as error:
            trial.end(self._context.wording.error(error, provider.name).text, "danger")
            return
        trial.end(tried.sentence, "good" if tried.is_good else "danger")
        if tried.models:
            self.form.models.take_listed(tried.models)

    def _stop(self) -> None:
        self._scope.cancel("provider-trial")
        self._scope.cancel("provider-models")
        if self.form.trial.is_running:
            self.form.trial.end(self.tr("Stopped."), "muted")
        self.form.models.fetch.setEnabled(True)

    def _fetch(self) -> None:
        provider = self.form.provider({each.id for each in self._settings.current.providers})
        if problem := problem_to_ask(provider):
            self.form.models.say(problem, "danger")
            return
        self.form.trial.clear()
        self.form.models.say(self.tr("Asking for the list…"))
        self.form.models.fetch.setEnabled(False)
        self._scope.start("provider-models", self._run_fetch, provider, self.form.keys_to_try)

    async def _run_fetch(self, provider: Provider, keys: tuple[str, ...] | None) -> None:
        models = self.form.models
        try:
            listed = await self._context.fetch_models(provider, keys)
        except AppError as error:
            models.say(self._context.wording.error(error, provider.name).text, "danger")
        else:
            models.take_listed(listed)
            models.say(self.tr("%n model(s) listed. Choose those you want.", "", len(listed)))
        models.fetch.setEnabled(True)

    # What the list wants

    def _duplicate(self, id: str) -> None:
        provider = self._find(id)
        if provider is None:
            return
        providers = list(self._settings.current.providers)
        name = filled(self.tr("{name} (copy)"), name=provider.name)
        copy = replace(provider, id=new_id(name, {each.id for each in providers}), name=name)
        providers.insert(providers.index(provider) + 1, copy)
        if self._set(tuple(providers)):
            self.list.show_providers(self._settings.current.providers, copy.id)
            self._say(self.tr("Copied, with its keys."), "muted")
            self._scope.start("provider-store", self._copy_keys, id, copy.id)

    async def _copy_keys(self, id: str, copy: str) -> None:
        try:
            if keys := await self._secrets.get_all(id):
                await self._secrets.set_all(copy, keys)
        except SecretError as error:
            self._say(self._context.wording.error(error, self._name(copy)).text, "danger")
        await self._count_keys()

    def _switch(self, id: str) -> None:
        providers = tuple(
            replace(each, is_on=not each.is_on) if each.id == id else each
            for each in self._settings.current.providers
        )
        if self._set(providers):
            self.list.show_providers(providers, id)
            self.list.say_keys(self._counts)

    def _order(self, ids: list[str]) -> None:
        known = {each.id: each for each in self._settings.current.providers}
        if set(ids) == set(known):
            self._set(tuple(known[id] for id in ids))

    def _remove(self, id: str) -> None:
        provider = self._find(id)
        if provider is None:
            return
        self._forget_removed()
        providers = list(self._settings.current.providers)
        place = providers.index(provider)
        self._removed = place, providers.pop(place)
        self._secrets.forget_at_end(id)
        if self._set(tuple(providers)):
            self.list.show_providers(tuple(providers))
            words = self.tr("{name} was removed. Its keys go when you close the settings.")
            self._say(filled(words, name=provider.name), "muted", can_undo=True)
            self.undo.setFocus()

    def _bring_back(self) -> None:
        if self._removed is None:
            return
        (place, provider), self._removed = self._removed, None
        self._secrets.forget_at_end(provider.id, False)
        providers = list(self._settings.current.providers)
        providers.insert(place, provider)
        self._set(tuple(providers))
        self.list.show_providers(tuple(providers), provider.id)
        self._say("", "muted")
        self.list.list.setFocus()

    def _forget_now(self) -> None:
        if self._removed is not None:
            words = self.tr("{name} was removed, and its keys are forgotten.")
            self._say(filled(words, name=self._removed[1].name), "muted")
        self._forget_removed()

    def _forget_removed(self) -> None:
        """What was removed stays so: its keys go."""
        if self._removed is not None:
            id, self._removed = self._removed[1].id, None
            self._scope.start(f"provider-forget {id}", self._forget_keys, id)
            if self.undo.isVisible():
                self._say("", "muted")

    async def _forget_keys(self, id: str) -> None:
        if self._find(id) is not None:
            self._secrets.forget_at_end(id, False)
            return  # another got its id meanwhile
        try:
            await self._secrets.delete(id)
        except SecretError:
            self._say(self.tr("The keyring did not let go of the key."), "danger")

    def _forget_shown(self) -> None:
        """Forget the keys of the provider in the form."""
        if self.form.shown:
            self._scope.start("provider-store", self._drop_keys, self.form.shown)

    async def _drop_keys(self, id: str) -> None:
        try:
            await self._secrets.delete(id)
        except SecretError as error:
            self.form.keys.say(self._context.wording.error(error, self._name(id)).text)
            return
        await self._count_keys()

    # Small things

    async def _count_keys(self) -> None:
        """Count the keys of all; the first that cannot be read ends the asking."""
        counts: dict[str, int | None] = {}
        for each in self._settings.current.providers:
            try:
                counts[each.id] = len(await self._secrets.get_all(each.id))
            except SecretError:
                counts = dict.fromkeys((p.id for p in self._settings.current.providers), None)
                break
        self._counts = counts
        self.list.say_keys(counts)
        self._say_kept()

    def _say_kept(self) -> None:
        if self.form.shown:
            self.form.keys.say_kept(self._counts.get(self.form.shown) or 0, self._secrets.kind)

    def _find(self, id: str) -> Provider | None:
        return next((each for each in self._settings.current.providers if each.id == id), None)

    def _name(self, id: str) -> str:
        provider = self._find(id)
        return provider.name if provider is not None else id

    def _set(self, providers: tuple[Provider, ...]) -> bool:
        try:
            self._settings.set_providers(providers)
        except SettingError as error:
            self._say(self._context.wording.error(error).text, "danger")
            return False
        self.changed.emit()
        return True

    def _open(self, part: QWidget) -> None:
        self._stack.setCurrentWidget(part)
        self._say("", "muted")

    def _say(self, sentence: str, kind: str, *, can_undo: bool = False) -> None:
        self.said.setText(sentence)
        set_class(self.said, kind)
        self.said.setVisible(bool(sentence))
        self.undo.setVisible(can_undo)
        self.forget_now.setVisible(can_undo)

    def _connect(self) -> None:
        self.list.add_wanted.connect(self.begin_new)
        self.list.edit_wanted.connect(self.edit)
        self.list.duplicate_wanted.connect(self._duplicate)
        self.list.switch_wanted.connect(self._switch)
        self.list.remove_wanted.connect(self._remove)
        self.list.ordered.connect(self._order)
        self.chooser.chosen.connect(self._begin)
        self.chooser.left.connect(self.show_list)
        self.form.left.connect(self.show_list)
        self.form.save_wanted.connect(self._save)
        self.form.page_wanted.connect(lambda page: ask_to_open(page, self))
        self.form.keys.forget_wanted.connect(self._forget_shown)
        self.form.models.fetch_wanted.connect(self._fetch)
        self.form.trial.wanted.connect(self._try)
        self.form.trial.stop_wanted.connect(self._stop)
        self.place.changed.connect(partial(self._scope.start, "provider-keys", self._count_keys))
        self.undo.clicked.connect(self._bring_back)
        self.forget_now.clicked.connect(self._forget_now)

    def _build(self) -> None:
        self.said.setWordWrap(True)
        self.list.show_above(self.place)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(self.tr("Providers"))
        self._area.setWidget(self.list)
        for part in (self._area, self.chooser, self.form):
            self._stack.addWidget(part)
        for button in (self.undo, self.forget_now):
            button.setAutoDefault(False)
        done = QHBoxLayout()
        done.addWidget(self.said, 1)
        done.addWidget(self.undo)
        done.addWidget(self.forget_now)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self._stack, 1)
        column.addLayout(done)
        self._say("", "muted")
        self.destroyed.connect(partial(end_tasks, self._scope, TASKS))
