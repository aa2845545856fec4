"""What a protocol says of itself, so that a provider can be reached with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.backends.endpoint import BEARER, Endpoint
from app.core.backend import Backend


@dataclass(frozen=True, slots=True)
class BackendType:
    """One protocol. `make` takes an endpoint and the models' length in tokens, if known.

    `key_header` is the header that takes the key where a provider names no other;
    `headers` are sent with every request.
    """

    protocol: str
    make: Callable[[Endpoint, int | None], Backend]
    key_header: str = BEARER
    headers: Mapping[str, str] = field(default_factory=dict)
