"""The terminals of a store: which machines belong to it, by facts that reach every one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import singledispatchmethod

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.limits import reason_given, tidy


@dataclass(frozen=True, slots=True)
class TerminalPaired:
    """A machine belongs to the store; `fingerprint` is the SHA-256 of its certificate."""

    terminal_id: str
    label: str
    fingerprint: str
    paired_at: datetime
    paired_by: str


@dataclass(frozen=True, slots=True)
class TerminalRevoked:
    """A machine belongs to the store no longer; every peer refuses it from now on."""

    terminal_id: str
    revoked_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class TerminalCertified:
    """A machine's certificate (DER in Base64), so that every terminal can say what it signed without hearing it.

    It counts where its SHA-256 is the `fingerprint` the machine was paired with.
    """

    terminal_id: str
    certificate: str


TerminalFact = TerminalPaired | TerminalRevoked | TerminalCertified


@dataclass(slots=True)
class PairedTerminal:
    """The fold of one machine's facts. Revoked is for good: the machine comes back under a new id."""

    id: str
    label: str = ""
    fingerprint: str = ""
    paired_at: datetime | None = None
    paired_by: str = ""
    revoked_at: datetime | None = None
    reason: str = ""
    certificate: str = ""

    @property
    def belongs(self) -> bool:
        """Whether peers let it in."""
        return self.paired_at is not None and self.revoked_at is None

    def pair(self, label: str, fingerprint: str, now: datetime, paired_by: str) -> TerminalPaired:
        """Let a machine in. Raises RuleBroken(TERMINAL_REVOKED) for one that was sent away."""
        if self.revoked_at is not None:
            raise RuleBroken(Rule.TERMINAL_REVOKED, terminal=self.label or self.id)
        return TerminalPaired(self.id, tidy(label), fingerprint, now, paired_by)

    def certify(self, certificate: str) -> TerminalCertified | None:
        """Tell everybody its certificate; None where that was said already, or the machine is not paired."""
        return TerminalCertified(self.id, certificate) if self.belongs and certificate != self.certificate else None

    def revoke(self, now: datetime, reason: str) -> TerminalRevoked:
        """Send a machine away. Raises RuleBroken(TERMINAL_REVOKED) when it is gone already."""
        if not self.belongs:
            raise RuleBroken(Rule.TERMINAL_REVOKED, terminal=self.label or self.id)
        return TerminalRevoked(self.id, now, reason_given(reason))

    @singledispatchmethod
    def apply(self, fact: TerminalFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about a terminal: {fact!r}")

    @apply.register
    def _(self, fact: TerminalPaired) -> None:
        self.label, self.fingerprint = fact.label, fact.fingerprint
        self.paired_at, self.paired_by = fact.paired_at, fact.paired_by

    @apply.register
    def _(self, fact: TerminalRevoked) -> None:
        if self.revoked_at is None:
            self.revoked_at, self.reason = fact.revoked_at, fact.reason

    @apply.register
    def _(self, fact: TerminalCertified) -> None:
        self.certificate = fact.certificate
