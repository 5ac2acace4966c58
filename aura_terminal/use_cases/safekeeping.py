"""Who may copy the store, and who may go back to a copy. The copies themselves are files, which no fact changes."""

from __future__ import annotations

from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.ports.store import Begin
from aura_terminal.use_cases.approving import approved


class Safekeeping:
    """Rights over the store's copies; an approval stands for a right somebody has not."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin

    def allow_copy(self, by: Actor, purpose: str, approval: Approval | None = None) -> Approval:
        """Whether this person may copy the store, look it through or write it out; else APPROVAL_NEEDED is raised."""
        with self._begin(by.id) as work:
            return approved(by, approval, work, Permission.BACK_UP, purpose)

    def allow_restore(self, by: Actor, purpose: str, approval: Approval | None = None) -> Approval:
        """Whether this person may go back to a copy; else APPROVAL_NEEDED is raised."""
        with self._begin(by.id) as work:
            return approved(by, approval, work, Permission.RESTORE, purpose)
