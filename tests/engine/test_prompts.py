from app.core.agent import AgentCard
from app.engine.prompts import persona_of

NOTHING = {"en": ""}


def card(**greeting):
    persona = {"en": "You like tea.", "zh_CN": "你爱喝茶。"}
    return AgentCard("x", NOTHING, NOTHING, persona, {"en": ()}, "x", 0, greeting=greeting)


def test_an_agent_knows_what_the_user_has_read_of_it_already():
    said = persona_of(card(en="Sit down.", zh_CN="请坐。"), "zh_CN")
    assert said.startswith("你爱喝茶。")
    assert said.endswith("请坐。")


def test_without_a_greeting_the_persona_is_all():
    assert persona_of(card(en=""), "en") == "You like tea."


def test_braces_in_a_persona_are_left_as_they_are():
    assert persona_of(card(en="{name}"), "en").endswith("{name}")
