"""The child process that serves a local model; never imported by the program itself.

It reads one line of JSON from its standard input (what to serve, and the key), writes one
line with its port to its standard output, and ends when its standard input closes.
"""

import faulthandler
import json
import os
import signal
import sys
import threading
from typing import Any

NICENESS = 10
"""Every thread of the window comes first; measured with four answers at once."""


def main() -> None:
    """Serve until the parent is gone."""
    line = sys.stdin.buffer.readline()
    if not line:
        return
    wish = json.loads(line)
    answer = os.dup(1)
    os.dup2(2, 1)  # what llama.cpp prints belongs in the log
    _end_with_parent(wish["parent"])
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    threading.Thread(target=_end_with_input, daemon=True).start()
    # Loading holds the interpreter's lock, so only a watch that needs no Python can end it.
    faulthandler.dump_traceback_later(wish["start_limit"], exit=True)
    try:
        server = _serve(wish)
        said = {"address": server.listening_address}
    except Exception as error:  # noqa: BLE001 - the parent says it in its own words
        said = {"error": f"{type(error).__name__}: {error}"}
    faulthandler.cancel_dump_traceback_later()
    os.write(answer, json.dumps(said).encode() + b"\n")
    if "error" in said:
        os._exit(1)  # without waiting for the thread that reads our input
    threading.Event().wait()


def _serve(wish: dict[str, Any]) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = wish["model"]
    params.model_alias = {wish["name"]}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [wish["key"]]
    params.n_parallel = wish["slots"]
    params.n_ctx = wish["slots"] * wish["context"]
    params.n_batch = 512
    params.n_threads_http = 2 * wish["slots"] + 8
    params.cache_ram_mib = 64
    params.fit_params = False
    if wish["is_tiny"]:
        params.sampling.temp, params.sampling.top_p = 0.2, 0.9  # as its makers advise
    params.ui = False
    params.endpoint_slots = False
    params.verbosity = 1  # errors only: from 4 on it would log what was said
    for part in (params.cpuparams, params.cpuparams_batch):
        part.n_threads = wish["threads"]
        part.poll = 0  # waiting threads sleep
    return xllamacpp.Server(params)


def _end_with_input() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def _end_with_parent(parent: int) -> None:
    """On Linux the kernel ends us even while the model loads."""
    if sys.platform != "linux":
        return
    import ctypes

    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


if __name__ == "__main__":
    main()
