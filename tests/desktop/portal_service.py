"""A small portal of a desktop, told on its input what to do, and telling what it was asked.

Lines in: `set NAMESPACE KEY JSON`, `press SESSION ID`. Lines out: JSON. `denies` as an
argument refuses keys; `old` knows only the settings' first version; `silent` says nothing.
"""

import json
import sys
import threading

from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_return, new_signal
from jeepney.io.blocking import open_dbus_connection

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SETTINGS = DBusAddress(PATH, NAME, "org.freedesktop.portal.Settings")
SHORTCUTS = DBusAddress(PATH, NAME, "org.freedesktop.portal.GlobalShortcuts")
KINDS = {bool: "b", int: "u", str: "s"}

modes = set(sys.argv[1:])
values = {("org.gnome.desktop.interface", "enable-animations"): True}
connection = open_dbus_connection()


def say(**words):
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def variant(value):
    return (KINDS[type(value)], value)


def respond(call, options, code, results):
    sender = call.header.fields[HeaderFields.sender][1:].replace(".", "_")
    path = f"{PATH}/request/{sender}/{options['handle_token'][1]}"
    whom = DBusAddress(path, NAME, "org.freedesktop.portal.Request")
    connection.send(new_signal(whom, "Response", "ua{sv}", (code, results)))  # before the answer
    connection.send(new_method_return(call, "o", (path,)))


def answer(call):
    member, body = call.header.fields[HeaderFields.member], call.body
    key = tuple(body[:2]) if member in ("Read", "ReadOne") else ()
    if member == "Read" and key in values:
        connection.send(new_method_return(call, "v", (("v", variant(values[key])),)))
    elif member == "ReadOne" and key in values and "old" not in modes:
        connection.send(new_method_return(call, "v", (variant(values[key]),)))
    elif member == "CreateSession":
        session = f"{PATH}/session/1/{body[0]['session_handle_token'][1]}"
        respond(call, body[0], 0, {"session_handle": ("s", session)})
    elif member == "BindShortcuts":
        say(asked=body[1][0][1]["preferred_trigger"][1], session=body[0], id=body[1][0][0])
        code = 1 if "denies" in modes else 0
        respond(call, body[3], code, {"shortcuts": ("a(sa{sv})", body[1])})
    else:
        name = "org.freedesktop.DBus.Error.UnknownMethod"
        connection.send(new_error(call, name, "s", (f"no {member}",)))


def hear():
    while True:
        call = connection.receive()
        if call.header.message_type is MessageType.method_call and "silent" not in modes:
            answer(call)


def obey(words):
    if words[0] == "set":
        value = json.loads(words[3])
        values[words[1], words[2]] = value
        body = (words[1], words[2], variant(value))
        connection.send(new_signal(SETTINGS, "SettingChanged", "ssv", body))
    else:
        body = (words[1], words[2], 2**40, {})
        connection.send(new_signal(SHORTCUTS, "Activated", "osta{sv}", body))


assert connection.bus_proxy.RequestName(NAME) == (1,)
threading.Thread(target=hear, daemon=True).start()
say(ready=True)
for line in sys.stdin:
    obey(line.split())
