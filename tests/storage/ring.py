"""A keyring for tests."""

import threading


class Ring:
    """A keyring in memory; it can refuse, and it can make callers wait."""

    def __init__(self):
        self.kept = {}
        self.is_open = threading.Event()
        self.is_open.set()
        self.error = None

    def get_password(self, service, username):
        self._go()
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self._go()
        self.kept[service, username] = password

    def delete_password(self, service, username):
        self._go()
        del self.kept[service, username]

    def _go(self):
        self.is_open.wait(20)
        if self.error:
            raise self.error
