from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from app.core.agent import PostRule
from app.core.backend import Finished, TextDelta
from app.core.conversation import Outcome
from app.core.errors import BackendUnreachable
from app.ui.card_form import CardForm
from tests.ui.gallery_stage import GalleryStage


class Spoken:
    """A backend that says what the test wants, and remembers what it was asked."""

    def __init__(self):
        self.items, self.requests, self.waits = [], [], False

    async def context_length(self, model):
        return None

    async def stream(self, request):
        import asyncio

        self.requests.append(request)
        if self.waits:
            await asyncio.Event().wait()
        for item in self.items:
            if isinstance(item, Exception):
                raise item
            yield item


@pytest.fixture
def backend():
    return Spoken()


@pytest.fixture
def stage(tmp_path, qapp, loop, qtbot, backend):
    stage = GalleryStage(tmp_path, backend)
    yield stage
    stage.close(qtbot)


@pytest.fixture
def open_form(stage, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    forms = []

    def open_form(card):
        forms.append(CardForm(card, stage.context, window))
        forms[-1].open()
        qtbot.waitUntil(forms[-1].isVisible)
        return forms[-1]

    yield open_form
    for form in forms:
        form.trial.stop()
        form.done(0)


@pytest.fixture
def form(open_form, stage):
    return open_form(stage.cards["health"])


def save(form):
    button = form.buttons.button(QDialogButtonBox.StandardButton.Save)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_card_that_nobody_touched_is_saved_as_it_was(open_form, stage, qtbot):
    for card in stage.cards.all:
        form = open_form(card)
        assert not form.is_changed
        with qtbot.waitSignal(form.saved) as saved:
            save(form)
        assert saved.args == [card]


def test_what_was_changed_is_saved_and_the_rest_stays(form, stage, qtbot):
    english, chinese = form.pages["en"], form.pages["zh_CN"]
    english.fields["name"].setText("Nurse")
    chinese.fields["greeting"].setPlainText("你好")
    english.fields["starters"].setPlainText("One?\n\n Two? \n")
    form.traits.hue.setValue(99)
    form.traits.temperature.setValue(1.25)
    form.traits.posts.setCurrentIndex(1)
    with qtbot.waitSignal(form.saved) as saved:
        save(form)
    before, after = stage.cards["health"], saved.args[0]
    assert after == replace(
        before,
        name={**before.name, "en": "Nurse"},
        greeting={"en": "你好", "zh_CN": "你好"},
        starters={**before.starters, "en": ("One?", "Two?")},
        hue=99,
        sampling=replace(before.sampling, temperature=1.25),
        posts=PostRule.REPLIES,
    )
    assert after.is_health, "what the form does not show"


def test_without_name_or_persona_nothing_is_saved(form, qtbot):
    for page in form.pages.values():
        page.fields["name"].clear()
    with qtbot.assertNotEmitted(form.saved):
        save(form)
    assert form.said.text() == "Give the agent a name."
    assert form.focusWidget() is form.pages["en"].fields["name"]
    form.pages["zh_CN"].fields["name"].setText("护士")
    for page in form.pages.values():
        page.fields["persona"].clear()
    with qtbot.assertNotEmitted(form.saved):
        save(form)
    assert "persona" in form.said.text()


def test_one_language_is_enough(form, qtbot):
    form.pages["en"].fields["name"].clear()
    form.pages["zh_CN"].fields["name"].setText("护士")
    with qtbot.waitSignal(form.saved) as saved:
        save(form)
    assert saved.args[0].name == {"en": "护士", "zh_CN": "护士"}


def test_a_slip_of_escape_loses_nothing(form, qtbot):
    form.pages["en"].fields["name"].setText("Other")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert form.isVisible()
    assert "Not saved" in form.said.text()
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_the_avatar_follows_at_once(form):
    before = form.traits.avatar.grab().toImage()
    form.traits.hue.setValue((form.traits.hue.value() + 120) % 360)
    assert form.traits.avatar.grab().toImage() != before


def test_a_portrait_can_give_way_to_letters(open_form, stage, tmp_path, qtbot):
    from tests.storage.imports.cards_from_elsewhere import png

    (tmp_path / "portrait.png").write_bytes(png())
    card = replace(stage.cards["love"], picture=str(tmp_path / "portrait.png"))
    form = open_form(card)
    before = form.traits.avatar.grab().toImage()
    form.traits.plain.setChecked(True)
    assert form.traits.avatar.grab().toImage() != before
    with qtbot.waitSignal(form.saved) as saved:
        save(form)
    assert saved.args == [replace(card, shows_picture=False)]


def test_the_edited_card_answers_before_it_is_saved(form, backend, stage, qtbot):
    backend.items = [TextDelta("Arr"), TextDelta("!"), Finished(Outcome.COMPLETE)]
    form.pages["en"].fields["persona"].setPlainText("You are a pirate.")
    form.traits.temperature.setValue(0.1)
    form.trial.question.setText("Who are you?")
    qtbot.keyClick(form.trial.question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.trial.answer.toPlainText() == "Arr!")
    request = backend.requests[0]
    assert request.system == "You are a pirate."
    assert request.sampling.temperature == 0.1
    assert form.isVisible(), "Return asks; it does not save"
    assert stage.cards["health"].persona["en"] != "You are a pirate."


def test_an_answer_that_is_coming_can_be_stopped(form, backend, qtbot):
    backend.waits = True
    form.trial.question.setText("Who are you?")
    QTest.mouseClick(form.trial.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(backend.requests))
    assert form.trial.button.text() == "Stop"
    QTest.mouseClick(form.trial.button, Qt.MouseButton.LeftButton)
    assert form.trial.state.text() == "Stopped."
    assert not form.trial.is_running


def test_a_model_that_cannot_be_asked_is_told(form, backend, qtbot):
    backend.items = [BackendUnreachable("x")]
    form.trial.question.setText("Who are you?")
    form.trial.ask()
    qtbot.waitUntil(lambda: "cannot be reached" in form.trial.state.text())
    assert not form.trial.is_running


def test_closing_the_form_stops_what_it_asked(form, backend, stage, qtbot):
    backend.waits = True
    form.trial.question.setText("Who are you?")
    form.trial.ask()
    qtbot.waitUntil(lambda: bool(backend.requests))
    form.done(0)
    qtbot.waitUntil(lambda: "try card" not in stage.scope)


def test_every_field_has_a_name(form):
    for page in form.pages.values():
        assert all(field.accessibleName() for field in page.fields.values())
    for part in (form.traits.glyph, form.traits.hue, form.traits.posts, form.trial.models):
        assert part.accessibleName()
