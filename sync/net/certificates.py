"""The store's own certificate authority and the one certificate each of its terminals has.

Certificates say who made them; whether one is let in is decided by the facts alone (see `roll`), so they never run out
and no clock can lock a terminal out of its store.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.x509.oid import NameOID

from aura_terminal.domain.telling import told

BEGINS = datetime(2000, 1, 1)
ENDS = datetime(9999, 12, 31, 23, 59, 59)  # RFC 5280, 4.1.2.5: no well-defined end
LARGEST_CERTIFICATE = 8 * 1024
SIGNATURE_BYTES = 64
_HALF = SIGNATURE_BYTES // 2
_TERMINAL = "urn:uuid:"
_TERMINAL_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LABEL = re.compile(r"[A-Za-z0-9]{1,6}")


class NotACertificate(ValueError):
    """What was handed over is no certificate, key or request of a terminal; the text says what is wrong with it."""


def new_key() -> bytes:
    """A private key on the curve P-256, as unencrypted PKCS #8 PEM: to be kept as a secret."""
    return _pem_of(ec.generate_private_key(ec.SECP256R1()))


def make_authority(key: bytes, store_id: str) -> bytes:
    """The certificate of a store's authority, PEM."""
    private = _key(key)
    name = _name(store_id, "authority")
    builder = (
        _builder(name, name, private.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
    )
    return builder.sign(private, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def ask_for_certificate(key: bytes, terminal_id: str, label: str) -> bytes:
    """A terminal's request to be certified, DER; the signature proves that it has the key."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(_name(terminal_id, label))
    return builder.sign(_key(key), hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def certify(request: bytes, authority: bytes, authority_key: bytes) -> bytes:
    """The certificate a request asks for, PEM; NotACertificate for a request that was altered or names nobody."""
    try:
        asked = x509.load_der_x509_csr(request)
        is_signed = asked.is_signature_valid
    except (ValueError, InvalidSignature) as wrong:
        raise NotACertificate(told("the request cannot be read")) from wrong
    public = asked.public_key()
    if not is_signed or not isinstance(public, ec.EllipticCurvePublicKey) or public.curve.name != "secp256r1":
        raise NotACertificate(told("the request is not signed by a key on P-256"))
    terminal_id, label = _who(asked.subject)
    issuer = x509.load_pem_x509_certificate(authority)
    builder = (
        _builder(_name(terminal_id, label), issuer.subject, public)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.UniformResourceIdentifier(_TERMINAL + terminal_id)]), critical=False
        )
    )
    return builder.sign(_key(authority_key), hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def subject_of(certificate: bytes) -> tuple[str, str]:
    """Terminal id and label in a certificate, DER or PEM."""
    return _who(_load(certificate).subject)


def requested(request: bytes) -> tuple[str, str]:
    """Terminal id and label a request asks for."""
    try:
        return _who(x509.load_der_x509_csr(request).subject)
    except ValueError as wrong:
        raise NotACertificate(told("the request cannot be read")) from wrong


def fingerprint(certificate: bytes) -> str:
    """SHA-256 over the whole certificate, DER or PEM, as 64 hexadecimal digits: what a terminal is pinned by."""
    return hashlib.sha256(_load(certificate).public_bytes(serialization.Encoding.DER)).hexdigest()


def as_text(certificate: bytes) -> str:
    """A certificate, DER or PEM, as one line: its DER in Base64."""
    return base64.b64encode(_load(certificate).public_bytes(serialization.Encoding.DER)).decode("ascii")


def sign(key: bytes, said: bytes) -> bytes:
    """The signature of a terminal's key: ECDSA with SHA-256, r and s of 32 bytes each (RFC 7518, section 3.4)."""
    r, s = decode_dss_signature(_key(key).sign(said, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(_HALF) + s.to_bytes(_HALF)


def is_signed_by(certificate: str, pinned: str, said: bytes, signature: bytes) -> bool:
    """Whether the owner of a certificate (as `as_text` gives it), pinned by its fingerprint, signed these bytes."""
    try:
        der = base64.b64decode(certificate, validate=True)
        public = _load(der).public_key()
        if fingerprint(der) != pinned or not isinstance(public, ec.EllipticCurvePublicKey):
            return False
        r, s = (int.from_bytes(signature[start : start + _HALF]) for start in (0, _HALF))
        public.verify(encode_dss_signature(r, s), said, ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return len(signature) == SIGNATURE_BYTES


def is_made_by(certificate: bytes, authority: bytes) -> bool:
    """Whether the authority signed it."""
    try:
        _load(certificate).verify_directly_issued_by(_load(authority))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _load(certificate: bytes) -> x509.Certificate:
    if len(certificate) > LARGEST_CERTIFICATE:
        raise NotACertificate(told("a certificate is too large"))
    try:
        if certificate.startswith(b"-----BEGIN"):
            return x509.load_pem_x509_certificate(certificate)
        return x509.load_der_x509_certificate(certificate)
    except ValueError as wrong:
        raise NotACertificate(told("a certificate cannot be read")) from wrong


def _who(subject: x509.Name) -> tuple[str, str]:
    ids, labels = (subject.get_attributes_for_oid(oid) for oid in (NameOID.SERIAL_NUMBER, NameOID.COMMON_NAME))
    terminal_id, label = (str(found[0].value) if found else "" for found in (ids, labels))
    if not _TERMINAL_ID.fullmatch(terminal_id) or not _LABEL.fullmatch(label):
        raise NotACertificate(told("it names no terminal"))
    return terminal_id, label


def _name(serial: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Aura Terminal"),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, serial),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _builder(subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGINS)
        .not_valid_after(ENDS)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _key(key: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        private = serialization.load_pem_private_key(key, None)
    except (ValueError, TypeError) as wrong:
        raise NotACertificate(told("a private key cannot be read")) from wrong
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise NotACertificate(told("a private key is not on P-256"))
    return private


def _pem_of(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
