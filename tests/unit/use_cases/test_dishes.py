"""Combos, divided dishes and words before modifiers, from the wish to the slip."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.dishes import Halves, HalvesPrice
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, ItemId, ModifierId, OrderId, PreModifierId, VariantId
from aura_terminal.domain.lines import Line, LineState
from aura_terminal.domain.menu import Pick
from aura_terminal.domain.money import Money
from aura_terminal.use_cases.asking import Asked, ComboPick, NewOrder
from aura_terminal.use_cases.floor import Part
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

LUNCH = Asked(ItemId("lunch-menu"))
PASTA, SALAD, COLA = ItemId("pomodoro-e-basilico"), ItemId("side-salad"), ItemId("cola-0-33-l")
MAXI, FUNGHI, TONNO = ItemId("family-margherita"), ItemId("family-funghi"), ItemId("family-tonno")
LARGE, FAMILY = VariantId("family-margherita-large"), VariantId("family-margherita-family")
EXTRA, NO = PreModifierId("extra"), PreModifierId("no")


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def opened(store: MemoryStore, asked: Asked = LUNCH) -> OrderId:
    return store.shop.ordering.add_item(EVERYTHING, NewOrder(guests=2), asked).order_id


def lines(store: MemoryStore, order_id: OrderId) -> list[Line]:
    return [one for one in store.journal.order(order_id).lines.values() if one.state is not LineState.REMOVED]


def total(store: MemoryStore, order_id: OrderId) -> Money:
    return store.journal.order(order_id).bill.subtotal


def filled(**slots: str) -> Asked:
    given = {"Pasta": PASTA, "Salad": SALAD, "Drink": COLA} | {slot: ItemId(item) for slot, item in slots.items()}
    return Asked(ItemId("lunch-menu"), fillings=tuple(ComboPick(slot, item) for slot, item in given.items()))


def test_a_combo_becomes_ordinary_lines_at_their_own_stations_that_cost_what_the_combo_costs(
    store: MemoryStore,
) -> None:
    order_id = opened(store)
    found = lines(store, order_id)
    assert [one.sold.item_id for one in found] == [PASTA, SALAD, COLA]
    assert {one.sold.station_id for one in found} == {"kitchen", "bar"}
    assert len({one.sold.tax_category for one in found}) == 2
    assert total(store, order_id) == euros(1490)
    marks = [one.sold.combo for one in found]
    assert {mark.name for mark in marks if mark} == {"Lunch Menu"}
    assert len({mark.id for mark in marks if mark}) == 1
    assert [mark.slot for mark in marks if mark] == ["Pasta", "Salad", "Drink"]


def test_an_upcharge_is_part_of_what_is_shared(store: MemoryStore) -> None:
    order_id = opened(store, filled(Pasta="tagliatelle-ai-funghi-porcini", Drink="iced-tea-peach"))
    assert total(store, order_id) == euros(1490 + 350 + 80)


def test_two_combos_cost_twice_and_never_share_a_line(store: MemoryStore) -> None:
    order_id = opened(store)
    store.shop.ordering.add_item(EVERYTHING, order_id, LUNCH)
    assert (len(lines(store, order_id)), total(store, order_id)) == (6, euros(2980))


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        (Asked(ItemId("lunch-menu"), fillings=(ComboPick("Pasta", PASTA),)), Rule.CHOICE_MISSING),
        (filled(Pasta="lasagne-al-forno"), Rule.PART_NOT_OFFERED),
        (filled(Cheese="side-salad"), Rule.CHOICE_UNKNOWN),
        (
            Asked(ItemId("lunch-menu"), fillings=(*(filled().fillings or ()), ComboPick("Drink", COLA))),
            Rule.CHOICE_TOO_MANY,
        ),
    ],
)
def test_a_slot_is_filled_with_what_it_offers_as_often_as_it_says(store: MemoryStore, asked: Asked, rule: Rule) -> None:
    assert refusal(lambda: opened(store, asked)) is rule


def test_what_is_sold_out_is_swapped_for_something_else(store: MemoryStore) -> None:
    store.shop.stock.eighty_six(EVERYTHING, COLA)
    assert refusal(lambda: opened(store)) is Rule.ITEM_NOT_SOLD
    assert total(store, opened(store, filled(Drink="cola-zero-0-33-l"))) == euros(1490)


def test_counting_removing_and_putting_back_go_for_the_whole_combo(store: MemoryStore) -> None:
    order_id = opened(store)
    ordering = store.shop.ordering
    one = lines(store, order_id)[1].id
    ordering.change_quantity(EVERYTHING, order_id, one, 3)
    assert ([line.quantity for line in lines(store, order_id)], total(store, order_id)) == ([3, 3, 3], euros(4470))
    ordering.remove_line(EVERYTHING, order_id, one)
    assert lines(store, order_id) == []
    ordering.restore_line(EVERYTHING, order_id, one)
    assert total(store, order_id) == euros(4470)
    ordering.seat_line(EVERYTHING, order_id, one, 2)
    assert {line.seat for line in lines(store, order_id)} == {2}


def test_voiding_one_component_voids_as_many_of_all(store: MemoryStore) -> None:
    order_id = opened(store)
    one = lines(store, order_id)[0].id
    store.shop.ordering.change_quantity(EVERYTHING, order_id, one, 2)
    store.shop.ordering.send(EVERYTHING, order_id)
    store.shop.ordering.void_line(EVERYTHING, order_id, one, 1, "Cold")
    assert [line.charged_quantity for line in lines(store, order_id)] == [1, 1, 1]
    assert total(store, order_id) == euros(1490)


def test_a_combo_is_chosen_again_until_it_is_sent(store: MemoryStore) -> None:
    order_id = opened(store)
    one = lines(store, order_id)[2].id
    again = filled(Drink="iced-tea-peach").fillings or ()
    store.shop.combos.choose_again(EVERYTHING, order_id, one, again)
    assert [line.sold.item_id for line in lines(store, order_id)] == [PASTA, SALAD, "iced-tea-peach"]
    assert total(store, order_id) == euros(1570)
    store.shop.ordering.send(EVERYTHING, order_id)
    sent = lines(store, order_id)[0].id
    assert refusal(lambda: store.shop.combos.choose_again(EVERYTHING, order_id, sent, again)) is Rule.LINE_ALREADY_SENT


def test_a_combo_goes_to_another_check_as_a_whole(store: MemoryStore) -> None:
    order_id = opened(store)
    one = lines(store, order_id)[1].id
    store.shop.ordering.change_quantity(EVERYTHING, order_id, one, 2)
    store.shop.ordering.send(EVERYTHING, order_id)
    part = store.shop.floor.split_order(EVERYTHING, order_id, [Part(one, 1)]).order_id
    for each in (order_id, part):
        assert [line.quantity for line in lines(store, each)] == [1, 1, 1]
        assert total(store, each) == euros(1490)
    marks = {line.sold.combo.id for each in (order_id, part) for line in lines(store, each) if line.sold.combo}
    assert len(marks) == 2
    stays = store.shop.floor.merge_orders(EVERYTHING, part, order_id).order_id
    assert total(store, stays) == euros(2980)


@given(
    steps=st.lists(st.tuples(st.integers(0, 5), st.integers(1, 3)), min_size=1, max_size=6),
    quantity=st.integers(1, 5),
    sends=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_any_splitting_leaves_totals_and_what_the_kitchen_makes_as_they_were(
    steps: list[tuple[int, int]], quantity: int, sends: bool
) -> None:
    store = demo_store()
    first = opened(store, filled(Pasta="tagliatelle-ai-funghi-porcini"))
    store.shop.ordering.change_quantity(EVERYTHING, first, lines(store, first)[0].id, quantity)
    if sends:
        store.shop.ordering.send(EVERYTHING, first)
    orders = [first]
    for which, many in steps:
        order_id = orders[which % len(orders)]
        here = lines(store, order_id)
        line = here[which % len(here)] if here else None
        if line is None or many >= line.quantity:
            continue
        orders.append(store.shop.floor.split_order(EVERYTHING, order_id, [Part(line.id, many)]).order_id)
    assert sum(total(store, each).minor for each in orders) == quantity * 1840
    for each in orders:
        kept = lines(store, each)
        assert total(store, each).minor == sum(line.quantity for line in kept) // 3 * 1840
        assert len({line.quantity for line in kept}) <= 1
    for each in orders:
        if not sends and lines(store, each):
            store.shop.ordering.send(EVERYTHING, each)
    fired = [fact for each in orders for fact in store.journal.order(each).fired_lines.values()]
    assert sum(many for one in fired for _, many in one) == 3 * quantity


def test_a_divided_pizza_costs_its_dearest_half_at_its_size_and_names_both(store: MemoryStore) -> None:
    asked = Asked(MAXI, VariantId("family-margherita-family"), parts=(MAXI, TONNO))
    line = lines(store, opened(store, asked))[0]
    assert line.sold.name == "½ Maxi Margherita · ½ Maxi Tonno, Family 50 cm"
    assert line.sold.kitchen_name == "½ Margherita · ½ Tonno, Family 50 cm"
    assert line.price == euros(2700)
    assert "fish" in line.sold.allergens
    assert [part.kitchen_name for part in line.sold.parts] == ["½ Margherita", "½ Tonno"]


def test_a_topping_on_a_half_costs_its_share_at_the_size_and_behind_its_word(store: MemoryStore) -> None:
    picks = (
        Pick(ModifierId("family-mushrooms"), 1, part=2),
        Pick(ModifierId("family-salami"), 1, EXTRA, 1),
        Pick(ModifierId("family-olives"), 1, NO),
    )
    asked = Asked(MAXI, VariantId("family-margherita-family"), picks, parts=(MAXI, FUNGHI))
    line = lines(store, opened(store, asked))[0]
    told = {one.said: one.price.minor for one in line.modifiers}
    assert told == {
        "½ Maxi Funghi: Mushrooms": 120, "½ Maxi Margherita: EXTRA Spicy salami": 350, "NO Olives": 0,
    }  # fmt: skip


def test_a_word_that_does_not_count_leaves_the_bounds_alone(store: MemoryStore) -> None:
    picks = tuple(Pick(ModifierId(f"family-{one}"), 1, NO) for one in ("olives", "egg", "rocket"))
    assert total(store, opened(store, Asked(MAXI, LARGE, picks))) == euros(1500)
    twice = (Pick(ModifierId("family-olives"), 3, NO),)
    assert refusal(lambda: opened(store, Asked(MAXI, LARGE, twice))) is Rule.CHOICE_TOO_MANY
    gone = (Pick(ModifierId("family-olives"), 1, PreModifierId("hardly")),)
    assert refusal(lambda: opened(store, Asked(MAXI, LARGE, gone))) is Rule.CHOICE_UNKNOWN


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        (Asked(MAXI, LARGE, parts=(MAXI,)), Rule.CHOICE_MISSING),
        (Asked(MAXI, LARGE, parts=(MAXI, FUNGHI, TONNO)), Rule.CHOICE_TOO_MANY),
        (Asked(MAXI, LARGE, parts=(MAXI, ItemId("margherita"))), Rule.PART_NOT_OFFERED),
        (Asked(ItemId("margherita"), parts=(MAXI, FUNGHI)), Rule.CHOICE_TOO_MANY),
    ],
)
def test_a_dish_is_divided_as_its_menu_says(store: MemoryStore, asked: Asked, rule: Rule) -> None:
    assert refusal(lambda: opened(store, asked)) is rule


def test_three_quarters_and_one_are_told_and_reckoned_by_their_shares(store: MemoryStore) -> None:
    item = store.shop.reads.menu.sheet(MAXI).item
    halves = Halves((CategoryId("family-pizza"),), HalvesPrice.SUM_OF_SHARES, 4)
    store.shop.administration.put_documents(EVERYTHING, [replace(item, halves=halves)])
    line = lines(store, opened(store, Asked(MAXI, LARGE, parts=(MAXI, MAXI, MAXI, FUNGHI))))[0]
    assert line.sold.name == "¾ Maxi Margherita · ¼ Maxi Funghi, Large 40 cm"
    assert line.price == euros(1550)


def paper(store: MemoryStore) -> str:
    """Every line that was put on paper."""
    texts: list[str] = []
    for document in (spooled.job.document for spooled in store.journal.jobs):
        for block in document.blocks if document is not None else ():
            cells = getattr(block, "cells", getattr(block, "runs", ()))
            texts.append(" ".join(cell.text for cell in cells if hasattr(cell, "text")))
    return "\n".join(texts)


def test_slips_and_receipt_name_the_combo_and_box_the_halves(store: MemoryStore) -> None:
    order_id = opened(store)
    picks = (Pick(ModifierId("family-mushrooms"), 1, part=2), Pick(ModifierId("family-olives"), 1, NO))
    store.shop.ordering.add_item(EVERYTHING, order_id, Asked(MAXI, LARGE, picks, parts=(MAXI, FUNGHI)))
    due = store.shop.reads.orders.sheet(order_id).due
    store.shop.paying.take_cash(EVERYTHING, order_id, due, store.shop.paying.new_attempt())
    said = paper(store)
    assert "1 x Lunch Menu:\n  1 x Pomodoro e Basilico" in said
    assert "   NO Olives\n   [½ Margherita]\n   [½ Funghi]\n   + Mushrooms" in said
    assert "1 x Lunch Menu\n" in said
