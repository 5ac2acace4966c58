"""Signs what a store proves of itself, and says whose signature a file bears.

A paired terminal signs with its own key and adds its certificate and that of the store's authority: whoever knows the
authority's fingerprint knows the file is of that store. One that was never paired has a key for this alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.app.machine_keys import KeyName, MachineKeys
from aura_terminal.app.peer_identity import is_paired, read_credentials

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from aura_terminal.store.proof_file import Sign, Signed

ALGORITHM = "ecdsa-p256-sha256"


@dataclass(frozen=True, slots=True)
class Seal:
    """Whether a signature is good, and whose it is: the fingerprint of the authority, else of the key alone."""

    is_good: bool
    terminal: str
    fingerprint: str
    is_of_a_store: bool


def signer(folder: Path, store_id: str) -> Sign:
    """What signs in the name of this terminal. `Unavailable` where its keys are not to be had."""
    if is_paired(folder):
        mine = read_credentials(folder)
        papers = {"certificate": mine.certificate.decode(), "authority": mine.authority.decode()}
        key = mine.key
    else:
        key, papers = _own_key(folder, store_id), {}

    def sign(summary: bytes) -> Signed:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA

        private = _private(key)
        signature = private.sign(summary, ECDSA(hashes.SHA256()))
        return {"algorithm": ALGORITHM, "signature": signature.hex(), "key": _public_pem(private)} | papers

    return sign


def seal_of(summary: bytes, signed: Signed) -> Seal:
    """What a file's seal is worth."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey

    try:
        public = serialization.load_pem_public_key(signed["key"].encode())
        if signed["algorithm"] != ALGORITHM or not isinstance(public, EllipticCurvePublicKey):
            return Seal(False, "", "", False)
        public.verify(bytes.fromhex(signed["signature"]), summary, ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError, KeyError):
        return Seal(False, "", "", False)
    papers = _papers(signed)
    return Seal(True, *papers, True) if papers else Seal(True, "", _digest(signed["key"].encode()), False)


def _papers(signed: Signed) -> tuple[str, str] | None:
    """Terminal and authority, where the certificate is the authority's and is about the key that signed."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    from sync.net.certificates import fingerprint, is_made_by, subject_of

    if not {"certificate", "authority"} <= signed.keys():
        return None
    certificate, authority = signed["certificate"].encode(), signed["authority"].encode()
    try:
        about = x509.load_pem_x509_certificate(certificate).public_key()
        same = about == serialization.load_pem_public_key(signed["key"].encode())
        if not same or not is_made_by(certificate, authority):
            return None
        return subject_of(certificate)[1], fingerprint(authority)
    except ValueError:
        return None


def _own_key(folder: Path, store_id: str) -> bytes:
    from sync.net.certificates import new_key

    keys, name = MachineKeys(folder), KeyName(f"audit:{store_id}", "audit.key")
    key = keys.read(name)
    if key is None:
        key = new_key()
        keys.keep(name, key)
    return key


def _private(key: bytes) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    private = serialization.load_pem_private_key(key, None)
    if not isinstance(private, EllipticCurvePrivateKey):
        raise ValueError("the terminal's key is of another kind")
    return private


def _public_pem(private: EllipticCurvePrivateKey) -> str:
    from cryptography.hazmat.primitives import serialization

    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return private.public_key().public_bytes(serialization.Encoding.PEM, kind).decode()


def _digest(public: bytes) -> str:
    import hashlib

    return hashlib.sha256(public).hexdigest()
