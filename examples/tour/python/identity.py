"""By what the office proves to a station that it is the office."""

import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


def certify(key, begins, ends):
    """It says, from then till then: who has this key is localhost."""
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, "the office")]
    )
    alternatives = x509.SubjectAlternativeName(
        [x509.DNSName("localhost")]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(alternatives, critical=False)
        .sign(key, SHA256())
    )


@contextmanager
def identity_of_localhost(begins=-DAY, ends=DAY):
    """Two files, gone at the end: a certificate and its key."""
    now = datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certify(key, now + begins, now + ends)
    with TemporaryDirectory() as folder:
        certificate_file = Path(folder) / "certificate.pem"
        certificate_file.write_bytes(
            certificate.public_bytes(Encoding.PEM)
        )
        key_file = Path(folder) / "key.pem"
        key_file.write_bytes(
            key.private_bytes(
                Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
            )
        )
        yield certificate_file, key_file


def tls_of_both():
    """The two ends of TLS: an office, and a station that knows it."""
    with identity_of_localhost() as (certificate, key):
        office = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        office.load_cert_chain(certificate, key)
        station = ssl.create_default_context(cafile=certificate)
    return office, station
