"""Papers sealed with this terminal's key: the store's name, the terminal, its signature, and the order in a few bytes.

    4 bytes of SHA-256(store id) · terminal id, 16 · ECDSA P-256 over what follows and who says it, 64 · the bundle

What is signed is `aura-paper-1`, the store's id, the terminal's id and the bundle's bytes, each with its length before
it: a paper of another store cannot pass for one of this, nor one terminal's for another's.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from aura_terminal.app.peer_identity import is_paired, read_credentials
from aura_terminal.domain.errors import Rule, RuleBroken, Unavailable
from aura_terminal.domain.paper_bundle import Bundle, SignedPaper
from aura_terminal.ports.paper_press import Signer
from aura_terminal.store.paper_code import PaperCode

_CONTEXT = b"aura-paper-1"
_TAG, _TERMINAL, _SIGNATURE = 4, 16, 64
_HEAD = _TAG + _TERMINAL + _SIGNATURE

_log = logging.getLogger(__name__)


class SealingPress:
    """The PaperPress of a data folder; keys are read with the first paper."""

    def __init__(self, store_id: str, mine: Callable[[], tuple[str, bytes] | None]) -> None:
        self._store_id = store_id
        self._read_mine = mine
        self._code = PaperCode()
        self._mine: tuple[str, bytes] | None = None

    def seal(self, bundle: Bundle) -> bytes | None:
        """As the port says."""
        from sync.net.certificates import sign

        self._mine = self._mine or self._read_mine()
        if self._mine is None:
            return None
        terminal_id, key = self._mine
        body = self._code.write(bundle)
        return self._tag() + UUID(terminal_id).bytes + sign(key, self._said(terminal_id, body)) + body

    def open(self, sealed: bytes, signer: Callable[[str], Signer | None]) -> SignedPaper:
        """As the port says; what is refused is logged."""
        try:
            return self._open(sealed, signer)
        except RuleBroken as broken:
            _log.warning("paper_refused: %s %s", broken.code, self._who(sealed))
            raise

    def _open(self, sealed: bytes, signer: Callable[[str], Signer | None]) -> SignedPaper:
        from sync.net.certificates import is_signed_by

        if len(sealed) <= _HEAD:
            raise RuleBroken(Rule.PAPER_UNREADABLE)
        if sealed[:_TAG] != self._tag():
            raise RuleBroken(Rule.PAPER_OF_ANOTHER_STORE)
        terminal_id, signature, body = self._who(sealed), sealed[_TAG + _TERMINAL : _HEAD], sealed[_HEAD:]
        known = signer(terminal_id)
        if known is None or not known.certificate:
            raise RuleBroken(Rule.PAPER_TERMINAL_UNKNOWN)
        if not is_signed_by(known.certificate, known.fingerprint, self._said(terminal_id, body), signature):
            raise RuleBroken(Rule.PAPER_FORGED, terminal=known.label)
        if not known.belongs:
            raise RuleBroken(Rule.PAPER_TERMINAL_REVOKED, terminal=known.label)
        return SignedPaper(hashlib.sha256(body).hexdigest(), terminal_id, self._code.read(body))

    def _who(self, sealed: bytes) -> str:
        name = sealed[_TAG : _TAG + _TERMINAL]
        return str(UUID(bytes=name)) if len(name) == _TERMINAL else "nobody"

    def _tag(self) -> bytes:
        return hashlib.sha256(self._store_id.encode()).digest()[:_TAG]

    def _said(self, terminal_id: str, body: bytes) -> bytes:
        parts = (self._store_id.encode(), terminal_id.encode(), body)
        return _CONTEXT + b"".join(len(part).to_bytes(4) + part for part in parts)


def press_of(folder: Path, store_id: str) -> SealingPress:
    """The press of a terminal's folder."""

    def mine() -> tuple[str, bytes] | None:
        if not is_paired(folder):
            return None
        try:
            found = read_credentials(folder)
        except Unavailable as trouble:
            _log.warning("papers_unsealed: %s", trouble)
            return None
        return found.terminal_id, found.key

    return SealingPress(store_id, mine)
