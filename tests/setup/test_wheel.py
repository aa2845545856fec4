import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

RESOURCES = """
import json
import app
from app.storage.cards import Cards
from app.storage.paths import resources_folder, user_paths
folder = resources_folder()
cards = Cards(folder / "agents", user_paths().own_agents)
files = sorted(each.name for each in folder.rglob("*.*"))
print(json.dumps({"app": app.__file__, "files": files, "agents": [each.id for each in cards.all]}))
"""

TRANSLATION = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN"><context><name>Rail</name>
<message><source>Agents</source><translation>伙伴</translation></message></context></TS>
"""


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **more)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A clean copy of what a clone of this checkout would have."""
    folder = tmp_path_factory.mktemp("checkout")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    (folder / "resources" / "translations").mkdir(exist_ok=True)
    (folder / "resources" / "translations" / "test_zh_CN.ts").write_text(TRANSLATION, "utf-8")
    return folder


@pytest.fixture(scope="module")
def wheel(checkout, tmp_path_factory):
    """The wheel built from it, with the tools of this environment and no network."""
    out = tmp_path_factory.mktemp("wheel")
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", str(out)]
    run(sys.executable, "-m", "pip", "wheel", *options, str(checkout))
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """An environment that has the wheel, and its dependencies from this environment.

    This environment's own `app` is not reachable from it: a `.pth` file in a folder that
    was itself added by one is not read.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    base = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", vars=base))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", f"--python={folder}", "install"]
    run(*pip, "--no-deps", "--no-index", str(wheel))
    return folder


def test_the_wheel_has_all_resources_and_the_compiled_translations(wheel, checkout):
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert "app/resources/translations/test_zh_CN.qm" in inside
    left_out = {".ts", ".py", ".pyc"}
    expected = {
        f"app/{each.relative_to(checkout)}" if each.suffix != ".ts" else _compiled(each, checkout)
        for each in (checkout / "resources").rglob("*")
        if each.is_file() and each.suffix not in (".py", ".pyc")
    }
    assert expected <= inside
    assert not [name for name in inside if "resources" in name and Path(name).suffix in left_out]


def _compiled(source, checkout):
    return f"app/{source.relative_to(checkout).with_suffix('.qm')}"


def test_the_wheel_has_the_program_and_nothing_else(wheel, checkout):
    inside = zipfile.ZipFile(wheel).namelist()
    modules = {name for name in inside if name.endswith(".py")}
    assert {name.partition("/")[0].split("-")[0] for name in inside} == {"app", "renao"}
    assert modules == {str(each.relative_to(checkout)) for each in checkout.glob("app/**/*.py")}


def test_an_installed_wheel_finds_its_own_resources(installed, tmp_path):
    found = json.loads(run(installed / "bin" / "python", "-c", RESOURCES, cwd=tmp_path))
    assert Path(found["app"]).is_relative_to(installed)
    assert {"style.qss", "night-market.toml", "red_flags.toml"} <= set(found["files"])
    assert len(found["agents"]) >= 9


def test_an_installed_wheel_runs_in_an_empty_folder(installed, tmp_path):
    assert "fetch-model" in run(installed / "bin" / "renao", "--help", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_installed_wheel_s_doctor_is_content_with_its_files(installed, tmp_path):
    told = subprocess.run(
        [installed / "bin" / "renao", "doctor"], cwd=tmp_path, capture_output=True
    )
    assert b"ok    Own files" in told.stdout, told.stderr


def test_every_dependency_is_pinned(wheel):
    archive = zipfile.ZipFile(wheel)
    metadata = archive.read(next(each for each in archive.namelist() if "METADATA" in each))
    needs = [each for each in metadata.decode().splitlines() if each.startswith("Requires-Dist")]
    assert needs
    assert [each for each in needs if "==" not in each.partition(";")[0]] == []


def test_the_pins_are_what_runs_here():
    checked = [sys.executable, "-m", "pip", "check", "--disable-pip-version-check"]
    assert "No broken requirements" in run(*checked, env=os.environ)
