"""TLS between the terminals of one store: version 1.3 only, both sides certified by the store's own authority.

The chain says that the store made the certificate; the roll says whether the terminal still belongs to it.
"""

from __future__ import annotations

import os
import secrets
import ssl
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from sync.net.certificates import fingerprint

SPEAKS_FACTS = "aura-facts/1"
SPEAKS_PAIRING = "aura-pairing/1"
_NO_CHECK_TIME = (
    0x200000  # X509_V_FLAG_NO_CHECK_TIME, X509_VERIFY_PARAM_set_flags(3): a dead clock battery stops nobody
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who this terminal is to its peers. The keys are secrets; nothing of them is shown when it is printed."""

    terminal_id: str
    label: str
    store_id: str
    certificate: bytes
    key: bytes = field(repr=False)
    authority: bytes
    authority_key: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """What this terminal is pinned by."""
        return fingerprint(self.certificate)


def listening(mine: Credentials, folder: Path) -> ssl.SSLContext:
    """For connections that come in: a peer shows a certificate of this store, a newcomer who wants to pair none."""
    context = _context(ssl.PROTOCOL_TLS_SERVER, mine, folder)
    context.verify_mode = ssl.CERT_OPTIONAL
    context.num_tickets = 0  # every connection proves itself anew
    context.set_alpn_protocols([SPEAKS_FACTS, SPEAKS_PAIRING])
    return context


def calling(mine: Credentials, folder: Path) -> ssl.SSLContext:
    """For connections this terminal makes to its peers."""
    context = _context(ssl.PROTOCOL_TLS_CLIENT, mine, folder)
    context.check_hostname = False  # a terminal is known by its certificate, wherever it answers
    context.verify_mode = ssl.CERT_REQUIRED
    context.set_alpn_protocols([SPEAKS_FACTS])
    return context


def knocking() -> ssl.SSLContext:
    """For a newcomer, who knows nobody yet: whom it talks to is proved by the pairing code alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols([SPEAKS_PAIRING])
    return context


def _context(protocol: int, mine: Credentials, folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_flags |= _NO_CHECK_TIME
    context.load_verify_locations(cadata=mine.authority.decode("ascii"))
    _load_key(context, mine, folder)
    return context


def _load_key(context: ssl.SSLContext, mine: Credentials, folder: Path) -> None:
    """The ssl module takes keys from files only: it lies in one for a moment, under a password nobody else has."""
    password = secrets.token_hex(32)
    private = serialization.load_pem_private_key(mine.key, None)
    sealed = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password.encode()),
    )
    place = folder / f".tls-{secrets.token_hex(8)}"
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(sealed + mine.certificate)
    try:
        context.load_cert_chain(place, password=password)
    finally:
        place.unlink()
