import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from app.ui.ago import ago
from app.ui.clamped_text import ClampedText, without_marks
from app.ui.feed_panel import FIRST, PAGE, FeedPanel
from tests.ui.panel_stage import Stage

LONG = "A sentence that is meant to fill more than one line of a narrow card. " * 6


@pytest.fixture
def stage(tmp_path, qapp):
    return Stage(tmp_path)


@pytest.fixture
def show(stage, qtbot):
    def made():
        panel = FeedPanel(stage.context)
        qtbot.addWidget(panel, before_close_func=FeedPanel.close_subscriptions)
        panel.resize(panel.width(), 800)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel

    return made


def settled(panel, qtbot, count):
    qtbot.waitUntil(lambda: len(panel.cards) == count)
    return panel.cards


def test_posts_are_shown_newest_first(stage, show, qtbot):
    stage.feed.post("jokes", "old", ago=100)
    stage.feed.post("ask", "new")
    cards = settled(show(), qtbot, 2)
    assert [card.post.text for card in cards] == ["new", "old"]
    assert cards[0].y() < cards[1].y()


def test_a_new_post_appears_and_leaves_the_others_alone(stage, show, qtbot):
    stage.feed.post("jokes", "old")
    panel = show()
    (old,) = settled(panel, qtbot, 1)
    stage.feed.post("ask", "new")
    assert settled(panel, qtbot, 2)[1] is old


def test_an_empty_feed_says_what_will_come(show):
    panel = show()
    assert panel._empty.isVisible()
    assert "appears here" in panel._empty._words.text()


def test_like_and_save_are_kept_and_shown(stage, show, qtbot):
    post = stage.feed.post("jokes", "ha")
    panel = show()
    (card,) = settled(panel, qtbot, 1)
    qtbot.mouseClick(card.like_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(card.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.like_button.accessibleName() == "Unlike")
    assert (stage.feed.posts[0].liked, stage.feed.posts[0].saved) == (True, True)
    assert stage.feed.posts[0].id == post.id


def test_the_saved_ones_can_be_shown_alone(stage, show, qtbot):
    kept = stage.feed.post("jokes", "keep")
    stage.feed.post("ask", "other")
    stage.feed.save(kept.id)
    panel = show()
    settled(panel, qtbot, 2)
    qtbot.mouseClick(panel.saved_filter, Qt.MouseButton.LeftButton)
    assert [card.post.text for card in settled(panel, qtbot, 1)] == ["keep"]
    qtbot.mouseClick(panel.all_filter, Qt.MouseButton.LeftButton)
    settled(panel, qtbot, 2)


def test_hiding_can_be_undone_on_the_spot(stage, show, qtbot):
    stage.feed.post("jokes", "ha")
    panel = show()
    (card,) = settled(panel, qtbot, 1)
    qtbot.mouseClick(card.hide_button, Qt.MouseButton.LeftButton)
    assert panel.cards == ()
    assert stage.feed.posts == ()
    (trace,) = panel._traces.values()
    qtbot.mouseClick(trace.undo, Qt.MouseButton.LeftButton)
    assert settled(panel, qtbot, 1)[0].post.text == "ha"
    assert len(stage.feed.posts) == 1


def test_open_leads_to_the_conversation(stage, show, qtbot):
    stage.feed.post("jokes", "ha", conversation="c1")
    panel = show()
    (card,) = settled(panel, qtbot, 1)
    with qtbot.waitSignal(panel.tile_wanted) as asked:
        qtbot.mouseClick(card.open_button, Qt.MouseButton.LeftButton)
    assert asked.args == ["c1", "jokes"]


def test_another_agent_can_be_asked_and_is_seen_writing(stage, show, qtbot):
    post = stage.feed.post("jokes", "ha")
    panel = show()
    (card,) = settled(panel, qtbot, 1)
    qtbot.mouseClick(card.ask_button, Qt.MouseButton.LeftButton)
    menu = card.findChild(QMenu)
    names = [action.text() for action in menu.actions()]
    assert "Joke curator" not in names
    assert len(names) == 8
    menu.actions()[names.index("Love guru")].trigger()
    menu.close()
    assert stage.feed.asked == [(post.id, "love")]
    qtbot.waitUntil(lambda: any("is writing" in line.accessibleName() for line in card._comments))


def test_comments_are_one_liners_with_their_authors(stage, show, qtbot):
    stage.feed.post("jokes", "ha", comments=(("love", "So *sweet*."), ("", "Mine.")))
    (card,) = settled(show(), qtbot, 1)
    said = [line.accessibleName() for line in card._comments]
    assert said == ["Love guru  So sweet.", "You  Mine."]


def test_long_texts_are_cut_until_unfolded(stage, show, qtbot):
    stage.feed.post("ask", LONG)
    (card,) = settled(show(), qtbot, 1)
    qtbot.waitUntil(card.more.isVisible)
    three = 3 * round(12 * 1.45)
    qtbot.waitUntil(lambda: card.text.height() == three)
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.text.height() > three)
    assert card.more.text() == "less"
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.text.height() == three)
    assert card.more.text() == "more"


def test_a_short_text_has_no_more(stage, show, qtbot):
    stage.feed.post("ask", "Short.")
    (card,) = settled(show(), qtbot, 1)
    assert not card.more.isVisible()


def scroll_down_until(panel, qtbot, is_there):
    bar = panel._scroll.verticalScrollBar()

    def look():
        bar.setValue(bar.maximum())
        return is_there()

    qtbot.waitUntil(look)


def test_cards_far_below_wait_until_the_view_comes_near(stage, show, qtbot):
    for number in range(PAGE):
        stage.feed.post("ask", f"post {number}", ago=1000 - number)
    panel = show()
    bar = panel._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    assert FIRST <= len(panel.cards) < PAGE
    scroll_down_until(panel, qtbot, lambda: len(panel.cards) == PAGE)


def test_only_a_page_is_built_until_older_ones_are_wanted(stage, show, qtbot):
    for number in range(PAGE + 3):
        stage.feed.post("ask", f"post {number}", ago=1000 - number)
    panel = show()
    scroll_down_until(panel, qtbot, panel.older.isVisible)
    assert len(panel.cards) == PAGE
    panel.older.click()
    scroll_down_until(panel, qtbot, lambda: len(panel.cards) == PAGE + 3)
    assert not panel.older.isVisible()


def test_many_posts_do_not_hold_up_a_frame(stage, show, qtbot):
    for number in range(PAGE):
        stage.feed.post("ask", f"post {number}", ago=1000 - number)
    panel = FeedPanel(stage.context)
    qtbot.addWidget(panel, before_close_func=FeedPanel.close_subscriptions)
    assert 0 < len(panel.cards) <= FIRST


def test_everything_can_be_done_from_the_keyboard(stage, show, qtbot):
    stage.feed.post("ask", "older", ago=60)
    stage.feed.post("jokes", "newer")
    panel = show()
    newer, older = settled(panel, qtbot, 2)
    panel.activateWindow()
    newer.setFocus()
    qtbot.keyClick(newer, Qt.Key.Key_Down)
    assert panel.focusWidget() is older
    qtbot.keyClick(older, Qt.Key.Key_L)
    qtbot.keyClick(older, Qt.Key.Key_S)
    assert (stage.feed.posts[1].liked, stage.feed.posts[1].saved) == (True, True)
    with qtbot.waitSignal(panel.tile_wanted):
        qtbot.keyClick(older, Qt.Key.Key_Return)
    qtbot.keyClick(older, Qt.Key.Key_Delete)
    assert [post.text for post in stage.feed.posts] == ["newer"]
    qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Space)
    assert len(stage.feed.posts) == 2


def test_the_menu_key_asks_another_agent(stage, show, qtbot):
    stage.feed.post("jokes", "newer")
    (card,) = settled(show(), qtbot, 1)
    qtbot.keyClick(card, Qt.Key.Key_A)
    assert card.findChild(QMenu).isVisible()
    card.findChild(QMenu).close()


@pytest.mark.parametrize("scale", [80, 100, 200])
@pytest.mark.parametrize("density", ["busy", "balanced", "calm"])
def test_nothing_is_wider_than_the_panel(stage, show, qtbot, undressed, density, scale):
    stage.look.wear(undressed)
    stage.feed.post("persona", LONG, comments=(("love", LONG),))
    stage.look.set_all("night-market", density, scale)
    panel = show()
    (card,) = settled(panel, qtbot, 1)
    margins = panel._column.contentsMargins()
    room = panel.minimumWidth() - margins.left() - margins.right() - stage.look.px("scroll_bar") - 1
    assert card.minimumSizeHint().width() <= room


def test_times_are_said_in_a_word_or_two():
    noon = time.mktime((2026, 3, 10, 12, 0, 0, 0, 0, -1))
    said = [ago(noon - passed, noon) for passed in (5, 180, 7200, 86400, 3 * 86400)]
    assert said == ["now", "3 min", "2 h", "yesterday", "3 d"]
    assert "2025" in ago(noon - 100 * 86400, noon) or "25" in ago(noon - 100 * 86400, noon)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**bold** and *soft* `code`", "bold and soft code"),
        ("# Title\n\ntext", "Title\ntext"),
        ("[here](https://example.org) ![alt](x.png)", "here alt"),
        ("- one\n- two", "• one\n• two"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
    ],
)
def test_marks_are_left_out(markdown, words):
    assert without_marks(markdown) == words


def test_a_cut_text_ends_in_an_ellipsis_and_fits(stage, qtbot):
    text = ClampedText(stage.look)
    qtbot.addWidget(text)
    text.show_text(LONG, 2)
    text.resize(200, text.heightForWidth(200))
    assert text.is_cut
    assert text._laid_at(200).last.endswith("…")
    assert text.heightForWidth(200) == 2 * round(12 * 1.45)
