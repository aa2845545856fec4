"""What a screen reader does, in a D-Bus session of its own: walks, listens, tells as JSON."""

import json
import subprocess
import sys
import threading
import time

from jeepney import DBusAddress, HeaderFields, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import open_dbus_connection

A11Y = "org.a11y.atspi."
LIMIT = 10


class Reader:
    def __init__(self, place):
        self._bus = open_dbus_connection(place)

    def ask(self, ref, interface, method, signature=None, body=()):
        to = DBusAddress(ref[1], ref[0], interface)
        call = new_method_call(to, method, signature, body)
        reply = self._bus.send_and_get_reply(call, timeout=LIMIT)
        if reply.header.message_type.name == "error":
            raise LookupError(reply.body)
        return reply.body[0] if reply.body else None

    def property(self, ref, interface, name):
        asked = (A11Y + interface, name)
        return self.ask(ref, "org.freedesktop.DBus.Properties", "Get", "ss", asked)[1]

    def walk(self, ref):
        yield ref, self.ask(ref, A11Y + "Accessible", "GetRoleName")
        for child in self.ask(ref, A11Y + "Accessible", "GetChildren"):
            yield from self.walk(child)

    def messages(self, root):
        for ref, role in self.walk(root):
            if role == "list item":
                name = self.property(ref, "Accessible", "Name").split(",")[0]
                yield name, self.ask(ref, A11Y + "Text", "GetText", "ii", (0, -1))
                self.ask(ref, A11Y + "Action", "GetActions")


def a11y_bus():
    bus = open_dbus_connection("SESSION")
    to = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
    return bus.send_and_get_reply(new_method_call(to, "GetAddress"), timeout=LIMIT).body[0]


def listen(place, heard):
    bus = open_dbus_connection(place)
    rule = MatchRule(type="signal", interface=A11Y + "Event.Object", member="Announcement")
    bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=LIMIT)
    registry = DBusAddress("/org/a11y/atspi/registry", A11Y + "Registry", A11Y + "Registry")
    event = new_method_call(registry, "RegisterEvent", "s", ("object:announcement",))
    bus.send_and_get_reply(event, timeout=LIMIT)

    def hear():
        while True:
            message = bus.receive()
            if message.header.fields.get(HeaderFields.member) == "Announcement":
                heard.append(message.body[3][1])

    threading.Thread(target=hear, daemon=True).start()


def root_of(reader):
    registry = (A11Y + "Registry", "/org/a11y/atspi/accessible/root")
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        if found := reader.ask(registry, A11Y + "Accessible", "GetChildren"):
            return found[0]
        time.sleep(0.05)
    raise TimeoutError("the program did not come to the bus")


def walk_until(reader, root, is_over, walks):
    while not is_over.is_set():
        try:
            walks.append(len(list(reader.walk(root))))
        except LookupError:  # what it stood on was closed
            walks.append(0)


def main(program):
    heard, walks, is_over = [], [], threading.Event()
    place = a11y_bus()
    listen(place, heard)
    process = subprocess.Popen(
        [sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def do(word):
        process.stdin.write(word + "\n")
        process.stdin.flush()
        return process.stdout.readline()

    process.stdout.readline()
    reader = Reader(place)
    root = root_of(reader)
    list(reader.walk(root))
    do("stream")
    said = list(reader.messages(root))
    walker = threading.Thread(target=walk_until, args=(Reader(place), root, is_over, walks))
    walker.start()
    for _ in range(5):
        do("reopen")
    is_over.set()
    walker.join()
    said_after = list(reader.messages(root))
    process.communicate("\n", LIMIT)
    found = {"heard": heard, "said": said, "said_after": said_after, "walks": len(walks)}
    sys.stdout.write(json.dumps(found | {"code": process.returncode}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
