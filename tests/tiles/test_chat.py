from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from app.core.errors import BackendRejected, ProxyUnusable
from app.core.events import ConversationChanged
from app.tiles import find_tile_types
from app.ui.earlier import Earlier
from tests.engine.scripted import FOREVER, said
from tests.tiles.world import ANN


def write(tile, words, qtbot):
    qtbot.keyClicks(tile.composer.field, words)
    qtbot.keyClick(tile.composer.field, Qt.Key.Key_Return)


def idle(tile):
    return lambda: not tile.session.is_running


def entry(tile, words):
    menu = tile.findChild(QMenu)
    return next(each for each in menu.actions() if words in each.text().replace("&", ""))


def test_the_chat_is_a_kind_of_tile(make_world):
    assert "chat" in find_tile_types()


def test_what_is_written_is_answered_in_the_transcript(make_world, qtbot):
    tile = make_world(["Hello."]).tile()
    assert tile.transcript.isHidden()
    write(tile, "hi", qtbot)
    qtbot.waitUntil(idle(tile))
    assert said(tile.session) == ["hi", "Hello."]
    assert tile.composer.text == ""
    assert tile.transcript.isVisible()
    assert tile.welcome.isHidden()


def test_a_starter_prompt_sends_what_it_says(make_world, qtbot):
    tile = make_world(["Hello."]).tile()
    tile.welcome.chips[1].click()
    qtbot.waitUntil(idle(tile))
    assert said(tile.session)[0] == "Two?"


def test_after_a_starter_prompt_the_keyboard_is_in_the_composer_with_what_was_typed(
    make_world, qtbot
):
    tile = make_world(["Hello."]).tile()
    tile.activateWindow()
    qtbot.waitUntil(tile.isActiveWindow)
    qtbot.keyClicks(tile.composer.field, "half a thought")
    qtbot.mouseClick(tile.welcome.chips[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(idle(tile))
    assert tile.composer.field.hasFocus()
    assert tile.composer.text == "half a thought"


def test_a_model_that_speaks_only_english_is_offered_english_prompts(make_world):
    world = make_world(language="zh_CN")
    tile = world.tile()
    assert tile.welcome.starters == ("一？", "二？", "三？")
    world.use_builtin()
    assert world.tile().welcome.starters == ("One?", "Two?", "Three?")


def test_what_is_sent_meanwhile_waits_as_a_chip_and_comes_back_to_be_edited(make_world, qtbot):
    tile = make_world(["…", FOREVER]).tile()
    write(tile, "first", qtbot)
    write(tile, "second", qtbot)
    assert tile.composer.queue.isVisible()
    tile.composer.edit_wanted.emit(0)
    assert tile.composer.text == "second"
    assert tile.session.queue == ()
    assert tile.composer.queue.isHidden()


def test_the_stop_button_keeps_what_arrived(make_world, qtbot):
    tile = make_world(["Half", FOREVER]).tile()
    write(tile, "go", qtbot)
    reply = tile.session.conversation.reply
    qtbot.waitUntil(lambda: reply.text == "Half")
    qtbot.keyClick(tile.composer.field, Qt.Key.Key_Escape)
    assert said(tile.session) == ["go", "Half"]


def test_a_failure_is_explained_once_at_the_reply_with_what_helps(make_world, qtbot):
    tile = make_world([BackendRejected(401, "no")], ["Fine."]).tile()
    write(tile, "hi", qtbot)
    qtbot.waitUntil(lambda: "The server of Provider" in shown_end(tile))
    assert tile.trouble.isHidden()
    with qtbot.waitSignal(tile.settings_wanted) as wanted:
        press(tile, qtbot, "settings.providers")
    assert wanted.args == ["providers"]
    tile.session.regenerate()
    qtbot.waitUntil(idle(tile))
    qtbot.waitUntil(lambda: shown_end(tile) == "")


def test_a_proxy_that_cannot_be_used_leads_to_the_network_page(make_world, qtbot):
    tile = make_world([ProxyUnusable("http://proxy:3128")]).tile()
    write(tile, "hi", qtbot)
    qtbot.waitUntil(lambda: "The proxy http://proxy:3128" in shown_end(tile))
    with qtbot.waitSignal(tile.settings_wanted) as wanted:
        press(tile, qtbot, "settings.network")
    assert wanted.args == ["network"]


def test_earlier_conversations_open_below_the_title_without_the_mouse(make_world, qtbot):
    tile = make_world([]).tile()
    tile.open_earlier()
    (listed,) = tile.findChildren(Earlier)
    title = tile.tile_title
    assert listed.y() >= title.mapToGlobal(title.rect().bottomLeft()).y()
    listed.close()


def shown_end(tile):
    """What the transcript says about the end of the newest reply."""
    entries = tile.transcript.roll.entries
    return entries[-1].outcome.text if entries and entries[-1].outcome else ""


def press(tile, qtbot, action):
    transcript = tile.transcript
    index = len(transcript.roll.entries) - 1
    spot = transcript.roll.entries[index].frame.presses[action].center()
    place = (transcript.corner_of(index) + spot).toPoint()
    qtbot.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_edge_is_lit_while_a_reply_comes(make_world, qtbot):
    tile = make_world(["Half", FOREVER]).tile()
    assert not tile.light.is_live
    write(tile, "go", qtbot)
    qtbot.waitUntil(lambda: tile.light.is_live and tile.light.isVisible())
    tile.session.stop()
    assert not tile.light.is_live


def test_the_light_covers_nothing_that_scrolls(make_world, qtbot):
    tile = make_world([FOREVER]).tile()
    write(tile, "hi", qtbot)
    qtbot.waitUntil(lambda: tile.light.isVisible() and tile.transcript.isVisible())
    assert not tile.light.mask().isEmpty()
    assert not tile.light.mask().intersects(tile.transcript.geometry())


def test_a_draft_is_kept_for_its_conversation(make_world, qtbot):
    world = make_world(["Hello."])
    first = world.roster.open_new("a")
    tile = world.tile(first)
    qtbot.keyClicks(tile.composer.field, "unsent")
    qtbot.waitUntil(lambda: world.recorder.draft(first.id) == "unsent")
    tile.show_session(world.roster.open_new("a"))
    assert tile.composer.text == ""
    tile.show_session(first)
    assert tile.composer.text == "unsent"


def test_closing_a_tile_keeps_what_was_just_typed(make_world, qtbot):
    world = make_world()
    tile = world.tile()
    qtbot.keyClicks(tile.composer.field, "in a hurry")
    tile.close_subscriptions()
    assert world.recorder.draft(tile.session.id) == "in a hurry"


def test_another_session_in_the_tile_is_told(make_world, qtbot):
    world = make_world(["Hello."])
    tile = world.tile()
    other = world.roster.open_new("a")
    with qtbot.waitSignal(tile.session_changed) as told:
        tile.show_session(other)
    assert told.args == [other.id]


def test_events_of_the_session_before_are_not_heard(make_world, qtbot):
    world = make_world(["…", FOREVER])
    tile = world.tile()
    before = tile.session
    tile.show_session(world.roster.open_new("a"))
    before.send("go")
    assert tile.composer._stop.isHidden()
    assert tile.welcome.isVisible()


def test_a_deleted_message_comes_back_with_ctrl_z(make_world, qtbot):
    tile = make_world(["Hello."]).tile()
    write(tile, "hi", qtbot)
    qtbot.waitUntil(idle(tile))
    tile.transcript.delete_wanted.emit(tile.session.conversation.messages[0].id)
    assert said(tile.session) == []
    assert tile.trouble.done.isVisible()
    qtbot.keyClick(tile.composer.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert said(tile.session) == ["hi", "Hello."]
    assert tile.trouble.isHidden(), "nothing is left to take back"


def test_a_message_can_be_posted(make_world, qtbot):
    world = make_world(["Hello."])
    tile = world.tile()
    write(tile, "hi", qtbot)
    qtbot.waitUntil(idle(tile))
    tile.transcript.post_wanted.emit(tile.session.conversation.messages[1].id)
    assert [post.text for post in world.feed.posts] == ["Hello."]


def test_the_menu_begins_a_new_conversation_and_leaves_the_old_one(make_world, qtbot):
    world = make_world(["Hello."])
    tile = world.tile()
    write(tile, "hi", qtbot)
    qtbot.waitUntil(idle(tile))
    before = tile.session
    tile.tile_title.open_menu()
    entry(tile, "New conversation").trigger()
    assert tile.session is not before
    assert before.id in world.roster.sessions


def test_earlier_conversations_can_be_opened_renamed_and_deleted_with_undo(make_world, qtbot):
    world = make_world(["Hello."])
    tile = world.tile()
    old = tile.session
    write(tile, "what is rain", qtbot)
    qtbot.waitUntil(idle(tile))
    tile.conversations.begin_new()
    tile.conversations.open_earlier()
    listed = tile.findChild(Earlier)
    qtbot.waitUntil(lambda: listed.list.count() == 1)
    listed.list.item(0).setText("Rain")
    qtbot.waitUntil(lambda: old.conversation.title == "Rain")
    qtbot.keyClick(listed.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: listed.list.count() == 0 and old.id not in world.roster.sessions)
    listed._bring_back()
    qtbot.waitUntil(lambda: listed.list.count() == 1)
    qtbot.keyClick(listed.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tile.session.id == old.id)
    assert said(tile.session) == ["what is rain", "Hello."]


def test_a_conversation_deleted_elsewhere_leaves_the_tile_with_a_new_one(make_world, qtbot, loop):
    world = make_world()
    tile = world.tile()
    before = tile.session
    gone = loop.create_task(world.roster.close(before.id))
    qtbot.waitUntil(gone.done)
    world.bus.publish(ConversationChanged(before.id))
    assert tile.session is not before
    assert tile.session.id in world.roster.sessions


def test_the_agents_own_sentence_cannot_be_hidden(make_world):
    card = replace(ANN, banner={"en": "Not a doctor."}, banner_kind="warning")
    tile = make_world(card=card).tile()
    assert tile.banners.standing.isVisible()
    assert tile.banners.standing.words.text() == "Not a doctor."
    assert tile.banners.standing.cross.isHidden()


def test_after_a_model_was_chosen_the_keyboard_is_in_the_composer(make_world, qtbot):
    tile = make_world().tile()
    tile.activateWindow()
    qtbot.waitUntil(tile.isActiveWindow)
    tile.tile_title.chip.setFocus()
    tile.tile_title.chip.chosen.emit(tile.session.choice)
    assert tile.composer.field.hasFocus()


def test_a_missing_model_can_be_fetched_from_the_tile(make_world, qtbot, monkeypatch):
    world = make_world()
    world.use_builtin()
    tile = world.tile()
    fetched = []
    monkeypatch.setattr(type(world.models.builtin), "fetch", lambda builtin: fetched.append(1))
    qtbot.mouseClick(tile.banners.model.action, Qt.MouseButton.LeftButton)
    assert fetched


def test_the_panel_slot_takes_no_room_until_it_is_filled(make_world):
    tile = make_world().tile()
    assert tile.panel.isHidden()
    tile.panel.set_panel(QWidget(), "Notebook")
    assert tile.panel.isVisible()
    tile.panel.set_open(False)
    assert not tile.panel.is_open


def test_every_control_has_a_name_to_be_read_aloud(make_world, qtbot):
    world = make_world(["…", FOREVER])
    world.use_builtin()
    tile = world.tile()
    buttons = tile.findChildren(QAbstractButton)
    nameless = [
        each
        for each in buttons
        if each.isVisibleTo(tile) and not (each.accessibleName() or each.text())
    ]
    assert buttons
    assert nameless == []


def test_no_control_leaves_a_tile_of_the_least_size(make_world, qtbot):
    world = make_world(["…", FOREVER], card=replace(ANN, name={"en": "A very long agent's name"}))
    tile = world.tile()
    write(tile, "go", qtbot)
    for each in tile.findChildren(QWidget):
        if each.isVisibleTo(tile) and each.parent() in (tile, tile.tile_title):
            rect = each.rect().translated(each.mapTo(tile, each.rect().topLeft()))
            assert tile.rect().contains(rect), each


def test_tab_goes_through_a_tile_as_the_eye_does(make_world, qtbot):
    world = make_world()
    world.use_builtin()
    tile = world.tile()
    tile.tile_title.chip.setFocus()
    places = []
    for _ in range(7):
        at = tile.window().focusWidget()
        places.append(at.mapTo(tile, at.rect().center()).y() // 2)
        tile.focusNextChild()
    assert places == sorted(places)
    assert places[-1] > places[0]
