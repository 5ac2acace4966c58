"""The Z reports of several terminals are the day together, whatever was cut off when they were made."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.closing import DayTotals, Figure, day_totals, remaining
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import total
from aura_terminal.domain.order_money import paid
from aura_terminal.domain.ordering import Order
from tests.unit.domain.apart import Desk, desks, meet
from tests.unit.domain.orders import TODAY
from tests.unit.domain.test_terminals_apart import ACTS, act

STEPS = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from((*ACTS, "Z")), st.integers(0, 9), st.integers(0, 9), st.integers(1, 3)
    ),
    max_size=45,
)


def reading(orders: Iterable[Order], terminal: str | None = None) -> DayTotals:
    known = [order for order in orders if order.terms is not None]
    if terminal is None:
        return day_totals(TODAY, "EUR", known)
    return day_totals(TODAY, "EUR", known, lambda label: label == terminal)


def summed(figures: Iterable[Figure]) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for figure in figures:
        count, minor = sums.get(figure.name, (0, 0))
        sums[figure.name] = (count + figure.count, minor + figure.amount.minor)
    return {name: pair for name, pair in sums.items() if any(pair)}


def lived_with_closings(steps: list[tuple[int, str, int, int, int]]) -> tuple[list[Desk], dict[str, list[DayTotals]]]:
    """Three terminals, each closing its own day now and then on what it knows."""
    everybody = desks(3)
    everybody[0].open()
    for other in everybody[1:]:
        other.hear(everybody[0])
    closed: dict[str, list[DayTotals]] = {desk.label: [] for desk in everybody}
    for step in steps:
        desk = everybody[step[0]]
        if step[1] == "Z":
            now = reading(desk.orders.values(), desk.label)
            closed[desk.label].append(remaining(now, closed[desk.label]))
        else:
            act(everybody, *step)
    return everybody, closed


@settings(max_examples=80, deadline=None)
@given(STEPS)
def test_every_z_and_addendum_of_every_terminal_add_up_to_the_day_of_the_store(
    steps: list[tuple[int, str, int, int, int]],
) -> None:
    everybody, closed = lived_with_closings(steps)
    orders = meet(*everybody)
    for desk in everybody:
        last = reading(orders.values(), desk.label)
        closed[desk.label].append(remaining(last, closed[desk.label]))
    day = reading(orders.values())
    parts = [one for made in closed.values() for one in made]
    assert sum(one.orders for one in parts) == day.orders
    assert total((one.gross for one in parts), "EUR") == day.gross
    assert total((one.tax for one in parts), "EUR") == day.tax
    for rows in ("tenders", "refunds", "reversals", "kept", "borne", "written_off", "items", "categories"):
        assert summed(figure for one in parts for figure in getattr(one, rows)) == summed(getattr(day, rows)), rows


@settings(max_examples=80, deadline=None)
@given(STEPS)
def test_what_the_drawers_did_is_what_was_taken_given_back_and_never_was(
    steps: list[tuple[int, str, int, int, int]],
) -> None:
    everybody, _ = lived_with_closings(steps)
    orders = meet(*everybody)
    day = reading(orders.values())
    drawer = total((one.amount for one in (*day.tenders, *day.refunds, *day.reversals)), "EUR")
    tips = total((one.amount for one in day.kept), "EUR")
    borne = total((one.amount for one in day.borne), "EUR")
    assert drawer == total((paid(order) for order in orders.values()), "EUR") + tips - borne
    sales = [order for order in orders.values() if order.status is OrderStatus.CLOSED]
    assert day.orders == len(sales)
    assert day.gross == total((one.amount for one in day.items), "EUR")
