"""What other programs that we start are told of our own surroundings."""

from collections.abc import Mapping

_SECRETS = ("_API_KEY", "_TOKEN", "_SECRET", "_PASSWORD", "RENAO_KEY")


def without_keys(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables without those that hold a key, which no child of ours has use for."""
    return {
        name: value for name, value in environment.items() if not name.upper().endswith(_SECRETS)
    }
