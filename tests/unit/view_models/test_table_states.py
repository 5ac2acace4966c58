"""How tables stand at a moment: what counts of several parties, when somebody is needed, whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.floor_rules import FloorRules
from aura_terminal.domain.guest_checks import CheckState
from aura_terminal.domain.ids import AreaId, OrderId, ReservationId, StaffId, TableId
from aura_terminal.domain.money import Money
from aura_terminal.domain.reservations import ReservationStatus
from aura_terminal.domain.sections import TODAY, SectionPlan
from aura_terminal.domain.shop import Area, Table
from aura_terminal.ports.floor import CourseProgress, CourseState, CoverRow, FloorHouse, LeftRow, PartyRow
from aura_terminal.ports.house import ReservationRow
from aura_terminal.use_cases.tables import FloorNow
from aura_terminal.view_models.table_search import found
from aura_terminal.view_models.table_states import Need, Standing, TableState, covers_to_come, table_states

NOW = datetime(2026, 5, 15, 17, 42, tzinfo=UTC)
ANA, BEN, CARL = StaffId("ana"), StaffId("ben"), StaffId("carl")
ONE, TWO = TableId("t1"), TableId("t2")
TABLES = tuple(Table(id, id[1:], AreaId("room"), 4, "square", 0, 0, 90, 90) for id in (ONE, TWO))


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def party(id: str = "o1", minutes: float = 5, **more: object) -> PartyRow:
    row = PartyRow(
        OrderId(id), "R1-001", ONE, "1", (), ago(minutes), ANA, "Ana", 2, "", Money(1250, "EUR"), Money(1250, "EUR"), 0,
        None, None, None, None, None, (), "R1", "R1",
    )  # fmt: skip
    return replace(row, **more)  # type: ignore[arg-type]  # fields of the row


def floor(*parties: PartyRow, **more: object) -> FloorNow:
    house = FloorHouse((Area(AreaId("room"), "Room", 0),), TABLES, FloorRules(), (), ())
    day = date(2026, 5, 15)
    now = FloorNow(house, parties, (), (), (), BusinessCalendar("Europe/Berlin"), day)
    return replace(now, **more)  # type: ignore[arg-type]  # fields of it


def state(*parties: PartyRow, **more: object) -> TableState:
    return table_states(floor(*parties, **more), NOW)[ONE]


def check(minutes: float, *, is_current: bool = True) -> CheckState:
    return CheckState(ago(minutes), 1, is_current)


def test_a_party_goes_from_seated_to_ordered_to_its_bill_and_late_food_comes_before_all() -> None:
    assert state(party()).standing is Standing.SEATED
    assert state(party(sent_at=ago(3))).standing is Standing.ORDERED
    assert state(party(sent_at=ago(3), check=check(1))).standing is Standing.BILLED
    assert state(party(sent_at=ago(3), check=check(1, is_current=False))).standing is Standing.ORDERED
    late = state(party(sent_at=ago(20), check=check(1), begun_at=ago(13), late_at=NOW))
    assert (late.standing, late.elapsed) == (Standing.LATE, timedelta(minutes=13))
    assert state(party(sent_at=ago(20), begun_at=ago(13), late_at=NOW + timedelta(seconds=1))).standing is (
        Standing.ORDERED
    )


def test_several_orders_at_one_table_are_added_up_and_the_furthest_counts() -> None:
    both = state(party("o1", 40, sent_at=ago(30)), party("o2", 10))
    assert (both.standing, both.guests, both.amount) == (Standing.ORDERED, 4, Money(2500, "EUR"))
    assert both.elapsed == timedelta(minutes=40)


def test_linked_tables_show_one_party_at_each_of_them() -> None:
    states = table_states(floor(party(linked=(TWO,), table_name="1+2")), NOW)
    assert {states[ONE].name, states[TWO].name} == {"1+2"}
    assert states[TWO].linked == (ONE, TWO)


def test_somebody_is_needed_after_the_minutes_of_the_house_and_not_before() -> None:
    waiting = (CourseProgress(1, CourseState.SERVED, ago(21)), CourseProgress(2, CourseState.WAITING))
    cases = [
        (party(minutes=9.9), None),
        (party(minutes=10), Need.ORDER),
        (party(minutes=60, sent_at=ago(50), check=check(14)), None),
        (party(minutes=60, sent_at=ago(50), check=check(15)), Need.PAYMENT),
        (party(minutes=60, sent_at=ago(50), served_at=ago(20), courses=waiting), Need.COURSE),
        (party(minutes=60, sent_at=ago(50), served_at=ago(19), courses=waiting), None),
        (party(minutes=60, sent_at=ago(50), served_at=ago(40), courses=waiting[:1]), None),
    ]
    assert [state(one).need for one, _ in cases] == [need for _, need in cases]
    quiet = FloorHouse((), TABLES, FloorRules(no_order_minutes=0), (), ())
    assert table_states(floor(party(minutes=99), house=quiet), NOW)[ONE].need is None


def expected(minutes: float) -> ReservationRow:
    return ReservationRow(
        ReservationId("r"), ReservationStatus.BOOKED, NOW + timedelta(minutes=minutes), NOW + timedelta(hours=3), 4,
        "Keller", "", None, ((ONE, "1"),), "", "", None, "",
    )  # fmt: skip


def test_a_reservation_is_shown_within_the_hour_and_asks_for_somebody_when_nobody_came() -> None:
    assert state(expected=(expected(61),)).standing is Standing.FREE
    assert state(expected=(expected(60),)).standing is Standing.RESERVED
    assert state(expected=(expected(-9),)).need is None
    assert state(expected=(expected(-10),)).need is Need.GUESTS
    assert state(party(), expected=(expected(20),)).standing is Standing.SEATED


def test_a_table_is_cleared_before_it_is_free_and_blocked_ones_say_so_unless_somebody_sits_there() -> None:
    left = (LeftRow(OrderId("o"), ONE, ago(4)),)
    assert state(left=left).standing is Standing.CLEARING
    assert state(party(), left=left).standing is Standing.SEATED
    blocked = FloorHouse((), TABLES, FloorRules(), (SectionPlan(TODAY, date(2026, 5, 15), blocked=(ONE,)),), ())
    assert state(house=blocked).standing is Standing.BLOCKED
    assert state(party(), house=blocked).standing is Standing.SEATED


def test_a_table_whose_terminal_is_not_heard_may_be_out_of_date() -> None:
    assert table_states(floor(party()), NOW, ("R2",))[ONE].is_stale is False
    assert table_states(floor(party(terminal="R2")), NOW, ("R2",))[ONE].is_stale is True


def test_the_next_party_goes_to_who_has_the_fewest_guests_and_then_waits_longest() -> None:
    plan = SectionPlan(TODAY, date(2026, 5, 15), ((ONE, ANA), (TWO, BEN)))
    house = FloorHouse((), TABLES, FloorRules(), (plan,), ())
    covers = (CoverRow(ANA, 6, 2, ago(5)), CoverRow(BEN, 6, 1, ago(9)))
    assert covers_to_come(floor(house=house, covers=covers), (ANA, BEN, CARL)) == BEN
    assert covers_to_come(floor(house=house, covers=covers[:1]), (ANA, BEN, CARL)) == BEN
    assert covers_to_come(floor(), (ANA, BEN)) is None


def test_an_exact_number_is_found_before_one_that_begins_so_and_names_by_their_words() -> None:
    more = (*TABLES, Table(TableId("t12"), "12", AreaId("room"), 2, "round", 0, 0, 90, 90))
    house = FloorHouse((), more, FloorRules(), (), ())
    states = table_states(floor(party(guest_name="Maria Rossini"), house=house), NOW)
    assert found(states.values(), "1") == (ONE, TableId("t12"))
    assert found(states.values(), "ross") == (ONE,)
    assert found(states.values(), "ana") == (ONE,)
    assert found(states.values(), " ") == ()
