"""Inquiries: captured at a register, followed up by a manager, made guests and reservations of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from aura_terminal.domain.bookings import BookingTerms
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.guests import Consent, GuestRegistered, checked_email, checked_phone
from aura_terminal.domain.ids import GuestId, LeadId
from aura_terminal.domain.leads import (
    Lead,
    LeadCalled,
    LeadCaptured,
    LeadFact,
    LeadLost,
    LeadNoted,
    LeadReopened,
    Reached,
)
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, Work
from aura_terminal.use_cases.reservations import Booking, booked

F = TypeVar("F", bound=LeadFact)
SOURCE = "restaurant"
"""Where an inquiry came from that was taken here."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What somebody asks for, and whether they agreed to be handed on and written to."""

    name: str
    phone: str
    email: str = ""
    message: str = ""
    consent: Consent = Consent.UNASKED


class Leads:
    """The verbs on inquiries. Capturing needs SELL, everything else MANAGE_GUESTS; each is one transaction."""

    def __init__(self, begin: Begin, ids: Ids) -> None:
        self._begin = begin
        self._ids = ids

    def capture(self, by: Actor, inquiry: Inquiry) -> LeadCaptured:
        """Write an inquiry down.

        Raises RuleBroken: GUEST_NEEDED without a name or a number, PHONE_UNREADABLE, EMAIL_UNREADABLE, and
        BOOKING_NOT_TAKEN for a name or a number that the back office refuses.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            name, phone = tidy(inquiry.name), checked_phone(inquiry.phone)
            if not (name and phone):
                raise RuleBroken(Rule.GUEST_NEEDED)
            _must_be_named(work, name)
            fact = LeadCaptured(
                LeadId(self._ids.new()), work.now, by.id, name, phone, checked_email(inquiry.email),
                tidy(inquiry.message), SOURCE, inquiry.consent,
            )  # fmt: skip
            work.keep(fact)
        return fact

    def note(self, by: Actor, lead_id: LeadId, note: str) -> LeadNoted:
        """Write something down about it. Raises RuleBroken(REASON_NEEDED) for nothing."""
        return self._keep(by, lead_id, lambda lead, now: lead.note(note, now, by.id))

    def call(self, by: Actor, lead_id: LeadId, reached: Reached) -> LeadCalled:
        """Keep that they were called, and what came of it. Raises RuleBroken(LEAD_OVER)."""
        return self._keep(by, lead_id, lambda lead, now: lead.call(reached, now, by.id))

    def lose(self, by: Actor, lead_id: LeadId, reason: str) -> LeadLost:
        """Give it up. Raises RuleBroken: LEAD_OVER, REASON_NEEDED."""
        return self._keep(by, lead_id, lambda lead, now: lead.lose(reason, now, by.id))

    def reopen(self, by: Actor, lead_id: LeadId) -> LeadReopened:
        """Take it up again. Raises RuleBroken(LEAD_OVER) for one that was not lost."""
        return self._keep(by, lead_id, lambda lead, now: lead.reopen(now, by.id))

    def convert(
        self, by: Actor, lead_id: LeadId, booking: Booking | None = None, guest_id: GuestId | None = None
    ) -> tuple[Fact, ...]:
        """Make a guest of them, or say which guest they are, and book for them where they want that.

        Raises RuleBroken: LEAD_OVER, and as `Reservations.book` does.
        """
        by.must(Permission.MANAGE_GUESTS)
        with self._begin(by.id) as work:
            lead = work.house.lead(lead_id)
            said, facts = lead.terms, list[Fact]()
            if guest_id is None:
                first, _, last = said.name.partition(" ")
                new = GuestRegistered(
                    GuestId(self._ids.new()), work.now, by.id, first, last, said.phone, said.email
                )  # fmt: skip
                work.keep(new)
                facts, guest_id = [new], new.guest_id
            made: tuple[Fact, ...] = ()
            reservation_id = None
            if booking is not None:
                known = replace(
                    booking, guest_id=guest_id, name=booking.name or said.name, phone=booking.phone or said.phone,
                    email=booking.email or said.email,
                )  # fmt: skip
                first_made, rest = booked(work, self._ids, by, known, lead_id)
                made, reservation_id = (first_made, *rest), first_made.reservation_id
            fact = lead.convert(guest_id, reservation_id, work.now, by.id)
            work.keep(fact)
        return (*facts, *made, fact)

    def _keep(self, by: Actor, lead_id: LeadId, decide: Callable[[Lead, datetime], F]) -> F:
        by.must(Permission.MANAGE_GUESTS)
        with self._begin(by.id) as work:
            fact = decide(work.house.lead(lead_id), work.now)
            work.keep(fact)
        return fact


def _must_be_named(work: Work, name: str) -> None:
    """Refuse a name that is too short or too long for the back office. Raises RuleBroken(BOOKING_NOT_TAKEN)."""
    for terms in work.documents.all(BookingTerms):
        if not terms.shortest_name <= len(name) <= terms.longest_name:
            raise RuleBroken(Rule.BOOKING_NOT_TAKEN, office=terms.id, field="name", said=terms.words_of("name"))
