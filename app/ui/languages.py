"""Which language the window speaks, and the translators that make Qt speak it too."""

import logging
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

log = logging.getLogger(__name__)

LANGUAGES = ("en", "zh_CN")
"""What the window can speak; the program is written in the first."""


def language_in_force(setting: str) -> str:
    """The language for `setting`, which may be `system`: then the desktop's own.

    Chinese of every region gets simplified Chinese, all else what we speak best.
    """
    if setting in LANGUAGES:
        return setting
    for wanted in QLocale.system().uiLanguages():
        code = wanted.replace("-", "_").split("_")[0]
        found = next((each for each in LANGUAGES if each.split("_")[0] == code), None)
        if found is not None:
            return found
    return LANGUAGES[0]


def speak(application: QCoreApplication, resources: Path, language: str) -> None:
    """Have `application` speak `language` from now on; call it before the first widget.

    Dates and numbers follow too. The translators belong to the application.
    """
    QLocale.setDefault(_locale(language))
    if language == LANGUAGES[0]:
        _load(application, "app_en", resources / "translations")  # plurals
        return
    ours = resources / "translations"
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for name, folder in ((f"qtbase_{language}", qt), (f"app_{language}", ours)):
        if not _load(application, name, folder):
            log.info("no translation %s in %s", name, folder)


def _locale(language: str) -> QLocale:
    """The desktop's locale where it speaks `language`, for its dates and numbers."""
    system = QLocale.system()
    wanted = QLocale(language)
    return system if system.language() == wanted.language() else wanted


def _load(application: QCoreApplication, name: str, folder: Path) -> bool:
    translator = QTranslator(application)
    if not translator.load(str(folder / f"{name}.qm")):
        translator.deleteLater()
        return False
    return QCoreApplication.installTranslator(translator)
