"""What went wrong with a model's server."""

from app.core.settings import QT_TRANSLATE_NOOP
from app.engine.sentences.sentence import LOG, NETWORK, PROVIDERS, Sentence

SERVERS = {
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
        NETWORK,
    ),
    "proxy_unusable.missing": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The settings ask for a proxy and name none, and Renao does not go without. What was "
            "said is kept. Enter its address under Settings, Network, then ask again.",
        ),
        NETWORK,
    ),
    "proxy_unusable.address": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The proxy {proxy} cannot be used: this is no address of a proxy that Renao knows. "
            "What was said is kept. Enter one such as http://proxy:3128 or socks5://proxy:1080 "
            "under Settings, Network.",
        ),
        NETWORK,
    ),
    "proxy_unusable.password": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The proxy {proxy} does not accept the user or the password. What was said is kept. "
            "Enter both under Settings, Network, then ask again.",
        ),
        NETWORK,
    ),
    "proxy_unusable.silent": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The proxy {proxy} does not answer. What was said is kept. Check it and the network "
            "under Settings, Network, then ask again.",
        ),
        NETWORK,
    ),
    "proxy_unusable.refused": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The proxy {proxy} does not let Renao through to {who}: {detail}. What was said is "
            "kept. Ask whoever runs it, or choose another one under Settings, Network.",
        ),
        NETWORK,
    ),
    "proxy_unusable.garbled": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "What answers at {proxy} is no proxy of that kind. What was said is kept. Check its "
            "address and kind under Settings, Network, then ask again.",
        ),
        NETWORK,
    ),
    "certificates_unusable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The certificate authority in {path} cannot be used: {detail}. What was said is kept. "
            "Choose a PEM file under Settings, Network, or leave it empty.",
        ),
        NETWORK,
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
    "backend": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} could not be asked. What was said is kept. The log says why.",
        ),
        LOG,
    ),
}
