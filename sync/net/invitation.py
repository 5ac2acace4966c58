"""A pairing code that is open at this terminal, and what becomes of whoever tries it: a pure machine.

It is good for a few minutes and for one newcomer; three wrong tries end it. Times are monotonic seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.domain.telling import told
from sync.net.certificates import NotACertificate, requested
from sync.net.pairing_code import SALT_BYTES, stretched
from sync.net.pairing_words import (
    NONCE_BYTES,
    PAIRING_VERSION,
    Challenge,
    Knock,
    Proof,
    is_proof,
    newcomers_proof,
)

GOOD_FOR = 300.0
MOST_WRONG = 3


class Ending(StrEnum):
    """How an invitation came to its end."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    GUESSED_AT = "guessed at"
    WITHDRAWN = "withdrawn"


class NotWelcome(Exception):
    """The newcomer is refused; the text is told to it."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who asks to be let in, as its request says."""

    terminal_id: str
    label: str
    request: bytes


class Invitation:
    """One code, from when it is shown to its end."""

    def __init__(self, code: str, now: float, random_bytes: Callable[[int], bytes]) -> None:
        self._code = code
        self._until = now + GOOD_FOR
        self._random_bytes = random_bytes
        self._wrong = 0
        self._ending = Ending.OPEN

    @property
    def until(self) -> float:
        """When it expires."""
        return self._until

    def ending(self, now: float) -> Ending:
        """Whether it is still open, or how it ended."""
        if self._ending is Ending.OPEN and now >= self._until:
            self._ending = Ending.EXPIRED
        return self._ending

    def withdraw(self) -> None:
        """End it before its time."""
        if self._ending is Ending.OPEN:
            self._ending = Ending.WITHDRAWN

    def greet(self, knock: Knock, now: float) -> tuple[Newcomer, Challenge]:
        """Who knocks, and what to answer; NotWelcome when the code is over or the request makes no sense."""
        self._must_be_open(now)
        if knock.version != PAIRING_VERSION:
            raise NotWelcome(told("The two terminals have different versions. Bring both to the same one."))
        if len(knock.nonce) != NONCE_BYTES:
            raise NotWelcome(told("The request cannot be read."))
        try:
            terminal_id, label = requested(knock.request)
        except NotACertificate as wrong:
            raise NotWelcome(told("The request cannot be read.")) from wrong
        challenge = Challenge(self._random_bytes(NONCE_BYTES), self._random_bytes(SALT_BYTES))
        return Newcomer(terminal_id, label, knock.request), challenge

    def stretch(self, challenge: Challenge) -> bytes:
        """The key of the code for one conversation; takes a fifth of a second of a processor."""
        return stretched(self._code, challenge.salt)

    def check(self, key: bytes, certificate: str, knock: Knock, challenge: Challenge, proof: Proof, now: float) -> None:
        """NotWelcome for a wrong proof, which is counted. A right one does not use the code up yet, see `use`."""
        self._must_be_open(now)
        if not is_proof(newcomers_proof(key, certificate, knock, challenge), proof.mac):
            self._wrong += 1
            if self._wrong >= MOST_WRONG:
                self._ending = Ending.GUESSED_AT
            raise NotWelcome(told("That is not the code that is shown. Look at it again."))

    def use(self, now: float) -> None:
        """Use the code up for the newcomer that is let in; NotWelcome when another was faster."""
        self._must_be_open(now)
        self._ending = Ending.USED

    def _must_be_open(self, now: float) -> None:
        ending = self.ending(now)
        if ending is not Ending.OPEN:
            raise NotWelcome(_OVER[ending])


_OVER = {
    Ending.USED: told("This code was used already. Have a new one shown."),
    Ending.EXPIRED: told("This code is too old. Have a new one shown."),
    Ending.GUESSED_AT: told("This code was tried wrongly too often. Have a new one shown."),
    Ending.WITHDRAWN: told("No code is shown at this terminal. Have one shown: aura-terminal pair --show-code"),
}
NOTHING_SHOWN = _OVER[Ending.WITHDRAWN]
