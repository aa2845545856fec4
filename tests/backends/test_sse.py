import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.backends.sse import EventReader, ServerEvent
from app.core.errors import BackendGarbled


def read(*pieces, largest=10_000):
    reader = EventReader(largest)
    found = [event for piece in pieces for event in reader.feed(piece)]
    return found + reader.finish()


def data(*pieces):
    return [event.data.decode() for event in read(*pieces)]


def test_an_event_ends_with_a_blank_line():
    assert data(b"data: one\n\ndata: two\n\n") == ["one", "two"]


def test_every_kind_of_line_end_is_one():
    assert data(b"data: a\r\n\r\ndata: b\r\rdata: c\n\n") == ["a", "b", "c"]


def test_a_line_end_split_in_the_middle_is_still_one():
    assert data(b"data: a\r", b"\n", b"\r", b"\ndata: b\r", b"\n\r\n") == ["a", "b"]


# https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
def test_several_lines_of_data_are_one_event():
    assert data(b"data: YHOO\ndata: +2\ndata: 10\n\n") == ["YHOO\n+2\n10"]


def test_lines_without_data_are_one_empty_line_each():
    assert data(b"data\n\ndata\ndata\n\ndata:") == ["", "\n", ""]


def test_only_one_space_after_the_colon_is_no_data():
    assert data(b"data:test\n\ndata:  test\n\n") == ["test", " test"]


# https://openrouter.ai/docs/api/reference/streaming#additional-information
def test_comments_and_unknown_fields_say_nothing():
    assert data(b": OPENROUTER PROCESSING\n\nid: 7\nretry: 3\ndata: x\n\n") == ["x"]


def test_a_character_split_over_packets_stays_whole():
    word = "热闹".encode()
    assert data(b"data: " + word[:2], word[2:4], word[4:] + b"\n\n") == ["热闹"]


def test_a_byte_order_mark_is_not_part_of_the_first_line():
    assert data(b"\xef", b"\xbb\xbfdata: x\n\n") == ["x"]


def test_an_event_can_have_a_name():
    assert read(b"event: error\ndata: {}\n\ndata: x\n\n") == [
        ServerEvent(b"error", b"{}"),
        ServerEvent(b"", b"x"),
    ]


def test_an_error_line_and_a_bare_object_are_events():
    assert read(b'error: {"code":500}\n\n{"error":"no"}\n') == [
        ServerEvent(b"error", b'{"code":500}'),
        ServerEvent(b"", b'{"error":"no"}'),
    ]


def test_what_was_open_at_the_end_comes_too():
    assert data(b"data: [DONE]") == ["[DONE]"]


@pytest.mark.parametrize("packet", [b"x" * 50, b"data: " + b"x" * 44 + b"\n"])
def test_an_event_that_never_ends_is_no_answer(packet):
    with pytest.raises(BackendGarbled):
        read(b"data: ", *[packet] * 3, largest=100)


FIELDS = [b"data: ", b"data:", b"event: e", b": c", b"{}", b"error: x", b"data: [DONE]"]
OTHERS = [b"\xef\xbb\xbf", b"a", b"", "热".encode(), b"\r", b"\n", b"\r\n", b"\n\n"]
LINES = st.sampled_from(FIELDS + OTHERS)


@given(st.lists(LINES, max_size=30), st.lists(st.integers(0, 200), max_size=12))
def test_however_the_bytes_are_split_the_events_are_the_same(lines, cuts):
    stream = b"".join(lines)
    edges = [0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]
    pieces = [stream[start:end] for start, end in itertools.pairwise(edges)]
    assert read(*pieces) == read(stream)
