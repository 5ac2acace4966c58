"""Guests the house knows: registered in ten seconds, found by their number, merged and forgotten by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.guests import (
    Consent,
    Guest,
    GuestChanged,
    GuestRegistered,
    checked_email,
    checked_phone,
    filled_in,
    merged,
)
from aura_terminal.domain.ids import GuestId, ItemId, OrderId
from aura_terminal.domain.leads import LeadErased
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.order_facts import GuestAttached
from aura_terminal.domain.reservations import ReservationChanged
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.visits import attach
from aura_terminal.domain.waitlist import PartyChanged
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, Work
from aura_terminal.use_cases.approving import approved


@dataclass(frozen=True, slots=True)
class NewGuest:
    """A guest to be registered; a first name or a number is enough."""

    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """What is now true of a guest; None is a field nothing is said about."""

    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    email: str | None = None
    dietary: tuple[str, ...] | None = None
    favourites: tuple[ItemId, ...] | None = None
    preferred_payment: str | None = None
    notes: str | None = None


class Guests:
    """The verbs on guests. Each is one transaction; RuleBroken means that nothing has changed."""

    def __init__(self, begin: Begin, ids: Ids) -> None:
        self._begin = begin
        self._ids = ids

    def register(self, by: Actor, new: NewGuest) -> GuestRegistered:
        """Know a guest from now on. Somebody may be known twice: nobody is refused, and merging is a person's choice.

        Raises RuleBroken: GUEST_NEEDED where neither name nor number was said, PHONE_UNREADABLE, EMAIL_UNREADABLE.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            first, last = tidy(new.first_name), tidy(new.last_name)
            phone, email = checked_phone(new.phone), checked_email(new.email)
            if not (first or last or phone or email):
                raise RuleBroken(Rule.GUEST_NEEDED)
            fact = GuestRegistered(GuestId(self._ids.new()), work.now, by.id, first, last, phone, email)
            work.keep(fact)
        return fact

    def change(self, by: Actor, guest_id: GuestId, details: Details) -> tuple[Fact, ...]:
        """Keep what is new about a guest; nothing when nothing is."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            said = GuestChanged(
                guest_id, work.now, by.id, details.first_name, details.last_name, details.phone, details.email,
                details.dietary, details.favourites, details.preferred_payment, details.notes,
            )  # fmt: skip
            return _kept(work, work.guests.guest(guest_id).change(said))

    def set_birthday(self, by: Actor, guest_id: GuestId, birthday: date | None) -> tuple[Fact, ...]:
        """Keep a birthday, or that it is not known. Raises RuleBroken(DATE_NOT_PAST)."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            return _kept(work, work.guests.guest(guest_id).set_birthday(birthday, work.now, by.id))

    def consent(self, by: Actor, guest_id: GuestId, consent: Consent) -> tuple[Fact, ...]:
        """Keep what a guest said about being written to, with when and to whom."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            return _kept(work, work.guests.guest(guest_id).consented(consent, work.now, by.id))

    def merge(
        self, by: Actor, guest_id: GuestId, other_id: GuestId, reason: str, approval: Approval | None = None
    ) -> tuple[Fact, ...]:
        """Say that two entries are one person; what the one that stays lacks comes from the other, points count
        together. Raises RuleBroken: SAME_GUEST, GUEST_ERASED, GUEST_MERGED, APPROVAL_NEEDED."""
        with self._begin(by.id) as work:
            allowed = approved(by, approval, work, Permission.MANAGE_GUESTS, reason)
            one, other = work.guests.guest(guest_id), work.guests.guest(other_id)
            fact = merged(one, other, work.now, allowed)
            stays, goes = (one, other) if one.id == fact.into else (other, one)
            filled = filled_in(stays, goes, work.now, by.id)
            facts: tuple[Fact, ...] = (fact,) if filled is None else (fact, filled)
            work.keep(*facts)
        return facts

    def erase(self, by: Actor, guest_id: GuestId, reason: str, approval: Approval | None = None) -> tuple[Fact, ...]:
        """Forget a guest, with every entry that is the same person and what they said when they booked.

        What was journalled stays chained, or nothing before it could be proved any more; it is shown nowhere.
        """
        with self._begin(by.id) as work:
            allowed = approved(by, approval, work, Permission.MANAGE_GUESTS, reason)
            facts: list[Fact] = []
            for entry in work.guests.kin(work.guests.guest(guest_id).id):
                erased = work.guests.guest(entry).erase(work.now, allowed)
                facts += [] if erased is None else [erased, *_bookings_blanked(work, entry, by)]
            work.keep(*facts)
        return tuple(facts)

    def attach(self, by: Actor, order_id: OrderId, guest_id: GuestId | None) -> GuestAttached:
        """Say whose visit an order is; one who was merged into another counts as that one. None: nobody known."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            guest = None if guest_id is None else person(work, guest_id)
            fact = attach(work.order(order_id), guest)
            work.keep(fact)
        return fact


def person(work: Work, guest_id: GuestId) -> Guest:
    """The entry under which a guest is known now, merges followed; NotFound for nobody.

    Raises RuleBroken(GUEST_ERASED) for one who asked to be forgotten.
    """
    guest = work.guests.guest(work.guests.kin(guest_id)[0])
    guest.must_be_known()
    return guest


def _kept(work: Work, fact: Fact | None) -> tuple[Fact, ...]:
    if fact is None:
        return ()
    work.keep(fact)
    return (fact,)


def _bookings_blanked(work: Work, guest_id: GuestId, by: Actor) -> list[Fact]:
    """Nothing personal stays on what is in their name: reservations, inquiries, the waiting list; over or not."""
    waited: list[Fact] = [
        PartyChanged(one.id, work.now, by.id, name="", phone="", note="")
        for one in work.house.parties_of(guest_id)
        if one.name or one.phone or one.note
    ]
    asked: list[Fact] = [
        LeadErased(one.id, work.now, by.id) for one in work.house.leads_of(guest_id) if one.erased is None
    ]
    return (
        asked
        + waited
        + [
            ReservationChanged(one.id, work.now, by.id, name="", phone="", email="", requests="")
            for one in work.house.of_guest(guest_id)
            if one.name or one.phone or one.email or one.requests
        ]
    )
