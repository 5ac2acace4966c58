"""Every fired line is on exactly one ticket, and a ticket is what its facts say in whatever order they came."""

import itertools
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.carried import TicketPaperScanned
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import FireId, LineId, StationId, TicketId
from aura_terminal.domain.kitchen import (
    KitchenTicket,
    TicketFact,
    TicketFired,
    TicketItemDone,
    TicketItemReopened,
    TicketPromised,
    TicketReceived,
    TicketSeen,
    ticket_id_of,
    ticket_of,
    tickets_for,
)
from aura_terminal.domain.shop import Station
from aura_terminal.domain.tax import OrderType
from tests.unit.domain.orders import FIRE, NOW, add, chosen, new_order, send, sold

STATIONS = {
    station.id: station
    for station in (
        Station(StationId("kitchen"), "Kitchen", "flame", "kitchen", 15, takeout_minutes=12),
        Station(StationId("bar"), "Bar", "wine", "bar", 5),
    )
}
A, B = LineId("a"), LineId("b")


def fired() -> TicketFired:
    """Two burgers and a soup at the kitchen."""
    order = new_order()
    add(order, "a", sold(), 2, chosen())
    add(order, "b", sold("Soup", 600))
    (ticket,) = tickets_for(order, order.send(FIRE, NOW), STATIONS)
    return ticket


def ticket(*facts: TicketFact) -> KitchenTicket:
    first = fired()
    return ticket_of(first.ticket_id, [first, *facts])


def refusal_of(act: object) -> Rule:
    assert callable(act)
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


@given(st.lists(st.tuples(st.sampled_from(["kitchen", "bar"]), st.integers(1, 9)), min_size=1, max_size=8))
def test_every_fired_line_is_on_exactly_one_ticket_at_its_station(lines: list[tuple[str, int]]) -> None:
    order = new_order()
    for place, (station, quantity) in enumerate(lines):
        add(order, f"line-{place}", sold(f"Dish {place}", 500, station=station), quantity)
    made = tickets_for(order, order.send(FIRE, NOW), STATIONS)
    on_tickets = Counter((item.line_id, item.quantity, one.station_id) for one in made for item in one.items)
    assert on_tickets == Counter((line.id, line.quantity, line.sold.station_id) for line in order.lines.values())
    assert len({one.ticket_id for one in made}) == len(made) == len({station for station, _ in lines})


def test_a_ticket_holds_all_a_cook_needs() -> None:
    order = new_order()
    add(order, "a", replace(sold(), kitchen_name="BURGER", allergens=("gluten",)), 2, chosen())
    order.apply(order.note_line(A, "no onions"))
    order.apply(order.name_guest("Ada"))
    order.apply(order.change_type(OrderType.TAKEOUT, {}))
    (one,) = tickets_for(order, order.send(FIRE, NOW), STATIONS)
    (item,) = one.items
    assert (item.name, item.quantity, item.note, item.allergens) == ("BURGER", 2, "no onions", ("gluten",))
    assert [modifier.name for modifier in item.modifiers] == ["Extra Cheese"]
    assert (one.number, one.guest_name, one.fired_at, one.target_minutes) == ("R1-001", "Ada", NOW, 12)


def test_every_terminal_gives_the_same_fire_the_same_ticket() -> None:
    assert fired() == fired()
    assert ticket_id_of(FIRE, StationId("bar")) != ticket_id_of(FIRE, StationId("kitchen"))
    other = FireId("019e2cb0-1dc0-7c21-a29f-6fbed82c07f2")
    assert ticket_id_of(FIRE, StationId("bar")) != ticket_id_of(other, StationId("bar"))


def test_a_second_round_is_a_ticket_of_its_own_with_the_new_lines_only() -> None:
    order = new_order()
    add(order, "a")
    send(order)
    add(order, "b", sold("Soup", 600))
    (second,) = tickets_for(order, order.send(FireId("019e2cb0-1dc0-7c21-a29f-6fbed82c07f2"), NOW), STATIONS)
    assert [item.line_id for item in second.items] == [B]


def test_a_line_for_a_station_that_is_gone_is_refused_by_name() -> None:
    order = new_order()
    add(order, "a", sold(station="grill"))
    with pytest.raises(NotFound) as refused:
        tickets_for(order, order.send(FIRE, NOW), STATIONS)
    assert refused.value.details == {"what": "station", "name": "grill"}


def test_taps_count_up_to_done_and_one_more_takes_it_back() -> None:
    one = ticket()
    for expected in (1, 2):
        one.apply(one.mark_one_done(A))
        assert one.lines[A].done == expected
    assert one.lines[A].is_done
    fact = one.mark_one_done(A)
    assert isinstance(fact, TicketItemReopened)
    one.apply(fact)
    assert one.lines[A].done == 0


def test_what_is_voided_need_not_be_cooked() -> None:
    one = ticket()
    one.apply(one.mark_one_done(A))
    one.apply(one.void_item(A, 1, "wrong"))
    assert one.lines[A].is_done
    one.apply(one.void_item(A, 5, "wrong"))
    assert one.lines[A].wanted == 0
    assert refusal_of(lambda: one.void_item(LineId("x"), 1, "wrong")) is Rule.LINE_GONE


def test_a_bumped_ticket_is_left_alone_until_it_is_recalled() -> None:
    one = ticket()
    assert refusal_of(lambda: one.recall(NOW)) is Rule.TICKET_NOT_BUMPED
    assert refusal_of(lambda: one.mark_one_done(LineId("x"))) is Rule.LINE_GONE
    one.apply(one.bump(NOW))
    for act in (lambda: one.bump(NOW), lambda: one.mark_one_done(A)):
        assert refusal_of(act) is Rule.TICKET_ALREADY_BUMPED
    one.apply(one.recall(NOW))
    assert (one.is_bumped, one.generation, one.fired) == (False, 1, fired())


def test_what_was_meant_for_a_ticket_before_its_recall_does_not_bump_it_again() -> None:
    late = ticket().bump(NOW)
    one = ticket(late)
    one.apply(one.recall(NOW))
    one.apply(late)
    one.apply(TicketItemDone(one.id, A, 2, 0))
    assert (one.is_bumped, one.lines[A].done) == (False, 0)


def _concurrent() -> list[TicketFact]:
    """What three terminals do at the same time without hearing of each other."""
    here, there, pass_ = ticket(), ticket(), ticket()
    one = here.mark_one_done(A)
    here.apply(one)
    return [one, here.mark_one_done(A), there.mark_one_done(A), there.void_item(B, 1, "wrong"), pass_.bump(NOW)]


def test_what_happens_at_the_same_time_comes_to_the_same_in_any_order() -> None:
    outcomes = [ticket(*order) for order in itertools.permutations(_concurrent())]
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert (outcomes[0].lines[A].done, outcomes[0].lines[B].wanted, outcomes[0].is_bumped) == (2, 0, True)


STEPS = st.lists(st.sampled_from(["tap a", "tap b", "bump", "recall"]), max_size=25)


def _life(steps: list[str]) -> list[TicketFact]:
    first = fired()
    facts: list[TicketFact] = [first]
    one = ticket_of(first.ticket_id, facts)
    for step in steps:
        if step == "bump" and not one.is_bumped:
            facts.append(one.bump(NOW))
        elif step == "recall" and one.is_bumped:
            facts.append(one.recall(NOW))
        elif step.startswith("tap") and not one.is_bumped:
            facts.append(one.mark_one_done(LineId(step[-1])))
        else:
            continue
        one.apply(facts[-1])
    return facts


@given(STEPS)
def test_facts_heard_of_twice_in_a_row_change_nothing(steps: list[str]) -> None:
    facts = _life(steps)
    doubled = [fact for fact in facts for _ in range(2)]
    assert ticket_of(fired().ticket_id, doubled) == ticket_of(fired().ticket_id, facts)


def test_a_firing_heard_of_again_later_does_not_forget_what_is_done() -> None:
    one = ticket()
    one.apply(one.mark_one_done(A))
    one.apply(fired())
    assert one.lines[A].done == 1


def test_a_ticket_that_was_never_fired_is_not_found() -> None:
    with pytest.raises(NotFound):
        ticket_of(TicketId("none"), [])
    with pytest.raises(TypeError):
        ticket().apply("bumped")


def test_a_ticket_is_void_only_when_nothing_on_it_is_wanted_and_names_the_courses_that_are() -> None:
    first = fired()
    items = tuple(replace(item, course=course) for item, course in zip(first.items, (1, 2), strict=True))
    one = ticket_of(first.ticket_id, [replace(first, items=items)])
    assert one.courses == {1, 2}
    one.apply(one.void_item(B, 1, "wrong"))
    assert (one.is_void, one.courses) == (False, frozenset({1}))
    one.apply(one.void_item(A, 2, "wrong"))
    assert (one.is_void, one.courses) == (True, frozenset())


def test_a_cook_who_has_not_seen_a_void_is_told_how_many_before_the_ticket_goes() -> None:
    one = ticket()
    one.apply(one.void_item(A, 1, "wrong"))
    one.apply(one.see_changes("", NOW)[0])
    one.apply(one.void_item(B, 1, "wrong"))
    with pytest.raises(RuleBroken) as refused:
        one.bump(NOW)
    assert refused.value.details == {"ticket": "R1-001", "voided": 1}


def test_a_screen_says_once_that_it_has_a_ticket_and_once_that_it_showed_it() -> None:
    one = ticket()
    for fact in one.see("K1", NOW):
        one.apply(fact)
    assert (one.received, one.seen) == (TicketReceived(one.id, "K1", NOW), TicketSeen(one.id, "K1", NOW))
    assert (one.receive("K2", NOW), one.see("K2", NOW)) == ((), ())
    one.apply(TicketSeen(one.id, "K2", NOW))
    assert one.seen == TicketSeen(one.id, "K1", NOW)


@pytest.mark.parametrize("already", ["bumped", "received", "let out", "void"])
def test_a_ticket_nobody_waits_for_is_not_let_out_another_way(already: str) -> None:
    one = ticket()
    let_out = one.escalate("printer", "screen silent", NOW)
    facts: dict[str, list[TicketFact]] = {
        "bumped": [one.bump(NOW)],
        "received": list(one.receive("K1", NOW)),
        "let out": [let_out],
        "void": [one.void_item(A, 2, "wrong"), one.void_item(B, 1, "wrong")],
    }
    for fact in facts[already]:
        one.apply(fact)
    assert refusal_of(lambda: one.escalate("printer", "screen silent", NOW)) is Rule.TICKET_ALREADY_BUMPED


def test_nothing_is_done_with_a_ticket_that_is_off_the_screen() -> None:
    one = ticket()
    one.apply(one.bump(NOW))
    for act in (
        lambda: one.hold(None, NOW), lambda: one.release(NOW), lambda: one.rush(NOW), lambda: one.cancel_rush(NOW),
        lambda: one.see_changes("", NOW),
    ):  # fmt: skip
        assert refusal_of(act) is Rule.TICKET_ALREADY_BUMPED


def test_the_time_that_was_promised_last_is_when_a_ticket_is_due() -> None:
    first = replace(fired(), due_at=NOW)
    promised = TicketPromised(first.ticket_id, NOW, NOW + timedelta(minutes=5))
    told: list[tuple[list[TicketFact], datetime]] = [([first], NOW)]
    told += [([first, promised], promised.due_at), ([promised, first], promised.due_at)]
    for facts, due in told:
        assert ticket_of(first.ticket_id, facts).due_at == due


def test_an_item_was_ready_when_it_was_first_said_to_be_and_an_old_word_takes_nothing_back() -> None:
    one = ticket()
    for minutes in (0, 5):
        one.apply(TicketItemDone(one.id, A, 1, 0, NOW + timedelta(minutes=minutes)))
    assert (one.lines[A].done, one.lines[A].done_at) == (1, NOW)
    one.apply(TicketItemReopened(one.id, A, 1))
    one.apply(TicketItemReopened(one.id, LineId("x"), 0))
    assert one.lines[A].done == 1


def test_a_recall_that_is_heard_of_again_brings_nothing_back_that_was_bumped_since() -> None:
    one = ticket()
    one.apply(one.bump(NOW))
    recall = one.recall(NOW)
    one.apply(recall)
    one.apply(one.bump(NOW))
    one.apply(recall)
    assert one.is_bumped


def test_a_paper_that_was_scanned_first_is_the_one_a_ticket_came_by() -> None:
    first = fired()
    one = ticket(TicketPaperScanned(first.ticket_id, "p1", ()), TicketPaperScanned(first.ticket_id, "p2", ()))
    assert one.by_paper == "p1"
