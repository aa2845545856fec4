from app.core.errors import BackendUnreachable


def test_why_a_reply_failed_is_still_said_whole_after_a_restart(make_world, qtbot):
    world = make_world([BackendUnreachable("x")])
    tile = world.tile()
    tile.session.send("hi")
    qtbot.waitUntil(lambda: not tile.session.is_running)
    fresh = tile.trouble.explain(tile.session)
    tile.session.last_error = None  # all that a start finds is in the conversation
    assert tile.trouble.explain(tile.session) == fresh
    assert fresh.text.startswith("The server of Provider cannot be reached.")


def test_a_reply_that_did_not_fail_needs_no_explanation(make_world, qtbot):
    tile = make_world(["Hello."]).tile()
    tile.session.send("hi")
    qtbot.waitUntil(lambda: not tile.session.is_running)
    assert tile.trouble.explain(tile.session) is None
