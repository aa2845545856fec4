"""The processes that serve models for this one; screens of other tests are no models."""

import psutil


def models_running():
    """Those of our children that serve a model."""
    children = psutil.Process().children()
    return [each for each in children if any("local_child" in part for part in _command(each))]


def _command(process):
    try:
        return process.cmdline()
    except psutil.Error:  # it has just ended
        return ()
