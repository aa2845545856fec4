import json

from app.bench.report import Row, as_json, as_table

RATIO_MISSED = Row("start", 400, "ms", 4.0, most_ratio=3.5)
VALUE_MET = Row("cores", 0.31, "cores", 3.0, most=0.4)
NO_AIM = Row("memory", 180, "MB")


def test_aim_of_a_ratio_is_held_against_the_ratio():
    assert RATIO_MISSED.is_met is False


def test_aim_of_a_value_is_held_against_the_value():
    assert VALUE_MET.is_met is True


def test_figure_without_an_aim_is_neither_met_nor_missed():
    assert NO_AIM.is_met is None


def test_table_names_what_was_missed():
    _, start, cores, memory = as_table([RATIO_MISSED, VALUE_MET, NO_AIM]).split("\n")
    assert start.split() == ["start", "400", "ms", "4.00", "<=", "3.5", "x", "MISSED"]
    assert cores.split() == ["cores", "0.31", "cores", "3.00", "<=", "0.4", "cores", "ok"]
    assert memory.split() == ["memory", "180", "MB"]


def test_json_holds_every_row_the_machine_and_the_problems():
    found = json.loads(as_json([RATIO_MISSED], {"cores": "2"}, ["broken"]))
    assert found["rows"][0] | {"value": 400, "met": False} == found["rows"][0]
    assert (found["machine"], found["problems"]) == ({"cores": "2"}, ["broken"])
