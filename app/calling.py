"""`renao open`, `renao quick` and `renao ask --tile`: commands that reach the open window."""

import argparse
import sys
from collections.abc import Sequence

from app.calls import Call, Wish
from app.core.errors import DatabaseLocked

NO_WINDOW = "No window of Renao is open. Open one with `renao open`, then ask again.\n"
NO_DISPLAY = "There is no display here, and no window of Renao is open.\n"
NO_ANSWER = "Renao runs but does not answer, so nothing was handed over. Try again in a moment.\n"
TOO_LONG = "the text is too long to hand it to the window; paste it there"
NO_WORKSPACE = "there is no workspace called {name!r}: workspaces have no names yet"
OWN_OPTIONS = (
    "agent", "provider", "address", "protocol", "model", "system", "max_tokens", "effort",
    "image", "tool_schema", "messages", "json",
)  # fmt: skip
"""Options of `renao ask` that are of no use in a tile, which has its own agent and model."""


def window_call(argv: Sequence[str]) -> Call | int:
    """What `open …` or `quick …` want of the window, or the exit code that says why not."""
    parser = argparse.ArgumentParser(prog="renao", allow_abbrev=False)
    commands = parser.add_subparsers(required=True)
    _add_open(commands)
    _add_quick(commands)
    try:
        arguments = parser.parse_args(list(argv))
        call: Call = arguments.call(arguments.own_parser, arguments)
        _check_length(arguments.own_parser, call)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2
    return call


def hand_to_window(call: Call) -> int:
    """Hand `call` to the open window; the exit code. One that is not open is not opened."""
    from app.door import hand_over
    from app.storage.paths import user_paths

    try:
        if hand_over(user_paths(), call.words):
            return 0
    except DatabaseLocked:
        sys.stderr.write(NO_ANSWER)
        return 1
    sys.stderr.write(NO_WINDOW if call.wish is Wish.ASK else NO_DISPLAY)
    return 1


def ask_in_tile(parser: argparse.ArgumentParser, arguments: argparse.Namespace, text: str) -> int:
    """Ask `text` in the tile that `--tile` names; what was handed over is said."""
    others = [name for name in OWN_OPTIONS if getattr(arguments, name)]
    if others:
        parser.error(f"--tile and --{others[0].replace('_', '-')} exclude each other")
    name = _agent(parser, arguments.tile)
    if not text.strip():
        parser.error("there is nothing to ask")
    call = Call(Wish.ASK, arguments.tile, text)
    _check_length(parser, call)
    code = hand_to_window(call)
    if code == 0:
        sys.stdout.write(f"Handed over to the tile of {name}.\n")
    return code


def _add_open(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "open the window, or bring it forward"
    made = commands.add_parser("open", description=about, help=about, allow_abbrev=False)
    made.set_defaults(call=lambda _parser, _arguments: Call(), own_parser=made)
    things = made.add_subparsers(metavar="tile|workspace")
    tile = things.add_parser("tile", help="show the tile of an agent", allow_abbrev=False)
    tile.add_argument("agent", metavar="AGENT", help="the id of its card, such as tutor")
    tile.set_defaults(call=_tile, own_parser=tile)
    workspace = things.add_parser("workspace", help="show a workspace", allow_abbrev=False)
    workspace.add_argument("name", metavar="NAME")
    workspace.set_defaults(call=_workspace, own_parser=workspace)


def _add_quick(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "open the small box for a quick question; a text is put into it, not sent"
    made = commands.add_parser("quick", description=about, help=about, allow_abbrev=False)
    made.add_argument("text", metavar="TEXT", nargs="*", help="what to ask; - reads it from stdin")
    made.set_defaults(call=_quick, own_parser=made)


def _tile(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> Call:
    _agent(parser, arguments.agent)
    return Call(Wish.TILE, arguments.agent)


def _workspace(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> Call:
    parser.error(NO_WORKSPACE.format(name=arguments.name))


def _quick(_: argparse.ArgumentParser, arguments: argparse.Namespace) -> Call:
    from app.ask_arguments import text_of

    return Call(Wish.QUICK, text=text_of(arguments.text))


def _agent(parser: argparse.ArgumentParser, agent_id: str) -> str:
    """The name of an agent; where there is none the program ends with code 2."""
    from app.core.agent import in_language
    from app.storage.cards import Cards
    from app.storage.paths import resources_folder, user_paths

    cards = Cards(resources_folder() / "agents", user_paths().own_agents)
    names = {card.id: in_language(card.name, "en") for card in cards.all}
    if agent_id not in names:
        parser.error(f"there is no agent {agent_id!r}; there are {', '.join(names)}")
    return names[agent_id]


def _check_length(parser: argparse.ArgumentParser, call: Call) -> None:
    from app.door import fits

    if not fits(call.words):
        parser.error(TOO_LONG)
