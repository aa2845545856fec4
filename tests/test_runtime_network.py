"""How the whole program reaches servers, as the settings say."""

from contextlib import aclosing

import pytest

from app.core.backend import Finished
from app.core.errors import ProxyUnusable
from app.core.key import PROXY
from app.engine.models import ModelChoice
from app.runtime import open_runtime
from app.storage.paths import resources_folder, user_paths
from tests.backends.conftest import request_of
from tests.backends.proxy_server import proxying
from tests.backends.server import SSE_HEAD, serving, sse

ANSWER = (SSE_HEAD, sse('{"choices":[{"delta":{"content":"hi"},"finish_reason":"stop"}]}'))
SETTINGS = """
[keys]
keep = "this run"
[[providers]]
id = "cloud"
name = "Cloud"
address = "http://model.test/v1"
models = ["m"]
"""


@pytest.fixture
async def runtime():
    paths = user_paths()
    paths.make()
    paths.settings.write_text(SETTINGS)
    async with open_runtime(paths, resources_folder()) as runtime:
        yield runtime


async def asked(runtime):
    backend = await runtime.models.backend(ModelChoice("cloud", "m"))
    async with aclosing(backend.stream(request_of("hi"))) as items:
        return [item async for item in items][-1]


async def test_the_proxy_of_the_settings_is_used_from_the_next_run_on(runtime):
    async with (
        serving(*ANSWER) as server,
        proxying(target=server.port) as one,
        proxying("socks", target=server.port, user="ann", password="pw") as other,
    ):
        runtime.settings.set("network.proxy_address", f"http://127.0.0.1:{one.port}")
        runtime.settings.set("network.proxy", "manual")
        assert isinstance(await asked(runtime), Finished)
        runtime.settings.set("network.proxy_address", f"socks5h://127.0.0.1:{other.port}")
        runtime.settings.set("network.proxy_user", "ann")
        with pytest.raises(ProxyUnusable) as caught:
            await asked(runtime)
        await runtime.secrets.set(PROXY, "pw")
        assert isinstance(await asked(runtime), Finished)
    assert caught.value.why == "password"
    assert one.asked == ["POST http://model.test/v1/chat/completions"]
    assert other.asked == ["5 model.test:80"]


async def test_the_proxys_password_goes_along_when_keys_are_kept_elsewhere(runtime):
    await runtime.secrets.set(PROXY, "pw")
    await runtime.secrets.create_file("correct horse")
    runtime.settings.set("keys.keep", "file")
    await runtime.scope.wait("keys")
    assert runtime.secrets.kind == "file"
    assert await runtime.secrets.get(PROXY) == "pw"
