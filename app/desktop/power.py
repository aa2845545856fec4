"""Whether this machine lives on its battery."""

import logging

log = logging.getLogger(__name__)


def is_on_battery() -> bool | None:
    """Whether no cable feeds it; None where there is no battery, or nobody knows.

    Reads a few small files or asks the system; call it in a thread.
    """
    import psutil

    try:
        found = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    except (OSError, RuntimeError, ValueError) as error:
        log.debug("the battery cannot be read: %s", error)
        return None
    if found is None or found.power_plugged is None:
        return None
    return not found.power_plugged
