"""Names looked up without a thread of the loop's: a name server that never answers must
not hold the program's end."""

import socket
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver

from app.core.worker import Worker

P = ParamSpec("P")
T = TypeVar("T")


def resolver() -> AbstractResolver:
    """aiohttp's resolver, in threads of ours."""
    return ThreadedResolver(loop=_Lookups())  # type: ignore[arg-type]


async def numbers_of(host: str, port: int, family: int = socket.AF_UNSPEC) -> list[str]:
    """The IP addresses of `host`, the best first.

    Raises:
        OSError: It has none, or nobody knows it.
    """
    found = await in_thread(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `function` in a thread that cannot hold the program's end."""
    worker = Worker("renao-network")
    try:
        return await worker.run(function, *args, **kwargs)
    finally:
        worker.close()


class _Lookups:
    """The two methods of a loop that aiohttp's resolver calls."""

    async def getaddrinfo(self, host: str, port: int, **how: Any) -> Any:
        return await in_thread(socket.getaddrinfo, host, port, **how)

    async def getnameinfo(self, address: Any, flags: int) -> Any:
        return await in_thread(socket.getnameinfo, address, flags)
