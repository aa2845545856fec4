"""The arguments of `renao ask`: what they are, and the question they make."""

import argparse
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from app.ask import Question
    from app.ask_backend import Whom
    from app.ask_messages import Talk

T = TypeVar("T")

PROTOCOLS = ("openai-chat", "openai-responses", "anthropic", "gemini", "ollama")
EFFORTS = ("none", "minimal", "low", "medium", "high")


def add_ask_arguments(parser: argparse.ArgumentParser) -> None:
    """Let `parser` know them all."""
    add = parser.add_argument
    add("text", metavar="TEXT", nargs="*", help="the question; - reads it from stdin")
    add("--agent", metavar="ID", default="", help="the agent who answers")
    add(
        "--tile",
        metavar="ID",
        default="",
        help="ask in the open window instead, in the tile of this agent",
    )
    add("--provider", metavar="ID", default="", help="one of `renao providers`")
    add(
        "--address",
        metavar="URL",
        default="",
        help="a server: the base that the protocol's own path is added to; its key is taken "
        "from RENAO_KEY",
    )
    add("--protocol", choices=PROTOCOLS, help="what the server speaks (default: openai-chat)")
    add(
        "--model",
        metavar="NAME",
        default="",
        help="the model of the address or provider; without them, provider/model of the settings",
    )
    add("--system", metavar="TEXT", help="who the model is to be")
    add("--max-tokens", metavar="N", type=_count, help="the longest answer, in tokens")
    add("--effort", choices=EFFORTS, default="", help="how long the model is to think")
    add("--image", metavar="FILE", action="append", default=[], help="a picture to send along")
    add("--tool-schema", metavar="FILE", default="", help="tools the model may call, as JSON")
    add(
        "--messages",
        metavar="FILE",
        default="",
        help="what was said before, as JSON; - reads it from stdin",
    )
    add("--json", action="store_true", help="one JSON object a line")


def question(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> "Question":
    """The question that the arguments ask; wrong ones end the program with code 2."""
    from app.ask import Question, card_of
    from app.ask_files import read_picture, read_tools
    from app.ask_messages import Talk
    from app.core.backend import Effort

    whom = _whom(parser, arguments)
    text = text_of(arguments.text)
    talk = _tried(parser, _talk, arguments.messages) if arguments.messages else Talk(())
    if not text.strip() and not talk.messages:
        parser.error("there is nothing to ask")
    tools = arguments.tool_schema
    given = arguments.system if arguments.system is None else _utf8(arguments.system)
    return Question(
        text,
        whom,
        _tried(parser, card_of, arguments.agent) if arguments.agent else None,
        talk.system if given is None else given,
        arguments.max_tokens,
        talk.messages,
        tuple(_tried(parser, read_picture, _utf8(name)) for name in arguments.image),
        _tried(parser, read_tools, _utf8(tools)) if tools else (),
        Effort(arguments.effort),
        _is_for_loops(arguments),
    )


def _tried(parser: argparse.ArgumentParser, read: Callable[[str], T], name: str) -> T:
    """What `read` makes of `name`; where it refuses, the program ends with its reason."""
    from app.ask_files import FileRefused
    from app.ask_messages import MessagesError
    from app.core.errors import CardError

    try:
        return read(name)
    except (FileRefused, MessagesError, CardError) as error:
        parser.error(str(error))
    except OSError as error:
        parser.error(f"{name} cannot be read: {error.strerror or error}")


def _talk(name: str) -> "Talk":
    from app.ask_messages import read_talk

    return read_talk(_file(name))


def _is_for_loops(arguments: argparse.Namespace) -> bool:
    """Whether whoever asks may want to hand the reply back: it is written in whole then."""
    names = ("provider", "protocol", "image", "tool_schema", "messages", "effort")
    return any(getattr(arguments, name) for name in names)


def _whom(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> "Whom":
    from app.ask_backend import Whom

    address, model = arguments.address, _utf8(arguments.model)
    if address and arguments.provider:
        parser.error("--address and --provider exclude each other")
    if arguments.protocol and not address:
        parser.error("--protocol needs --address")
    if address:
        _check_address(parser, address)
        if not model:
            parser.error("--address needs --model")
    elif model and "/" not in model and not arguments.provider:
        parser.error("--model needs --address or --provider, or the form provider/model")
    protocol = (arguments.protocol or PROTOCOLS[0]).replace("-", "_")
    return Whom(address, protocol, arguments.provider, model)


def _check_address(parser: argparse.ArgumentParser, address: str) -> None:
    try:
        parts = urlsplit(address)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        parser.error("--address must be like http://HOST:PORT/v1")


def text_of(words: list[str]) -> str:
    """The text that the words of a command line make; `-` stands for standard input."""
    return _file("-").rstrip("\r\n") if words == ["-"] else " ".join(map(_utf8, words))


def _file(name: str) -> str:
    if name == "-":
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    with open(_utf8(name), encoding="utf-8-sig", errors="replace") as file:
        return file.read()


def _utf8(argument: str) -> str:
    """An argument as UTF-8 whatever the locale made of it."""
    try:
        return os.fsencode(argument).decode("utf-8")
    except UnicodeError:
        return argument


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return count
