"""A store on its first day: what was said about it becomes its documents, or is refused before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.countries import MOST_PERCENT, HouseTerms, regime_of
from aura_terminal.domain.documents import Document
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import RoleId, StaffId, StationId
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.shop import STORE_PROFILE, Station, StoreProfile
from aura_terminal.domain.staff import Role, StaffMember, check_new_pin
from aura_terminal.use_cases.first_roles import OWNER_ROLE, ROLES
from aura_terminal.use_cases.staff_files import newcomer

OWNER = StaffId("owner")
FIRST_STATION = StationId("kitchen")
DAY_BEGINS = time(4, 0)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who works here from the first day. The PIN shows in no picture of the value."""

    name: str
    role: RoleId
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NewStore:
    """What is known of a store before it opens; the first of its people is the owner."""

    name: str
    terms: HouseTerms
    people: tuple[NewPerson, ...]


def checked_name(name: str) -> str:
    """A name, tidied; refused where it says nothing."""
    said = tidy(name)
    if not said:
        raise RuleBroken(Rule.NAME_NEEDED)
    return said


def check_terms(terms: HouseTerms) -> None:
    """Refuse a tax whose percent nobody said, or that is none."""
    for rate in terms.rates:
        if rate.percent is None or not 0 <= rate.percent <= MOST_PERCENT:
            raise RuleBroken(Rule.TAX_PERCENT_NEEDED, tax=rate.name)


def check_person(person: NewPerson, others: Sequence[NewPerson]) -> None:
    """Refuse somebody without a name, under a name that is taken, or with a PIN that their role may not have."""
    name = checked_name(person.name)
    if name.casefold() in (other.name.strip().casefold() for other in others):
        raise RuleBroken(Rule.SAME_NAME, name=name)
    check_new_pin(person.pin, frozenset(_role(person.role).permissions))


def first_documents(new: NewStore) -> tuple[tuple[Document, ...], Mapping[StaffId, str]]:
    """Everything but a menu: profile, taxes, a kitchen, roles and people; and the PINs there are, by who has them.

    Refused as by `checked_name`, `check_terms` and `check_person`; somebody without a PIN can have one later.
    """
    name = checked_name(new.name)
    check_terms(new.terms)
    for place, person in enumerate(new.people):
        if person.pin:
            check_person(person, new.people[:place])
    members = _members(new.people)
    pins = {member.id: person.pin for member, person in zip(members, new.people, strict=True) if person.pin}
    profile = StoreProfile(
        id=STORE_PROFILE,
        name=name,
        legal_name="",
        address=(),
        phone="",
        tax_number="",
        currency=new.terms.currency,
        calendar=BusinessCalendar(new.terms.zone, DAY_BEGINS),
        tax_regime=regime_of(new.terms).id,
        language=new.terms.language,
    )
    kitchen = Station(FIRST_STATION, "Kitchen", "chef-hat", "kitchen", 15)
    return (profile, regime_of(new.terms), kitchen, *ROLES, *members), pins


def _members(people: Sequence[NewPerson]) -> tuple[StaffMember, ...]:
    known: dict[StaffId, StaffMember] = {}
    for person in people:
        made = newcomer(checked_name(person.name), known)
        member_id = OWNER if not known and person.role == OWNER_ROLE else made.id
        known[member_id] = StaffMember(member_id, made.name, made.initials, (person.role,), made.colour)
    return tuple(known.values())


def _role(role_id: RoleId) -> Role:
    return next(role for role in ROLES if role.id == role_id)
