"""Who allows something: by a right of one's own as far as it reaches, or by an approval somebody gave."""

from __future__ import annotations

from decimal import Decimal

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.ports.store import Work
from aura_terminal.use_cases.standing import actor_of


def approved(
    by: Actor, approval: Approval | None, work: Work, needed: Permission, purpose: str, *, amount: Money | None = None,
    percent: Decimal | None = None, times: int | None = None,
) -> Approval:  # fmt: skip
    """The approval that was brought, or one by right.

    `amount`, `percent` and `times` say how far the act goes; a cap may end before. Raises RuleBroken APPROVAL_NEEDED
    where there is neither, with the cap it goes beyond, and ABOVE_CAP where it goes beyond that of who allowed it.
    """
    if approval is not None:
        _must_reach(work, approval, needed, amount, percent, times)
        return approval
    if needed not in by.permissions:
        raise RuleBroken(Rule.APPROVAL_NEEDED, permission=needed.value)
    most = by.cap_of(needed).excess(amount=amount, percent=percent, times=times)
    if most:
        raise RuleBroken(Rule.APPROVAL_NEEDED, permission=needed.value, most=most)
    return Approval(by.id, work.now, purpose)


def _must_reach(
    work: Work, approval: Approval, needed: Permission, amount: Money | None, percent: Decimal | None, times: int | None
) -> None:
    try:
        approver = actor_of(work, approval.by)
    except NotFound:  # the program itself, or somebody of a back office: they have no caps here
        return
    most = approver.cap_of(needed).excess(amount=amount, percent=percent, times=times)
    if most:
        raise RuleBroken(Rule.ABOVE_CAP, who=approver.name, permission=needed.value, most=most)
