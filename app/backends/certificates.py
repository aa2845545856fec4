"""Whom we trust: the system's certificate authorities, and one of the user's own."""

import ssl
from pathlib import Path

import certifi

from app.core.errors import CertificatesUnusable


def trusting(own: str = "") -> ssl.SSLContext:
    """A context for TLS that trusts the system's authorities, and the PEM file `own` if given.

    It reads files: call it in a thread.

    Raises:
        CertificatesUnusable: The user's file is not there or has no certificate in it.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if own.strip():
        _trust(context, own.strip())
    return context


def _trust(context: ssl.SSLContext, own: str) -> None:
    try:
        context.load_verify_locations(Path(own).expanduser())
    except ssl.SSLError:
        raise CertificatesUnusable(own, "it has no certificate in the PEM format") from None
    except (OSError, RuntimeError, ValueError) as error:
        said = getattr(error, "strerror", None) or type(error).__name__
        raise CertificatesUnusable(own, said) from None
