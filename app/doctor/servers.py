"""Says which model servers run on this machine."""

from collections.abc import Sequence

from app.core.provider_facts import ProviderKind
from app.doctor.finding import Finding
from app.engine.local_servers import servers_of

SHOWN = 3
"""Models that are named for each server."""


async def find_servers(kinds: Sequence[ProviderKind]) -> Finding:
    """Which servers of the catalogue's local kinds answer, and with which models."""
    local = {kind.id: kind.name["en"] for kind in kinds if kind.is_local and kind.probe}
    found = [
        f"{local[each.kind]} at {each.address} ({_named(each.models)})"
        for each in await servers_of(kinds)
    ]
    if not found:
        names = ", ".join(local.values())
        return Finding("Local servers", True, f"none of {names}; none is needed")
    advice = "Add the address under Settings, Providers."
    return Finding("Local servers", True, "; ".join(found), advice)


def _named(models: Sequence[str]) -> str:
    if not models:
        return "no models yet"
    more = f" and {len(models) - SHOWN} more" if len(models) > SHOWN else ""
    return ", ".join(models[:SHOWN]) + more
