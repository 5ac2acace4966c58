"""Who works here (reference, "GET /api/v1/staff"). A PIN is never there: it is set at the manager's screen."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.ids import RoleId, StaffId
from aura_terminal.domain.staff import Role, StaffMember
from sync.connectors.auraconnect.intake import Intake, digest_of_row
from sync.reconcile.fields import Found

PALETTE = 10
FIELDS = ("first_name", "last_name", "role", "status")


def take_member(intake: Intake, row: Found, place: int) -> str:
    """A member by the integer `id` that punches name; the central's id."""
    central_id = row["id"].id()
    name = " ".join(part for part in (row["first_name"].name(), _text(row, "last_name")) if part.strip())
    word, active = _text(row, "role"), _text(row, "status").casefold() in ("", "active")
    digest = digest_of_row(row, FIELDS)
    if intake.is_known("staff", StaffMember, central_id, digest):
        return central_id
    local_id = StaffId(intake.local_id("staff", central_id, intake.named(StaffMember, name)))
    before = intake.get(StaffMember, local_id)
    if before is None:
        intake.put(StaffMember(local_id, name, initials_of(name), role_for(intake, word), place % PALETTE, active))
    elif intake.is_news("staff", local_id, digest):
        roles = _roles(intake, before, word)
        intake.put(replace(before, name=name, initials=initials_of(name), roles=roles, active=active))
    intake.link("staff", local_id, central_id, digest)
    return central_id


def role_for(intake: Intake, word: str) -> tuple[RoleId, ...]:
    """The role a word stands for; one with the fewest rights for a word that means nothing here."""
    roles = intake.all(Role)
    wanted = {intake.words.roles.get(word.casefold(), word).casefold(), word.casefold()}
    found = next((one for one in roles if {one.id.casefold(), one.name.casefold()} & wanted), None)
    lowest = min(roles, key=lambda one: (len(one.permissions), one.id), default=None)
    chosen = found or lowest
    return () if chosen is None else (chosen.id,)


def initials_of(name: str) -> str:
    """First letters of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else ""


def _roles(intake: Intake, before: StaffMember, word: str) -> tuple[RoleId, ...]:
    """The roles of somebody already here: they stay where the word is one of them; more may have been given here."""
    mapped = role_for(intake, word)
    return before.roles if set(mapped) <= set(before.roles) else mapped


def _text(row: Found, name: str) -> str:
    found = row.maybe(name)
    return "" if found is None else found.text()
