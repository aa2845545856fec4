"""The command line: what `renao` does besides opening its window. Needs no Qt."""

import argparse
import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app import __version__
from app.ask_arguments import add_ask_arguments

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
    commands.add_parser("open", help="open the window, or show a tile in the open one")
    commands.add_parser("quick", help="open the small box for a quick question")
    _add_ask(commands)
    _add_lists(commands)
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
        epilog="Exit code: 0 answered, refused or tools wanted, 1 failed, 2 wrong arguments, "
        "130 stopped by Ctrl+C.",
        allow_abbrev=False,
    )
    add_ask_arguments(made)
    made.set_defaults(run=_ask, own_parser=made)


def _ask(_: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    if arguments.tile:
        from app.ask_arguments import text_of
        from app.calling import ask_in_tile

        return ask_in_tile(arguments.own_parser, arguments, text_of(arguments.text))
    try:
        from app.ask import run_ask

        question = _question(arguments.own_parser, arguments)
    except KeyboardInterrupt:
        from app.ask import stopped_before

        return stopped_before(arguments.model, is_json=arguments.json)
    return run_ask(question, is_json=arguments.json)


def _question(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> "Question":
    from app.ask_arguments import question

    return question(parser, arguments)


def _add_lists(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "the providers that can be asked, and what is missing for the others"
    made = commands.add_parser("providers", help=about, description=about, allow_abbrev=False)
    made.add_argument("--all", action="store_true", help="also those that are not set up")
    made.add_argument("--json", action="store_true", help="one JSON object a line")
    made.set_defaults(run=_providers)
    about = "the models that a provider offers"
    made = commands.add_parser("models", help=about, description=about, allow_abbrev=False)
    made.add_argument("provider", metavar="PROVIDER", help="its id, as `renao providers` says it")
    made.add_argument("--json", action="store_true", help="one JSON object a line")
    made.set_defaults(run=_models)


def _providers(_: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    from app.provider_lists import list_providers

    return list_providers(has_all=arguments.all, is_json=arguments.json)


def _models(_: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    from app.provider_lists import list_models

    return list_models(arguments.provider, is_json=arguments.json)


def _doctor(_: argparse.ArgumentParser, __: argparse.Namespace) -> int:
    from app.doctor import report

    return report()


def _fetch_model(_: argparse.ArgumentParser, __: argparse.Namespace) -> int:
    from app.backends.model_files import fetch_in_terminal
    from app.storage.paths import user_paths

    return fetch_in_terminal(user_paths().models)
