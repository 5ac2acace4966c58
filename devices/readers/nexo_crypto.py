"""The sealing of nexo messages between till and terminal, as Adyen's terminals do it on the local network.

A passphrase gives three keys (PBKDF2, SHA-1, 4000 rounds); a message travels as AES-256-CBC under an IV mixed with a
nonce, and is proved by HMAC-SHA-256 over the plain text (docs.adyen.com, point of sale, protect local communications).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from aura_terminal.domain import telling

SALT, ROUNDS, CRYPTO_VERSION = b"AdyenNexoV1Salt", 4000, 1
HMAC_SIZE, CIPHER_SIZE, IV_SIZE = 32, 32, 16


class SealBroken(Exception):
    """A message that is not sealed, or not with our key; what it said is not to be believed."""


@dataclass(frozen=True, slots=True)
class NexoKey:
    """The key shared with a terminal, as its account shows it."""

    identifier: str
    version: int
    passphrase: str = field(repr=False)


class Trailer(msgspec.Struct, rename="pascal"):
    """What stands beside a sealed message."""

    adyen_crypto_version: int
    key_identifier: str
    key_version: int
    nonce: str
    hmac: str


@lru_cache(maxsize=8)
def _material(passphrase: str) -> tuple[bytes, bytes, bytes]:
    """HMAC key, cipher key and IV; kept, since they cost 4000 rounds."""
    size = HMAC_SIZE + CIPHER_SIZE + IV_SIZE
    made = hashlib.pbkdf2_hmac("sha1", passphrase.encode("latin-1", "replace"), SALT, ROUNDS, size)
    return made[:HMAC_SIZE], made[HMAC_SIZE : HMAC_SIZE + CIPHER_SIZE], made[HMAC_SIZE + CIPHER_SIZE :]


def seal(plain: bytes, key: NexoKey, nonce: bytes) -> tuple[str, Trailer]:
    """The sealed text and its trailer; the nonce is 16 bytes, never used twice."""
    proof_key, cipher_key, iv = _material(key.passphrase)
    padder = PKCS7(128).padder()
    padded = padder.update(plain) + padder.finalize()
    sealer = Cipher(algorithms.AES(cipher_key), modes.CBC(_mixed(iv, nonce))).encryptor()
    sealed = sealer.update(padded) + sealer.finalize()
    proof = hmac.digest(proof_key, plain, "sha256")
    trailer = Trailer(CRYPTO_VERSION, key.identifier, key.version, _letters(nonce), _letters(proof))
    return _letters(sealed), trailer


def unseal(blob: str, trailer: Trailer, key: NexoKey) -> bytes:
    """The plain text; `SealBroken` when it was not sealed with this key."""
    if (trailer.key_identifier, trailer.key_version) != (key.identifier, key.version):
        raise SealBroken(telling.told("it is sealed with another key"))
    proof_key, cipher_key, iv = _material(key.passphrase)
    try:
        sealed, nonce, told = (base64.b64decode(text, validate=True) for text in (blob, trailer.nonce, trailer.hmac))
        opener = Cipher(algorithms.AES(cipher_key), modes.CBC(_mixed(iv, nonce))).decryptor()
        padded = opener.update(sealed) + opener.finalize()
        unpadder = PKCS7(128).unpadder()
        plain = unpadder.update(padded) + unpadder.finalize()
    except (binascii.Error, ValueError) as broken:
        raise SealBroken(telling.told("it cannot be opened with this key")) from broken
    if not hmac.compare_digest(hmac.digest(proof_key, plain, "sha256"), told):
        raise SealBroken(telling.told("its proof does not fit this key"))
    return plain


def _mixed(iv: bytes, nonce: bytes) -> bytes:
    if len(nonce) != IV_SIZE:
        raise ValueError("a nonce has 16 bytes")
    return bytes(one ^ other for one, other in zip(iv, nonce, strict=True))


def _letters(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
