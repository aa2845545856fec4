"""Qt's loop has no child watcher: the built-in model's process must not need one."""

import pytest

from app.backends.http import make_client
from app.backends.local import LocalModel
from app.core.backend import Finished, Sampling
from app.core.tasks import TaskScope
from tests.backends.conftest import request_of


@pytest.fixture
def linked_file(model_file, tmp_path):
    link = tmp_path / "model.gguf"
    link.symlink_to(model_file)
    return link


def test_the_built_in_model_answers_on_qts_loop(qtbot, loop, linked_file):
    heard = []

    async def ask():
        async with await make_client() as client:
            local = LocalModel(linked_file, client)
            request = request_of("Hello", sampling=Sampling(max_tokens=5))
            heard.extend([item async for item in local.stream(request)])
            await local.aclose()

    scope = TaskScope("test")
    scope.start("ask", ask)
    qtbot.waitUntil(lambda: "ask" not in scope, timeout=60_000)
    assert isinstance(heard[-1], Finished)
