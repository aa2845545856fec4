"""When a question may be asked again, and how long to wait before."""

import random
from dataclasses import dataclass

from app.backends.routes import is_loopback
from app.core.backend import (
    Item,
    ReasoningDelta,
    RefusalDelta,
    TextDelta,
    ToolCall,
)
from app.core.errors import (
    BackendBroken,
    BackendError,
    BackendGarbled,
    BackendRejected,
    BackendTimeout,
    BackendUnfinished,
    BackendUnreachable,
    CertificatesUnusable,
    ProxyUnusable,
)

KEY_STATUS = (401, 402, 403)
"""The server does not want this key, or its money is used up."""

_BUSY_STATUS = (408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529)


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long to wait before the same server is asked again, and how often.

    Each pause is twice the one before, from `first` to `longest` seconds, give or take
    the part `jitter` of it, so that many who wait do not come back at once. A server that
    wants more than `most` seconds of patience is not waited for.
    """

    first: float = 1.0
    longest: float = 60.0
    most: float = 300.0
    jitter: float = 0.25
    tries: int = 5
    reach_tries: int = 3
    """How often a server is tried that cannot be reached; the user can see to it."""

    def before(self, attempt: int, error: BackendError) -> float | None:
        """Seconds until try number `attempt` (the second is 2); None to give up."""
        if attempt > self._tries(error) or not is_passing(error):
            return None
        wanted = error.retry_after if isinstance(error, BackendRejected) else None
        if not wanted:  # some say 0 and mean nothing by it
            wanted = min(self.first * 2.0 ** (attempt - 2), self.longest)
        return None if wanted > self.most else wanted * random.uniform(1.0, 1.0 + self.jitter)

    def _tries(self, error: BackendError) -> int:
        return (
            self.tries if isinstance(error, BackendRejected) else min(self.tries, self.reach_tries)
        )


def is_visible(item: Item) -> bool:
    """Whether the user has something of the answer; from then on nothing is sent twice."""
    return isinstance(item, TextDelta | ReasoningDelta | RefusalDelta | ToolCall)


def is_about_key(error: BackendError) -> bool:
    """Whether another key of the same provider might do."""
    if not isinstance(error, BackendRejected):
        return False
    return error.status in KEY_STATUS or error.status == 429


def is_passing(error: BackendError) -> bool:
    """Whether the same server may well answer a little later."""
    if isinstance(error, BackendRejected):
        return error.status in _BUSY_STATUS and not error.is_out_of_money
    if isinstance(error, BackendTimeout):
        return error.waited_for == "connect"
    if isinstance(error, ProxyUnusable):
        return error.why in ("gone", "silent")
    if isinstance(error, CertificatesUnusable):
        return False
    return isinstance(error, BackendUnreachable | BackendBroken)


def is_about_server(error: BackendError) -> bool:
    """Whether another address of the same model might answer: the question is not at fault."""
    if isinstance(error, BackendRejected) and error.status is None:
        return True  # it took the question and then failed, and does not say why
    kinds = BackendUnreachable | BackendBroken | BackendGarbled | BackendUnfinished | BackendTimeout
    return isinstance(error, kinds) or is_passing(error)


def pauses_for(host: str) -> Pauses:
    """How patient to be with the servers of `host`; one on this machine is there or not."""
    return Pauses(reach_tries=1) if is_loopback(host) else Pauses()
