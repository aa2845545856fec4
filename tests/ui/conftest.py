import pytest


@pytest.fixture
def undressed(qapp):
    """Puts the application's own look back, which `wear` changes."""
    face, palette, style = qapp.font(), qapp.palette(), qapp.style().objectName()
    yield qapp
    qapp.setStyleSheet("")
    qapp.setFont(face)
    qapp.setPalette(palette)
    qapp.setStyle(style)
