"""Members of staff: a document of the shop, and beside it what only the back office knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aura_terminal.domain.documents import DocumentKind, put
from aura_terminal.domain.ids import RoleId, StaffId
from aura_terminal.domain.staff import Permission, Role, StaffMember
from sync.central import resources
from sync.central.api.amounts import money
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import duplicate, invalid, not_found
from sync.central.catalogue.kinds import STAFF
from sync.central.catalogue.rows import put_extra
from sync.central.store.tables import RESOURCES

Said = Mapping[str, Any]

BEYOND = (
    "email", "phone", "department", "hourly_rate", "employment_type", "start_date", "emergency_contact", "bank_details",
)  # fmt: skip
"""What terminals do not need to know of somebody."""

PALETTE = 10


def create(desk: ServedDesk, said: Said) -> dict[str, Any]:
    """Somebody new. Raises Refused (409) when the e-mail belongs to somebody else."""
    staff_id = StaffId(desk.press.ids.new())
    member = StaffMember(staff_id, "", "", (), len(desk.shelf.all(StaffMember)) % PALETTE)
    return _put(desk, member, said, None)


def change(desk: ServedDesk, number: int, said: Said) -> dict[str, Any]:
    """The same person with what is named changed."""
    member = known(desk, number)
    return _put(desk, member, said, number)


def leave(desk: ServedDesk, number: int) -> None:
    """Not working here any more; punches and sales stay theirs."""
    desk.keep(put(replace(known(desk, number), active=False)))


def known(desk: ServedDesk, number: int) -> StaffMember:
    """Who a path names. Raises Refused (404)."""
    local = desk.shelf.local("staff", number)
    if local is None or (DocumentKind.STAFF.value, local) not in desk.shelf.documents:
        raise not_found(STAFF.title)
    return desk.shelf.get(StaffMember, local)


def named(desk: ServedDesk, number: int, field: str = "employee_id") -> StaffMember:
    """Who a field of a body names. Raises Refused (422)."""
    local = desk.shelf.local("staff", number)
    if local is None or (DocumentKind.STAFF.value, local) not in desk.shelf.documents:
        raise invalid(field, "there is nobody with this number")
    return desk.shelf.get(StaffMember, local)


def _put(desk: ServedDesk, member: StaffMember, said: Said, number: int | None) -> dict[str, Any]:
    _must_be_ones_own(desk, said.get("email"), number)
    if said.get("hourly_rate") is not None:
        money(desk, said["hourly_rate"], "hourly_rate")
    first, _, last = member.name.partition(" ")
    name = f"{said.get('first_name', first)} {said.get('last_name', last)}".strip()
    initials = "".join(word[0] for word in name.split()[:2]).upper()
    role = said.get("role")
    changed = replace(
        member, name=name, initials=member.initials if name == member.name else initials,
        roles=member.roles if role is None else _roles(desk, role),
        active=said["status"] == "active" if "status" in said else member.active,
    )  # fmt: skip
    given = number or desk.number("staff", member.id)
    beyond = {
        field: _masked(said[field]) if field == "bank_details" else said[field] for field in BEYOND if field in said
    }
    if role is not None:
        beyond["job"] = role
    put_extra(desk, STAFF, given, beyond)
    if changed != member:
        desk.keep(put(changed))
    elif beyond:
        desk.touch_document(put(member))
    desk.lay_out()
    return resources.existing(desk.connection, desk.tenant.number, STAFF, given).answered()


def _roles(desk: ServedDesk, role: str) -> tuple[RoleId, ...]:
    """The role of the shop that is called so; a title that is none gives no rights at terminals.

    A role that gives rights over staff is for those to give who may write users: Refused (403) for everybody else.
    """
    roles = [one for one in desk.shelf.all(Role) if role.casefold() in (one.id.casefold(), one.name.casefold())]
    if any(Permission.MANAGE_STAFF in one.permissions for one in roles):
        desk.by.must("users:write")
    return tuple(one.id for one in roles)


def _must_be_ones_own(desk: ServedDesk, email: str | None, number: int | None) -> None:
    if email is None:
        return
    like = RESOURCES.c.search.contains(email.casefold(), autoescape=True)
    for other in resources.all_of(desk.connection, desk.tenant.number, STAFF, like):
        if other.number != number and str(other.body.get("email") or "").casefold() == email.casefold():
            raise duplicate("Somebody else has this e-mail", "email")


def _masked(bank: Mapping[str, str]) -> dict[str, str]:
    """The last four of each number; the rest is nobody's business and is not kept."""
    return {
        "account_number": "****" + bank["account_number"][-4:], "routing_number": "****" + bank["routing_number"][-4:],
        "account_type": bank["account_type"],
    }  # fmt: skip
