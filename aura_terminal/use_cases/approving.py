"""Who allows something: by a right of one's own, or by an approval somebody gave."""

from __future__ import annotations

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.ports.store import Work


def approved(by: Actor, approval: Approval | None, work: Work, needed: Permission, purpose: str) -> Approval:
    """The approval that was brought, or one by right. Raises RuleBroken(APPROVAL_NEEDED) where there is neither."""
    if approval is not None:
        return approval
    if needed in by.permissions:
        return Approval(by.id, work.now, purpose)
    raise RuleBroken(Rule.APPROVAL_NEEDED, permission=needed.value)
