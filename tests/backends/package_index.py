"""A package index on this machine with one tiny wheel, for pip."""

import hashlib
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from app.backends.model_files import ModelFile

WHEEL = "tiny_model-1.0-py3-none-any.whl"
INFO = "tiny_model-1.0.dist-info"
WORDS = b"weights " * 200_000


def tiny_model(sha256=None, name="tiny.gguf"):
    right = hashlib.sha256(WORDS).hexdigest()
    return ModelFile(name, "tiny-model==1.0", sha256 or right, len(WORDS))


def make_wheel(folder):
    """Write a wheel that holds the model's file and hand back its bytes."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / WHEEL, "w") as wheel:
        wheel.writestr("tiny_model/tiny.gguf", WORDS)
        wheel.writestr(
            f"{INFO}/METADATA", "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n"
        )
        wheel.writestr(f"{INFO}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{INFO}/RECORD", "")
    return (folder / WHEEL).read_bytes()


class Index(ThreadingHTTPServer):
    """Serves the wheel; while `stalls` is set, only its first half."""

    daemon_threads = True

    def __init__(self, wheel):
        super().__init__(("127.0.0.1", 0), _Answer)
        self.wheel = wheel
        self.stalls = True
        self.go_on = threading.Event()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/simple"


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        if not self.path.endswith(".whl"):
            self._head("text/html", page := f'<a href="/{WHEEL}">{WHEEL}</a>'.encode())
            self.wfile.write(page)
            return
        wheel = self.server.wheel
        self._head("application/octet-stream", wheel)
        self.wfile.write(wheel[: len(wheel) // 2])
        self.wfile.flush()
        if self.server.stalls:
            self.server.go_on.wait(30)
            return
        self.wfile.write(wheel[len(wheel) // 2 :])

    def _head(self, kind, body):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()

    def log_message(self, *args):
        pass


@contextmanager
def served(wheel):
    """An index that answers until the context ends."""
    with Index(wheel) as index:
        thread = threading.Thread(target=index.serve_forever, args=(0.01,))
        thread.start()
        yield index
        index.go_on.set()
        index.shutdown()
        thread.join()
