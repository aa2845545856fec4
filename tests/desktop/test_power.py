import psutil
import pytest

from app.desktop.power import is_on_battery


@pytest.fixture
def supplies(tmp_path, monkeypatch):
    """The folder in which the system describes its batteries and cables."""
    monkeypatch.setattr(psutil._pslinux, "POWER_SUPPLY_PATH", str(tmp_path))
    return tmp_path


def put(folder, **files):
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(f"{text}\n")


@pytest.mark.parametrize(("plugged", "found"), [(0, True), (1, False)])
def test_a_machine_without_its_cable_lives_on_its_battery(supplies, plugged, found):
    put(supplies / "BAT0", capacity=60, energy_now=60, energy_full=100, power_now=10)
    put(supplies / "AC0", online=plugged)
    assert is_on_battery() is found


def test_a_machine_without_a_battery_is_no_matter(supplies):
    put(supplies / "AC0", online=1)
    assert is_on_battery() is None
