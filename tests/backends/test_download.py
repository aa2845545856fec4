import asyncio
import hashlib
import json
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.backends.download import MARGIN, Download, check_address
from app.backends.part_file import Order, PartFile, begun, file_name, left_in
from app.core.errors import (
    AddressRefused,
    DownloadBroken,
    DownloadRejected,
    DownloadWrong,
    ModelFetchFailed,
    NoSpace,
)
from app.core.tasks import TaskScope
from tests.backends.file_server import handing_out
from tests.backends.gguf_file import gguf

DATA = gguf(tensors=(("token_embd.weight", (64, 20_000), 0),))
"""Five chunks."""

SHA = hashlib.sha256(DATA).hexdigest()
NO_PAUSES = (0.0,) * 3


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "models"


@pytest.fixture
def load(client, folder):
    """Download what a server hands out, from the beginning or on from a part."""

    async def load(server, *, sha256="", part=None, progress=None, free=None, pauses=()):
        part = part or begun(folder, Order(server.address, sha256))
        told = [] if progress is None else progress
        room = free or (lambda folder: 1 << 50)
        return await Download(part, client, lambda *how: told.append(how), room, pauses).run()

    return load


async def begin_and_break(load, folder, server, cut=3_000_000, sha256=""):
    server.cuts.append(cut)
    with pytest.raises(DownloadBroken):
        await load(server, sha256=sha256)
    (part,) = left_in(folder)
    assert 1 << 20 <= part.size <= cut  # what the client had not read yet is lost
    return part


def names(folder):
    return sorted(each.name for each in folder.iterdir())


async def test_file_comes_whole_and_nothing_is_left_beside_it(load, folder):
    progress = []
    async with handing_out(DATA) as server:
        file = await load(server, sha256=SHA.upper(), progress=progress)
    assert file.read_bytes() == DATA
    assert names(folder) == ["tiny.gguf"]
    assert progress[-1] == (len(DATA), len(DATA))
    assert [done for done, _ in progress] == sorted(done for done, _ in progress)


async def test_no_key_and_no_cookie_travels(load):
    async with handing_out(DATA) as server:
        await load(server)
    assert not {"authorization", "cookie", "referer"} & server.requests[0].keys()


async def test_another_start_goes_on_where_it_broke_off(load, folder):
    async with handing_out(DATA) as server:
        part = await begin_and_break(load, folder, server, sha256=SHA)
        had = part.size
        file = await load(server, part=part)
    assert file.read_bytes() == DATA
    assert server.requests[1]["range"] == f"bytes={had}-"
    assert server.requests[1]["if-range"] == '"one"'
    assert names(folder) == ["tiny.gguf"]


async def test_it_tries_again_by_itself_while_it_gets_on(load):
    async with handing_out(DATA, cuts=[1_500_000, 900_000, 0, 0]) as server:
        file = await load(server, pauses=NO_PAUSES)
    assert file.read_bytes() == DATA
    assert len(server.requests) == 5


async def test_it_gives_up_when_nothing_more_comes(load, folder):
    async with handing_out(DATA, cuts=[1_500_000, 0, 0, 0, 0, 0]) as server:
        with pytest.raises(DownloadBroken):
            await load(server, pauses=NO_PAUSES)
    assert len(server.requests) == 4
    assert 1 << 20 <= next(left_in(folder)).size <= 1_500_000


async def test_server_that_is_not_there_is_said_at_once(load, folder):
    async with handing_out(DATA) as server:
        pass
    with pytest.raises(DownloadBroken):
        await load(server, pauses=(999.0,))


async def test_being_stopped_keeps_what_came(load, folder):
    scope = TaskScope("test")
    async with handing_out(DATA, holds=asyncio.Event()) as server:
        scope.start("load", load, server)
        await server.waiting.wait()
        progress = []
        while not any(each.size for each in left_in(folder)):  # noqa: ASYNC110 - on the disk
            await asyncio.sleep(0)
        await scope.aclose()
        server.holds.set()
        (part,) = left_in(folder)
        assert 0 < part.size <= len(DATA) // 2
        assert (await load(server, part=part, progress=progress)).read_bytes() == DATA
    assert progress[0][0] > part.size - len(DATA)


async def test_server_without_ranges_sends_all_of_it_again(load, folder):
    async with handing_out(DATA, has_ranges=False) as server:
        part = await begin_and_break(load, folder, server, sha256=SHA)
        assert (await load(server, part=part)).read_bytes() == DATA


@pytest.mark.parametrize("sha256", ["", hashlib.sha256(DATA[::-1]).hexdigest()])
async def test_another_file_under_the_same_address_is_never_mixed_in(load, folder, sha256):
    other = gguf(tensors=(("token_embd.weight", (64, 20_001), 0),))
    sha256 = sha256 and hashlib.sha256(other).hexdigest()
    async with handing_out(DATA) as server:
        part = await begin_and_break(load, folder, server, sha256=sha256)
        server.data, server.etag = other, '"two"'
        assert (await load(server, part=part)).read_bytes() == other


async def test_rest_of_another_file_is_noticed_though_the_server_sends_it(load, folder):
    """It pays no heed to If-Range."""
    other = gguf(tensors=(("token_embd.weight", (64, 20_001), 0),))
    async with handing_out(DATA, etag="") as server:
        part = await begin_and_break(load, folder, server, sha256=hashlib.sha256(other).hexdigest())
        server.data = other
        assert (await load(server, part=part)).read_bytes() == other


async def test_without_a_mark_and_without_sha256_it_begins_anew(load, folder):
    async with handing_out(DATA, etag='W/"weak"') as server:
        part = await begin_and_break(load, folder, server)
        assert (await load(server, part=part)).read_bytes() == DATA
    assert "range" not in server.requests[1]


async def test_part_longer_than_the_file_begins_anew(load, folder):
    async with handing_out(DATA) as server:
        part = await begin_and_break(load, folder, server)
        server.data = gguf()
        server.etag = '"one"'
        assert (await load(server, part=part)).read_bytes() == gguf()


async def test_wrong_sha256_is_refused_and_not_kept(load, folder):
    async with handing_out(DATA) as server:
        with pytest.raises(DownloadWrong) as caught:
            await load(server, sha256="0" * 64)
    assert caught.value.why == "sha256"
    assert names(folder) == []


async def test_part_changed_on_the_disk_is_noticed(load, folder):
    async with handing_out(DATA) as server:
        part = await begin_and_break(load, folder, server, sha256=SHA)
        part.path.write_bytes(b"GGUF" + bytes(part.size - 4))
        with pytest.raises(DownloadWrong, match="sha256"):
            await load(server, part=part)


@pytest.mark.parametrize("data", [b"<html>Sign in</html>", b"GGUF but no more", DATA[:-1], b""])
async def test_what_is_no_model_is_refused_and_not_kept(load, folder, data):
    async with handing_out(data) as server:
        with pytest.raises(DownloadWrong) as caught:
            await load(server)
    assert caught.value.why == "kind"
    assert names(folder) == []


async def test_length_that_nobody_said_is_fine(load):
    async with handing_out(DATA, says_length=False) as server:
        assert (await load(server)).read_bytes() == DATA


async def test_too_little_room_is_said_before_and_what_came_is_kept(load, folder):
    async with handing_out(DATA) as server:
        with pytest.raises(NoSpace) as caught:
            await load(server, free=lambda folder: MARGIN)
    assert caught.value.needed == len(DATA) + MARGIN
    assert next(left_in(folder)).note.total == len(DATA)


async def test_disk_that_fills_up_on_the_way_is_said(load, folder, monkeypatch):
    monkeypatch.setattr("app.backends.download.LOOK_EVERY", 1 << 20)
    rooms = iter([1 << 50, 1 << 50, 0])
    async with handing_out(DATA) as server:
        with pytest.raises(NoSpace):
            await load(server, free=lambda folder: next(rooms))
        part = next(left_in(folder))
        assert 0 < part.size < len(DATA)
        assert (await load(server, part=part)).read_bytes() == DATA


async def test_folder_that_cannot_be_written_is_said(load, folder):
    async with handing_out(DATA) as server:
        part = begun(folder, Order(server.address))
        part.path.mkdir()
        with pytest.raises(ModelFetchFailed):
            await load(server, part=part)


@pytest.mark.parametrize("status", [401, 404, 410])
async def test_server_that_says_no_is_named_by_its_status(load, status):
    async with handing_out(DATA, status=status) as server:
        with pytest.raises(DownloadRejected) as caught:
            await load(server)
    assert caught.value.status == status


async def test_redirects_are_followed_and_end(load):
    async with handing_out(DATA) as there, handing_out(b"", location=there.address) as here:
        assert (await load(here)).read_bytes() == DATA
        there.location = here.address
        with pytest.raises(AddressRefused, match="hops"):
            await load(here)


async def test_redirect_to_an_unencrypted_place_is_refused(load):
    async with handing_out(b"", location="http://example.org/m.gguf") as server:
        with pytest.raises(AddressRefused, match="plain"):
            await load(server)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "form"),
        ("huggingface.co/m.gguf", "form"),
        ("ftp://example.org/m.gguf", "form"),
        ("file:///etc/passwd", "form"),
        ("https:///m.gguf", "form"),
        ("https://example.org:99999/m.gguf", "form"),
        ("http://example.org/m.gguf", "plain"),
        ("https://me:secret@example.org/m.gguf", "secret"),
    ],
)
def test_address_that_must_not_be_used_is_refused(address, why):
    with pytest.raises(AddressRefused, match=why):
        check_address(Order(address))


def test_good_addresses():
    check_address(Order("https://example.org/m.gguf"))
    check_address(Order("http://localhost:8000/m.gguf"))
    check_address(Order("http://example.org/m.gguf", allows_plain=True))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/Qwen2.5-0.5B-Q4_K_M.gguf", "Qwen2.5-0.5B-Q4_K_M.gguf"),
        ("/a/b%2F..%2F..%2Fetc%2Fpasswd", "passwd.gguf"),
        ("/a/..%5C..%5Cevil.GGUF", "evil.gguf"),
        ("/.bashrc", "bashrc.gguf"),
        ("/%E7%83%AD%E9%97%B9.gguf", "热闹.gguf"),
        ("/con.gguf", "_con.gguf"),
        ("/", "model.gguf"),
    ],
)
def test_name_comes_from_the_address_and_is_safe(path, name):
    assert file_name(f"https://example.org{path}?x=/../y") == name


@given(st.text(alphabet=string.printable + "é热/\\%.", max_size=60))
def test_no_address_leads_out_of_the_folder(path):
    name = file_name(f"https://example.org/{path}".replace("[", "").replace("]", ""))
    assert Path(name).name == name
    assert name.endswith(".gguf")
    assert not name.startswith(".")


def test_two_downloads_of_one_name_do_not_meet(folder):
    first = begun(folder, Order("https://a/m.gguf"))
    second = begun(folder, Order("https://b/m.gguf"))
    assert (first.target.name, second.target.name) == ("m.gguf", "m-2.gguf")
    first.take_away()
    second.take_away()
    assert names(folder) == []


async def test_a_file_put_there_meanwhile_is_not_written_over(load, folder):
    async with handing_out(DATA) as server:
        part = begun(folder, Order(server.address))
        part.target.write_text("mine")
        file = await load(server, part=part)
    assert (part.target.read_text(), file.name) == ("mine", "tiny-2.gguf")
    assert names(folder) == ["tiny-2.gguf", "tiny.gguf"]


def test_notes_that_cannot_be_read_are_passed_over(folder):
    folder.mkdir()
    for number, said in enumerate(["{", "[]", '{"address": 3}', '{"address": "a", "x": 1}', '"a"']):
        (folder / f"{number}.gguf.part.json").write_text(said)
    (folder / "good.gguf.part.json").write_text(json.dumps({"address": "https://a/good.gguf"}))
    assert [part.target.name for part in left_in(folder)] == ["good.gguf"]
    assert isinstance(next(left_in(folder)), PartFile)
