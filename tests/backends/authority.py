"""A certificate authority of the test's own, and a server it vouches for."""

import ssl
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_NO_PASSWORD = serialization.NoEncryption()


def make_authority(folder, host):
    """The file with the authority's certificate, and TLS for a server called `host`."""
    key, server_key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    authority = _signed(
        "Test authority", key.public_key(), "Test authority", key, is_authority=True
    )
    server = _signed(host, server_key.public_key(), "Test authority", key)
    (folder / "authority.pem").write_bytes(authority)
    secret = server_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, _NO_PASSWORD
    )
    (folder / "server.pem").write_bytes(server + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return folder / "authority.pem", context


def _signed(subject, public_key, issuer, key, *, is_authority=False):
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(subject.replace(" ", "-"))]), False
        )
        .add_extension(x509.BasicConstraints(is_authority, None), True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def _name(text):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])
