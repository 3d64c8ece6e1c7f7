import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from answer import station
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from exam import expect

DAY = timedelta(days=1)


def office(folder, owner):
    """An office of localhost with a certificate of its own.

    Returns its context and the file of the certificate.
    """
    key, today = (
        ec.generate_private_key(ec.SECP256R1()),
        datetime.now(UTC),
    )
    name = x509.Name(
        [x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, owner)]
    )
    hosts = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - DAY)
        .not_valid_after(today + DAY)
        .add_extension(hosts, critical=False)
        .sign(key, SHA256())
    )
    file = Path(folder) / f"{owner}.pem"
    private = Path(folder) / f"{owner}.key"
    pem = serialization.Encoding.PEM
    file.write_bytes(certificate.public_bytes(pem))
    private.write_bytes(
        key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file, private)
    return context, str(file)


def accepts(context, server, name):
    """Whether the handshake succeeds; it goes through memory."""
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = [
        context.wrap_bio(back, there, server_hostname=name),
        server.wrap_bio(there, back, server_side=True),
    ]
    while sides:
        side = sides.pop(0)
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            sides.append(side)
        except ssl.SSLCertVerificationError:
            return False
    return True


def check():
    with TemporaryDirectory() as folder:
        ours, certificate = office(folder, "the office")
        strange, _ = office(folder, "a stranger")
        context = station(certificate)
    expect(
        not accepts(context, strange, "localhost"),
        "A stranger answers in the office's place, with a certificate of "
        "his own, and the station believes him: "
        "the certificate is not checked.",
    )
    expect(
        accepts(context, ours, "localhost"),
        "The station refuses its own office: "
        "it has not been told the certificate.",
    )
    expect(
        not accepts(context, ours, "archive.example"),
        "The station asks for archive.example, the office of localhost "
        "answers, and the station accepts it: the name is not checked.",
    )
