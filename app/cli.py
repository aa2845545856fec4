"""The command line: what `renao` does besides opening its window. Needs no Qt."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app import __version__

if TYPE_CHECKING:
    from app.ask import Question

OTHERS = {
    "tour": ("app.tour", "open the window on a virtual screen and take pictures of it"),
    "bench": ("app.bench.run", "measure the window against a server of its own"),
}
"""Commands that read their own arguments, and the modules whose `main` they are."""


def run(argv: Sequence[str]) -> int:
    """Do what the arguments say and hand back the exit code."""
    if argv and argv[0] in OTHERS:
        module = importlib.import_module(OTHERS[argv[0]][0])
        return int(module.main(list(argv[1:])))
    parser = _parser()
    try:
        arguments = parser.parse_args(list(argv))
        command: Callable[[argparse.ArgumentParser, argparse.Namespace], int] = arguments.run
        return command(parser, arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="renao",
        description="A window full of agents. Without a command it opens the window.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"renao {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    commands.add_parser("open", help="open the window")
    _add_ask(commands)
    _add(commands, "doctor", "say what works on this machine, and what to do where it does not")
    _add(commands, "fetch-model", "download the built-in model")
    for name, (_, about) in OTHERS.items():
        commands.add_parser(name, help=about)
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str
) -> None:
    made = commands.add_parser(name, help=about, description=about, allow_abbrev=False)
    made.set_defaults(run={"doctor": _doctor, "fetch-model": _fetch_model}[name])


def _add_ask(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    made = commands.add_parser(
        "ask",
        help="ask a model one question",
        description="Ask a model one question. The answer goes to standard output, reasoning "
        "to standard error. Nothing is stored.",
        epilog="Exit code: 0 answered, 1 failed, 2 wrong arguments, 130 stopped by Ctrl+C.",
        allow_abbrev=False,
    )
    made.add_argument("text", metavar="TEXT", nargs="+", help="the question; - reads it from stdin")
    made.add_argument("--agent", metavar="ID", default="", help="the agent who answers")
    made.add_argument(
        "--address",
        metavar="URL",
        default="",
        help="a server: the part before /chat/completions; its key is taken from RENAO_KEY",
    )
    made.add_argument(
        "--model",
        metavar="NAME",
        default="",
        help="the model at the address; without an address, provider/model of the settings",
    )
    made.add_argument("--system", metavar="TEXT", help="who the model is to be")
    made.add_argument(
        "--max-tokens", metavar="N", type=_count, help="the longest answer, in tokens"
    )
    made.add_argument("--json", action="store_true", help="one JSON object a line")
    made.set_defaults(run=_ask, own_parser=made)


def _ask(_: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    try:
        from app.ask import run_ask

        question = _question(arguments.own_parser, arguments)
    except KeyboardInterrupt:
        from app.ask import stopped_before

        return stopped_before(arguments.model, is_json=arguments.json)
    return run_ask(question, is_json=arguments.json)


def _question(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> "Question":
    from app.ask import Question, card_of
    from app.core.errors import CardError

    _check_address(parser, arguments)
    text = _text(arguments.text)
    if not text.strip():
        parser.error("there is nothing to ask")
    try:
        card = card_of(arguments.agent) if arguments.agent else None
    except CardError as error:
        parser.error(str(error))
    system = arguments.system if arguments.system is None else _utf8(arguments.system)
    address, model = arguments.address, _utf8(arguments.model)
    return Question(text, card, address, model, system, arguments.max_tokens)


def _check_address(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    if not arguments.address:
        if arguments.model and "/" not in arguments.model:
            parser.error("--model needs --address, or the form provider/model")
        return
    try:
        parts = urlsplit(arguments.address)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        parser.error("--address must be like http://HOST:PORT/v1")
    if not arguments.model:
        parser.error("--address needs --model")


def _text(words: list[str]) -> str:
    if words == ["-"]:
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace").rstrip("\r\n")
    return " ".join(_utf8(word) for word in words)


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


def _doctor(_: argparse.ArgumentParser, __: argparse.Namespace) -> int:
    from app.doctor import report

    return report()


def _fetch_model(_: argparse.ArgumentParser, __: argparse.Namespace) -> int:
    from app.backends.model_files import fetch_in_terminal
    from app.storage.paths import user_paths

    return fetch_in_terminal(user_paths().models)
