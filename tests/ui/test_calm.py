"""Against a real portal on a real bus, and a real folder of batteries."""

import os

import psutil
import pytest

from app.core.tasks import TaskScope
from app.storage.settings_file import SettingsFile
from app.ui import calm as module
from app.ui.calm import Calm
from app.ui.still import MotionWish
from tests.desktop.bus import PortalService, session_bus
from tests.ui.panel_stage import Stage

ANIMATIONS = ("org.gnome.desktop.interface", "enable-animations")


@pytest.fixture
def supplies(tmp_path, monkeypatch):
    """A machine with a battery and a cable, looked at all the time."""
    monkeypatch.setattr(psutil._pslinux, "POWER_SUPPLY_PATH", str(tmp_path / "power"))
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    battery = tmp_path / "power" / "BAT0"
    battery.mkdir(parents=True)
    for name, text in {"capacity": 60, "energy_now": 60, "energy_full": 100}.items():
        (battery / name).write_text(f"{text}\n")
    (tmp_path / "power" / "AC0").mkdir()
    plug(tmp_path, 1)
    return tmp_path


def plug(folder, is_in):
    new = folder / "online"
    new.write_text(f"{is_in}\n")
    new.replace(folder / "power" / "AC0" / "online")


@pytest.fixture
def stage(qapp, loop, qtbot, tmp_path):
    stage = Stage(tmp_path)
    stage.settings = SettingsFile(tmp_path / "settings.toml", stage.bus)
    stage.scope = TaskScope("window")
    stage.calm = Calm(stage.settings, stage.look, stage.scope, stage.clock)
    stage.calm.changed.connect(lambda: stage.look.set_density(stage.calm.density))
    yield stage
    stage.calm.close()
    stage.clock.deleteLater()
    ends = [loop.create_task(each.aclose()) for each in (stage.scope, stage.settings)]
    qtbot.waitUntil(lambda: all(each.done() for each in ends))


def test_on_battery_it_is_calm_where_that_is_allowed_and_comes_back(stage, supplies, qtbot):
    stage.settings.set("appearance.calm_on_battery", "always")
    plug(supplies, 0)
    stage.calm.begin()
    qtbot.waitUntil(lambda: stage.look.density == "calm")
    assert stage.calm.reason == "battery"
    plug(supplies, 1)
    qtbot.waitUntil(lambda: stage.look.density == "busy")
    assert stage.calm.reason == ""


def test_whoever_wants_to_be_asked_is_asked_once_and_nothing_changes(stage, supplies, qtbot):
    asked = []
    stage.calm.asked.connect(lambda: asked.append("calm?"))
    plug(supplies, 0)
    stage.calm.begin()
    for is_in in (1, 0, 1):
        qtbot.waitUntil(lambda want=not is_in: stage.calm._reasons["battery"] is not want)
        plug(supplies, is_in)
    assert asked == ["calm?"]
    assert stage.look.density == "busy"


def test_who_never_wants_it_is_not_asked(stage, supplies, qtbot):
    stage.settings.set("appearance.calm_on_battery", "never")
    stage.calm.asked.connect(lambda: pytest.fail("it asked"))
    plug(supplies, 0)
    stage.calm.begin()
    qtbot.waitUntil(lambda: stage.calm._reasons["battery"])
    assert stage.look.density == "busy"


def test_what_the_user_chooses_holds_until_the_reason_is_over(stage, supplies, qtbot):
    stage.settings.set("appearance.calm_on_battery", "always")
    plug(supplies, 0)
    stage.calm.begin()
    qtbot.waitUntil(lambda: stage.look.density == "calm")
    stage.calm.overrule()
    assert stage.look.density == "busy"
    plug(supplies, 1)
    qtbot.waitUntil(lambda: not stage.calm._reasons["battery"])
    plug(supplies, 0)
    qtbot.waitUntil(lambda: stage.look.density == "calm")


def test_a_machine_without_a_battery_is_looked_at_once(stage, supplies, qtbot):
    looks = []
    stage.calm.begin(lambda: looks.append("look"))
    qtbot.waitUntil(lambda: "battery" not in stage.scope)
    assert looks == ["look"]


@pytest.fixture
def portal(home):
    with session_bus(home) as address:
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
        service = PortalService(os.environ)
        yield service
        service.close()


def test_a_desktop_that_wants_less_motion_makes_it_calm_and_still(stage, supplies, portal, qtbot):
    stage.calm.begin()
    portal.tell("set", *ANIMATIONS, "false")
    qtbot.waitUntil(lambda: stage.look.density == "calm")
    assert stage.calm.reason == "motion"
    stage.settings.set("appearance.calm_when_still", False)
    stage.calm.changed.emit()
    assert stage.look.density == "busy"
    assert not stage.look.has_motion
    portal.tell("set", *ANIMATIONS, "true")
    qtbot.waitUntil(lambda: stage.look.has_motion)


def test_who_is_calm_anyway_is_told_no_reason(stage, supplies, portal, qtbot):
    stage.settings.set("appearance.density", "calm")
    portal.tell("set", *ANIMATIONS, "false")
    stage.calm.begin()
    qtbot.waitUntil(lambda: stage.calm._reasons["motion"])
    assert stage.calm.reason == ""


def test_without_a_bus_nobody_is_asked_about_motion(stage):
    wish = MotionWish(stage.clock)
    wish.heard.connect(lambda wants: pytest.fail("somebody answered"))
    wish.begin()
    assert wish._thread is None
    wish.close()
