"""Puts the window on the runtime and, in reverse, takes it away.

The start has three stages: the window's frame, with nothing heavy imported; then the
runtime with rail, visible tiles and feed; then what may come later.
"""

import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, MutableMapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.errors import DatabaseLocked, StorageError
from app.core.settings import Appearance
from app.storage.paths import Paths, resources_folder, user_paths

if TYPE_CHECKING:
    import asyncio

    from PySide6.QtWidgets import QApplication, QWidget

    from app.core.tasks import TaskScope
    from app.door import Door
    from app.engine.session import Session
    from app.runtime import Runtime
    from app.tiles import Tile, TileContext
    from app.ui.frame_clock import FrameClock
    from app.ui.furniture import Furniture
    from app.ui.main_window import MainWindow

log = logging.getLogger(__name__)

END_LIMIT = 2.8
"""Seconds after which the end of the program waits for nobody any more."""

SWITCH = 0.0005
"""Seconds after which a busy thread lets the window's go on. It asks again for every widget
that is painted, so with Python's 5 ms an import in a thread stopped it for 34 ms."""


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """The window with all that stands in it and works behind it."""

    window: "MainWindow"
    furniture: "Furniture"
    runtime: "Runtime"


def run_window(argv: Sequence[str]) -> int:
    """Open the window and come back when it was closed; the program's exit code."""
    choose_platform(os.environ)
    paths = user_paths()
    from app.door import Door, enter

    try:
        door = enter(paths, argv)
    except DatabaseLocked as error:
        from app.engine.wording import Wording

        sys.stderr.write(f"{Wording().at_start(error).text}\n")
        return 1
    except StorageError as error:
        log.info("%s", error)
        door = Door(paths)  # nobody can call here; the window says what cannot be written
    if door is None:
        return 0  # the one that runs already shows its window
    try:
        return _run(paths, door, argv)
    finally:
        door.close()


def choose_platform(environment: MutableMapping[str, str]) -> None:
    """Where the window is shown and how Chinese is typed, unless the user said it himself."""
    said = environment.get
    if said("WAYLAND_DISPLAY") and said("DISPLAY") and not said("QT_QPA_PLATFORM"):
        # A tile's floating window cannot be given a place on Wayland.
        environment["QT_QPA_PLATFORM"] = "xcb"
    names = (said("XMODIFIERS", ""), said("GTK_IM_MODULE", ""), said("QT_IM_MODULE", ""))
    module = said("QT_IM_MODULE", "")
    is_ours = not (said("QT_IM_MODULES") or said("QT_PLUGIN_PATH"))
    if is_ours and "fcitx" in " ".join(names) and module in ("", "fcitx", "fcitx5"):
        # fcitx 5 speaks ibus too, and Qt's wheel has no module for fcitx.
        environment["QT_IM_MODULE"] = "ibus"


def glance(paths: Paths) -> Appearance:
    """The appearance set by the user, read before anything else; problems are told later."""
    import tomllib

    from app.core.errors import SettingError
    from app.core.settings import Settings, with_setting

    settings = Settings()
    try:
        said = tomllib.loads(paths.settings.read_text("utf-8")).get("appearance", {})
    except (OSError, ValueError, AttributeError):
        return settings.appearance
    for name, value in said.items() if isinstance(said, dict) else ():
        try:
            settings = with_setting(settings, f"appearance.{name}", value)
        except SettingError:
            continue
    return settings.appearance


def open_shell(paths: Paths, appearance: Appearance) -> "MainWindow":
    """Show the window's frame; the application must exist, the loop need not run."""
    from PySide6.QtWidgets import QApplication

    from app.ui.focus_ring import FocusRing
    from app.ui.icons import Icons
    from app.ui.languages import language_in_force, speak
    from app.ui.layout_file import LayoutFile
    from app.ui.main_window import MainWindow
    from app.ui.theme import Look

    sys.setswitchinterval(SWITCH)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    resources = resources_folder()
    speak(application, resources, language_in_force(appearance.language))
    look = Look(resources, appearance.theme, appearance.density, appearance.scale)
    look.wear(application)
    window = MainWindow(look, Icons(resources, look), LayoutFile(paths.layout))
    FocusRing(application, look, window)
    window.show()
    return window


@asynccontextmanager
async def open_window(
    paths: Paths, *, shell: "MainWindow | None" = None, appearance: Appearance | None = None
) -> AsyncIterator[OpenWindow]:
    """The whole program around a window, for whoever drives it: run, tour, bench, tests.

    Comes back when the visible tiles are filled and painted. `shell` is a window that is
    shown already. `appearance` stands for the user's own.
    """
    appearance = appearance or glance(paths)
    window = shell or open_shell(paths, appearance)
    if await window.frames.next_frame():
        window.marks.note("shell")

    from app.runtime import open_runtime
    from app.ui.collector import Collector
    from app.ui.languages import language_in_force

    collector = Collector(window)
    async with AsyncExitStack() as stack:
        stack.callback(window.deleteLater)
        stack.callback(collector.close)
        runtime = await stack.enter_async_context(
            open_runtime(
                paths,
                resources_folder(),
                translate=_translate,
                language=language_in_force(appearance.language),
            )
        )
        furniture = await _furnish(window, runtime, stack)
        if await window.frames.next_frame():
            window.marks.note("full")
        log.info("the window is open: %s", window.marks)
        furniture.finish()
        collector.begin()
        runtime.begin_background_work()
        yield OpenWindow(window, furniture, runtime)


async def _furnish(window: "MainWindow", runtime: "Runtime", stack: AsyncExitStack) -> "Furniture":
    """Put everything in its place; what is closed first stands last."""
    from app.core.tasks import TaskScope
    from app.tiles import find_tile_types
    from app.ui.frame_clock import FrameClock
    from app.ui.furniture import Furniture

    scope = TaskScope("window", runtime.on_error)
    stack.push_async_callback(scope.aclose)
    clock = FrameClock(parent=window)
    types = find_tile_types()

    def make_tile(session: "Session", place: "QWidget") -> "Tile":
        kind = types.get(session.card.tile) or types["chat"]
        return kind.make(_context_for(session, place, window, runtime, clock, scope))

    window.hold_frames()
    furniture = Furniture(window, runtime, make_tile, clock, scope)
    stack.callback(window.leave)
    stack.callback(furniture.close)
    stack.push_async_callback(window.layout_file.aclose)
    await furniture.fill()
    window.show_frames()
    return furniture


def _context_for(
    session: "Session",
    place: "QWidget",
    window: "MainWindow",
    runtime: "Runtime",
    clock: "FrameClock",
    scope: "TaskScope",
) -> "TileContext":
    from app.tiles import TileContext

    return TileContext(
        session=session,
        roster=runtime.roster,
        recorder=runtime.recorder,
        models=runtime.models,
        feed=runtime.feed,
        wording=runtime.wording,
        bus=runtime.bus,
        clock=clock,
        look=window.look,
        icons=window.icons,
        settings=runtime.settings,
        scope=scope,
        language=runtime.language,
        parent=place,
    )


def _run(paths: Paths, door: "Door", argv: Sequence[str]) -> int:
    from PySide6.QtWidgets import QApplication

    _spare_reading_sources()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("renao")
    application.setApplicationDisplayName("Renao")
    application.setDesktopFileName("renao")
    application.setQuitOnLastWindowClosed(False)
    gc.disable()  # until all is in place: it would look at the same new objects ten times
    window = open_shell(paths, glance(paths))
    threading.Thread(target=_import_ahead, name="imports", daemon=True).start()

    import asyncio

    with asyncio.Runner(loop_factory=lambda: _make_loop(application)) as runner:
        runner.run(_live(paths, door, window, argv))
    return 0


def _import_ahead() -> None:
    """Import what comes second in a thread, while Qt paints and puts together without Python."""
    from app.ui.transcript import markdown

    markdown.warm_up()


def _spare_reading_sources() -> None:
    """Keep PySide from reading the source of every module that is imported from now on.

    It looks whether the module could use one of its optional features; without a look it
    takes that for granted, which costs nothing. 20 ms of a start.
    """
    # WORKAROUND https://bugreports.qt.io/browse/PYSIDE-2029: until features can be switched off
    feature = sys.modules.get("PySide6.support.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", lambda module: True)  # noqa: B010


def _make_loop(application: "QApplication") -> "asyncio.AbstractEventLoop":
    """A loop whose threads are Python's: qasync would begin with ten of its own."""
    from concurrent.futures import ThreadPoolExecutor

    from qasync import QEventLoop

    loop: asyncio.AbstractEventLoop = QEventLoop(application)
    loop.set_default_executor(ThreadPoolExecutor(4, "renao"))
    return loop


async def _live(paths: Paths, door: "Door", window: "MainWindow", argv: Sequence[str]) -> None:
    """From the first frame until the user, or the system, wants the end.

    `argv` is what this start was told, as a later one would tell it at the door.
    """
    import asyncio

    from app.ui.marks import FirstKey
    from app.ui.uncaught import Uncaught

    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    _hear_signals(loop, done.set)
    uncaught = Uncaught()
    uncaught.install(loop)
    first_key = FirstKey(window.marks, window)
    try:
        async with open_window(paths, shell=window) as opened:
            from app.ui.quit_question import QuitQuestion

            runtime, question = opened.runtime, QuitQuestion(window)
            uncaught.happened.connect(lambda error: runtime.on_error("uncaught", error))
            window.close_wanted.connect(lambda: question.consider(runtime, done.set))
            outside = opened.furniture.outside
            if argv:
                outside.hear(argv)
            door.listen(outside.hear)
            await done.wait()
            _end_in_time()
    finally:
        first_key.remove()
        uncaught.remove()


def _hear_signals(loop: "asyncio.AbstractEventLoop", end: Callable[[], None]) -> None:
    """Ctrl+C, the end of the session and of the terminal: qasync hears none by itself."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError):
                loop.add_signal_handler(number, end)


def _end_in_time() -> None:
    """A thread that never comes back (a keyring, a dead disk) must not hold the end."""
    guard = threading.Timer(END_LIMIT, _give_up)
    guard.daemon = True
    guard.start()


def _give_up() -> None:
    log.warning("something did not end in time")
    logging.shutdown()
    os._exit(0)


def _translate(context: str, text: str) -> str:
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.translate(context, text)
