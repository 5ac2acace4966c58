"""Guests and reservations by their facts, in whatever company they are heard."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import permutations

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.guest_words import GuestStated, GuestWord, StatedRow, stated_rows
from aura_terminal.domain.guests import (
    Consent,
    Guest,
    GuestBirthdaySet,
    GuestChanged,
    GuestConsented,
    GuestErased,
    GuestFact,
    GuestRegistered,
    GuestsMerged,
    checked_email,
    checked_phone,
    filled_in,
    merged,
)
from aura_terminal.domain.ids import AreaId, GuestId, OrderId, ReservationId, StaffId, TableId
from aura_terminal.domain.reservations import (
    Reservation,
    ReservationCancelled,
    ReservationFact,
    ReservationMade,
    ReservationMissed,
    ReservationSeated,
    ReservationStatus,
    Stay,
    free_tables,
    overlapping,
)
from aura_terminal.domain.shop import Table
from tests.unit.domain.orders import MANAGER, NOW

ONE, OTHER, BY = GuestId("g1"), GuestId("g2"), StaffId("marta")
SOON = NOW + timedelta(hours=1)
BOOKED = ReservationMade(ReservationId("r1"), NOW, BY, SOON, 90, 2, "Klein", tables=(TableId("t1"),))


def guest(*facts: GuestFact, id_: GuestId = ONE) -> Guest:
    made = Guest(id_)
    for fact in facts:
        made.apply(fact)
    return made


def registered(id_: GuestId = ONE, first: str = "Nora") -> GuestRegistered:
    return GuestRegistered(id_, NOW, BY, first, "Klein", "0171 1234567", "nora@example.com")


def reservation(*facts: ReservationFact) -> Reservation:
    made = Reservation(BOOKED.reservation_id)
    for fact in facts:
        made.apply(fact)
    return made


def test_each_field_has_its_own_last_writer() -> None:
    known = guest(
        registered(), GuestChanged(ONE, NOW, BY, phone="030 1"), GuestChanged(ONE, NOW, BY, notes="window", phone=None)
    )
    assert (known.phone, known.notes, known.first_name) == ("030 1", "window", "Nora")


def stated(source: str, *said: tuple[str, str], at: datetime = NOW, id_: GuestId = ONE) -> GuestStated:
    return GuestStated(id_, source, at, said)


def test_what_a_back_office_says_of_a_guest_replaces_what_it_said_before_and_nothing_another_one_says() -> None:
    known = guest(
        registered(), stated("auraflow", ("stage", "new"), ("purchases", "1")), stated("myhibachi", ("tier", "gold")),
        stated("auraflow", ("stage", "active"), ("something_newer", "x")),
    )  # fmt: skip
    assert stated_rows(known.stated.values()) == (
        StatedRow("auraflow", NOW, {GuestWord.STAGE: "active"}), StatedRow("myhibachi", NOW, {GuestWord.TIER: "gold"}),
    )  # fmt: skip


def test_of_two_entries_of_one_person_the_newer_word_counts() -> None:
    words = (stated("auraflow", ("stage", "vip"), at=SOON, id_=OTHER), stated("auraflow", ("stage", "new")))
    assert [row.said for row in stated_rows(words)] == [{GuestWord.STAGE: "vip"}]


def test_nothing_is_said_any_more_of_who_asked_to_be_forgotten() -> None:
    facts: tuple[GuestFact, ...] = (registered(), stated("auraflow", ("stage", "vip")), GuestErased(ONE, NOW, MANAGER))
    assert [guest(*order).stated for order in permutations(facts)] == [{}] * 6


def test_nothing_personal_is_shown_of_who_asked_to_be_forgotten_whatever_is_heard_when() -> None:
    facts: tuple[GuestFact, ...] = (
        registered(), GuestChanged(ONE, NOW, BY, notes="window", dietary=("vegan",)),
        GuestBirthdaySet(ONE, date(1990, 5, 15), NOW, BY), GuestErased(ONE, NOW, MANAGER),
    )  # fmt: skip
    for order in permutations(facts):
        gone = guest(*order)
        assert (gone.name, gone.phone, gone.email, gone.notes, gone.dietary, gone.birthday) == (
            "",
            "",
            "",
            "",
            (),
            None,
        )
        assert (gone.is_known, gone.changes, gone.consent) == (False, [], Consent.WITHDRAWN)


def test_consent_given_after_forgetting_does_not_count() -> None:
    gone = guest(registered(), GuestErased(ONE, NOW, MANAGER), GuestConsented(ONE, Consent.GIVEN, NOW, BY))
    assert gone.consent is Consent.WITHDRAWN


def test_the_lesser_id_stays_whichever_is_named_first_and_a_ring_cannot_be_made() -> None:
    one, other = guest(registered()), guest(registered(OTHER, "Noura"), id_=OTHER)
    assert merged(one, other, NOW, MANAGER) == merged(other, one, NOW, MANAGER)
    assert merged(one, other, NOW, MANAGER).into == ONE
    backwards = guest(registered(), GuestsMerged(ONE, OTHER, NOW, MANAGER))
    assert backwards.merged_into is None
    with pytest.raises(RuleBroken, match=Rule.SAME_GUEST.value):
        merged(one, one, NOW, MANAGER)


def test_the_entry_that_stays_takes_over_what_it_lacks_and_nothing_else() -> None:
    stays = guest(GuestRegistered(ONE, NOW, BY, "Nora"))
    filled = filled_in(stays, guest(registered(OTHER, "N."), id_=OTHER), NOW, BY)
    assert filled == GuestChanged(ONE, NOW, BY, last_name="Klein", phone="0171 1234567", email="nora@example.com")
    assert filled_in(guest(registered()), stays, NOW, BY) is None


@pytest.mark.parametrize("phone", ["12", "call me", "0171 123456789 123", "+49 171x1"])
def test_what_is_no_number_is_refused(phone: str) -> None:
    with pytest.raises(RuleBroken, match=Rule.PHONE_UNREADABLE.value):
        checked_phone(phone)


@pytest.mark.parametrize("email", ["nora", "@example.com", "nora@", "nora@example", "no ra@example.com"])
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(RuleBroken, match=Rule.EMAIL_UNREADABLE.value):
        checked_email(email)


def test_a_birthday_has_been() -> None:
    with pytest.raises(RuleBroken, match=Rule.DATE_NOT_PAST.value):
        guest(registered()).set_birthday(NOW.date(), NOW, BY)


def test_who_sits_was_there_whatever_else_was_said_at_the_same_time() -> None:
    said: tuple[ReservationFact, ...] = (
        ReservationSeated(BOOKED.reservation_id, SOON, BY, OrderId("o1"), BOOKED.tables),
        ReservationCancelled(BOOKED.reservation_id, SOON, BY), ReservationMissed(BOOKED.reservation_id, SOON, BY),
    )  # fmt: skip
    for order in permutations(said):
        sits = reservation(BOOKED, *order)
        assert (sits.status, sits.order_id, sits.is_expected) == (ReservationStatus.SEATED, "o1", False)


@pytest.mark.parametrize(
    ("begins", "minutes", "clashes"), [(0, 30, False), (0, 61, True), (60, 10, True), (149, 60, True), (150, 60, False)]
)
def test_a_stay_ends_before_the_next_one_begins(begins: int, minutes: int, clashes: bool) -> None:
    at: datetime = NOW + timedelta(minutes=begins)
    booked = reservation(BOOKED)
    taken = Stay(booked.tables, booked.starts_at, booked.ends_at)
    wanted = Stay((TableId("t1"),), at, at + timedelta(minutes=minutes))
    assert bool(overlapping([taken], wanted)) is clashes


def test_the_tightest_free_table_is_offered_first_and_two_of_one_area_where_none_is_large_enough() -> None:
    def table(number: str, seats: int, area: str = "hall") -> Table:
        return Table(TableId(f"t{number}"), number, AreaId(area), seats, "square", 0, 0, 1, 1)

    tables = [table("1", 6), table("2", 2), table("3", 4), table("4", 4, "terrace")]
    wanted = Stay((), NOW, SOON)
    taken = Stay((TableId("t2"),), NOW, SOON)

    def offered(party: int) -> list[str]:
        return ["+".join(one.number for one in offer) for offer in free_tables(tables, [taken], wanted, party)]

    assert (offered(2), offered(5), offered(7), offered(11)) == (["3", "4", "1"], ["1"], ["3+1"], [])
