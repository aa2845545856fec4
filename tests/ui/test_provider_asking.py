"""The form's Test and Fetch list against real servers on this machine, good and bad."""

import json
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial

import pytest

from app.core.tasks import TaskScope
from app.engine.wording import Wording
from app.ui.provider_asking import fetch_models, try_out
from app.ui.provider_page import ProviderPage
from tests.backends.server import SILENCE, head, serving
from tests.ui.provider_stage import ProviderStage

KEY = "sk-planted-0123456789"
MODELS = json.dumps({"data": [{"id": "m", "object": "model"}]}).encode()
REFUSED = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}}).encode()


@pytest.fixture
def stage(loop, qtbot, tmp_path):
    made = ProviderStage(tmp_path)
    ending = TaskScope("end")
    yield made
    ending.start("end", made.aclose)
    qtbot.waitUntil(lambda: "end" not in ending)


@pytest.fixture
def open_form(stage, qtbot):
    """The form of a new provider at a server that says `script`."""
    servers, pages = AsyncExitStack(), []

    def open_form(*script):
        started = []

        async def start():
            started.append(await servers.enter_async_context(serving(*script)))

        stage.scope.start("server", start)
        qtbot.waitUntil(lambda: bool(started))
        asking = replace(
            stage.context,
            try_out=partial(try_out, stage.models, Wording()),
            fetch_models=partial(fetch_models, stage.models),
        )
        page = ProviderPage(asking)
        pages.append(page)
        qtbot.addWidget(page)
        page.show()
        page._begin(asking.catalogue.kinds["other"], None)
        page.form.name.setText("Mine")
        page.form.address.lines[0].setText(started[0].address)
        page.form.keys.lines[0].setText(KEY)
        return page, started[0]

    yield open_form
    stage.scope.start("server", servers.aclose)
    qtbot.waitUntil(lambda: not any(stage.scope._tasks.values()))


def ended(page):
    return lambda: bool(page.form.trial.said.text()) and not page.form.trial.is_running


def test_a_wrong_key_is_said_and_never_repeated(open_form, qtbot):
    page, server = open_form(head(401) + REFUSED)
    page.form.trial.button.click()
    qtbot.waitUntil(ended(page))
    assert page.form.trial.said.text().startswith("The key was refused")
    assert KEY not in page.form.trial.said.text()
    assert KEY in server.requests[0][0]


def test_a_good_server_lists_its_models_and_they_can_be_chosen(open_form, qtbot):
    page, _ = open_form(head() + MODELS)
    page.form.models.fetch.click()
    qtbot.waitUntil(lambda: page.form.models.rows.offered == ("m",))
    assert page.form.models.said.text().startswith("1 model")


def test_a_server_that_hangs_is_left_when_the_user_stops(open_form, qtbot):
    page, server = open_form(SILENCE)
    page.form.trial.button.click()
    qtbot.waitUntil(lambda: bool(server.requests))
    assert page.form.trial.button.text() == "Stop"
    page.form.trial.button.click()
    qtbot.waitUntil(server.hung_up.is_set)
    assert page.form.trial.said.text() == "Stopped."


def test_nobody_at_the_address_is_said_with_the_address(open_form, qtbot):
    page, server = open_form(head() + MODELS)
    server.stop()
    page.form.trial.button.click()
    qtbot.waitUntil(ended(page))
    assert page.form.trial.said.text().startswith("Mine cannot be reached")
    assert str(server.port) in page.form.trial.said.text()
