import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from app.ui.languages import LANGUAGES, language_in_force, speak
from tests.ui.panel_stage import RESOURCES


@pytest.fixture
def silent(qapp):
    """An application that speaks as before when the test is over."""
    before = QLocale()
    yield qapp
    QLocale.setDefault(before)
    for translator in qapp.findChildren(QTranslator):
        QCoreApplication.removeTranslator(translator)
        translator.deleteLater()


def said():
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chosen_language_is_in_force(language):
    assert language_in_force(language) == language


def test_the_system_decides_when_it_is_asked_to():
    assert language_in_force("system") in LANGUAGES


def test_qt_itself_speaks_chinese(silent):
    assert said() == "Cancel"
    speak(silent, RESOURCES, "zh_CN")
    assert said() == "取消"
    assert QLocale().language() == QLocale.Language.Chinese


def test_english_leaves_qt_alone(silent):
    speak(silent, RESOURCES, "en")
    assert said() == "Cancel"
    assert QLocale().language() == QLocale.Language.English
