"""Files that are attached: taken in from outside, kept once, removed with their last use."""

import hashlib
import io
import os
import stat
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.core.conversation import Conversation, FilePart, Message, Role, TextPart
from app.core.errors import FileMissing, FileRefused
from app.storage import file_limits
from app.storage.attachments import GRACE, Attachments
from app.storage.conversations import ConversationRow
from app.storage.file_intake import Picture, take_data, take_path
from app.storage.file_kinds import media_type
from app.storage.pdf_text import PdfUnread, pdf_text
from app.storage.rows import message_of, row_of
from app.storage.store import Store
from app.storage.text_encoding import text_of

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
DAY = 24 * 3600.0


def as_it_is(data, kind):
    return Picture(data, kind)


@pytest.fixture
def kept(tmp_path):
    return Attachments(tmp_path / "attachments")


def take(kept, path, *, scans=False):
    return take_path(kept, path, as_it_is, scans).file


def refused(kept, path, **more):
    with pytest.raises(FileRefused) as found:
        take(kept, path, **more)
    return found.value.why


def written(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


def pdf(*pages, encrypt=""):
    """A small PDF with a line of text on each page; None makes a page without text."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    kids = []
    for text in pages:
        drawn = b"" if text is None else b"BT /F1 12 Tf 72 720 Td (" + text.encode() + b") Tj ET"
        drawn = drawn if not isinstance(text, bytes) else text
        objects.append(b"<</Length %d>>stream\n" % len(drawn) + drawn + b"\nendstream")
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[" % len(kids) + b" ".join(kids) + b"]>>"
    return assembled(objects)


def assembled(objects):
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + each + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def bomb():
    packed = zlib.compress(b"BT (x) Tj ET " * 40_000_000, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R>>",
    ]
    return assembled(objects)


# What is kept


def test_a_file_is_kept_once_under_its_sha256_and_for_this_user_alone(kept):
    sha256 = kept.keep(PNG)
    assert kept.keep(PNG) == sha256 == hashlib.sha256(PNG).hexdigest()
    place = kept.folder / sha256[:2] / sha256
    assert [each for each in kept.folder.rglob("*") if each.is_file()] == [place]
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert kept.read(sha256) == PNG


def test_a_file_that_is_gone_or_damaged_is_missing_and_comes_whole_again(kept):
    sha256 = kept.keep(PNG)
    kept.path(sha256).write_bytes(b"other" + PNG[5:])
    with pytest.raises(FileMissing):
        kept.read(sha256)
    assert kept.keep(PNG) == sha256
    assert kept.read(sha256) == PNG
    kept.path(sha256).unlink()
    with pytest.raises(FileMissing):
        kept.read(sha256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "ab" * 31 + "/.", "é" * 64])
def test_nothing_but_a_sha256_becomes_part_of_a_path(kept, name):
    with pytest.raises(FileMissing):
        kept.read(name)
    assert kept.text(name) is None


def test_only_what_nobody_needs_and_nobody_touched_for_a_day_goes(kept):
    old, needed, young = kept.keep(b"old", "text"), kept.keep(b"needed"), kept.keep(b"young")
    for each in (old, needed):
        os.utime(kept.path(each), (0, time.time() - GRACE - 60))
    part = written(kept.path(old).parent, f".{old}.x7_part", b"torn")  # left by a crash
    os.utime(part, (0, 0))
    kept.sweep({needed})
    left = {each.name for each in kept.folder.rglob("*") if each.is_file()}
    assert left == {needed, young}
    kept.sweep({needed}, time.time() + 60)
    assert {each.name for each in kept.folder.rglob("*") if each.is_file()} == {needed}


def test_a_file_attached_anew_has_its_day_again(kept):
    sha256 = kept.keep(PNG)
    os.utime(kept.path(sha256), (0, 0))
    kept.keep(PNG)
    assert kept.sweep(set()) == 0
    assert kept.read(sha256) == PNG


# What refers to it


def asked(id, *files, parent=""):
    return Message(id, parent, Role.USER, (*files, TextPart("look")), 1.0, 1.0)


def stored(kept, data, name="a.png"):
    return FilePart(name, "image/png", sha256=kept.keep(data), size=len(data))


def test_a_message_refers_to_its_file_and_holds_none_of_it(tmp_path, kept):
    file = stored(kept, PNG)
    row = row_of("c", asked("1", file))
    assert "pixels" not in str(row[4])
    assert file.sha256 in str(row[4])
    assert message_of(row).files == (file,)


def test_files_inside_old_messages_are_read_as_ever():
    old = asked("1", FilePart("a.png", "image/png", PNG))
    assert message_of(row_of("c", old)) == old


def test_a_draft_keeps_its_files_and_a_conversation_begins_with_them(tmp_path):
    with Store(tmp_path / "renao.db") as store:
        file = stored(store.attachments, PNG)
        store.conversations.keep_draft(ConversationRow("c", "a"), "", (file,))
        found = store.conversations.load("c")
        assert found is not None
        assert found.draft_files == (file,)
        assert store.conversations.needed_files() == {file.sha256}
        store.conversations.keep_draft(ConversationRow("c", "a"), "")
        assert store.conversations.load("c") is None
        assert store.conversations.needed_files() == set()


def test_a_reply_in_the_journal_needs_its_files(tmp_path):
    with Store(tmp_path / "renao.db") as store:
        file = stored(store.attachments, PNG)
        store.conversations.journal("c", asked("1", file))
        assert store.conversations.needed_files() == {file.sha256}


def test_words_that_look_like_a_reference_are_none(tmp_path):
    with Store(tmp_path / "renao.db") as store:
        lie = Message("1", "", Role.USER, (TextPart('{"type":"file","sha256":"x"}'),), 1.0)
        store.conversations.save(ConversationRow("c", "a", tip="1"), lie)
        assert store.conversations.needed_files() == set()


def test_the_search_for_what_is_needed_looks_at_no_other_message(tmp_path):
    with Store(tmp_path / "renao.db") as store:
        plan = store._db.rows(
            "EXPLAIN QUERY PLAN SELECT DISTINCT part.value ->> 'sha256' FROM message,"
            " json_each(parts) AS part WHERE instr(parts, '\"sha256\":') > 0"
        )
        assert any("message_with_files" in str(row) for row in plan)


def test_files_stay_while_a_corrupt_database_lies_beside_them(tmp_path):
    with Store(tmp_path / "renao.db") as store:
        file = stored(store.attachments, PNG)
    (tmp_path / "renao.db").write_bytes(b"no database at all, but long enough" * 200)
    for _ in range(2):  # also at the start after next, when nothing seems wrong
        with Store(tmp_path / "renao.db") as store:
            assert store.sweep_files(time.time() + DAY) == 0
            assert store.attachments.read(file.sha256) == PNG


def test_a_store_in_memory_leaves_no_files_behind():
    with Store(":memory:") as store:
        sha256 = store.attachments.keep(PNG)
        assert store.attachments.read(sha256) == PNG
        assert store.sweep_files(time.time() + DAY) == 0
    assert not store.attachments.folder.exists()


class References(RuleBasedStateMachine):
    """However messages come, go, come back and are purged: a file is there if it is needed."""

    files = st.integers(0, 3)

    @initialize(factory=st.just(None))
    def begin(self, factory):
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(Path(self.folder.name) / "renao.db")
        self.now, self.count = 1000.0, 0
        self.conversation = Conversation("c", "a")
        self.removed: list[tuple[float, tuple[Message, ...]]] = []
        self.draft: tuple[FilePart, ...] = ()
        self.pending = 0.0

    @rule(numbers=st.lists(files, max_size=3))
    def say(self, numbers):
        made = tuple(self.file(number) for number in numbers)
        message = self.conversation.say("look", files=made)
        self.store.conversations.save(self.row, message)

    @rule(number=files)
    def draft_one(self, number):
        self.draft = (self.file(number),)
        self.store.conversations.keep_draft(self.row, "", self.draft)

    @rule()
    def drop_draft(self):
        self.draft = ()
        self.store.conversations.keep_draft(self.row, "", ())

    @rule(place=st.integers(0, 20))
    def remove(self, place):
        messages = self.conversation.messages
        if messages:
            gone = self.conversation.remove(messages[place % len(messages)].id)
            self.removed.append((time.time(), gone))
            self.save_all()

    @rule()
    def undo(self):
        if self.removed:
            self.conversation.put_back(self.removed.pop()[1])
            self.save_all()

    @rule()
    def restart(self):
        self.store.close()
        self.store = Store(Path(self.folder.name) / "renao.db")

    @rule()
    def purge_the_old(self):
        """As thirty days later: what was removed is gone for good."""
        self.store.conversations.purge(time.time() + 1)
        self.removed.clear()
        self.sweep()

    @rule()
    def sweep(self):
        self.store.sweep_files(time.time() + DAY)
        there = {each.name for each in self.store.attachments.folder.rglob("*") if each.is_file()}
        assert there == self.needed()

    @invariant()
    def what_is_needed_can_be_read(self):
        if hasattr(self, "store"):
            for sha256 in self.needed():
                self.store.attachments.read(sha256)

    def needed(self):
        messages = [*self.conversation.all_messages.values()]
        messages += [message for _, gone in self.removed for message in gone]
        files = [file for message in messages for file in message.files]
        return {file.sha256 for file in (*files, *self.draft)}

    def file(self, number):
        return stored(self.store.attachments, b"file %d" % number)

    def save_all(self):
        messages = tuple(self.conversation.all_messages.values())
        self.store.conversations.save_all(self.row, messages)

    @property
    def row(self):
        return ConversationRow("c", "a", tip=self.conversation.tip)

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()


References.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestReferences = References.TestCase


# What comes in


def test_a_picture_is_what_it_begins_with_whatever_it_is_called(kept, tmp_path):
    assert take(kept, written(tmp_path, "cat.txt", PNG)).media_type == "image/png"
    assert media_type(b"RIFF1234WEBPxxxx", "x") == "image/webp"


def test_code_is_text_although_the_system_calls_it_a_film(kept, tmp_path):
    file = take(kept, written(tmp_path, "app.ts", b"const a = 1;"))
    assert (file.media_type, file.size) == ("text/plain", 12)
    assert kept.text(file.sha256) is None  # it is UTF-8 already


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("gbk", "今天天气很好，我们去公园散步，然后喝了一杯咖啡。"),
        ("big5", "今天天氣很好，我們去公園散步，然後喝了一杯咖啡。"),
        ("shift_jis", "今日はとても良い天気ですね。散歩に行きましょう。"),
        ("euc-kr", "오늘은 날씨가 매우 좋습니다. 산책하러 갑시다."),
        ("cp1251", "Сегодня очень хорошая погода, пойдём гулять."),
        ("cp1252", "Größe: 12 Äpfel, schöne Grüße"),
        ("utf-16", "hello 世界"),
        ("utf-8-sig", "hello 世界"),
        ("utf-8", "hello 世界"),
    ],
)
def test_the_encoding_of_a_text_is_found(encoding, words):
    assert text_of(words.encode(encoding)) == words


def test_text_in_another_encoding_is_kept_as_it_was_with_what_was_read(kept, tmp_path):
    words = "今天天气很好，我们去公园散步，然后喝了一杯咖啡。"
    file = take(kept, written(tmp_path, "a.txt", words.encode("gbk")))
    assert kept.read(file.sha256) == words.encode("gbk")
    assert kept.text(file.sha256) == words


def test_the_text_of_a_pdf_is_read_page_by_page(kept, tmp_path):
    file = take(kept, written(tmp_path, "a.pdf", pdf("Hello there", "Second page")))
    assert file.media_type == "application/pdf"
    assert kept.text(file.sha256) == "Hello there\n\nSecond page"


def test_a_pdf_of_pictures_goes_only_to_who_reads_it_itself(kept, tmp_path):
    scan = written(tmp_path, "scan.pdf", pdf(None))
    assert refused(kept, scan) == "scanned"
    assert kept.text(take(kept, scan, scans=True).sha256) is None


def test_a_long_pdf_is_read_as_far_as_there_are_pages_and_time(monkeypatch):
    with pytest.raises(PdfUnread, match="slow"):
        pdf_text(pdf("a"), seconds=-1)
    found = pdf_text(pdf(*["x"] * (file_limits.PDF_PAGES + 3)))
    assert found.endswith("[…]")
    assert found.count("x") == file_limits.PDF_PAGES


def test_a_bomb_in_a_pdf_is_refused_in_little_time(kept, tmp_path):
    began = time.monotonic()
    assert refused(kept, written(tmp_path, "bomb.pdf", bomb())) in ("slow", "unread", "scanned")
    assert time.monotonic() - began < file_limits.PDF_SECONDS + 10


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.zip", b"PK\x03\x04\x00\x00", "kind"),
        ("a.docx", b"PK\x03\x04\x14\x00\x06\x00", "kind"),
        ("a.png", b"\x7fELF\x02\x01\x00\x00", "kind"),
        ("a.bin", bytes(range(256)) * 40, "kind"),
        ("a.txt", b"", "empty"),
        ("a.pdf", b"%PDF-1.7\nnothing of the kind", "unread"),
        ("a.log", b"line\n" * 500_000, "long"),
    ],
)
def test_what_no_model_can_read_is_refused(kept, tmp_path, name, data, why):
    assert refused(kept, written(tmp_path, name, data)) == why
    assert not kept.folder.exists()


def test_a_file_that_never_ends_is_not_even_opened(kept, tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert refused(kept, tmp_path / "pipe.txt") == "special"
    assert refused(kept, Path("/dev/zero")) == "special"
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    assert refused(kept, tmp_path / "zero.txt") == "special"


def test_a_large_file_is_refused_before_it_is_in_memory(kept, tmp_path):
    with (tmp_path / "huge.png").open("wb") as file:
        file.write(PNG)
        file.truncate(40 * 1024**3)  # a sparse file takes no room
    assert refused(kept, tmp_path / "huge.png") == "large"


def test_what_cannot_be_reached_says_so(kept, tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert refused(kept, tmp_path / "loop") == "unreadable"
    assert refused(kept, tmp_path / "gone.txt") == "unreadable"
    assert refused(kept, tmp_path) == "folder"
    assert refused(kept, tmp_path / "nul\0name") == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(kept, tmp_path):
    path = written(tmp_path, "secret.txt", b"x")
    path.chmod(0)
    assert refused(kept, path) == "unreadable"


def test_a_full_disk_is_said(tmp_path):
    (tmp_path / "attachments").write_bytes(b"a file where the folder should be")
    assert refused(Attachments(tmp_path / "attachments"), written(tmp_path, "a.png", PNG)) == "disk"


def test_names_lose_what_would_break_a_line_and_keep_their_ending(kept):
    name = "a\nb\u202e\udcff" + "x" * 300 + ".png"
    found = take_data(kept, name, PNG, as_it_is, False).file.name
    assert found.endswith("….png")
    assert len(found) <= 200
    assert found.isprintable()
