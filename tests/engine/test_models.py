from dataclasses import replace

import pytest

from app.core.errors import BackendError, ModelMissing
from app.core.settings import Models as ModelSettings
from app.core.settings import Provider, Settings
from app.engine.models import BUILTIN_CHOICE, ModelChoice
from tests.engine.scripted import CHOICE, Scripted


def with_provider(world, **changes):
    provider = replace(world.settings.providers[0], **changes)
    world.settings = replace(world.settings, providers=(provider,))


@pytest.mark.parametrize("text", ["p/m", "openrouter/deepseek/deepseek-r1"])
def test_choice_is_the_same_after_writing_and_reading(text):
    assert str(ModelChoice.parse(text)) == text


def test_choices_are_the_builtin_one_and_every_model_of_providers_that_are_on(make_world):
    world = make_world()
    assert world.models.choices() == (BUILTIN_CHOICE, CHOICE)
    with_provider(world, is_on=False)
    assert world.models.choices() == (BUILTIN_CHOICE,)


def test_default_that_is_gone_falls_back_to_the_builtin_model(make_world):
    world = make_world()
    assert world.models.default == CHOICE
    world.settings = replace(world.settings, models=ModelSettings(default="gone/m"))
    assert world.models.default == BUILTIN_CHOICE


@pytest.mark.parametrize(
    ("address", "is_local"),
    [
        ("http://127.0.0.1:11434/v1", True),
        ("http://localhost:1234", True),
        ("http://[::1]:80/v1", True),
        ("https://api.deepseek.com/v1", False),
        ("http://192.168.1.7:8080/v1", False),
        ("https://localhost.example.com", False),
    ],
)
def test_local_means_that_nothing_leaves_this_machine(make_world, address, is_local):
    world = make_world()
    with_provider(world, address=address)
    assert world.models.is_local(CHOICE) is is_local
    assert world.models.is_local(BUILTIN_CHOICE)


def test_chip_has_a_short_name(make_world):
    models = make_world().models
    assert models.title(BUILTIN_CHOICE) == "SmolLM2 135M"
    assert models.title(ModelChoice("openrouter", "deepseek/deepseek-r1")) == "deepseek-r1"


def test_builtin_model_speaks_english_only(make_world):
    models = make_world().models
    assert models.languages(BUILTIN_CHOICE) == ("en",)
    assert models.languages(CHOICE) == ()


async def test_backend_is_made_once_and_anew_when_its_provider_changed(make_world):
    world, made = make_world(), []
    plain = world.connect

    async def connect():
        connections = await plain()

        def make(reach, on_change):
            made.append((reach.provider.address, reach.keys))
            return Scripted()

        return replace(connections, makers={"scripted": make})

    world.connect = connect
    first = await world.models.backend(CHOICE)
    assert await world.models.backend(CHOICE) is first
    with_provider(world, address="http://other/v1")
    second = await world.models.backend(CHOICE)
    assert made == [("http://127.0.0.1:1/v1", ()), ("http://other/v1", ())]
    assert not first.closed  # a reply may still be coming from it
    await world.models.aclose()
    assert first.closed
    assert second.closed


async def test_provider_that_is_gone_or_of_an_unknown_protocol_is_missing(make_world):
    world = make_world()
    with pytest.raises(ModelMissing) as caught:
        await world.models.backend(ModelChoice("gone", "m"))
    assert caught.value.choice == "gone/m"
    with_provider(world, protocol="carrier pigeon")
    with pytest.raises(ModelMissing):
        await world.models.backend(CHOICE)


async def test_connections_that_cannot_be_made_are_an_error_and_tried_again(
    make_world, expected_log
):
    world = make_world()
    good = world.connect

    async def fail():
        raise ImportError("no httpx")

    world.connect = fail
    with pytest.raises(BackendError):
        await world.models.backend(CHOICE)
    world.connect = good
    assert await world.models.backend(CHOICE) is world.backend


def test_settings_without_providers_offer_the_builtin_model(make_world):
    world = make_world()
    world.settings = Settings()
    assert world.models.choices() == (BUILTIN_CHOICE,)
    assert Provider("x", "X", "http://x").models == ()
