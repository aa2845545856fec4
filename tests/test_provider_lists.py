"""`renao providers` and `renao models` as a user sees them."""

import json

import pytest

from tests.backends.server import head, serving

PROVIDERS = """
[[providers]]
id = "mine"
name = "Mine"
address = "{address}"
models = ["a"]
key_variable = "MY_KEY"

[[providers]]
id = "off"
address = "http://127.0.0.1:1/v1"
is_on = false
"""


@pytest.fixture
def settings(tmp_path):
    def write(address="http://127.0.0.1:1/v1"):
        (tmp_path / "config").mkdir(exist_ok=True)
        (tmp_path / "config" / "settings.toml").write_text(PROVIDERS.format(address=address))

    return write


VARIABLES = ("DEEPSEEK_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY")
NO_KEYS = dict.fromkeys(VARIABLES, "")


async def test_providers_are_listed_with_their_state(renao, settings):
    settings()
    result = await renao("providers", "--json", **NO_KEYS, MY_KEY="secret")
    rows = {row["id"]: row["state"] for row in result.lines}
    assert rows["builtin"].startswith("not fetched")
    assert (rows["mine"], rows["off"]) == ("key", "switched off")
    assert b"secret" not in result.out
    assert "deepseek" not in rows


async def test_one_whose_key_is_in_the_environment_can_be_asked_at_once(renao, settings):
    settings()
    result = await renao("providers", **{**NO_KEYS, "DEEPSEEK_API_KEY": "secret"})
    (line,) = [line for line in result.out.decode().splitlines() if line.startswith("deepseek")]
    assert "key in DEEPSEEK_API_KEY" in line
    assert "MY_KEY is not set" in result.out.decode()


async def test_all_that_could_be_set_up_are_listed_when_asked_for(renao):
    result = await renao("providers", "--all", "--json", **NO_KEYS)
    rows = {row["id"]: row for row in result.lines}
    assert rows["ollama"]["protocol"] == "ollama"
    assert len(rows) > 20


async def test_the_models_of_a_provider_are_listed(renao, settings):
    listing = json.dumps({"data": [{"id": "b", "context_length": 8192}, {"id": "a"}]})
    async with serving(head(200), listing.encode()) as server:
        settings(server.address)
        result = await renao("models", "mine", MY_KEY="secret")
    assert result.out.decode().splitlines() == ["a", "b  8,192"]
    assert "Bearer secret" in server.requests[0][0]


async def test_a_provider_that_says_no_is_one_sentence(renao, settings):
    async with serving(head(401), b'{"error":"no"}') as server:
        settings(server.address)
        result = await renao("models", "mine", MY_KEY="secret")
    assert (result.code, result.out) == (1, b"")
    assert "401" in result.err
    assert "secret" not in result.err


async def test_an_unknown_provider_is_one_sentence(renao):
    result = await renao("models", "nobody")
    assert (result.code, result.out) == (1, b"")
    assert "nobody" in result.err


@pytest.mark.parametrize("asked", [("models", "nobody"), ("ask", "--provider", "nobody", "hi")])
async def test_a_provider_that_does_not_exist_is_said_to(renao, asked):
    result = await renao(*asked)
    assert (result.code, result.out) == (1, b"")
    assert "no provider nobody" in result.err
    assert "renao providers" in result.err


async def test_a_provider_without_a_model_is_told_what_to_name(renao, settings):
    settings()
    result = await renao("ask", "--provider", "off", "hi")
    assert result.code == 1
    assert "--model" in result.err
