"""Files on their way to a model: as text where they are text, else as base64."""

from base64 import b64encode

from app.core.conversation import FilePart

_BINARY = ("image/", "audio/", "video/", "font/")


def base64_of(file: FilePart) -> str:
    """The file's bytes in base64."""
    return b64encode(file.data).decode()


def data_url(file: FilePart) -> str:
    """The file as an address that holds it whole.

    Source: https://www.rfc-editor.org/rfc/rfc2397
    """
    return f"data:{file.media_type or 'application/octet-stream'};base64,{base64_of(file)}"


def file_text(file: FilePart) -> str | None:
    """The file under its name, if it is text; None when it is not."""
    if file.media_type.startswith(_BINARY) or b"\0" in file.data or file.data[:5] == b"%PDF-":
        return None
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return f"File {file.name}:\n\n{text}"


def unsendable(file: FilePart) -> str:
    """What a model is told of a file that its server does not take."""
    return f"(A file named {file.name} of type {file.media_type} was attached. It cannot be read.)"
