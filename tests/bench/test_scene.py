import json
import subprocess
import sys
from dataclasses import asdict

import pytest

from app.bench import start
from app.bench.child import BenchError, environment, measure, mock_server
from app.bench.home import POSTS, TURNS, fill, model_name, prepare
from app.bench.judge import stream_problems
from app.bench.scene import Plan
from app.storage.store import Store


def test_two_tiles_show_what_the_server_sent(real_screen, tmp_path):
    with mock_server() as port:
        prepare(tmp_path / "home", port, own_agents=2)
        plan = Plan(tiles=2, columns=2, rate=50, tokens=50)
        env = environment(real_screen, tmp_path / "home")
        found = measure("app.bench.scene", ("streams", json.dumps(asdict(plan))), env)
    assert stream_problems(found) == []
    assert found["updates_a_second"] > 5
    assert 0 < found["cores"] < 2


def test_start_of_the_program_is_marked_in_its_log(real_screen, tmp_path):
    fill(prepare(tmp_path / "home"))
    found = start.program(real_screen, tmp_path / "home")
    assert 0 < found["shell"] < found["full"]


def test_program_that_does_not_start_is_an_error_at_once(tmp_path, capfd):
    prepare(tmp_path / "home")
    with pytest.raises(BenchError, match="ended with"):
        start.program({"QT_QPA_PLATFORM": "nonsense"}, tmp_path / "home")
    capfd.readouterr()


def test_key_that_xdotool_types_is_noticed(real_screen, tmp_path):
    fill(prepare(tmp_path / "home"))
    assert start.first_key(real_screen, tmp_path / "home") > 0


def test_bare_window_is_measured_from_the_start_of_its_process(real_screen):
    assert start.bare_window(real_screen) > 10


def test_marks_are_read_from_the_log():
    log = "12:00 INFO app.main: the window is open: shell 12.5000, full 13.2500\n"
    assert start.marks_in(log) == {"shell": 12.5, "full": 13.25}


def test_home_is_full_of_talk(tmp_path):
    paths = prepare(tmp_path / "home", own_agents=1)
    fill(paths)
    with Store(paths.database) as store:
        assert len(store.conversations.load("bench-ask").messages) == 2 * TURNS
        assert len(store.posts.newest(100)) == POSTS


def test_model_name_says_the_pace():
    assert model_name(50, 200, 3) == "mock-50-200-3"


def test_child_that_fails_is_an_error_with_its_last_words():
    with pytest.raises(BenchError, match="KeyError"):
        measure("app.bench.scene", ("nonsense", "{}"), environment({}))


def test_unknown_option_is_refused():
    command = [sys.executable, "-m", "app", "bench", "--nonsense"]
    assert subprocess.run(command, capture_output=True, timeout=60).returncode == 2
