"""`python -m app` and `renao`: opens the window, or does what the arguments say."""

import sys

NO_DISPLAY = "There is no display here: Renao makes its tour on a virtual screen instead.\n"


def main() -> int:
    """Choose the window or the command line; imports nothing of either before."""
    argv = sys.argv[1:]
    if argv and argv[0] != "open":
        from app import cli

        return cli.run(argv)
    return _open(argv[1:])


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
