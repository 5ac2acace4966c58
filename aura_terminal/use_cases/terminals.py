"""Which machines belong to the store."""

from __future__ import annotations

from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.terminals import TerminalCertified, TerminalPaired, TerminalRevoked
from aura_terminal.ports.store import SYSTEM, Begin
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.card_holding import its_must_be_decided


class Terminals:
    """Letting machines in and sending them away, by facts that reach every terminal."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin

    def pair(self, terminal_id: str, label: str, fingerprint: str, paired_by: str) -> TerminalPaired:
        """Let a machine in whose pairing code was right; `paired_by` is the label of the terminal that showed it.

        Raises RuleBroken(TERMINAL_REVOKED) for a machine that was sent away.
        """
        with self._begin(SYSTEM) as work:
            fact = work.terminal(terminal_id).pair(label, fingerprint, work.now, paired_by)
            work.keep(fact)
        return fact

    def certify(self, terminal_id: str, certificate: str) -> TerminalCertified | None:
        """Tell every terminal the certificate of a paired machine; None where they were told, or it is not paired."""
        with self._begin(SYSTEM) as work:
            fact = work.terminal(terminal_id).certify(certificate)
            work.keep(*(() if fact is None else (fact,)))
        return fact

    def revoke(self, by: Actor, terminal_id: str, reason: str, approval: Approval | None = None) -> TerminalRevoked:
        """Send a machine away for good; needs the right EDIT_SETTINGS, or an approval.

        Raises RuleBroken(CARD_UNDECIDED) while nobody knows what became of a card it took.
        """
        with self._begin(by.id) as work:
            approved(by, approval, work, Permission.EDIT_SETTINGS, reason)
            machine = work.terminal(terminal_id)
            its_must_be_decided(work, machine.label)
            fact = machine.revoke(work.now, reason)
            work.keep(fact)
        return fact
