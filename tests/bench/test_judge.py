import pytest

from app.bench import judge

LAG = {"p50": 0.1, "p99": 8.0, "max": 31.0}
GOOD = {
    "plan": {"tiles": 8, "rate": 50},
    "cores": 0.3,
    "busy": 0.9,
    "lag": LAG,
    "rss": 180.0,
    "tokens_a_second": 399.0,
    "updates_a_second": 28.0,
    "paints_a_second": 28.0,
    "wrong": [],
    "hidden": [],
    "small": [],
    "unpainted": [],
}
FLOOR = {"cpu": 0.5, "wall": 5.0}


def test_start_is_judged_by_medians_against_the_bare_window():
    starts = [{"shell": 210, "full": 300}, {"shell": 900, "full": 900}, {"shell": 200, "full": 360}]
    _, shell, full = judge.start_rows([100, 90, 400], starts, [None])
    assert (shell.ratio, shell.is_met) == (2.1, True)
    assert (full.ratio, full.is_met) == (3.6, False)


def test_a_long_answer_is_judged_by_its_end_beside_its_start():
    even, steep = judge.growth_rows({"even": [100, 90, 90, 120], "steep": [100, 200, 300, 400]})
    assert (even.value, even.ratio, even.is_met) == (120, 1.2, True)
    assert steep.is_met is False


def test_key_has_a_row_where_one_was_typed():
    assert judge.start_rows([100], [{"shell": 1, "full": 1}], [500])[-1].value == 500


def test_one_long_stall_of_three_is_an_accident():
    row = judge.stall_row("at once", [{"lag": {"max": each}} for each in (9, 300, 12)])
    assert (row.value, row.is_met) == (12, True)


def test_cores_are_held_against_their_aim_and_shown_against_the_floor():
    row = judge.stream_rows(GOOD, FLOOR, most_cores=0.4)[1]
    assert (row.value, row.is_met) == (0.3, True)
    assert row.ratio == pytest.approx(3.0)


def test_middle_scene_is_neither_the_smoothest_nor_the_roughest():
    scenes = [GOOD | {"lag": LAG | {"p99": each}} for each in (30.0, 9.0, 12.0)]
    assert judge.middle(scenes)["lag"]["p99"] == 12.0


def test_slow_beat_misses_the_aim():
    slow = GOOD | {"lag": LAG | {"p99": 21.0}}
    missed = [row for row in judge.stream_rows(slow, FLOOR, 0.4) if row.is_met is False]
    assert [row.name for row in missed] == ["8 x 50 tokens/s: lag p99"]


def test_good_scene_has_no_problems():
    assert judge.stream_problems(GOOD) == []


@pytest.mark.parametrize("kind", ["wrong", "hidden", "small", "unpainted"])
def test_tile_that_makes_the_figures_worthless_is_named(kind):
    (problem,) = judge.stream_problems(GOOD | {kind: ["b03"]})
    assert problem.endswith("b03")


def test_tokens_that_came_late_flatter_and_are_a_problem():
    (problem,) = judge.stream_problems(GOOD | {"tokens_a_second": 300.0})
    assert "only 300 of 400" in problem


def test_agents_that_did_not_answer_are_named():
    found = {"outcomes": {"ask": "length", "tutor": "failed"}, "silent": ["ask"]}
    failed, silent = judge.answer_problems(found)
    assert "tutor (failed)" in failed
    assert "ask" in silent
