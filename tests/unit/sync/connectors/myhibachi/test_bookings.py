"""Bookings there and reservations here: made, changed, confirmed, cancelled on either side, and what they are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from aura_terminal.domain.bookings import BookingStatus
from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, ReservationId, TableId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.reservations import ReservationStatus
from aura_terminal.domain.value_facts import AccountKind, Hearing
from aura_terminal.ports.house import ReservationRow
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.guests import NewGuest
from aura_terminal.use_cases.reservations import Booking, Rebooking
from sync.connectors.myhibachi.naming import record_of
from tests.support.contract_server import Answered
from tests.support.myhibachi_rig import Rig

CREATE, FORM = "/api/v1/bookings", "/api/v1/public/bookings"
LIST = f"GET {CREATE}"
PHONE, TABLE = "555-987-6543", TableId("table-5")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path / "R1")
    rig.run()
    yield rig
    rig.close()
    assert rig.hibachi.server.violations == []
    assert rig.hibachi.server.overruns == []


def party(rig: Rig, **more: object) -> Booking:
    """A party of the day after tomorrow."""
    booking = Booking(rig.clock.now() + timedelta(days=1), 25, name="Jane Smith", phone=PHONE, occasion="birthday")
    return replace(booking, **more)  # type: ignore[arg-type]  # by field


def rows(rig: Rig, days: int = 1) -> tuple[ReservationRow, ...]:
    return rig.stored.shop.reads.tables.reservations(rig.day(days))


def told(rig: Rig) -> int:
    """How many requests changed something there."""
    return len([one for one in rig.hibachi.server.writes() if "/auth/" not in one.path])


def test_a_booking_there_becomes_a_reservation_with_all_that_is_known_of_it(rig: Rig) -> None:
    jane = rig.hibachi.book.add_customer("Jane Smith", PHONE, email="jane@example.com")
    made = rig.hibachi.book.add_booking(jane, rig.day(1), "18:00", 25, notes="Outdoor setup")
    made.is_paid = True
    rig.run()
    (row,) = rows(rig)
    assert (row.name, row.party_size, row.status, row.requests) == (
        "Jane Smith", 25, ReservationStatus.CONFIRMED, "Outdoor setup"
    )  # fmt: skip
    assert (row.occasion, row.place, row.source) == ("birthday", "123 Main St", "myhibachi")
    stated = row.stated
    assert stated is not None
    assert (stated.total, stated.deposit, stated.balance_due, stated.is_deposit_paid) == (
        Money(150000, "EUR"), Money(75000, "EUR"), Money(75000, "EUR"), True
    )  # fmt: skip
    assert stated.dishes == ("25 x Hibachi Chicken",)
    (account,) = rig.stored.shop.reads.value.accounts(AccountKind.DEPOSIT, 9)
    assert (account.balance, account.reservation_id) == (Money(75000, "EUR"), row.reservation_id)
    before = told(rig)
    rig.run()
    assert told(rig) == before


def test_a_guest_unknown_there_goes_through_the_public_form_and_is_a_customer_from_then_on(rig: Rig) -> None:
    guest = rig.stored.shop.guests.register(rig.by, NewGuest("Jane", "Smith", PHONE))
    rig.stored.shop.reservations.book(rig.by, party(rig, guest_id=guest.guest_id))
    assert rows(rig)[0].stated is None  # not confirmed by MyHibachi
    rig.run()
    assert len(rig.hibachi.server.asked("POST", FORM)) == 1
    stated = rows(rig)[0].stated
    assert stated is not None
    assert stated.status is BookingStatus.PENDING
    rig.stored.shop.reservations.book(
        rig.by, party(rig, starts_at=rig.clock.now() + timedelta(days=2), guest_id=guest.guest_id)
    )
    rig.run()
    assert len(rig.hibachi.server.asked("POST", CREATE)) == 1
    assert len(rig.hibachi.book.customers) == 1
    before = told(rig)
    rig.run()
    assert told(rig) == before


@pytest.mark.parametrize("looks", [0, 1, 2])
def test_a_booking_whose_answer_is_lost_is_looked_for_and_made_once(rig: Rig, looks: int) -> None:
    rig.lost |= {f"POST {FORM}": 1, LIST: looks}
    rig.stored.shop.reservations.book(rig.by, party(rig))
    rig.run()
    (booking,) = rig.hibachi.book.bookings.values()
    (row,) = rows(rig)
    assert row.stated is not None
    assert booking.notes.endswith(f"[{row.reservation_id}]")
    assert len(rig.hibachi.server.asked("POST", FORM)) == 1


def test_one_that_came_back_by_the_list_before_its_answer_did_is_ours(rig: Rig) -> None:
    made = rig.stored.shop.reservations.book(rig.by, party(rig))
    rig.lost[f"POST {FORM}"] = 1
    rig.run()
    rig.start_again()
    rig.run()
    assert [row.reservation_id for row in rows(rig)] == [made.reservation_id]


def test_one_whose_guests_were_changed_there_before_its_answer_came_is_not_made_again(rig: Rig) -> None:
    rig.stored.shop.reservations.book(rig.by, party(rig))
    answer = rig.hibachi.server.answer

    def changed_at_once(method: str, path: str, headers: Mapping[str, str], raw: bytes) -> Answered:
        answered = answer(method, path, headers, raw)
        if (method, path) == ("POST", FORM):
            for booking in rig.hibachi.book.bookings.values():
                booking.guests += 1
        return answered

    rig.hibachi.server.answer = changed_at_once  # type: ignore[method-assign]  # somebody is quick there
    rig.lost[f"POST {FORM}"] = 1
    rig.run()
    assert len(rig.hibachi.book.bookings) == 1
    assert len(rows(rig)) == 1


@pytest.mark.parametrize("days", [-1, 3, 14])
def test_one_that_was_moved_to_another_day_before_its_answer_came_is_not_made_again(rig: Rig, days: int) -> None:
    made = rig.stored.shop.reservations.book(rig.by, party(rig, starts_at=rig.clock.now() + timedelta(days=4)))
    answer = rig.hibachi.server.answer

    def moved_at_once(method: str, path: str, headers: Mapping[str, str], raw: bytes) -> Answered:
        answered = answer(method, path, headers, raw)
        if (method, path) == ("POST", FORM):
            for booking in rig.hibachi.book.bookings.values():
                booking.day, booking.time = rig.day(4 + days).isoformat(), "20:30"
        return answered

    rig.hibachi.server.answer = moved_at_once  # type: ignore[method-assign]  # somebody is quick there
    rig.lost[f"POST {FORM}"] = 1
    rig.run()
    assert len(rig.hibachi.book.bookings) == 1
    assert [row.reservation_id for row in rows(rig, 4)] == [made.reservation_id]  # what the guest was promised here
    assert all(len(rows(rig, other)) == 0 for other in (3, 7, 18))


def test_the_other_party_of_a_guest_is_not_taken_for_one_that_never_arrived(rig: Rig) -> None:
    for guests, hours in ((25, 24), (6, 27)):
        starts = rig.clock.now() + timedelta(hours=hours)
        rig.stored.shop.reservations.book(rig.by, party(rig, starts_at=starts, party_size=guests))
    answer, refused = rig.hibachi.server.answer, list[str]()

    def down_at_first(method: str, path: str, headers: Mapping[str, str], raw: bytes) -> Answered:
        if (method, path, refused) == ("POST", FORM, []):
            refused.append(path)
            return Answered(503, {"error": "unavailable", "message": "later"})
        return answer(method, path, headers, raw)

    rig.hibachi.server.answer = down_at_first  # type: ignore[method-assign]  # it makes nothing, and nobody knows
    rig.lost[f"POST {FORM}"] = 2
    rig.run()
    marks = {one.notes.rpartition("[")[2]: one.guests for one in rig.hibachi.book.bookings.values()}
    assert sorted(marks.values()) == [6, 25]
    assert len(rig.hibachi.book.bookings) == 2
    assert [row.party_size for row in rows(rig)] == [25, 6]


def test_an_older_booking_of_the_same_guest_on_another_day_is_not_taken_for_one_that_was_lost(rig: Rig) -> None:
    jane = rig.hibachi.book.add_customer("Jane Smith", PHONE)
    rig.hibachi.book.add_booking(jane, rig.day(4), "18:00", 25)
    rig.clock.advance(minutes=11)
    rig.stored.shop.reservations.book(rig.by, party(rig))
    answer, refused = rig.hibachi.server.answer, list[str]()

    def down_at_first(method: str, path: str, headers: Mapping[str, str], raw: bytes) -> Answered:
        if (method, path, refused) == ("POST", FORM, []):
            refused.append(path)
            return Answered(503, {"error": "unavailable", "message": "later"})
        return answer(method, path, headers, raw)

    rig.hibachi.server.answer = down_at_first  # type: ignore[method-assign]  # it makes nothing, and nobody knows
    rig.run()
    assert refused
    assert sorted(booking.day for booking in rig.hibachi.book.bookings.values()) == [
        rig.day(1).isoformat(), rig.day(4).isoformat(),
    ]  # fmt: skip


def test_what_changes_here_goes_into_the_notes_there_and_is_not_undone_by_what_they_still_hold(rig: Rig) -> None:
    made = rig.stored.shop.reservations.book(rig.by, party(rig, requests="By the window"))
    rig.run()
    later = rig.clock.now() + timedelta(days=1, hours=2)
    rig.stored.shop.reservations.change(rig.by, made.reservation_id, Rebooking(starts_at=later, party_size=30))
    rig.stored.shop.reservations.confirm(rig.by, made.reservation_id)
    rig.run()
    rig.run()
    (booking,) = rig.hibachi.book.bookings.values()
    assert (booking.guests, booking.status) == (25, "confirmed")
    assert booking.notes.startswith("By the window · Now ")
    assert "30 guests" in booking.notes
    (row,) = rows(rig)
    assert (row.party_size, row.starts_at) == (30, later)


def test_what_they_change_there_is_taken_over_here(rig: Rig) -> None:
    rig.stored.shop.reservations.book(rig.by, party(rig))
    rig.run()
    (booking,) = rig.hibachi.book.bookings.values()
    rig.clock.advance(minutes=1)
    booking.guests, booking.status = 40, "confirmed"
    rig.hibachi.book.touch(booking)
    before = told(rig)
    rig.run()
    (row,) = rows(rig)
    assert (row.party_size, row.status) == (40, ReservationStatus.CONFIRMED)
    assert told(rig) == before  # what they said themselves is not told to them


def test_what_they_called_off_before_the_answer_came_is_not_confirmed_again(rig: Rig) -> None:
    made = rig.stored.shop.reservations.book(rig.by, party(rig))
    rig.run()
    (booking,) = rig.hibachi.book.bookings.values()
    answer = rig.hibachi.server.answer

    def called_off_at_once(method: str, path: str, headers: Mapping[str, str], raw: bytes) -> Answered:
        answered = answer(method, path, headers, raw)
        if method == "PUT":
            booking.status = "cancelled"
            rig.hibachi.book.touch(booking)
        return answered

    rig.hibachi.server.answer = called_off_at_once  # type: ignore[method-assign]  # somebody is quick there
    rig.lost[f"PUT {CREATE}/{booking.id}"] = 1
    rig.stored.shop.reservations.confirm(rig.by, made.reservation_id)
    rig.run()
    assert len(rig.hibachi.server.asked("PUT", f"{CREATE}/{booking.id}")) == 1
    assert booking.status == "cancelled"
    assert [row.status for row in rows(rig)] == [ReservationStatus.CANCELLED]


def test_of_two_reservations_of_one_booking_one_speaks_for_it(rig: Rig) -> None:
    first = rig.stored.shop.reservations.book(rig.by, party(rig))
    rig.run()
    ((central_id, booking),) = rig.hibachi.book.bookings.items()
    second = replace(first, reservation_id=ReservationId("another-terminals-own"))
    link = CentralConfirmed(
        record_of("reservation", second.reservation_id), "create", "", str(central_id), second.made_at
    )
    with rig.stored.store.begin(rig.by.id) as work:  # as two terminals come to have it that did not hear each other
        work.keep(second)
        work.keep(link)
    before = told(rig)
    rig.run()
    speaks = rig.stored.store.central_book.picture.local_of("myhibachi", "reservation", str(central_id))
    silent = next(one for one in (first, second) if one.reservation_id != speaks)
    rig.stored.shop.reservations.cancel(rig.by, silent.reservation_id, "it is there twice")
    rig.run()
    assert (booking.status, told(rig)) == ("pending", before)
    rig.stored.shop.reservations.cancel(rig.by, ReservationId(speaks), "rain")
    rig.run()
    assert booking.status == "cancelled"


def stands_twice(rig: Rig, **more: object) -> tuple[ReservationId, ReservationId]:
    """Their booking of a party that another terminal, unheard so far, made of an inquiry: ours, and its own."""
    jane = rig.hibachi.book.add_customer("Jane Smith", PHONE)
    booking = rig.hibachi.book.add_booking(jane, rig.day(1), "18:00", 25)
    booking.is_paid = True
    rig.run()
    (own,) = rows(rig)
    ours = rig.stored.shop.reservations.book(rig.by, party(rig, **more)).reservation_id
    for change in (Rebooking(party_size=27), Rebooking(tables=(TABLE,)), Rebooking(requests="window")):
        rig.stored.shop.reservations.change(rig.by, own.reservation_id, change)
    with rig.stored.store.begin(rig.by.id) as work:
        work.keep(CentralConfirmed(record_of("reservation", ours), "create", "converted", str(booking.id), work.now))
    rig.run()
    return ours, own.reservation_id


def test_a_party_that_stands_twice_becomes_one_with_what_was_changed_of_either(rig: Rig) -> None:
    ours, own = stands_twice(rig, requests="a cake")
    stands = {row.reservation_id: row for row in rows(rig)}
    assert stands[own].status is ReservationStatus.CANCELLED
    left = stands[ours]
    assert (left.status, left.party_size, left.tables[0][0]) == (ReservationStatus.CONFIRMED, 27, TABLE)
    assert left.requests == "a cake · window"
    (booking,) = rig.hibachi.book.bookings.values()
    assert booking.status == "confirmed"
    assert "27 guests" in booking.notes
    asked = told(rig)
    rig.run()
    assert told(rig) == asked, "the second time there is nothing to be told"


def test_the_deposit_goes_with_the_reservation_that_is_left(rig: Rig) -> None:
    ours, _ = stands_twice(rig)
    held = {one.reservation_id: one.balance for one in rig.stored.shop.reads.value.accounts(AccountKind.DEPOSIT, 9)}
    assert held.pop(ours) == Money(75000, "EUR")
    assert all(balance == Money(0, "EUR") for balance in held.values())


def test_a_party_that_stands_twice_and_sits_already_is_left_as_it_is(rig: Rig) -> None:
    jane = rig.hibachi.book.add_customer("Jane Smith", PHONE)
    booking = rig.hibachi.book.add_booking(jane, rig.day(1), "18:00", 25)
    rig.run()
    (own,) = rows(rig)
    ours = rig.stored.shop.reservations.book(rig.by, party(rig)).reservation_id
    rig.stored.shop.reservations.seat(rig.by, own.reservation_id, (TABLE,))
    with rig.stored.store.begin(rig.by.id) as work:
        work.keep(CentralConfirmed(record_of("reservation", ours), "create", "converted", str(booking.id), work.now))
    rig.run()
    rig.stored.shop.reservations.cancel(rig.by, ours, "it is there twice")
    rig.run()
    assert booking.status == "confirmed"
    assert {row.reservation_id: row.status for row in rows(rig)}[own.reservation_id] is ReservationStatus.SEATED


def test_guests_who_come_with_more_of_a_party_that_was_moved_here_are_in_the_notes_as_well(rig: Rig) -> None:
    jane = rig.hibachi.book.add_customer("Jane Smith", PHONE)
    booking = rig.hibachi.book.add_booking(jane, rig.day(1), "18:00", 25)
    rig.run()
    (row,) = rows(rig)
    later = Rebooking(starts_at=row.starts_at + timedelta(minutes=13))
    rig.stored.shop.reservations.change(rig.by, row.reservation_id, later)
    rig.run()
    assert "25 guests" in booking.notes
    booking.guests = 26
    rig.hibachi.book.touch(booking)
    rig.run()
    rig.run()
    assert (rows(rig)[0].party_size, "26 guests" in booking.notes) == (26, True)
    before = told(rig)
    rig.run()
    assert told(rig) == before


def test_a_cancellation_goes_both_ways(rig: Rig) -> None:
    ours = rig.stored.shop.reservations.book(rig.by, party(rig))
    jane = rig.hibachi.book.add_customer("Li Wei", "555-111-2222")
    theirs = rig.hibachi.book.add_booking(jane, rig.day(1), "20:00", 4)
    rig.run()
    rig.stored.shop.reservations.cancel(rig.by, ours.reservation_id, "rain")
    theirs.status = "cancelled"
    rig.hibachi.book.touch(theirs)
    (made,) = rig.hibachi.book.bookings.keys() - {theirs.id}
    rig.lost[f"DELETE {CREATE}/{made}"] = 1
    rig.run()
    assert {one.status for one in rig.hibachi.book.bookings.values()} == {"cancelled"}
    assert {row.status for row in rows(rig)} == {ReservationStatus.CANCELLED}


def test_a_deposit_is_credited_while_it_is_paid_and_never_more_than_once(rig: Rig) -> None:
    jane = rig.hibachi.book.add_customer("Jane Smith", PHONE)
    booking = rig.hibachi.book.add_booking(jane, rig.day(1), "18:00", 2)
    rig.run()
    reads = rig.stored.shop.reads.value
    assert reads.accounts(AccountKind.DEPOSIT, 9) == ()  # they say that it is not paid
    booking.is_paid = True
    rig.hibachi.book.touch(booking)
    rig.run()
    rig.run()
    (account,) = reads.accounts(AccountKind.DEPOSIT, 9)
    assert account.balance == Money(6000, "EUR")
    shop = rig.stored.shop
    with pytest.raises(RuleBroken, match=Rule.DEPOSIT_ELSEWHERE.value):
        shop.value_accounts.pay_out(rig.by, account.account_id, "they want it back")
    with pytest.raises(RuleBroken, match=Rule.DEPOSIT_ELSEWHERE.value):
        shop.value_selling.load(rig.by, NewOrder(guest_name="Jane"), account.account_id, Money(100, "EUR"))
    booking.is_paid = False  # they gave it back
    rig.hibachi.book.touch(booking)
    rig.run()
    assert reads.accounts(AccountKind.DEPOSIT, 9) == ()


def test_a_deposit_is_drawn_onto_the_partys_check_once_and_the_rest_is_paid_in_cash(rig: Rig) -> None:
    jane = rig.hibachi.book.add_customer("Jane Smith", PHONE)
    booking = rig.hibachi.book.add_booking(jane, rig.day(1), "18:00", 2)
    booking.is_paid = True
    rig.run()
    (row,), shop = rows(rig), rig.stored.shop
    order_id = shop.reservations.seat(rig.by, row.reservation_id).order_id
    for _ in range(10):
        shop.ordering.add_item(rig.by, order_id, Asked(ItemId("tiramisu")))
    (deposit,) = shop.reads.value.of_order(order_id)
    attempt = shop.paying.new_attempt()
    for _ in range(2):  # a tap, and the same tap again
        paid = shop.value_paying.draw(rig.by, order_id, deposit.account_id, attempt, Hearing.ALL)
        assert paid.due == Money(900, "EUR")
    rig.run()  # MyHibachi goes on saying that it holds the deposit
    assert shop.reads.value.sheet(deposit.account_id).row.balance == Money(0, "EUR")
    with pytest.raises(RuleBroken, match=Rule.VALUE_SHORT.value):
        shop.value_paying.draw(rig.by, order_id, deposit.account_id, shop.paying.new_attempt(), Hearing.ALL)
    shop.paying.take_cash(rig.by, order_id, Money(900, "EUR"), shop.paying.new_attempt())
    sheet = shop.reads.orders.sheet(order_id)
    assert (sheet.status, sheet.due) == (OrderStatus.CLOSED, Money(0, "EUR"))


def test_a_deposit_taken_here_stays_here_on_an_account_of_its_own(rig: Rig) -> None:
    jane = rig.hibachi.book.add_customer("Jane Smith", PHONE)
    booking = rig.hibachi.book.add_booking(jane, rig.day(1), "18:00", 2)
    booking.is_paid = True
    rig.run()
    before = told(rig)
    (row,) = rows(rig)
    done = rig.stored.shop.value_selling.take_deposit(
        rig.by, Money(500, "EUR"), "Jane", reservation_id=row.reservation_id
    )
    sheet = rig.stored.shop.reads.orders.sheet(done.order_id)
    assert len(sheet.lines) == 1
    rig.run()
    assert told(rig) == before


def test_a_second_sync_sends_nothing_and_asks_for_no_details(rig: Rig) -> None:
    jane = rig.hibachi.book.add_customer("Jane Smith", PHONE)
    for hour in ("18:00", "19:00"):
        rig.hibachi.book.add_booking(jane, rig.day(1), hour, 4)
    rig.stored.shop.reservations.book(rig.by, party(rig))
    rig.run()
    rig.run()  # what was just made is looked at once more when the list shows it
    heard = len(rig.hibachi.server.heard)
    rig.run()
    paths = [one.path.partition("?")[0] for one in rig.hibachi.server.heard[heard:]]
    assert "/api/v1/bookings/" not in " ".join(paths)
    assert {one.method for one in rig.hibachi.server.heard[heard:]} == {"GET"}


def test_what_is_for_the_same_day_of_a_stranger_stays_here(rig: Rig) -> None:
    rig.stored.shop.reservations.book(rig.by, party(rig, starts_at=rig.clock.now() + timedelta(hours=5)))
    rig.run()
    assert rig.hibachi.book.bookings == {}
    assert rows(rig, 0)[0].stated is None


def test_a_booking_that_is_not_listed_any_more_is_cancelled_here(rig: Rig) -> None:
    jane = rig.hibachi.book.add_customer("Jane Smith", PHONE)
    gone, left = (rig.hibachi.book.add_booking(jane, rig.day(1), hour, 4) for hour in ("18:00", "20:00"))
    rig.run()
    del rig.hibachi.book.bookings[gone.id]
    rig.run()
    rig.run()
    assert [row.status for row in rows(rig)] == [ReservationStatus.CANCELLED, ReservationStatus.CONFIRMED]
    assert left.id in rig.hibachi.book.bookings


def test_bookings_that_are_all_gone_at_once_are_cancelled_by_nobody(rig: Rig) -> None:
    jane = rig.hibachi.book.add_customer("Jane Smith", PHONE)
    for hour in ("18:00", "20:00"):
        rig.hibachi.book.add_booking(jane, rig.day(1), hour, 4)
    rig.run()
    rig.hibachi.book.bookings.clear()  # another account's, or a mistake
    rig.run()
    rig.run()
    assert [row.status for row in rows(rig)] == [ReservationStatus.CONFIRMED] * 2
