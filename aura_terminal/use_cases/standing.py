"""Whose rights this process goes by: what changes about a person counts from their next verb on.

Somebody who is signed in carries their rights along. They are changed elsewhere, or here, while they work, by facts
that may have come a moment ago.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import RoleId, StaffId
from aura_terminal.domain.rights import reach
from aura_terminal.domain.staff import Actor, Role, StaffMember
from aura_terminal.ports.store import Begin, Work


class Standing:
    """Who is signed in through this process, with the rights they were told they have."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._signed_in: dict[StaffId, tuple[Actor, str]] = {}

    def enter(self, actor: Actor, verifier: str) -> None:
        """Somebody signed in; `verifier` is that of the PIN they have now."""
        self._signed_in[actor.id] = (actor, verifier)

    def leave(self, staff_id: StaffId) -> None:
        """They work here no more."""
        self._signed_in.pop(staff_id, None)

    def set_anew(self, staff_id: StaffId, verifier: str) -> None:
        """They have another PIN, given at this terminal: who gave it to themselves stays signed in."""
        if staff_id in self._signed_in:
            self._signed_in[staff_id] = (self._signed_in[staff_id][0], verifier)

    def begin(self, staff_id: StaffId) -> AbstractContextManager[Work]:
        """A unit of work in somebody's name, refused where they lost a right since they were told what they have.

        Raises RuleBroken STAFF_INACTIVE and RIGHTS_CHANGED. Nobody who did not sign in through this process is refused.
        """
        return self._checked(staff_id) if staff_id in self._signed_in else self._begin(staff_id)

    def renew(self, by: Actor) -> Actor:
        """The same person with what they may do now.

        Raises RuleBroken STAFF_INACTIVE where they work here no more, and PIN_CHANGED where their PIN is another one
        than they signed in under: whoever knew the former one is not to stay.
        """
        with self._begin(by.id) as work:
            actor = actor_of(work, by.id)
            verifier = work.access(by.id).verifier
        before = self._signed_in.get(by.id)
        if before is not None and before[1] != verifier:
            raise RuleBroken(Rule.PIN_CHANGED, who=actor.name)
        self._signed_in[by.id] = (actor, verifier)
        return actor

    @contextmanager
    def _checked(self, staff_id: StaffId) -> Iterator[Work]:
        with self._begin(staff_id) as work:
            told = self._signed_in[staff_id][0]
            now = actor_of(work, staff_id)
            if not told.permissions <= now.permissions or told.caps != now.caps:
                raise RuleBroken(Rule.RIGHTS_CHANGED, who=now.name)
            yield work


def actor_of(work: Work, staff_id: StaffId) -> Actor:
    """The person with what they may do now, by their roles and of their own. Raises RuleBroken(STAFF_INACTIVE)."""
    member = work.documents.get(StaffMember, staff_id)
    if not member.active:
        raise RuleBroken(Rule.STAFF_INACTIVE, who=member.name)
    roles = [role for role in (role_or_none(work, role_id) for role_id in member.roles) if role is not None]
    reached = reach((grant for role in roles for grant in role.grants), member.grants, member.withdrawn, work.now)
    caps = tuple((permission, cap) for permission, cap in sorted(reached.items()) if cap.bounds)
    waits = [role.lock_after for role in roles if role.lock_after is not None]
    return Actor(member.id, member.name, frozenset(reached), caps, min(waits, default=None))


def role_or_none(work: Work, role_id: RoleId) -> Role | None:
    """A role that may have been withdrawn."""
    try:
        return work.documents.get(Role, role_id)
    except NotFound:
        return None
