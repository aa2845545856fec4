"""Every sentence on screen is there in both languages, found as the translators' tools do."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"
LUPDATE = Path(sys.executable).with_name("pyside6-lupdate")

SAME_IN_CHINESE = {"English", "简体中文"}
"""Names that are no words."""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """A translation file brought up to date with the code, by language."""

    def update(language, *options):
        copy = tmp_path_factory.mktemp("ts") / f"app_{language}.ts"
        shutil.copy(FOLDER / copy.name, copy)
        files = [str(file) for file in sorted((ROOT / "app").rglob("*.py"))]
        command = [str(LUPDATE), "-locations", "none", "-disable-heuristic", "sametext"]
        command += ["-disable-heuristic", "similartext", *options, *files, "-ts", str(copy)]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        return [
            (context.findtext("name"), message)
            for context in ElementTree.parse(copy).getroot().iter("context")
            for message in context.iter("message")
        ]

    return {"zh_CN": update("zh_CN"), "en": update("en", "-pluralonly")}


def words(message):
    translation = message.find("translation")
    forms = [form.text or "" for form in translation.iter("numerusform")]
    return forms or [translation.text or ""]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_is_missing_and_nothing_left_over(found, language):
    assert len(found[language]) >= 2
    wrong = [
        (context, message.findtext("source"))
        for context, message in found[language]
        if message.find("translation").get("type") or not all(words(message))
    ]
    assert wrong == []


def test_chinese_is_chinese(found):
    same = [
        message.findtext("source")
        for _, message in found["zh_CN"]
        if message.findtext("source") in words(message)
    ]
    assert set(same) <= SAME_IN_CHINESE


def test_places_for_values_are_the_same_in_both(found):
    def places(text):
        return sorted(re.findall(r"\{\w*\}|%n", text))

    wrong = [
        message.findtext("source")
        for messages in found.values()
        for _, message in messages
        for text in words(message)
        if places(text) != places(message.findtext("source"))
    ]
    assert wrong == []


def test_english_counts_in_singular_and_plural(found):
    assert all(len(words(message)) == 2 for _, message in found["en"])
