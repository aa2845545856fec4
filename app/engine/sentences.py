"""Every sentence that the parts below the window say, in English and marked for translation.

Those of errors say what happened, what was kept and what to do.
"""

from dataclasses import dataclass

from app.core.conversation import Outcome
from app.core.settings import QT_TRANSLATE_NOOP

PROVIDERS, FETCH, LOG = "settings.providers", "model.fetch", "log.open"
"""Actions that a sentence can offer."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What to show, and the id of the action that helps, "" for none."""

    text: str
    action: str = ""


ERRORS = {
    "unreachable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} cannot be reached. What was said is kept. Check that it runs and "
            "that its address is right, then ask again.",
        ),
        PROVIDERS,
    ),
    "proxy_unusable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The proxy {proxy} cannot be reached, and Renao does not go without it. What was said "
            "is kept. Check it under Settings, Network, then ask again.",
        ),
    ),
    "proxy_unusable.missing": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The settings ask for a proxy and name none, and Renao does not go without. What was "
            "said is kept. Enter its address under Settings, Network, then ask again.",
        ),
    ),
    "proxy_unusable.address": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The proxy {proxy} cannot be used: this is no address of a proxy that Renao knows. "
            "What was said is kept. Enter one such as http://proxy:3128 or socks5://proxy:1080 "
            "under Settings, Network.",
        ),
    ),
    "proxy_unusable.password": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The proxy {proxy} does not accept the user or the password. What was said is kept. "
            "Enter both under Settings, Network, then ask again.",
        ),
    ),
    "proxy_unusable.silent": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The proxy {proxy} does not answer. What was said is kept. Check it and the network "
            "under Settings, Network, then ask again.",
        ),
    ),
    "proxy_unusable.refused": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The proxy {proxy} does not let Renao through to {who}: {detail}. What was said is "
            "kept. Ask whoever runs it, or choose another one under Settings, Network.",
        ),
    ),
    "proxy_unusable.garbled": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "What answers at {proxy} is no proxy of that kind. What was said is kept. Check its "
            "address and kind under Settings, Network, then ask again.",
        ),
    ),
    "certificates_unusable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The certificate authority in {path} cannot be used: {detail}. What was said is kept. "
            "Choose a PEM file under Settings, Network, or leave it empty.",
        ),
    ),
    "timeout.connect": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} did not take the connection within {seconds} s. What was said is "
            "kept. Check the network and the server's address, then ask again.",
        ),
        PROVIDERS,
    ),
    "timeout.first_byte": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} said nothing for {seconds} s. What was said is kept. Ask again, "
            "or let Renao wait longer under Settings, Models.",
        ),
    ),
    "timeout.idle": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} fell silent for {seconds} s in the middle of its answer. What had arrived is "
            "kept. Continue asks for the rest.",
        ),
    ),
    "broken": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The connection to {who} broke off. What had arrived is kept. Continue asks for the "
            "rest.",
        ),
    ),
    "rejected": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} said no: {detail}. What was said is kept. Ask again, or choose "
            "another model.",
        ),
        PROVIDERS,
    ),
    "rejected.key": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} does not accept the key (HTTP {status}). What was said is kept. "
            "Enter the right key under Providers, then ask again.",
        ),
        PROVIDERS,
    ),
    "rejected.forbidden": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} does not allow this (HTTP 403: {detail}). What was said is kept. "
            "Check what the key may do and that the model is open to it, or choose another model.",
        ),
        PROVIDERS,
    ),
    "rejected.money": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} wants to be paid first (HTTP 402). What was said is kept. Top "
            "up the account with the provider, or choose another model.",
        ),
        PROVIDERS,
    ),
    "rejected.model": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} does not know this model or this address (HTTP 404). What was "
            "said is kept. Check both under Providers, then ask again.",
        ),
        PROVIDERS,
    ),
    "rejected.size": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} finds the message too long (HTTP 413). It is kept. Shorten it, "
            "or choose a model that takes more.",
        ),
    ),
    "rejected.quota": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The quota at {who} is used up (HTTP {status}). What was said is kept. Top up the "
            "account with the provider, or choose another model.",
        ),
        PROVIDERS,
    ),
    "rejected.hurry": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} was asked too often (HTTP 429). What was said is kept. Wait a "
            "minute, then ask again.",
        ),
    ),
    "rejected.seconds": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} was asked too often (HTTP 429). What was said is kept. Ask again "
            "in {seconds} s, or choose another model.",
        ),
    ),
    "rejected.minutes": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} was asked too often (HTTP 429). What was said is kept. Ask again "
            "in {minutes} min, or choose another model.",
        ),
    ),
    "rejected.server": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} has trouble of its own (HTTP {status}: {detail}). What had "
            "arrived is kept. Ask again in a while, or choose another model.",
        ),
    ),
    "garbled": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} said something that is no answer. What had arrived is kept. "
            "Check the address under Providers; most end with /v1.",
        ),
        PROVIDERS,
    ),
    "unfinished": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The answer of {who} stopped without saying that it was over. What had arrived is "
            "kept. Continue asks for the rest.",
        ),
    ),
    "redirected": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} points to {location}. Renao did not follow, so that no key "
            "travels. What was said is kept. If you trust that address, enter it under Providers.",
        ),
        PROVIDERS,
    ),
    "context_too_small": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This is too long for the model of {who}: {needed} tokens, and it takes {available} "
            "with its answer. Your message is kept. Shorten it, or choose a model that takes more.",
        ),
        PROVIDERS,
    ),
    "model_missing": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The built-in model is not on this computer yet. What was said is kept. Fetch it "
            "(98 MB), or add a provider.",
        ),
        FETCH,
    ),
    "model_missing.choice": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The model {choice} is no longer set up. What was said is kept. Choose another model "
            "in the tile's title, or add its provider again.",
        ),
        PROVIDERS,
    ),
    "model_crashed": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The built-in model ended unexpectedly and is started again. What had arrived is "
            "kept. Continue asks for the rest.",
        ),
    ),
    "model_crashed.own": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The model {name} ended unexpectedly. What had arrived is kept. Ask again to load it "
            "anew; if it happens twice, give it less context under Settings, Models.",
        ),
    ),
    "model_unloaded": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "You unloaded the model {name} while it answered. What had arrived is kept. Continue "
            "loads it again and asks for the rest.",
        ),
    ),
    "model_file_gone": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The file of this model is no longer where it was: {path}. What was said is kept. Put "
            "the file back, or choose another model in the tile's title.",
        ),
    ),
    "model_unreadable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This file is no model that Renao can read: {error}. Nothing was changed. Choose a "
            "whole file in the GGUF format.",
        ),
    ),
    "address_refused": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This is no address of a file. Nothing was downloaded. Enter one that begins with "
            "https:// and ends with .gguf.",
        ),
    ),
    "address_refused.plain": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This address is not encrypted, so anybody on the way could change the file. Nothing "
            "was downloaded. Use https://, or allow it for this download.",
        ),
    ),
    "address_refused.secret": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This address holds a password. Nothing was downloaded. Use an address without one.",
        ),
    ),
    "address_refused.hops": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This address leads from one place to the next without end. Nothing was downloaded. "
            "Use the file's own address.",
        ),
    ),
    "download_rejected": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server does not hand over the file (HTTP {status}). What has come is kept. Check "
            "the address, then go on with the download.",
        ),
    ),
    "download_broken": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The download broke off. What has come is kept. Check the network, then go on with "
            "the download.",
        ),
    ),
    "no_space": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The disk has too little room: {needed} are needed and {free} are free. What has come "
            "is kept. Make room, then go on with the download.",
        ),
    ),
    "download_wrong": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "What came is no whole model, so it was not kept. Check the address: it must be the "
            "file's own, not a page about it.",
        ),
    ),
    "download_wrong.sha256": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The file's sha256 is not the one you entered, so it was not kept. Check that number; "
            "if it is right, something on the way changed the file.",
        ),
    ),
    "backend": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} could not be asked. What was said is kept. The log says why.",
        ),
        LOG,
    ),
    "model_fetch": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The built-in model could not be fetched. Nothing was changed. Fetch it again, or add "
            "a provider.",
        ),
        FETCH,
    ),
    "model_fetch_failed": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The built-in model could not be downloaded. Nothing was changed. Check the network "
            "and the free space on the disk, then fetch it again.",
        ),
        FETCH,
    ),
    "model_file_wrong": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The downloaded model is not the file Renao expects, so it was not kept. Fetch it "
            "again; if it happens twice, something on the way changes it.",
        ),
        FETCH,
    ),
    "storage": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Something could not be stored. It is kept in memory and tried again. The log says "
            "why.",
        ),
        LOG,
    ),
    "storage.start": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The database could not be opened. Nothing in it was changed, but what you do now is "
            "not stored. The log says why.",
        ),
        LOG,
    ),
    "database_corrupt": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The database was damaged. It was set aside as {kept_at}, and a new one was begun. "
            "Tools for SQLite may still read what is in it.",
        ),
        LOG,
    ),
    "database_locked": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Another program holds the database. What is new is kept in memory and tried again. "
            "Close that program.",
        ),
    ),
    "database_locked.start": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Another program holds the database. Nothing in it was changed, but what you do now "
            "is not stored. Close that program, then start Renao again.",
        ),
    ),
    "database_read_only": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The database cannot be written. Nothing in it was changed, and what is new is only "
            "in memory. Give yourself the right to write in its folder.",
        ),
    ),
    "database_read_only.start": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The database cannot be written. Nothing in it was changed, but what you do now is "
            "not stored. Give yourself the right to write in its folder, then start Renao again.",
        ),
    ),
    "disk_full": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The disk is full. What was stored is safe; what is new is kept in memory and tried "
            "again. Make room.",
        ),
    ),
    "disk_full.start": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The disk is full. What was stored is safe, but what you do now is not stored. Make "
            "room, then start Renao again.",
        ),
    ),
    "database_too_new": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The database was made by a newer Renao. Nothing in it was changed, but what you do "
            "now is not stored. Install that newer version, then start it.",
        ),
    ),
    "secret": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The keyring did not hand over the key of {who}. What was said is kept. Unlock the "
            "keyring, or enter the key again under Providers.",
        ),
        PROVIDERS,
    ),
    "keyring_missing": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This computer has no keyring that Renao can use. Keys are kept until Renao ends. "
            "Choose where they are kept in the settings.",
        ),
        PROVIDERS,
    ),
    "keyring_silent": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The keyring does not answer, so the key of {who} could not be read. What was said is "
            "kept. Unlock the keyring, or choose another place for keys in the settings.",
        ),
        PROVIDERS,
    ),
    "secrets_locked": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The file with your keys is locked, so the key of {who} could not be read. What was "
            "said is kept. Enter its passphrase in the settings.",
        ),
        PROVIDERS,
    ),
    "passphrase_wrong": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This is not the passphrase of the file with your keys. The file is as it was. Try "
            "again.",
        ),
    ),
    "key_file_broken": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The file with your keys is damaged. It was not overwritten but kept as {kept_at}. "
            "Make a new one and enter the keys again.",
        ),
        PROVIDERS,
    ),
    "key_file_too_new": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The file with your keys was made by a newer Renao. Nothing in it was changed. Install "
            "that newer version, then start it.",
        ),
    ),
    "card": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "An agent's card cannot be read: {error}. Its conversations are kept. Put the card "
            "right, then start Renao again.",
        ),
        LOG,
    ),
    "card_refused": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This is no agent that Renao knows. Nothing was imported. Choose a character card "
            "(PNG, JSON, CHARX), an agent of LobeChat or Cherry Studio, or a card of Renao "
            "(TOML).",
        ),
    ),
    "card_refused.large": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This file is larger than any agent should be. Nothing was imported.",
        ),
    ),
    "card_refused.json": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This file is damaged, or it is no JSON: {detail}. Nothing was imported. Get the file "
            "once more.",
        ),
    ),
    "card_refused.toml": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This file is no card of Renao: {detail}. Nothing was imported. Put it right, then "
            "import it again.",
        ),
    ),
    "card_refused.png": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This picture is damaged: it ends too early. Nothing was imported. Get the file once "
            "more.",
        ),
    ),
    "card_refused.no_card": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This is a picture without a character in it. Nothing was imported. Many sites remove "
            "the character when they show a picture: look for a download of the original.",
        ),
    ),
    "card_refused.base64": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The character in this picture is damaged. Nothing was imported. Get the file once "
            "more.",
        ),
    ),
    "card_refused.zip": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This archive is damaged, or there is no character in it. Nothing was imported. Get "
            "the file once more.",
        ),
    ),
    "card_refused.path": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This archive wants to write outside its own folder ({detail}), which is how harmful "
            "files behave. Nothing was imported.",
        ),
    ),
    "card_refused.link": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This archive contains a link to somewhere else ({detail}), which is how harmful "
            "files behave. Nothing was imported.",
        ),
    ),
    "card_refused.locked": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This archive is locked with a password. Nothing was imported. Unpack it first, then "
            "import what is in it.",
        ),
    ),
    "card_refused.bomb": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Unpacked, this file would be far too large. Nothing was imported.",
        ),
    ),
    "card_refused.backup": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Only Cherry Studio itself can read this backup. Nothing was imported. Export your "
            "assistants there as JSON, or make a backup with version 5 or older.",
        ),
    ),
    "card_refused.lorebook": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This file is a lorebook: knowledge for a character, and no character. Nothing was "
            "imported.",
        ),
    ),
    "card_refused.empty": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "There is no agent in this file. Nothing was imported.",
        ),
    ),
    "card_refused.gone": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This file cannot be opened: {detail}. Nothing was imported.",
        ),
    ),
    "card_unwritable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The agent could not be stored: {error}. Nothing was changed. Make room, or give "
            "yourself the right to write in the data folder.",
        ),
        LOG,
    ),
    "file_refused": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} was not attached. Pictures (PNG, JPEG, GIF, WebP), PDF and text files "
            "can be sent.",
        ),
    ),
    "file_refused.unreadable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} cannot be read: {detail}. Check that it is still there and that you may"
            " open it, then attach it again.",
        ),
    ),
    "file_refused.folder": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is a folder. Attach the files in it.",
        ),
    ),
    "file_refused.special": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is no ordinary file. There is nothing in it that could be sent.",
        ),
    ),
    "file_refused.empty": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is empty. There is nothing in it to send.",
        ),
    ),
    "file_refused.large": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is larger than {detail}, which no provider takes. Attach a smaller file"
            " or a part of it.",
        ),
    ),
    "file_refused.long": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} has more than {detail} of text, more than a model can read at once. "
            "Attach a part of it.",
        ),
    ),
    "file_refused.kind": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is of a kind that models cannot read. Pictures (PNG, JPEG, GIF, WebP), "
            "PDF and text files can be sent.",
        ),
    ),
    "file_refused.picture": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} looks like a picture but cannot be opened: it may be damaged. Save it "
            "anew as PNG or JPEG and attach that.",
        ),
    ),
    "file_refused.pixels": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} has {detail} pixels, too many to open safely. Make it smaller and attach it "
            "again.",
        ),
    ),
    "file_refused.locked": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is locked with a password. Save a copy without one and attach that.",
        ),
    ),
    "file_refused.scanned": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} has no text, only pictures of pages. Attach those pages as pictures, or"
            " choose a model that reads PDF files.",
        ),
    ),
    "file_refused.slow": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Reading {name} took too long. Attach a part of it, or its text.",
        ),
    ),
    "file_refused.unread": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is no PDF that can be read: it may be damaged. Save it anew and attach that.",
        ),
    ),
    "file_refused.many": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} was not attached: one message takes {detail} files. Send these first.",
        ),
    ),
    "file_refused.disk": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} could not be stored: {detail}. Make room in the data folder, then "
            "attach it again.",
        ),
    ),
    "file_missing": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "An attached file is no longer there. What was said is kept. Attach it again if"
            " it is still needed.",
        ),
    ),
    "setting": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Something in the settings cannot be used: {error}. What can be used is in force, the "
            "rest is at its default. Choose it anew in the settings.",
        ),
    ),
    "error": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Something in Renao went wrong. What had arrived is kept. The log says more.",
        ),
        LOG,
    ),
}
"""By the error's `code`, some with a detail after a dot."""

REASONS = {
    "unreachable": QT_TRANSLATE_NOOP("Wording", "No connection to the server"),
    "proxy_unusable": QT_TRANSLATE_NOOP("Wording", "The proxy cannot be used"),
    "certificates_unusable": QT_TRANSLATE_NOOP("Wording", "The own certificates cannot be used"),
    "timeout": QT_TRANSLATE_NOOP("Wording", "The server was silent for too long"),
    "broken": QT_TRANSLATE_NOOP("Wording", "The connection broke off"),
    "rejected": QT_TRANSLATE_NOOP("Wording", "The server said no"),
    "garbled": QT_TRANSLATE_NOOP("Wording", "The server's answer could not be read"),
    "unfinished": QT_TRANSLATE_NOOP("Wording", "The answer stopped in the middle"),
    "redirected": QT_TRANSLATE_NOOP("Wording", "The server points to another address"),
    "context_too_small": QT_TRANSLATE_NOOP("Wording", "Too long for this model"),
    "model_missing": QT_TRANSLATE_NOOP("Wording", "The model is not there"),
    "model_crashed": QT_TRANSLATE_NOOP("Wording", "The model ended unexpectedly"),
    "model_fetch_failed": QT_TRANSLATE_NOOP("Wording", "The built-in model did not come"),
    "model_file_wrong": QT_TRANSLATE_NOOP("Wording", "The built-in model did not come"),
    "model_unloaded": QT_TRANSLATE_NOOP("Wording", "The model was unloaded"),
    "model_file_gone": QT_TRANSLATE_NOOP("Wording", "The model's file is gone"),
    "secret": QT_TRANSLATE_NOOP("Wording", "The keyring did not hand over the key"),
    "keyring_silent": QT_TRANSLATE_NOOP("Wording", "The keyring does not answer"),
    "secrets_locked": QT_TRANSLATE_NOOP("Wording", "The file with your keys is locked"),
}
"""Why a reply failed, in few words, by `Message.reason`."""

REMEMBERED = {
    "timeout": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} was silent for too long. What had arrived is kept. Ask again, or "
            "let Renao wait longer under Settings, Models.",
        ),
    ),
    "rejected": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} said no. What was said is kept. Check its key and the model's "
            "name under Providers, then ask again.",
        ),
        PROVIDERS,
    ),
    "redirected": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} pointed to another address, and Renao did not follow. What was "
            "said is kept. Check its address under Providers, then ask again.",
        ),
        PROVIDERS,
    ),
    "context_too_small": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This is too long for the model of {who}. Your message is kept. Shorten it, or choose "
            "a model that takes more.",
        ),
    ),
    "model_missing": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The model was not there. What was said is kept. Ask again, or choose another model "
            "in the tile's title.",
        ),
    ),
}
"""Why a reply failed, by `Message.reason`, when no more than that is known any longer."""

OUTCOMES = {
    Outcome.COMPLETE: "",
    Outcome.LENGTH: QT_TRANSLATE_NOOP("Wording", "Cut off at the longest answer allowed"),
    Outcome.STOPPED: QT_TRANSLATE_NOOP("Wording", "Stopped by you"),
    Outcome.FAILED: QT_TRANSLATE_NOOP("Wording", "Something went wrong"),
    Outcome.REFUSED: QT_TRANSLATE_NOOP("Wording", "The model declined to answer"),
    Outcome.TOOL_CALLS: QT_TRANSLATE_NOOP("Wording", "Waits for its tools"),
    Outcome.INTERRUPTED: QT_TRANSLATE_NOOP("Wording", "Interrupted when Renao ended"),
}

STATES = {
    "idle": QT_TRANSLATE_NOOP("Wording", "Idle"),
    "waiting": QT_TRANSLATE_NOOP("Wording", "Waiting for its turn"),
    "thinking": QT_TRANSLATE_NOOP("Wording", "Thinking"),
    "streaming": QT_TRANSLATE_NOOP("Wording", "Answering"),
    "needs_you": QT_TRANSLATE_NOOP("Wording", "Needs you"),
    "failed": QT_TRANSLATE_NOOP("Wording", "Failed"),
    "budget": QT_TRANSLATE_NOOP("Wording", "Budget used up"),
}
"""By `SessionState`."""

NOTICES = {
    "reply.complete": Sentence(QT_TRANSLATE_NOOP("Wording", "{who} answered: {line}")),
    "reply.length": Sentence(
        QT_TRANSLATE_NOOP("Wording", "{who} answered up to the longest length allowed: {line}")
    ),
    "reply.refused": Sentence(QT_TRANSLATE_NOOP("Wording", "{who} declined to answer.")),
    "reply.empty": Sentence(QT_TRANSLATE_NOOP("Wording", "{who} answered nothing.")),
    "reply.failed": Sentence(QT_TRANSLATE_NOOP("Wording", "{who}: {line}")),
    "needs_you": Sentence(QT_TRANSLATE_NOOP("Wording", "{who} needs you.")),
    "model.ready": Sentence(QT_TRANSLATE_NOOP("Wording", "The built-in model is ready.")),
    "model.tight": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} may take more memory than is free ({line}). It is loaded all the same. If the "
            "computer becomes slow, unload it or give it less context under Settings, Models.",
        ),
    ),
    "comment.failed": Sentence(
        QT_TRANSLATE_NOOP("Wording", "{who} could not comment. The post is unchanged. {line}")
    ),
    "uncaught": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Something in Renao went wrong and was stopped. Everything else goes on. The log "
            "says more.",
        ),
        LOG,
    ),
    "secrets.memory": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This computer has no keyring that Renao can use. Keys are kept until Renao ends "
            "and must then be entered again.",
        ),
        PROVIDERS,
    ),
    "secrets.locked": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The file with your keys is locked. Enter its passphrase in the settings; until then "
            "only models without a key answer.",
        ),
        PROVIDERS,
    ),
    "folder.unwritable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Renao cannot write {line}. Everything works all the same, but what you say and set "
            "now may be gone when Renao ends. Give yourself the right to write there, then start "
            "Renao again.",
        ),
    ),
    "red_flags.broken": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The list of emergency signs cannot be read, so no emergency advice is shown. "
            "Install Renao again to repair it.",
        ),
        LOG,
    ),
}
"""What a notice can say besides errors."""
