import pytest

from app.engine.filling import filled


@pytest.mark.parametrize(
    ("pattern", "name", "said"),
    [
        ("连不上{who}", "Mine", "连不上 Mine"),
        ("{who}正忙", "DeepSeek", "DeepSeek 正忙"),
        ("{who}正忙", "小明", "小明正忙"),
        ("改用 {who} 回答", "小明", "改用小明回答"),
        ("改用 {who} 回答", "GPT-5", "改用 GPT-5 回答"),
        ("“{who}”正忙", "DeepSeek", "“DeepSeek”正忙"),
        ("{who}（{who}）", "DeepSeek", "DeepSeek（DeepSeek）"),
        ("{who} is busy", "小明", "小明 is busy"),
        ("已用{who}次", 3, "已用 3 次"),
        ("连不上{who}", "", "连不上"),
    ],
)
def test_a_space_stands_where_chinese_and_other_letters_meet(pattern, name, said):
    assert filled(pattern, who=name) == said


def test_braces_in_a_name_are_not_filled():
    assert filled("{who}: {why}", who="{why}", why="late") == "{why}: late"
