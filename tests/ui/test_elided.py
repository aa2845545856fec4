from app.ui.elided import ElidedLabel
from app.ui.plain_tip import plain_tip


def test_the_whole_text_is_in_the_tool_tip_and_is_no_markup(qtbot):
    label = ElidedLabel("Ann answered: <img src='x'> & so on and on")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    qtbot.waitUntil(lambda: bool(label.toolTip()))
    assert "&lt;img src=&#x27;x&#x27;&gt; &amp; so on" in label.toolTip()
    label.resize(2000, 20)
    qtbot.waitUntil(lambda: not label.toolTip())


def test_words_without_a_tag_stay_as_they_are():
    assert plain_tip("Tom & Jerry\nboth") == "Tom & Jerry\nboth"
