"""Inquiries on both sides, customers as guests, figures beside ours, and what Stripe's word is worth."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from aura_terminal.app.central_settings import CAN_SERVE, CentralName
from aura_terminal.domain.central_sheet import CentralSheet, sheet_id
from aura_terminal.domain.guest_words import GuestWord
from aura_terminal.domain.guests import Consent
from aura_terminal.domain.leads import LeadStatus
from aura_terminal.use_cases.leads import Inquiry
from aura_terminal.use_cases.reservations import Booking
from sync.connectors.myhibachi.office import OFFICE
from sync.reconcile.contract import Account, Reply
from sync.reconcile.office import BadWords
from sync.reconcile.replies import complaint_of, wait_of
from tests.support.central_terminal import Kept
from tests.support.contract_server import Complaint, Wrong, encoded
from tests.support.myhibachi_rig import Rig
from tests.support.myhibachi_server import API_KEY

ASKED = Inquiry("Jane Smith", "555-987-6543", "jane@example.com", "A party of 50", Consent.GIVEN)
PUBLIC = "/api/v1/public/leads"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path / "R1")
    rig.run()
    yield rig
    rig.close()
    assert rig.hibachi.server.violations == []
    assert rig.hibachi.server.overruns == []


@pytest.mark.parametrize(("lost", "looks"), [(0, 0), (1, 0), (1, 2)])
def test_an_inquiry_is_handed_on_once_and_comes_back_as_ours(rig: Rig, lost: int, looks: int) -> None:
    rig.lost |= {f"POST {PUBLIC}": lost, "GET /api/v1/leads": looks}
    rig.stored.shop.leads.capture(rig.by, ASKED)
    rig.run()
    rig.run()
    (lead,) = rig.hibachi.book.leads.values()
    assert (lead.name, lead.source) == ("Jane Smith", "restaurant")
    (row,) = rig.stored.shop.reads.leads.to_follow(9)
    assert (row.message, row.there) == ("A party of 50", "new")


def test_who_did_not_agree_is_not_handed_on(rig: Rig) -> None:
    rig.stored.shop.leads.capture(rig.by, replace(ASKED, consent=Consent.WITHDRAWN))
    rig.run()
    assert rig.hibachi.book.leads == {}


@pytest.mark.parametrize("lost", [0, 1])
def test_an_inquiry_of_theirs_is_followed_up_and_becomes_a_customer_with_a_booking(rig: Rig, lost: int) -> None:
    theirs = rig.hibachi.book.add_lead("Li Wei", "555-111-2222", "Office party")
    rig.run()
    (row,) = rig.stored.shop.reads.leads.to_follow(9)
    assert (row.name, row.source, row.office) == ("Li Wei", "myhibachi", "myhibachi")
    rig.lost[f"POST /api/v1/leads/{theirs.id}/convert"] = lost
    at = rig.clock.now() + timedelta(days=1)
    rig.stored.shop.leads.convert(rig.by, row.lead_id, Booking(at, 40, occasion="corporate"))
    rig.run()
    rig.run()
    (booking,) = rig.hibachi.book.bookings.values()
    assert (booking.guests, booking.type) == (40, "corporate")
    assert "Now " in booking.notes  # the hour, which converting cannot say
    (reservation,) = rig.stored.shop.reads.tables.reservations(rig.day(1))
    assert reservation.stated is not None
    (over,) = rig.stored.shop.reads.leads.over(9)
    assert (over.status, over.there) == (LeadStatus.CONVERTED, "converted")
    assert len(rig.hibachi.book.customers) == 1
    told = len(rig.hibachi.server.writes())
    rig.run()
    assert len(rig.hibachi.server.writes()) == told


def test_an_inquiry_that_is_only_a_customer_makes_no_booking(rig: Rig) -> None:
    rig.hibachi.book.add_lead("Li Wei", "555-111-2222", "Just asking")
    rig.run()
    (row,) = rig.stored.shop.reads.leads.to_follow(9)
    rig.stored.shop.leads.convert(rig.by, row.lead_id)
    rig.run()
    assert (len(rig.hibachi.book.customers), rig.hibachi.book.bookings) == (1, {})


def test_more_inquiries_than_a_page_shows_are_told_of(rig: Rig) -> None:
    for number in range(23):
        rig.hibachi.book.add_lead(f"Guest {number}", f"555-111-22{number:02}", "Hello")
    rig.run()
    assert len(rig.stored.shop.reads.leads.to_follow(99)) == 20
    assert "23 inquiries" in rig.courier.standing(rig.now).detail


def test_a_customer_is_a_guest_with_tier_and_what_they_must_not_eat(rig: Rig) -> None:
    rig.hibachi.book.add_customer(
        "Jane Smith", "555-987-6543", tier="silver", points=450, dietary=["Shellfish allergy", "vegetarian"]
    )
    rig.run()
    (found,) = rig.stored.shop.reads.guests.by_phone("5559876543", 9)
    sheet = rig.stored.shop.reads.guests.sheet(found.guest_id)
    assert (sheet.name, sheet.dietary) == ("Jane Smith", ("shellfish allergy", "vegetarian"))
    (said,) = sheet.stated
    assert (said.source, said.said[GuestWord.TIER], said.said[GuestWord.POINTS]) == ("myhibachi", "silver", "450")


def test_their_figures_are_kept_beside_ours(rig: Rig) -> None:
    jane = rig.hibachi.book.add_customer("Jane Smith", "555-987-6543")
    rig.hibachi.book.add_booking(jane, rig.day(-3), "18:00", 10)
    rig.run()
    picture = rig.stored.store.central_book.picture
    sheet = picture.document(CentralSheet, sheet_id("myhibachi", "analytics"))
    figures = {one.name: (one.value, one.currency) for one in sheet.figures}
    assert figures["revenue"] == ("600", "EUR")
    assert figures["bookings.confirmed"] == ("1", "")
    assert {row.name for row in sheet.rows} >= {rig.day(-3).isoformat(), "birthday"}


@pytest.mark.parametrize(
    ("body", "looks"),
    [
        (b'{"type":"payment_intent.succeeded"}', ("bookings",)),
        (b'{"type":"payment_intent.failed"}', ("bookings",)),
        (b'{"type":"charge.refunded"}', ("bookings",)),
        (b'{"type":"customer.subscription.created"}', ()),
        (b'{"type":7}', ()),
        (b"[]", ()),
        (b"no json", ()),
    ],
)
def test_stripes_word_makes_the_bookings_be_looked_at_again(body: bytes, looks: tuple[str, ...]) -> None:
    assert OFFICE.hooks is not None
    assert OFFICE.hooks.resources_of(body) == looks


def test_an_account_without_a_user_is_let_in_by_its_key(rig: Rig) -> None:
    connector = OFFICE.build(Account("myhibachi", "", ""), Kept({"password": API_KEY}), "")
    assert connector.sign_in(0) is None
    assert connector.headers("key") == {"X-API-Key": API_KEY}


def test_signing_out_names_the_refresh_token_and_words_of_a_deployment_are_refused(rig: Rig) -> None:
    connector = OFFICE.build(Account("myhibachi", "", "host@myhibachi.com"), rig.tokens, "")
    call = connector.session.sign_out()
    assert call is not None
    assert call.body == {"refresh_token": rig.tokens["refresh_token"]}
    with pytest.raises(BadWords):
        OFFICE.build(Account("myhibachi", "", ""), Kept(), "x = 1")


def test_settings_know_what_it_can_be_used_for() -> None:
    assert OFFICE.serves == frozenset(CAN_SERVE[CentralName.MYHIBACHI])


def test_what_it_complains_of_is_read_whole(rig: Rig) -> None:
    said = rig.hibachi.refuse(Complaint(Wrong.INVALID, "Invalid phone number format", "phone"))
    reply = Reply(said.status, {}, encoded(said.body))
    found = complaint_of(reply)
    assert (found.code, found.field) == ("validation_error", "phone")
    assert "Invalid phone number format" in found.message
    limited = rig.hibachi.refuse(Complaint(Wrong.LIMITED, "Slow down", retry_after=29.6))
    assert wait_of(Reply(429, {}, encoded(limited.body))) == 30
    assert json.loads(encoded(limited.body))["error"] == "rate_limit_exceeded"
