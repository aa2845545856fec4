"""`python -m app` and `renao`: opens the window, or does what the arguments say."""

import sys

NO_DISPLAY = "There is no display here: Renao makes its tour on a virtual screen instead.\n"


def main() -> int:
    """Choose the window or the command line; imports nothing of either before."""
    argv = sys.argv[1:]
    if argv and argv[0] not in ("open", "quick"):
        from app import cli

        return cli.run(argv)
    return _open([]) if argv in ([], ["open"]) else _open_for(argv)


def _open_for(argv: list[str]) -> int:
    """Have the window do what `argv` says, opening it if need be and if there is a display."""
    import os

    from app.calling import hand_to_window, window_call
    from app.virtual_screen import has_display

    call = window_call(argv)
    if isinstance(call, int):
        return call
    return _open(call.words) if has_display(os.environ) else hand_to_window(call)


def _open(argv: list[str]) -> int:
    import gc
    import os

    gc.disable()  # until all is in place: it would look at the same new objects ten times

    from app.virtual_screen import has_display

    if has_display(os.environ):
        from app.main import run_window

        return run_window(argv)
    sys.stdout.write(NO_DISPLAY)
    sys.stdout.flush()
    from app.tour import main as tour

    return tour(["--out", "renao-tour"])


if __name__ == "__main__":
    sys.exit(main())
