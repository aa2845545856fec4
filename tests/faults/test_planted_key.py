"""A key is planted, and everything the program writes and says is searched for it."""

import base64
import json
import logging
import traceback
from urllib.parse import quote

import pytest

from app.core.events import Event
from app.core.settings import Provider
from app.engine.connections import PROTOCOLS
from app.engine.models import ModelChoice
from app.runtime import open_runtime
from app.storage.paths import resources_folder, user_paths
from app.storage.secrets import Secrets
from tests.backends.server import RESET, SILENCE, SSE_HEAD, head, serving, sse
from tests.engine.scripted import until

KEY = "sk-PLANTED-7f3c9a2e5b1d4c68"
SHAPES = (KEY, base64.b64encode(KEY.encode()).decode(), KEY.encode().hex(), quote(KEY[3:]))


def echo(text):
    return json.dumps({"error": {"message": f"Incorrect API key provided: {text}"}}).encode()


BAD_DAYS = {
    "refused": [head(401), echo(KEY)],
    "forbidden": [head(403), echo(f"Bearer {KEY}")],
    "busy": [head(429, retry_after="3600"), echo(KEY)],
    "broken": [head(500, "text/html"), f"<html><title>{KEY}</title></html>".encode()],
    "redirected": [head(307, location=f"http://127.0.0.1:1/v1?key={KEY}")],
    "no HTTP": [f"SSH-2.0 {KEY}\r\n\r\n".encode()],
    "garbled": [SSE_HEAD, sse(f"nonsense {KEY}")],
    "an error in mid-stream": [SSE_HEAD, b"event: error\n", sse(echo(KEY).decode())],
    "of a wrong type": [SSE_HEAD, sse(json.dumps({"choices": KEY, "candidates": KEY}))],
    "hung up": [SSE_HEAD, RESET],
    "nothing": [SSE_HEAD],
    "a page": [head(200, "text/html"), f"<html><body>{KEY}</body></html>".encode()],
    "stopped": [SSE_HEAD, SILENCE],
}


@pytest.fixture
def written(caplog, capfd):
    """Everything that was logged at debug level by whomever, and printed."""
    caplog.set_level(logging.DEBUG)

    def text():
        told = capfd.readouterr()
        form = logging.Formatter("%(message)s %(args)r")
        records = map(form.format, caplog.records)
        return "\n".join((*records, told.out, told.err))

    return text


def files_under(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def assert_clean(text, where):
    for shape in SHAPES:
        assert shape not in text, f"the key is in {where}"


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("day", BAD_DAYS)
async def test_a_key_is_in_nothing_the_program_writes_or_says(protocol, day, written):
    paths, said = user_paths(), []
    secrets = Secrets(lambda: None, place="this run")
    runtime_opened = open_runtime(paths, resources_folder(), secrets=secrets)
    async with serving(*BAD_DAYS[day]) as server, runtime_opened as runtime:
        runtime.bus.subscribe(Event, lambda event: said.append(repr(event)))
        provider = Provider("cloud", "Cloud", server.address, ("m",), protocol)
        runtime.settings.set_providers((provider,))
        await secrets.set("cloud", KEY)
        session = runtime.roster.open_new("ask")
        session.choose(ModelChoice("cloud", "m"))
        session.send("hi")
        if SILENCE in BAD_DAYS[day]:
            await server.spoke.wait()
            session.stop()
        await until(lambda: session.hurry() or not session.is_running)
        error = session.last_error
        assert (error is None) == (day == "stopped")
        if error is not None:
            said.append("".join(traceback.format_exception(error)) + repr(vars(error)))
            said.append(runtime.wording.error(error, "Cloud").text)
        said += [repr(notice) for notice in runtime.notices.inbox]
        said += [repr(message) for message in session.conversation.messages]
        said += [repr(each) for each in (runtime, runtime.models, secrets, provider)]
        said += map(repr, runtime.models._made)
    assert_clean("\n".join(said), "what was said")
    assert_clean(written(), "the log")
    kept = files_under(paths.data.parent)
    assert any(path.suffix == ".db" for path in kept)
    for path, data in kept.items():
        assert_clean(data.decode("latin-1"), path.name)
    assert KEY in server.requests[0][0]


def test_the_search_finds_a_key_that_is_there(tmp_path):
    (tmp_path / "log").write_text(f"x {KEY}")
    ((path, data),) = files_under(tmp_path).items()
    with pytest.raises(AssertionError, match="the key is in log"):
        assert_clean(data.decode("latin-1"), path.name)
