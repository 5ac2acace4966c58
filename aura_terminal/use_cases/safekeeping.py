"""Who may copy the store, and who may go back to a copy; both are noted, with who allowed it."""

from __future__ import annotations

from aura_terminal.domain.documents import DocumentPut, put
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.domain.store_care import CareAct, StoreCare
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved

NOTED = {act.value: act for act in (CareAct.BACK_UP, CareAct.SEAL)}


class Safekeeping:
    """Rights over the store's copies; an approval stands for a right somebody has not."""

    def __init__(self, begin: Begin, terminal: TerminalIdentity) -> None:
        self._begin, self._terminal = begin, terminal

    def allow_copy(self, by: Actor, purpose: str, approval: Approval | None = None) -> Approval:
        """Whether this person may copy the store, look it through or write it out; else APPROVAL_NEEDED is raised.

        `back_up` and `seal` are noted at once, before anything is written.
        """
        with self._begin(by.id) as work:
            allowed = approved(by, approval, work, Permission.BACK_UP, purpose)
            if purpose in NOTED:
                work.keep(self._note(work, NOTED[purpose], allowed, ""))
        return allowed

    def allow_restore(self, by: Actor, purpose: str, approval: Approval | None = None) -> Approval:
        """Whether this person may go back to a copy; else APPROVAL_NEEDED is raised."""
        with self._begin(by.id) as work:
            return approved(by, approval, work, Permission.RESTORE, purpose)

    def note_done(self, by: StaffId, act: CareAct, copy: str, allowed: Approval) -> DocumentPut:
        """What was done with the files while nobody could write; kept in the store that came of it."""
        with self._begin(by) as work:
            fact = self._note(work, act, allowed, copy)
            work.keep(fact)
        return fact

    def _note(self, work: Work, act: CareAct, allowed: Approval, copy: str) -> DocumentPut:
        here = self._terminal.label
        return put(StoreCare(f"{here}/{act.value}", here, act, work.now, allowed, copy))
