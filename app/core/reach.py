"""All that it takes to reach a provider."""

from dataclasses import dataclass, field

from app.core.settings import Models as Waits
from app.core.settings import Provider


@dataclass(frozen=True, slots=True)
class Reach:
    """A provider, its keys in the order they are used, and how long to wait for it.

    `key_header` is the header its keys go into, "" for its protocol's own. `is_patient`
    says that a busy server is asked again after a while.
    """

    provider: Provider
    keys: tuple[str, ...] = field(default=(), repr=False)
    waits: Waits = field(default_factory=Waits)
    key_header: str = ""
    is_patient: bool = True
