"""Downloads one model file by its address: can be stopped and go on, and checks what came.

Addresses are https, or of this machine itself; with the user's word plain http too. The
server may send us elsewhere, by the same rule: a download carries no key.
"""

import asyncio
import errno
import logging
import re
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast
from urllib.parse import urljoin, urlsplit

import httpx

from app.backends import gguf
from app.backends.http import FOREIGN_ERRORS, ours
from app.backends.part_file import CHUNK, Order, PartFile
from app.backends.routes import is_loopback
from app.backends.timeouts import Patience
from app.core.errors import (
    AddressRefused,
    BackendError,
    DownloadBroken,
    DownloadRejected,
    DownloadWrong,
    ModelFetchFailed,
    ModelUnreadable,
    NoSpace,
)
from app.core.worker import Worker

log = logging.getLogger(__name__)

MARGIN = 200_000_000
"""Bytes that stay free on the disk."""

LOOK_EVERY = 64 * CHUNK
"""Bytes after which we look at the disk's room again."""

MOST_HOPS = 10

CONNECT, SILENT = 30.0, 60.0
"""Seconds until a server counts as unreachable, or its connection as dead."""

PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each new try of a download that broke off; one that got on begins anew."""

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)$")

FreeSpace = Callable[[Path], int]


def free_space(folder: Path) -> int:
    """Bytes that are free where `folder` is."""
    return shutil.disk_usage(folder).free


class Download:
    """One run of a download. Cancelling it keeps what has come.

    `on_progress` is told the bytes that have come and the bytes there are, 0 if unknown.
    """

    def __init__(
        self,
        part: PartFile,
        client: httpx.AsyncClient,
        on_progress: Callable[[int, int], None],
        free: FreeSpace = free_space,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self._part = part
        self._client = client
        self._on_progress = on_progress
        self._free = free
        self._pauses = pauses
        self._worker = Worker("renao-download")

    async def run(self) -> Path:
        """Download the rest, check it and hand back the whole file.

        Raises:
            ModelFetchError: It could not be had. What came is kept unless it is wrong.
        """
        try:
            check_address(self._part.note.order)
            await self._worker.run(self._part.open)
            await self._receive_with_patience()
            return await self._worker.run(self._finish)
        except OSError as error:
            raise self._on_disk(error) from error
        finally:
            self._worker.submit(self._part.close)
            self._worker.close()

    async def _receive_with_patience(self) -> None:
        """Try again after a while as long as each try brings something."""
        pauses, had = iter(self._pauses), self._part.size
        while True:
            try:
                return await self._receive_rest()
            except DownloadBroken as error:
                await self._worker.run(lambda: None)  # all that came is written
                if self._part.size > had:
                    pauses, had = iter(self._pauses), self._part.size
                elif not had:
                    raise
                pause = next(pauses, None)
                if pause is None:
                    raise
                log.info("a download broke off and goes on in %g s: %s", pause, error)
            await asyncio.sleep(pause)

    async def _receive_rest(self) -> None:
        part = self._part
        if part.note.total and part.size == part.note.total:
            return
        async with self._answered(self._wish()) as response:
            is_rest = await self._is_rest(response)
            if is_rest is not None:
                await self._take(response, is_rest)
                return
        # What we have is of another file: ask for all of it.
        await self._worker.run(part.begin_anew)
        async with self._answered({}) as response:
            await self._take(response, is_rest=False)

    def _wish(self) -> dict[str, str]:
        """What asks for the rest, if we can tell that it is the rest of the same file."""
        part = self._part
        if not part.size or not (part.note.validator or part.note.sha256):
            return {}
        wish = {"range": f"bytes={part.size}-"}
        return wish | ({"if-range": part.note.validator} if part.note.validator else {})

    async def _is_rest(self, response: httpx.Response) -> bool | None:
        """Whether the rest comes (or all of it); None when it is the rest of something else."""
        part = self._part
        if response.status_code == 416:
            return None
        if response.status_code != 206:
            return False
        found = _RANGE.match(response.headers.get("content-range", ""))
        is_same = _validator(response) in ("", part.note.validator) or not part.note.validator
        total = int(found[2]) if found and found[2] != "*" else part.note.total
        fits = found is not None and int(found[1]) == part.size and total in (0, part.note.total)
        return True if is_same and fits else None

    async def _take(self, response: httpx.Response, is_rest: bool) -> None:
        part = self._part
        if not is_rest:
            await self._worker.run(part.begin_anew)
            length = response.headers.get("content-length", "")
            total = int(length) if length.isdecimal() else 0
            note = replace(part.note, validator=_validator(response), total=total)
            await self._worker.run(part.keep_note, note)
        await self._check_space()
        await self._write_all(response)
        if part.note.total and part.size < part.note.total:
            raise DownloadBroken("it ended early")

    async def _write_all(self, response: httpx.Response) -> None:
        part, waiting, looked = self._part, bytearray(), self._part.size
        pieces = cast("AsyncGenerator[bytes, None]", response.aiter_raw())
        try:
            async with aclosing(_patient(pieces)) as each:
                async for piece in each:
                    waiting += piece
                    self._on_progress(part.size + len(waiting), part.note.total)
                    if len(waiting) >= CHUNK:
                        await self._write(waiting)
                    if part.size - looked >= LOOK_EVERY:
                        looked = part.size
                        await self._check_space()
            await self._write(waiting)
        finally:
            if waiting and not self._wrong(waiting):
                # It broke off or was stopped, and there may be no time to wait for the disk.
                self._worker.submit(part.write, bytes(waiting))

    async def _write(self, waiting: bytearray) -> None:
        """Write what waits; stop early what cannot become right."""
        if why := self._wrong(waiting):
            await self._worker.run(self._part.take_away)
            raise DownloadWrong(why)
        more = bytes(waiting)
        waiting.clear()
        await self._worker.run(self._part.write, more)

    def _wrong(self, waiting: bytearray) -> str:
        part = self._part
        if not part.size and waiting[: len(gguf.MAGIC)] != gguf.MAGIC:
            return "kind"
        is_longer = part.note.total and part.size + len(waiting) > part.note.total
        return "size" if is_longer else ""

    async def _check_space(self) -> None:
        part = self._part
        needed = max(part.note.total - part.size, 0) + MARGIN
        free = await self._worker.run(self._free, part.target.parent)
        if free < needed:
            raise NoSpace(needed, free)

    def _finish(self) -> Path:
        part = self._part
        if not part.is_as_ordered():
            part.take_away()
            raise DownloadWrong("sha256")
        try:
            gguf.read_one(part.path)
        except ModelUnreadable as error:
            part.take_away()
            raise DownloadWrong("kind", str(error)) from error
        return part.finish()

    def _on_disk(self, error: OSError) -> NoSpace | ModelFetchFailed:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return NoSpace(max(self._part.note.total - self._part.size, CHUNK), 0)
        return ModelFetchFailed(error.strerror or str(error))

    @asynccontextmanager
    async def _answered(self, wish: dict[str, str]) -> AsyncIterator[httpx.Response]:
        """The server's answer, wherever it sends us; leaving hangs up."""
        order = self._part.note.order
        for _ in range(MOST_HOPS):
            response = await self._asked(order.address, wish)
            try:
                if 300 <= response.status_code < 400 and "location" in response.headers:
                    order = _next(order, response.headers["location"])
                    continue
                if response.status_code >= 500 or response.status_code == 429:
                    raise DownloadBroken(f"HTTP {response.status_code}")
                if response.status_code not in (200, 206, 416):
                    raise DownloadRejected(response.status_code)
                yield response
                return
            finally:
                await _hang_up(response)
        raise AddressRefused("hops")

    async def _asked(self, address: str, wish: dict[str, str]) -> httpx.Response:
        headers = {"accept-encoding": "identity", "connection": "close", **wish}
        limits = httpx.Timeout(None, connect=CONNECT, pool=CONNECT)
        try:
            request = self._client.build_request("GET", address, headers=headers, timeout=limits)
            with Patience("first_byte", SILENT) as patience:
                sent = self._client.send(request, stream=True, follow_redirects=False)
                return await patience.wait(sent)
        except (*FOREIGN_ERRORS, BackendError, RuntimeError) as error:
            raise _broken(error) from error


def check_address(order: Order) -> None:
    """Refuse an address from which nothing must be downloaded.

    Raises:
        AddressRefused: It is no whole address, holds a password or is not encrypted.
    """
    try:
        parts = urlsplit(order.address)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefused("form") from error
    if parts.scheme not in ("http", "https") or not host:
        raise AddressRefused("form")
    if parts.username or parts.password:
        raise AddressRefused("secret")
    if parts.scheme == "http" and not (order.allows_plain or is_loopback(host)):
        raise AddressRefused("plain")


def _next(order: Order, location: str) -> Order:
    """Where the server sends us: never from an encrypted place to one that is not, nor from
    elsewhere to this machine.
    """
    found = replace(order, address=urljoin(order.address, location))
    if order.address.startswith("https:"):
        found = replace(found, allows_plain=False)
    check_address(found)
    if _is_here(found) and not _is_here(order):
        raise AddressRefused("form")
    return found


def _is_here(order: Order) -> bool:
    return is_loopback(urlsplit(order.address).hostname or "")


async def _patient(pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    with Patience("idle", SILENT) as patience:
        async with aclosing(pieces) as each:
            while True:
                try:
                    piece = await patience.wait(anext(each))
                except StopAsyncIteration:
                    return
                except (*FOREIGN_ERRORS, BackendError) as error:
                    raise _broken(error) from error
                yield piece


def _broken(error: Exception) -> DownloadBroken:
    return DownloadBroken(str(error if isinstance(error, BackendError) else ours(error)))


def _validator(response: httpx.Response) -> str:
    """The server's mark of this very file: weak marks may be of another with the same words."""
    etag: str = response.headers.get("etag", "")
    if etag and not etag.startswith("W/"):
        return etag
    return str(response.headers.get("last-modified", ""))


async def _hang_up(response: httpx.Response) -> None:
    try:
        await response.aclose()
    except FOREIGN_ERRORS as error:
        log.debug("hanging up: %s", type(error).__name__)
