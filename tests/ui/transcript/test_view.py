from math import inf
from time import thread_time

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication

from app.core.conversation import Conversation, Message, Outcome, Role, TextPart
from app.core.events import BranchShown, MessagesRemoved
from app.ui.transcript.code_box import CodeBox
from app.ui.transcript.markdown import is_warm, parser
from app.ui.transcript.message_bar import MessageBar, actions_of
from app.ui.transcript.scene import Flow

LONG = "".join(f"Paragraph number {n} says a few words and then some more.\n\n" for n in range(60))


class PaintedTops(QObject):
    """Notes where each repaint of a widget begins."""

    def __init__(self, widget):
        super().__init__(widget)
        self.seen = []
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.seen.append(event.rect().top())
        return False


def painted_tops(stage):
    return PaintedTops(stage.view.viewport()).seen


def text_of(entry):
    return [leaf.text for stack in entry.columns[1].stacks for leaf in stack.block.leaves]


def test_a_short_conversation_starts_at_the_top(stage):
    stage.say("hello")
    stage.show()
    assert stage.view.corner_of(0).y() < 20
    assert text_of(stage.entries[0]) == ["hello"]


def test_what_streams_in_is_shown(stage):
    stage.say("hello")
    stage.show()
    stage.begin()
    for word in ("One ", "**two** ", "three"):
        stage.stream(word)
        stage.settle()
    assert text_of(stage.entries[1]) == ["One two three"]
    stage.end()
    stage.settle()
    assert isinstance(stage.entries[1].said, Message)


def test_many_deltas_are_one_refresh(stage):
    stage.show()
    stage.begin()
    stage.settle()
    before = stage.view.refreshes
    for _ in range(200):
        stage.stream("word ")
    stage.settle()
    assert stage.view.refreshes == before + 1


def test_a_growing_answer_repaints_only_its_stripe(stage, qtbot):
    stage.show()
    stage.say("question")
    stage.begin()
    stage.stream("First.\n\nSecond.\n\nThird")
    stage.settle()
    regions = painted_tops(stage)
    qtbot.waitUntil(lambda: stage.view.paints > 0)
    regions.clear()
    stage.stream(" grows")
    stage.settle()
    qtbot.waitUntil(lambda: bool(regions))
    third = stage.entries[1].columns[1].tops[2] + stage.view.corner_of(1).y()
    assert min(regions) >= third - 4


def test_no_caret_is_left_behind_where_a_paragraph_ended(stage, qtbot):
    stage.show()
    stage.begin()
    stage.stream("First paragraph")
    stage.settle()
    regions = painted_tops(stage)
    caret = stage.entries[0].columns[1].end().translated(stage.view.corner_of(0))
    qtbot.waitUntil(lambda: stage.view.paints > 0)
    regions.clear()
    stage.stream("\n\nSecond")
    stage.settle()
    qtbot.waitUntil(lambda: bool(regions))
    assert min(regions) <= caret.top()


LISTS = "Text:\n- one\n- another\n  - within it\n1. first\n\n> said\n\n# Head\ntext\n* * *\nend"


def test_all_that_moves_while_an_answer_grows_is_repainted(stage):
    """A new item may draw the one above it nearer: a strip of its old place stayed."""
    flow = Flow(stage.view.scene.typeset)
    column, before = flow.column, []
    for length in range(1, len(LISTS) + 1):
        y = flow.take(LISTS[:length], inf)
        column.lay(300, y, inf, inf)
        pairs = zip(column.stacks, column.tops, strict=True)
        tops = [top + each for stack, top in pairs for each in stack.tops]
        moved = [min(old, new) for old, new in zip(before, tops, strict=False) if old != new]
        assert y <= min(moved, default=inf), LISTS[:length]
        before = tops


def test_it_stays_at_the_end_while_the_user_is_there(stage):
    stage.show()
    stage.begin()
    for _ in range(5):
        stage.stream(LONG[:1500])
        stage.settle()
        assert stage.scroll.value() == stage.scroll.maximum() > 0


def test_it_never_jumps_while_the_user_reads_above(stage):
    stage.answer(LONG)
    stage.show()
    stage.scroll.setValue(300)
    stage.settle()
    seen = stage.view.roll.anchor(stage.scroll.value())
    stage.begin()
    stage.stream(LONG)
    stage.settle()
    assert not stage.view.is_at_end
    assert stage.view.roll.anchor(stage.scroll.value()) == seen
    assert stage.view._chip.isVisible()
    stage.qtbot.mouseClick(stage.view._chip, Qt.MouseButton.LeftButton)
    assert stage.view.is_at_end
    stage.settle()
    assert not stage.view._chip.isVisible()


def test_what_the_user_says_brings_the_end_into_view(stage):
    stage.answer(LONG)
    stage.show()
    stage.scroll.setValue(0)
    stage.say("next")
    stage.settle()
    assert stage.scroll.value() == stage.scroll.maximum()


def test_the_beginning_of_emergency_advice_stays_in_view_whatever_follows(stage):
    stage.answer(LONG)
    stage.show()
    stage.say("chest pain")
    stage.say("Call an ambulance now.\n\n" + LONG[:2_000], Role.NOTE)
    stage.begin()
    for _ in range(5):
        stage.stream(LONG[:1500])
        stage.settle()
        assert 0 <= stage.view.corner_of(2).y() < 20
    stage.end()
    stage.say("thanks")
    stage.settle()
    assert stage.view.is_at_end


def test_resizing_keeps_what_is_read(stage):
    stage.answer(LONG)
    stage.answer(LONG)
    stage.show()
    stage.scroll.setValue(stage.scroll.maximum() // 2)
    stage.settle()
    before = stage.view.roll.anchor(stage.scroll.value())
    stage.view.resize(300, 400)
    stage.settle()
    after = stage.view.roll.anchor(stage.scroll.value())
    assert (after.entry, after.block) == (before.entry, before.block)


def test_hidden_it_does_nothing_and_catches_up_when_shown(stage):
    stage.show()
    stage.view.hide()
    before = stage.view.refreshes
    stage.say("hello")
    stage.begin()
    stage.stream("unseen")
    assert stage.clock._marked == {}
    assert stage.view.refreshes == before
    stage.show()
    assert text_of(stage.entries[-1]) == ["unseen"]


def test_a_long_conversation_lays_out_only_what_is_seen(stage):
    messages = [
        Message(f"m{n}", f"m{n - 1}" if n else "", Role.USER, (TextPart(f"message {n}"),), 1.0)
        for n in range(10_000)
    ]
    stage.show()
    stage.view.show_conversation(Conversation("c", "ask", messages))
    stage.settle()
    seen = [entry for entry in stage.entries if entry.columns[1]]
    assert 3 < len(seen) < 60
    assert stage.entries[-1] in seen


def test_a_huge_message_is_laid_out_in_bites(stage):
    stage.answer(LONG * 30)
    stage.show()
    for _ in range(3):
        stage.settle()
    assert len(text_of(stage.entries[0])) == 60 * 30
    laid = [stack for stack in stage.entries[0].columns[1].stacks if stack.boxes]
    assert len(laid) < 200


def test_deleted_messages_go_and_branches_change(stage):
    first = stage.say("question")
    one = stage.answer("one")
    two = stage.answer("two", after=first.id)
    stage.show()
    assert text_of(stage.entries[1]) == ["two"]
    assert stage.entries[1].variant == (2, 2)
    stage.conversation.show(one.id)
    stage.bus.publish(BranchShown("c"))
    stage.settle()
    assert stage.entries[1].variant == (1, 2)
    stage.conversation.remove(two.id)
    stage.conversation.remove(first.id)
    stage.bus.publish(MessagesRemoved("c"))
    stage.settle()
    assert stage.entries == []


def test_variants_are_switched_by_their_arrows(stage, qtbot):
    first = stage.say("question")
    one = stage.answer("one")
    stage.answer("two", after=first.id)
    stage.show()
    with qtbot.waitSignal(stage.view.variant_wanted) as wanted:
        stage.click(stage.place(1, "earlier"))
    assert wanted.args == [one.id]


def test_a_link_asks_to_be_followed(stage, qtbot):
    stage.answer("see [the page](https://example.org/x) and [bad](javascript:alert) ones")
    stage.show()
    place = stage.spot_of(0, lambda hit: hit.spot.href)
    with qtbot.waitSignal(stage.view.link_wanted) as wanted:
        stage.click(place)
    assert wanted.args == ["https://example.org/x"]


def test_code_is_copied_exactly(stage):
    stage.answer("```py\n\tif a:\n\n        b = '…'\n```\n")
    stage.show()
    stage.click(stage.spot_of(0, lambda hit: hit.spot.press == "copy"))
    assert QGuiApplication.clipboard().text() == "\tif a:\n\n        b = '…'"


def test_code_is_coloured_when_it_is_complete(stage, qtbot):
    stage.begin()
    stage.stream("```python\nimport this")
    stage.show()
    box = stage.entries[0].columns[1].stacks[0].boxes[0]
    assert isinstance(box, CodeBox)
    assert not box.is_asked
    stage.stream("\n```\n\nand more")
    qtbot.waitUntil(lambda: bool(box._colored), timeout=5_000)
    assert box._colored[0] == (0, 6, "keyword")
    stage.end()
    stage.settle()


def test_wide_code_scrolls_sideways_and_wraps_when_told(stage):
    stage.answer("```\n" + "x" * 400 + "\n```\n")
    stage.show()
    box = stage.entries[0].columns[1].stacks[0].boxes[0]
    before = box.height
    assert box.scroll(50)
    stage.click(stage.spot_of(0, lambda hit: hit.spot.press == "wrap"))
    assert box.height > before
    assert not box.scroll(50)


def test_thoughts_are_folded_until_pressed(stage):
    reply = stage.begin()
    reply.append_reasoning("Let me *think*")
    stage.stream("Done.")
    stage.show()
    assert stage.entries[0].columns[0] is None
    stage.click(stage.place(0, "fold"))
    (stack,) = stage.entries[0].columns[0].stacks
    assert stack.block.leaves[0].text == "Let me think"
    stage.end()
    stage.settle()


def test_how_it_ended_is_said_with_what_can_be_done(stage, qtbot):
    stage.say("question")
    stage.answer("half an", Outcome.FAILED, "broken")
    stage.show()
    assert "broke off" in stage.entries[1].outcome.text
    with qtbot.waitSignal(stage.view.continue_wanted):
        stage.click(stage.place(1, "continue"))
    with qtbot.waitSignal(stage.view.regenerate_wanted):
        stage.click(stage.place(1, "regenerate"))


def test_only_the_newest_reply_offers_to_go_on(stage):
    stage.answer("half", Outcome.LENGTH)
    stage.say("never mind")
    stage.show()
    assert stage.entries[0].offers == ()
    assert stage.entries[0].outcome is not None


def test_the_place_in_the_queue_is_said(stage):
    stage.begin().queue_place = 3
    stage.show()
    assert "3" in stage.entries[0].outcome.text
    stage.stream("first word")
    stage.settle()
    assert stage.entries[0].outcome is None
    stage.end()


def test_the_cut_of_the_memory_is_shown_where_it_is(stage):
    stage.say("old")
    stage.answer("old answer")
    new = stage.say("new")
    reply = stage.begin()
    reply.context_from = new.id
    stage.stream("answer")
    stage.show()
    assert [entry.is_cut_here for entry in stage.entries] == [False, False, True, False]
    stage.end()


def test_selecting_goes_across_messages_and_copies_what_is_shown(stage):
    stage.say("first question")
    stage.answer("An **answer** with `code`.\n\n- and an item")
    stage.show()
    page = stage.view.viewport()
    stage.drag(QPoint(page.width() - 4, 8), QPoint(page.width() - 4, 150))
    stage.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    stage.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "first question\nAn answer with code.\nand an item"
    )


def test_the_mouse_selects_a_part(stage):
    stage.answer("one two three\n\nfour five six")
    stage.show()
    corner = stage.view.corner_of(0)
    line = stage.entries[0].frame.text + corner.y() + 8
    stage.drag(QPoint(int(corner.x()) + 26, int(line)), QPoint(400, int(line)))
    assert not stage.view.choosing.is_empty
    stage.view.copy()
    copied = QGuiApplication.clipboard().text()
    assert "one two three".endswith(copied)
    assert 0 < len(copied) < len("one two three")


def test_keys_move_between_messages_and_copy_the_current_one(stage):
    stage.say("question")
    stage.answer("the **answer**")
    stage.show()
    stage.view.setFocus()
    stage.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert stage.view.current == 1
    stage.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "the **answer**"
    stage.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert stage.view.current == 0


def test_keys_scroll(stage):
    stage.answer(LONG)
    stage.show()
    stage.settle()
    stage.key(Qt.Key.Key_PageUp)
    above = stage.scroll.value()
    assert above < stage.scroll.maximum()
    stage.key(Qt.Key.Key_Home)
    assert stage.scroll.value() == 0
    stage.key(Qt.Key.Key_End)
    assert stage.view.is_at_end


def test_every_message_offers_what_fits_it(stage):
    stage.say("question")
    stage.answer("cut", Outcome.LENGTH)
    stage.show()
    assert actions_of(stage.entries[0]) == ("copy", "post", "delete")
    assert actions_of(stage.entries[1]) == ("copy", "regenerate", "continue", "post", "delete")


def test_tab_goes_from_the_talk_to_the_actions_however_late_they_are_made(stage):
    stage.say("hello")
    stage.show()
    assert not stage.view.findChildren(MessageBar)
    stage.view.setFocus()
    stage.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    following = stage.view.nextInFocusChain()
    while following.focusPolicy() == Qt.FocusPolicy.NoFocus:
        following = following.nextInFocusChain()
    assert stage.view.bar.isAncestorOf(following)


def test_the_menu_of_a_message_does_its_actions(stage, qtbot):
    message = stage.say("question")
    stage.show()
    stage.view._open_menu(0, QPoint(5, 5))
    menu = QGuiApplication.instance().activePopupWidget()
    (delete,) = [each for each in menu.actions() if each.text() == "Delete"]
    with qtbot.waitSignal(stage.view.delete_wanted) as wanted:
        delete.trigger()
    assert wanted.args == [message.id]
    menu.close()


def test_another_look_is_worn(stage):
    stage.answer(LONG)
    stage.show()
    before = stage.entries[0].height
    stage.look.set_density("calm")
    stage.settle()
    assert stage.entries[0].height > before
    assert stage.view.is_at_end


def test_a_closed_transcript_hears_nothing(stage):
    stage.show()
    stage.view.close_subscriptions()
    stage.view.close_subscriptions()
    stage.say("too late")
    assert stage.clock._marked == {}


def test_thoughts_are_shown_at_once_where_that_is_wanted(stage):
    stage.view.scene.is_unfolded = True
    stage.begin().append_reasoning("Thinking aloud")
    stage.show()
    assert stage.entries[0].columns[0].stacks[0].block.leaves[0].text == "Thinking aloud"
    stage.conversation.reply.append_reasoning(" and on")
    stage.stream("Done.")
    stage.settle()
    assert stage.entries[0].columns[0].stacks[0].block.leaves[0].text == "Thinking aloud and on"
    stage.end()
    stage.settle()


def test_what_is_laid_out_late_is_painted_too(stage, qtbot):
    stage.answer(LONG * 8)
    stage.show()
    stage.settle()
    shown = stage.view.grab().toImage()
    stage.view.viewport().update()
    paints = stage.view.paints
    qtbot.waitUntil(lambda: stage.view.paints > paints)
    assert stage.view.grab().toImage() == shown


def test_a_refresh_never_takes_long(stage):
    stage.show()
    stage.begin()
    text = LONG * 40
    longest, rounds = 0.0, 0
    stage.stream(text)
    while stage.clock._marked:
        stage.clock.forget(stage.view)
        began = thread_time()
        stage.view.refresh()
        longest, rounds = max(longest, thread_time() - began), rounds + 1
    assert not stage.entries[-1].is_behind()
    assert rounds > 3, "so much text is not taken at once"
    assert longest < 0.3, "seconds of work, not of waiting for other programs"
    stage.end()
    stage.settle()


def test_the_parser_is_imported_while_the_window_goes_on(stage):
    parser.cache_clear()
    stage.answer("**text**")
    stage.show()
    assert is_warm()
    assert text_of(stage.entries[0]) == ["text"]
