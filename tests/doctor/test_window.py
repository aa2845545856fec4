import os

from app.doctor.window import check_input_method, check_window


def named(findings, name):
    return next(each for each in findings if each.name == name)


async def test_without_a_display_fonts_are_looked_at_all_the_same():
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    findings = await check_window(environment)
    assert "no display" in named(findings, "Window").sentence
    assert named(findings, "Chinese font").is_ok
    assert named(findings, "Emoji font").is_ok


async def test_a_real_screen_is_fine(real_screen):
    findings = await check_window(os.environ | real_screen)
    assert named(findings, "Window").sentence.endswith("on xcb")
    assert all(each.is_ok for each in findings)


async def test_a_screen_that_cannot_be_reached_is_said():
    findings = await check_window(os.environ | {"DISPLAY": ":31999", "QT_QPA_PLATFORM": "xcb"})
    assert "cannot open it" in named(findings, "Window").sentence
    assert named(findings, "Chinese font").is_ok


async def test_where_qt_cannot_be_imported_that_is_said(tmp_path):
    (tmp_path / "PySide6.py").write_text("raise ImportError('libGL.so.1: not found')")
    findings = await check_window(os.environ | {"PYTHONPATH": str(tmp_path)})
    assert [each.name for each in findings] == ["Window"]
    assert "libGL.so.1: not found" in findings[0].sentence


async def test_missing_fonts_name_the_package_that_has_them(tmp_path):
    (tmp_path / "fonts.conf").write_text("<fontconfig/>")
    findings = await check_window(
        os.environ
        | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "QT_LOGGING_RULES": "*=false"}
    )
    assert "fonts-noto-cjk" in named(findings, "Chinese font").what_to_do
    assert "fonts-noto-color-emoji" in named(findings, "Emoji font").what_to_do


def test_fcitx_is_noticed():
    (finding,) = check_input_method({"XMODIFIERS": "@im=fcitx"})
    assert "ibus" in finding.sentence


def test_no_input_method_is_not_worth_a_line():
    assert check_input_method({}) == []
