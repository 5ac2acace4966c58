"""What every store promises of inquiries and of what a back office says of bookings; a test class supplies `bench`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from aura_terminal.domain.bookings import BookingTerms
from aura_terminal.domain.documents import put
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.guests import Consent
from aura_terminal.domain.leads import LeadNoted, LeadStatus, Reached
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.leads import Inquiry
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import Bench, StoreFixtures
from tests.support.memory_shop import EVERYTHING

ASKED = Inquiry("Jane Smith", "555-987-6543", "jane@example.com", "A party of 50", Consent.GIVEN)
RULES = "Required, future date, not Monday (restaurant closed)"
TERMS = BookingTerms(
    "myhibachi", (0,), 1, 500, 2, 100, ("birthday", "other"), (("event_date", RULES),),
    datetime(2020, 1, 1, tzinfo=UTC),
)  # fmt: skip


class LeadsContract(StoreFixtures):
    """Inquiries are followed up, become guests and reservations, and are forgotten with the guest."""

    def test_an_inquiry_is_followed_up_until_it_is_lost_and_taken_up_again(
        self, shop: Shop, marta: Actor, bench: Bench
    ) -> None:
        first = shop.leads.capture(EVERYTHING, ASKED)
        bench.clock.advance(minutes=1)
        second = shop.leads.capture(EVERYTHING, replace(ASKED, name="Li Wei", consent=Consent.UNASKED))
        assert [row.lead_id for row in shop.reads.leads.to_follow(9)] == [first.lead_id, second.lead_id]
        shop.leads.note(EVERYTHING, first.lead_id, "wants sushi as well")
        shop.leads.call(EVERYTHING, first.lead_id, Reached.NO_ANSWER)
        (row, _) = shop.reads.leads.to_follow(9)
        assert (row.status, row.consent, len(row.entries)) == (LeadStatus.CALLED, Consent.GIVEN, 2)
        shop.leads.lose(EVERYTHING, first.lead_id, "too dear")
        (over,) = shop.reads.leads.over(9)
        assert (over.lead_id, over.status) == (first.lead_id, LeadStatus.LOST)
        with pytest.raises(RuleBroken, match=Rule.LEAD_OVER.value):
            shop.leads.call(EVERYTHING, first.lead_id, Reached.SPOKEN)
        shop.leads.reopen(EVERYTHING, first.lead_id)
        assert len(shop.reads.leads.to_follow(9)) == 2

    def test_an_inquiry_becomes_a_guest_with_a_reservation_in_one_step(
        self, shop: Shop, marta: Actor, bench: Bench
    ) -> None:
        lead = shop.leads.capture(EVERYTHING, ASKED)
        at = bench.clock.now() + timedelta(days=1)
        shop.leads.convert(EVERYTHING, lead.lead_id, Booking(at, 50, occasion="birthday", place="12 High Street"))
        (row,) = shop.reads.leads.over(9)
        assert (row.status, row.guest_id is None, row.reservation_id is None) == (LeadStatus.CONVERTED, False, False)
        day = shop.reads.store.profile().calendar.date_of(at)
        (booked,) = shop.reads.tables.reservations(day)
        assert (booked.name, booked.phone, booked.occasion, booked.place) == (
            "Jane Smith", "555-987-6543", "birthday", "12 High Street"
        )  # fmt: skip
        assert booked.guest_id == row.guest_id
        with pytest.raises(RuleBroken, match=Rule.LEAD_OVER.value):
            shop.leads.convert(EVERYTHING, lead.lead_id)

    def test_who_is_forgotten_is_forgotten_among_the_inquiries(self, shop: Shop, marta: Actor) -> None:
        lead = shop.leads.capture(EVERYTHING, ASKED)
        shop.leads.note(EVERYTHING, lead.lead_id, "husband is called Bob")
        shop.leads.convert(EVERYTHING, lead.lead_id)
        guest_id = shop.reads.leads.over(9)[0].guest_id
        assert guest_id is not None
        shop.guests.erase(EVERYTHING, guest_id, "asked to")
        (row,) = shop.reads.leads.over(9)
        assert (row.name, row.phone, row.email, row.message) == ("", "", "", "")
        assert not any(isinstance(entry, LeadNoted) for entry in row.entries)

    @pytest.mark.parametrize(
        ("booking", "field"),
        [
            ({"days": 6}, "event_date"),  # a Monday
            ({"days": -1}, "event_date"),
            ({"party_size": 501}, "guest_count"),
            ({"name": "J"}, "name"),
            ({"phone": "555"}, "phone"),
            ({"occasion": "funeral"}, "event_type"),
        ],
    )
    def test_what_the_back_office_would_refuse_is_refused_in_its_words(
        self, shop: Shop, marta: Actor, bench: Bench, booking: dict[str, object], field: str
    ) -> None:
        with bench.begin(marta.id) as work:
            work.keep(put(TERMS))
        now = bench.clock.now()
        monday = (7 - now.weekday()) % 7 or 7
        fields = {"days": 1 if monday != 1 else 2, "party_size": 25, "name": "Jane Smith", "phone": "555-987-6543"}
        said = fields | {"occasion": "birthday"} | booking
        days = monday if booking == {"days": 6} else said.pop("days")
        said.pop("days", None)
        with pytest.raises(RuleBroken, match=Rule.BOOKING_NOT_TAKEN.value) as refused:
            shop.reservations.book(marta, Booking(now + timedelta(days=int(str(days))), **said))  # type: ignore[arg-type]  # by field
        assert refused.value.details["field"] == field
        if field == "event_date":
            assert refused.value.details["said"] == RULES
        good = now + timedelta(days=2 if monday != 2 else 3)
        made = shop.reservations.book(marta, Booking(good, 25, name="Jane Smith", phone="555-987-6543"))
        with pytest.raises(RuleBroken, match=Rule.BOOKING_NOT_TAKEN.value):
            shop.reservations.give_occasion(marta, made.reservation_id, "funeral")
        assert shop.reservations.give_occasion(marta, made.reservation_id, "birthday").occasion == "birthday"
