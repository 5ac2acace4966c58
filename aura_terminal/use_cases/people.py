"""Who works here: people, their roles, what each may do beside them, and how far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from aura_terminal.domain.badges import Badge
from aura_terminal.domain.documents import DocumentKind, DocumentPut, DocumentWithdrawn, put
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import RoleId, StaffId
from aura_terminal.domain.rights import EDITION, Cap, Grant, reach
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Permission, Role, StaffMember
from aura_terminal.ports.store import Begin, Work
from aura_terminal.use_cases.ownership import Ownership

LOOKED_AFTER = frozenset({Permission.MANAGE_STAFF, Permission.MANAGE_ROLES})


@dataclass(frozen=True, slots=True)
class PeopleSheet:
    """Everybody with what there is to say of them; `owner` keeps them elsewhere, "" for the store itself."""

    members: tuple[StaffMember, ...]
    roles: tuple[Role, ...]
    with_pin: frozenset[StaffId]
    with_badge: frozenset[StaffId]
    owner: str
    currency: str


class People:
    """Raises RuleBroken NOT_ALLOWED as every verb does, and where somebody would give more than they have."""

    def __init__(self, begin: Begin, ownership: Ownership) -> None:
        self._begin = begin
        self._ownership = ownership

    def sheet(self, by: Actor) -> PeopleSheet:
        """Everybody, also who does not work here any more. What an hour costs only for who may see it."""
        by.must(Permission.MANAGE_STAFF)
        with self._begin(by.id) as work:
            members = work.documents.all(StaffMember)
            pins = frozenset(one.id for one in members if work.access(one.id).verifier)
            badges = frozenset(badge.staff_id for badge in work.documents.all(Badge))
            roles, currency = work.documents.all(Role), work.documents.get(StoreProfile, STORE_PROFILE).currency
        if Permission.SEE_LABOR_COST not in by.permissions:
            members = tuple(_without_rates(one) for one in members)
        owner = self._ownership.owner_of(DocumentKind.STAFF)
        return PeopleSheet(tuple(sorted(members, key=_by_name)), roles, pins, badges, owner, currency)

    def put_members(self, by: Actor, members: Sequence[StaffMember]) -> tuple[DocumentPut, ...]:
        """Put people, new ones and changed ones, all of them or none.

        What a back office keeps of them is refused with OWNED_ELSEWHERE. Raises NAME_NEEDED, LAST_OWNER where nobody
        could look after people any more, and ABOVE_CAP where a cap would be wider than one's own.
        """
        by.must(Permission.MANAGE_STAFF)
        with self._begin(by.id) as work:
            before = {one.id: one for one in work.documents.all(StaffMember)}
            roles = {one.id: one for one in work.documents.all(Role)}
            fresh = [self._checked(by, work, before.get(one.id), one, roles) for one in members]
            facts = tuple(put(one) for one in fresh if one != before.get(one.id))
            work.keep(*facts)
            _must_be_looked_after(work, before.values(), roles)
        return facts

    def put_role(self, by: Actor, role: Role) -> DocumentPut:
        """Put a role; it holds no right, and none further, than who puts it has."""
        by.must(Permission.MANAGE_ROLES)
        _must_have_name(role.name)
        with self._begin(by.id) as work:
            roles = {one.id: one for one in work.documents.all(Role)}
            before = roles.get(role.id)
            held = {grant.permission: grant for grant in before.grants} if before else {}
            _must_hold(by, (grant for grant in role.grants if held.get(grant.permission) != grant))
            _must_hold_rights(by, (right for right in held if right not in role.permissions))
            members = work.documents.all(StaffMember)
            fact = put(replace(role, edition=EDITION))
            work.keep(fact)
            _must_be_looked_after(work, members, roles)
        return fact

    def withdraw_role(self, by: Actor, role_id: RoleId) -> DocumentWithdrawn:
        """Use a role no more. Raises ROLE_IN_USE while somebody has it."""
        by.must(Permission.MANAGE_ROLES)
        with self._begin(by.id) as work:
            role = work.documents.get(Role, role_id)
            holder = next((one for one in work.documents.all(StaffMember) if role_id in one.roles and one.active), None)
            if holder is not None:
                raise RuleBroken(Rule.ROLE_IN_USE, who=holder.name, role=role.name)
            fact = DocumentWithdrawn(DocumentKind.ROLE, role_id)
            work.keep(fact)
        return fact

    def _checked(
        self, by: Actor, work: Work, before: StaffMember | None, after: StaffMember, roles: dict[RoleId, Role]
    ) -> StaffMember:
        _must_have_name(after.name)
        if before is not None and Permission.SEE_LABOR_COST not in by.permissions:
            rates = {job.name: job.rate for job in before.jobs}
            after = replace(after, jobs=tuple(replace(job, rate=rates.get(job.name)) for job in after.jobs))
        kept_elsewhere = before is None or (
            (before.name, before.roles, before.active) != (after.name, after.roles, after.active)
        )
        if kept_elsewhere:
            self._ownership.must_be_ours(DocumentKind.STAFF)
        for role_id in after.roles:
            if role_id not in roles and (before is None or role_id not in before.roles):
                raise NotFound("role", role_id)
        had, has = _reach(before, roles, work), _reach(after, roles, work)
        if before is not None and (had != has or before.active != after.active):
            _must_hold_rights(by, had)
        gained = (Grant(right, cap) for right, cap in has.items() if had.get(right) != cap or right not in had)
        _must_hold(by, gained)
        return after


def _reach(member: StaffMember | None, roles: dict[RoleId, Role], work: Work) -> dict[Permission, Cap]:
    if member is None or not member.active:
        return {}
    held = (roles[one] for one in member.roles if one in roles)
    return reach((grant for role in held for grant in role.grants), member.grants, member.withdrawn, work.now)


def _must_hold_rights(by: Actor, rights: Iterable[Permission]) -> None:
    for permission in sorted(rights):
        by.must(permission)


def _must_hold(by: Actor, grants: Iterable[Grant]) -> None:
    """Nobody gives a right they do not have, nor one that reaches further than theirs."""
    for grant in grants:
        by.must(grant.permission)
        own = by.cap_of(grant.permission)
        if own.widened(grant.cap) != own:
            most = own.amount.plain() if own.amount else str(own.percent or own.times)
            raise RuleBroken(Rule.ABOVE_CAP, who=by.name, permission=grant.permission.value, most=most)


def _must_have_name(name: str) -> None:
    if not name.strip():
        raise RuleBroken(Rule.NAME_NEEDED)


def _must_be_looked_after(work: Work, before: Iterable[StaffMember], roles: dict[RoleId, Role]) -> None:
    """Somebody has to be able to put people and roles, where somebody could before."""
    now = {one.id: one for one in work.documents.all(Role)}
    could = any(_reach(one, roles, work).keys() >= LOOKED_AFTER for one in before)
    can = any(_reach(one, now, work).keys() >= LOOKED_AFTER for one in work.documents.all(StaffMember))
    if could and not can:
        raise RuleBroken(Rule.LAST_OWNER)


def _without_rates(member: StaffMember) -> StaffMember:
    return replace(member, jobs=tuple(replace(job, rate=None) for job in member.jobs))


def _by_name(member: StaffMember) -> tuple[bool, str]:
    return not member.active, member.name.casefold()
