"""What a newcomer and the terminal that invites it say to each other, as types, and the proofs they exchange.

Both prove that they know the code by an HMAC over everything said before and over the certificate the newcomer saw. A
machine in the middle shows another certificate, so what it carries across proves nothing to anybody.
"""

from __future__ import annotations

import hashlib
import hmac

import msgspec

from aura_terminal.domain import telling

NONCE_BYTES = 16
LONGEST_BEFORE_PROOF = 8 * 1024
LONGEST_AFTER_PROOF = 2 * 1024 * 1024
PART_BYTES = 512 * 1024
PAIRING_VERSION = 1


class Malformed(Exception):
    """What was said is no word of pairing."""


class Knock(msgspec.Struct, frozen=True, tag="knock", forbid_unknown_fields=True):
    """A newcomer asks to be let in; `request` is its certificate request."""

    version: int
    nonce: bytes
    request: bytes


class Challenge(msgspec.Struct, frozen=True, tag="challenge", forbid_unknown_fields=True):
    """What the code is to be stretched and mixed with."""

    nonce: bytes
    salt: bytes


class Proof(msgspec.Struct, frozen=True, tag="proof", forbid_unknown_fields=True):
    """The newcomer knows the code and sees the certificate we show."""

    mac: bytes


class Refusal(msgspec.Struct, frozen=True, tag="refusal", forbid_unknown_fields=True):
    """It is not let in; `words` say why, to the person with the code."""

    words: str


class Welcome(msgspec.Struct, frozen=True, tag="welcome", forbid_unknown_fields=True):
    """It is let in: all that makes a terminal of this store, proved by `mac`. The keys are secrets."""

    mac: bytes
    store_id: str
    inviter: str
    certificate: bytes
    authority: bytes
    authority_key: bytes
    pin_key: bytes
    address: str

    def __repr__(self) -> str:
        return f"Welcome(store_id={self.store_id!r}, inviter={self.inviter!r})"


class Part(msgspec.Struct, frozen=True, tag="part", forbid_unknown_fields=True):
    """The next piece of the store's snapshot; `left` bytes follow it."""

    data: bytes
    left: int


class Ready(msgspec.Struct, frozen=True, tag="ready", forbid_unknown_fields=True):
    """The newcomer has its store and keys on its disk: it may be written down as paired."""


class Joined(msgspec.Struct, frozen=True, tag="joined", forbid_unknown_fields=True):
    """It is written down."""


Said = Knock | Challenge | Proof | Refusal | Welcome | Part | Ready | Joined

_ENCODER = msgspec.msgpack.Encoder()
_DECODER: msgspec.msgpack.Decoder[Said] = msgspec.msgpack.Decoder(Said)


def encode(said: Said) -> bytes:
    """The word as bytes."""
    return _ENCODER.encode(said)


def decode(data: bytes) -> Said:
    """The word; Malformed for anything else."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise Malformed(telling.told("this is no word of pairing")) from wrong


def newcomers_proof(key: bytes, seen_certificate: str, knock: Knock, challenge: Challenge) -> bytes:
    """What proves to the inviter that the newcomer knows the code and talks to it directly."""
    return _mac(key, b"newcomer", seen_certificate, knock, challenge)


def inviters_proof(key: bytes, seen_certificate: str, knock: Knock, challenge: Challenge, welcome: Welcome) -> bytes:
    """What proves to the newcomer that the store it was welcomed to is the one that showed the code."""
    told = encode(msgspec.structs.replace(welcome, mac=b""))
    return _mac(key, b"inviter", seen_certificate, knock, challenge, told)


def is_proof(expected: bytes, shown: bytes) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(expected, shown)


def _mac(key: bytes, who: bytes, certificate: str, knock: Knock, challenge: Challenge, told: bytes = b"") -> bytes:
    said = (b"aura-pairing-v1", who, certificate.encode(), encode(knock), encode(challenge), told)
    mixed = b"".join(len(part).to_bytes(4, "big") + part for part in said)
    return hmac.new(key, mixed, hashlib.sha256).digest()
