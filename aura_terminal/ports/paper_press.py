"""What seals an order for paper and opens what was read from it; keys and codes are the adapter's affair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.paper_bundle import Bundle, SignedPaper


@dataclass(frozen=True, slots=True)
class Signer:
    """A terminal as the store's facts know it: whoever signed has to be one."""

    label: str
    fingerprint: str
    certificate: str
    belongs: bool


class PaperPress(Protocol):
    """Seals with this terminal's own key, and opens with nothing but what a paired terminal holds."""

    def seal(self, bundle: Bundle) -> bytes | None:
        """The bundle sealed in this terminal's name; None on one that was never paired, or whose key cannot be had."""

    def open(self, sealed: bytes, signer: Callable[[str], Signer | None]) -> SignedPaper:
        """What is in it; `signer` knows the store's terminals by their ids.

        Raises RuleBroken: PAPER_UNREADABLE, PAPER_NEWER, PAPER_OF_ANOTHER_STORE, PAPER_TERMINAL_UNKNOWN,
        PAPER_TERMINAL_REVOKED and PAPER_FORGED.
        """


class NoPress:
    """The press of a terminal without keys: it seals nothing, and knows nobody whose paper it could trust."""

    def seal(self, bundle: Bundle) -> bytes | None:
        """Nothing."""
        return None

    def open(self, sealed: bytes, signer: Callable[[str], Signer | None]) -> SignedPaper:
        """Nobody is known."""
        raise RuleBroken(Rule.PAPER_TERMINAL_UNKNOWN)


NO_PRESS = NoPress()
