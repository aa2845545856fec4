"""What is said of providers while they are tried out, waited for or left alone, in English
and marked for translation."""

from app.core.settings import QT_TRANSLATE_NOOP
from app.engine.sentences.sentence import PROVIDERS, Sentence

TRIALS = {
    "works": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Works: {count} models, and the first word of {model} came after {milliseconds} ms.",
        ),
    ),
    "works.one": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Works: one model, and the first word of {model} came after {milliseconds} ms.",
        ),
    ),
    "works.unlisted": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Works: the first word of {model} came after {milliseconds} ms. The server lists no "
            "models; enter the names of others yourself.",
        ),
    ),
    "silent": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording", "{who} can be reached, but {model} said nothing. Try another model."
        ),
    ),
    "no_model": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} can be reached, but lists no models. Enter the name of one, then try again.",
        ),
    ),
    "unreachable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} cannot be reached ({error}). Check the address and the network, and that the "
            "server runs.",
        ),
    ),
    "proxy_unusable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The proxy {proxy} does not lead to {who} ({detail}). Check it under Settings, "
            "Network.",
        ),
    ),
    "proxy_unusable.missing": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The settings ask for a proxy and name none. Enter its address under Settings, "
            "Network.",
        ),
    ),
    "proxy_unusable.address": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The proxy {proxy} cannot be used: this is no address of a proxy that Renao knows. "
            "Enter another under Settings, Network.",
        ),
    ),
    "proxy_unusable.password": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The proxy {proxy} does not accept the user or the password. Enter both under "
            "Settings, Network.",
        ),
    ),
    "certificates_unusable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The certificate authority in {path} cannot be used: {detail}. Choose a PEM file "
            "under Settings, Network, or leave it empty.",
        ),
    ),
    "timeout": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} took the connection and then said nothing for {seconds} s. Try again, or try "
            "another model.",
        ),
    ),
    "timeout.connect": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} did not take the connection within {seconds} s. Check the address, the "
            "network and whether a proxy is needed.",
        ),
    ),
    "broken": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} hung up before it had answered. Check the address and try again.",
        ),
    ),
    "garbled": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "What answers at this address is no such server. Check the address and the kind; "
            "most addresses end with /v1.",
        ),
    ),
    "unfinished": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} broke its answer off before the first word. Try again, or try another model.",
        ),
    ),
    "redirected": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} points to {location}. Renao did not follow, so that no key travels. If you "
            "trust that address, enter it instead.",
        ),
    ),
    "rejected": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording", "{who} said no: {detail}. Check the model's name, or try another model."
        ),
    ),
    "rejected.key": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording", "The key was refused (HTTP {status}). Paste another one, or make a new one."
        ),
    ),
    "rejected.key.none": Sentence(
        QT_TRANSLATE_NOOP("Wording", "{who} wants a key (HTTP {status}). Paste one."),
    ),
    "rejected.key.number": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Key {number} of {keys} was refused (HTTP {status}). Paste another one in its place, "
            "or take it away.",
        ),
    ),
    "rejected.forbidden": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} does not allow this (HTTP 403: {detail}). Check what the key may do, or try "
            "another model.",
        ),
    ),
    "rejected.money": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} takes the key but wants to be paid first (HTTP 402). Top up the account.",
        ),
    ),
    "rejected.quota": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} takes the key, but the quota is used up (HTTP {status}). Top up the account, "
            "or try another model.",
        ),
    ),
    "rejected.model": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} does not know {model} at this address (HTTP 404). Choose one of the models it "
            "lists, or check the address.",
        ),
    ),
    "rejected.size": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} finds even a short question too long (HTTP 413). Check the address and "
            "whether something on the way limits it.",
        ),
    ),
    "rejected.hurry": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording", "{who} was asked too often (HTTP 429). Try again in a minute."
        ),
    ),
    "rejected.seconds": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording", "{who} was asked too often (HTTP 429). Try again in {seconds} s."
        ),
    ),
    "rejected.minutes": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording", "{who} was asked too often (HTTP 429). Try again in {minutes} min."
        ),
    ),
    "rejected.server": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} has trouble of its own (HTTP {status}: {detail}). Try again in a while.",
        ),
    ),
    "model_missing": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording", "Renao does not speak this protocol ({choice}). Choose another one."
        ),
    ),
    "secret": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The stored key could not be read, so nothing was asked. Unlock the place where keys "
            "are kept, or paste the key.",
        ),
    ),
    "backend": Sentence(
        QT_TRANSLATE_NOOP("Wording", "{who} could not be asked: {error}."),
    ),
}
"""How a trial ended: by its outcome, or by the error's `code`, some with a detail."""

WAITS = {
    "rate": QT_TRANSLATE_NOOP("Wording", "Waiting {seconds} s: your limit for {who}"),
    "busy": QT_TRANSLATE_NOOP("Wording", "Waiting {seconds} s: {who} is busy"),
    "trouble": QT_TRANSLATE_NOOP("Wording", "Waiting {seconds} s: {who} has trouble of its own"),
    "unreachable": QT_TRANSLATE_NOOP("Wording", "Waiting {seconds} s: {who} cannot be reached"),
    "proxy_unusable": QT_TRANSLATE_NOOP(
        "Wording", "Waiting {seconds} s: the proxy cannot be reached"
    ),
    "timeout": QT_TRANSLATE_NOOP("Wording", "Waiting {seconds} s: {who} did not answer"),
    "broken": QT_TRANSLATE_NOOP("Wording", "Waiting {seconds} s: {who} hung up"),
}
"""Why a run waits, in few words."""

RESTS = {
    "refused": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} refused key {number} of {count}; it rests and the others are used.",
        ),
        PROVIDERS,
    ),
    "empty": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who}: the account of key {number} of {count} is empty; it rests and the others are "
            "used.",
        ),
        PROVIDERS,
    ),
    "limited": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} was asked too often with key {number} of {count}; it rests and the others are "
            "used.",
        ),
    ),
    "address": Sentence(
        QT_TRANSLATE_NOOP("Wording", "{who}: {address} fails; it rests and the others are asked."),
    ),
}
"""Which address or key is left alone for a while."""
