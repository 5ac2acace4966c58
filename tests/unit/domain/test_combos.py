"""A combo's price is shared to the cent, and terminals that cannot hear each other leave it whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.combos import together
from aura_terminal.domain.dishes import HalvesPrice, InCombo, adjusted, combo_shares, divided_name, halves_price
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ComboId, ItemId, LineId, OrderId
from aura_terminal.domain.lines import Line, LineState
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import OrderFact
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.transfers import move_lines, split_combo, split_line
from tests.unit.domain.apart import Desk, Stamp, desks, meet
from tests.unit.domain.orders import MANAGER, NOW, sold

PRICE = 1890
MENU = (("Burger", 1299), ("Fries", 490), ("Cola", 390))


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


@given(
    price=st.integers(0, 10**7),
    upcharges=st.lists(st.integers(0, 10**5), max_size=4),
    weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=8),
    quantity=st.integers(1, 999),
)
@settings(max_examples=40, deadline=None)
def test_shares_of_a_combo_add_up_for_any_prices_upcharges_and_quantities(
    price: int, upcharges: list[int], weights: list[int], quantity: int
) -> None:
    whole = price + sum(upcharges)
    shares = combo_shares(euros(whole), [euros(weight) for weight in weights])
    assert sum(share.minor * quantity for share in shares) == whole * quantity
    assert all(share.minor >= 0 for share in shares)
    known = weights if sum(weights) else [1] * len(weights)
    for share, weight in zip(shares, known, strict=True):
        assert abs(share.minor * sum(known) - whole * weight) < sum(known)


@pytest.mark.parametrize(
    ("rule", "minor"),
    [(HalvesPrice.HIGHEST, 1250), (HalvesPrice.AVERAGE, 1100), (HalvesPrice.SUM_OF_SHARES, 1025)],
)
def test_a_divided_dish_costs_its_dearest_part_the_mean_of_its_dishes_or_their_shares(
    rule: HalvesPrice, minor: int
) -> None:
    cheap, dear = (ItemId("a"), euros(950)), (ItemId("b"), euros(1250))
    assert halves_price(rule, [cheap, cheap, cheap, dear]) == euros(minor)


def test_a_modifier_behind_a_word_on_a_part_is_rounded_once() -> None:
    assert adjusted(euros(125), 200, 2) == euros(125)
    assert adjusted(euros(125), 100, 2) == euros(63)
    assert adjusted(euros(-125), 100, 2) == euros(-63)
    assert adjusted(euros(125), 0, 1) == euros(0)


def test_equal_parts_are_told_together() -> None:
    assert divided_name(["A", "B"]) == "½ A · ½ B"
    assert divided_name(["A", "A", "B"]) == "⅔ A · ⅓ B"
    assert divided_name(["A", "A"]) == "A"


@dataclass(slots=True)
class Counter(Desk):
    """A terminal as the store stamps it: nothing of anybody else comes between the facts of one act."""

    def keep(self, *facts: OrderFact) -> None:
        now = 1 + max((stamp.time for stamp in self.held), default=0)
        for fact in facts:
            self.seq += 1
            self.held[Stamp(now, self.label, self.seq)] = fact


def add_combo(desk: Desk, order_id: OrderId, quantity: int = 1) -> LineId:
    """Ask for a combo: one fact for each component."""
    mark = InCombo(ComboId(f"combo-{desk.new_id()}"), ItemId("menu"), "Menu", "")
    shares = combo_shares(euros(PRICE), [euros(minor) for _, minor in MENU])
    facts: list[OrderFact] = []
    for (name, minor), share in zip(MENU, shares, strict=True):
        what = replace(sold(name, minor), unit_price=share, combo=replace(mark, slot=name))
        line_id = LineId(f"line-{desk.new_id()}")
        facts.append(desk.order(order_id).add_line(line_id, what, quantity=quantity, course=0))
    desk.keep(*facts)
    first = facts[0]
    return LineId(str(getattr(first, "line_id", "")))


def of_all(order: Order, line_id: LineId, what: str, quantity: int) -> Iterable[OrderFact]:
    """One verb on every component, as the use cases do it."""
    for one in together(order, line_id):
        if what == "change":
            yield order.change_quantity(one, quantity, ())
        elif what == "remove":
            yield order.remove_line(one)
        else:
            yield order.void_line(one, quantity, "burnt", MANAGER)


def split_away(desk: Desk, order_id: OrderId, line_id: LineId, to: OrderId, quantity: int) -> None:
    """So many of a combo go to another check."""
    splits = desk.ask(lambda: split_combo(desk.order(order_id), line_id, quantity, lambda: f"part-{desk.new_id()}"))
    if splits:
        newest = max(desk.order(order_id).lines)
        desk.ask(lambda: move_lines(desk.order(order_id), [newest], desk.order(to), NOW))


def combos(orders: Iterable[Order]) -> dict[tuple[str, int], list[Line]]:
    """The components of every combo, wherever they are charged."""
    found: dict[tuple[str, int], list[Line]] = {}
    for order in orders:
        for line in order.own.values():
            if line.sold.combo is not None:
                depth = len(line.id) - len(line.id.rstrip("+"))
                found.setdefault((line.sold.combo.id, depth), []).append(line)
    return found


def must_be_whole(orders: Iterable[Order]) -> None:
    for name, lines in combos(orders).items():
        assert len(lines) == 3, name
        assert len({line.kept_quantity for line in lines}) == 1, name
        assert len({line.place for line in lines}) == 1, name


def test_a_component_alone_is_not_split() -> None:
    (desk,) = desks(1)
    order_id = desk.open()
    line_id = add_combo(desk, order_id, 2)
    with pytest.raises(RuleBroken) as refused:
        split_line(desk.order(order_id), line_id, LineId("new"), 1)
    assert refused.value.rule is Rule.COMBO_WHOLE


@pytest.mark.parametrize("removes_first", [True, False])
def test_a_removal_here_and_a_sending_there_leave_the_combo_whole(removes_first: bool) -> None:
    here, there = desks()
    order_id = here.open()
    line_id = add_combo(here, order_id)
    there.hear(here)
    acts: list[Callable[[], object]] = [
        lambda: here.keep(*of_all(here.order(order_id), line_id, "remove", 1)),
        lambda: there.send(order_id),
    ]
    for each in acts if removes_first else reversed(acts):
        each()
    meet(here, there)
    lines = here.order(order_id).lines.values()
    assert [line.state for line in lines] == [LineState.SENT] * 3
    assert here.order(order_id).bill.total == euros(PRICE)


def test_a_combo_that_was_chosen_again_while_it_was_sent_stands_beside_it() -> None:
    here, there = desks()
    order_id = here.open()
    line_id = add_combo(here, order_id)
    there.hear(here)
    assert there.send(order_id)
    add_combo(here, order_id)
    here.keep(*of_all(here.order(order_id), line_id, "remove", 1))
    meet(here, there)
    order = here.order(order_id)
    assert [line.state for line in order.lines.values()] == [LineState.SENT] * 3 + [LineState.NEW] * 3
    assert order.bill.total == euros(2 * PRICE)


def test_what_was_sent_before_all_of_a_combo_was_heard_of_keeps_the_rest_of_it() -> None:
    here, there = desks()
    order_id = here.open()
    line_id = add_combo(here, order_id)
    there.hear(here)
    last = max(there.held)
    there.held.pop(last)
    assert there.send(order_id)
    here.keep(*of_all(here.order(order_id), line_id, "remove", 1))
    meet(here, there)
    order = here.order(order_id)
    assert [line.state for line in order.lines.values()] == [LineState.SENT, LineState.SENT, LineState.NEW]
    assert order.bill.total == euros(PRICE)
    left = list(order.lines)[2]
    with pytest.raises(RuleBroken) as refused:
        together(order, left)
    assert refused.value.rule is Rule.COMBO_PART_SENT


ACTS = ("combo", "change", "change", "remove", "send", "send", "void", "split", "move", "hear", "hear")
STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(ACTS), st.integers(0, 9), st.integers(1, 3)), min_size=4, max_size=24
)


def act(everybody: list[Desk], orders: list[OrderId], who: int, what: str, place: int, quantity: int) -> None:
    """One act of somebody somewhere; what the rules refuse does not happen."""
    desk, order_id = everybody[who], orders[place % 2]
    if what == "hear":
        desk.hear(everybody[1 - who])
    elif order_id not in desk.orders:
        return
    elif what == "combo":
        add_combo(desk, order_id, quantity)
    elif what == "send":
        desk.send(order_id)
    elif desk.order(order_id).lines:
        lines = sorted(desk.order(order_id).lines)
        line = lines[place % len(lines)]
        other = orders[1 - place % 2]
        if what == "split" and other in desk.orders:
            split_away(desk, order_id, line, other, quantity)
        elif what == "move" and other in desk.orders:
            desk.move(order_id, line, other)
        elif what in ("change", "remove", "void"):
            desk.ask(lambda: tuple(of_all(desk.order(order_id), line, what, quantity)))


def acted(steps: list[tuple[int, str, int, int]]) -> None:
    """Two terminals do all that, meet, and every combo is whole and charged once."""
    names = count(1)
    everybody: list[Desk] = [Counter("R1", names), Counter("R2", names)]
    orders = [everybody[0].open(), everybody[0].open()]
    add_combo(everybody[0], orders[0], 2)
    everybody[1].hear(everybody[0])
    for who, what, place, quantity in steps:
        act(everybody, orders, who, what, place, quantity)
    meet(*everybody)
    known = everybody[0].orders.values()
    must_be_whole(known)
    kept = sum(lines[0].kept_quantity for lines in combos(known).values())
    assert sum(order.bill.total.minor for order in known) == kept * PRICE


@given(steps=STEPS)
@settings(max_examples=40, deadline=None)
def test_whatever_two_terminals_do_no_combo_is_torn(steps: list[tuple[int, str, int, int]]) -> None:
    acted(steps)


@pytest.mark.campaign
@given(steps=STEPS)
@settings(max_examples=1500, deadline=None)
def test_whatever_two_terminals_do_for_long_no_combo_is_torn(steps: list[tuple[int, str, int, int]]) -> None:
    acted(steps)
