import pytest


@pytest.fixture(autouse=True)
def _nothing_worn(qapp):
    """Leaves no style sheet behind: its pictures go with the look that made it."""
    yield
    if qapp.styleSheet():
        qapp.setStyleSheet("")


@pytest.fixture
def undressed(qapp):
    """Puts the application's own look back, which `wear` changes."""
    face, palette, style = qapp.font(), qapp.palette(), qapp.style().objectName()
    yield qapp
    qapp.setStyleSheet("")
    qapp.setFont(face)
    qapp.setPalette(palette)
    qapp.setStyle(style)
