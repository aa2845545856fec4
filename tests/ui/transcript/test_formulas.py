import pytest

from app.ui.transcript.formulas import Wanted, decode, draw_formula, draw_picture

INK = "#e7eaf3"


def drawn(source, size=14, is_display=False, ink=INK, ratio=1.0):
    return draw_formula(Wanted(source, size, is_display), ink, ratio)


def ink_of(image):
    """The colour of the most opaque pixel."""
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return max((image.pixelColor(*place) for place in places), key=lambda color: color.alpha())


@pytest.mark.parametrize(
    "source", ["$x^2$", r"\(\frac{a}{b}\)", "$$\n\\int_0^1 x\\,dx\n$$", "\\[\na = b\n\\]"]
)
def test_a_formula_is_drawn_between_all_of_its_signs(qapp, source):
    found = drawn(source)
    assert found.width > 5
    assert 0 < found.ascent <= found.height


def test_a_formula_has_the_colour_of_the_text(qapp):
    found = ink_of(drawn("$W$", 40, ink="#ff0000").image)
    assert (found.red(), found.green(), found.blue()) == (255, 0, 0)


def test_a_formula_grows_with_its_letters_and_is_sharp_on_fine_screens(qapp):
    small, large, fine = drawn("$x+y$", 12), drawn("$x+y$", 24), drawn("$x+y$", 12, ratio=2.0)
    assert large.width > 1.7 * small.width
    assert fine.image.width() >= 2 * small.image.width() - 2
    assert abs(fine.width - small.width) <= 1


@pytest.mark.parametrize(
    "source",
    [r"$\frac{a$", r"$\foo{x}$", r"$\left($", "$" + "{" * 2_000 + "$", "$" + "x^" * 500 + "$", "x"],
)
def test_what_is_no_formula_is_not_drawn(qapp, source):
    assert drawn(source) is None


DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4"
    "//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=="
)


def test_a_picture_in_the_text_is_decoded(qapp):
    found = draw_picture(DOT)
    assert (found.width, found.height) == (5, 5)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "https://example.org/cat.png",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:image/png;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=",
        "data:image/png;base64,***",
        "data:image/png;base64,",
    ],
)
def test_nothing_but_a_raster_picture_is_decoded(qapp, address):
    assert draw_picture(address) is None


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(qapp):
    def chunk(kind, data):
        import struct
        import zlib

        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = (60_000).to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    raw = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IEND", b"")
    assert decode(raw) is None
