"""A sale from the first tap to the receipt, as a cashier makes it."""

from collections.abc import Callable

import pytest

from aura_terminal.domain.drawer import DrawerOpened, OpeningReason
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, ItemId, LineId, ModifierId, OrderId, StationId, TableId, VariantId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.menu import Pick
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import OrderStatus
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.tax import OrderType
from aura_terminal.ports.reads import OrderSheet
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.paying import Paid
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

BURGER = Asked(
    ItemId("classic-burger"), VariantId("single"), (Pick(ModifierId("extra-cheese")),), quantity=2, note="No onions"
)
LATTE, TIRAMISU, PIZZA = (Asked(ItemId(name)) for name in ("latte-macchiato", "tiramisu", "margherita"))


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


@pytest.fixture
def carla(store: MemoryStore) -> Actor:
    return signed_in(store.shop, "carla-lombardi")


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def add(store: MemoryStore, by: Actor, asked: Asked, target: OrderId | NewOrder | None = None) -> OrderId:
    return store.shop.ordering.add_item(by, target or NewOrder(), asked).order_id


def sheet(store: MemoryStore, order_id: OrderId) -> OrderSheet:
    return store.shop.reads.orders.sheet(order_id)


def only_line(store: MemoryStore, order_id: OrderId) -> LineId:
    (line,) = sheet(store, order_id).lines
    return line.line_id


def pay(store: MemoryStore, by: Actor, order_id: OrderId, minor: int, attempt: AttemptId | None = None) -> Paid:
    return store.shop.paying.take_cash(by, order_id, Money(minor, "EUR"), attempt or store.shop.paying.new_attempt())


def test_two_classic_burgers_with_one_extra_cheese_cost_27_48(store: MemoryStore, marta: Actor) -> None:
    order = sheet(store, add(store, marta, BURGER))
    assert order.total.plain() == "27.48"
    assert [(line.name, line.quantity, line.note) for line in order.lines] == [
        ("Classic Burger, Single Patty", 2, "No onions")
    ]


@pytest.mark.parametrize(
    ("order_type", "latte_percent", "tax"),
    [(OrderType.DINE_IN, 19, 67 + 45), (OrderType.TAKEOUT, 7, 73), (OrderType.DELIVERY, 7, 73)],
)
def test_milk_is_taxed_as_food_when_it_is_taken_away(
    store: MemoryStore, marta: Actor, order_type: OrderType, latte_percent: int, tax: int
) -> None:
    order = add(store, marta, LATTE, NewOrder(order_type))
    add(store, marta, TIRAMISU, order)
    shown = sheet(store, order)
    assert shown.prices_include_tax
    assert shown.total.minor == 420 + 690
    assert latte_percent in {int(line.rate.percent) for line in shown.taxes}
    assert shown.tax.minor == tax
    assert sum(line.net.minor for line in shown.taxes) + shown.tax.minor == shown.total.minor


def test_a_change_of_order_type_changes_the_tax_and_not_the_price(store: MemoryStore, marta: Actor) -> None:
    order = add(store, marta, LATTE)
    before = sheet(store, order)
    store.shop.ordering.change_type(marta, order, OrderType.TAKEOUT)
    after = sheet(store, order)
    assert (before.tax.minor, after.tax.minor) == (67, 27)
    assert before.total == after.total


def test_what_the_menu_chooses_beforehand_is_chosen(store: MemoryStore, marta: Actor) -> None:
    order = add(store, marta, PIZZA)
    line = store.journal.order(order).line(only_line(store, order))
    asked = store.shop.reads.menu.sheet(PIZZA.item_id)
    defaults = [one.id for group in asked.groups for one in group.modifiers if one.default]
    assert [modifier.modifier_id for modifier in line.modifiers] == defaults


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        (Asked(ItemId("tagliata-di-manzo")), Rule.CHOICE_MISSING),
        (Asked(ItemId("classic-burger")), Rule.VARIANT_NEEDED),
        (Asked(ItemId("nothing")), Rule.UNKNOWN),
        (Asked(ItemId("tiramisu"), quantity=0), Rule.QUANTITY_OUT_OF_RANGE),
        (Asked(ItemId("tiramisu"), seat=-1), Rule.QUANTITY_OUT_OF_RANGE),
        (Asked(ItemId("tiramisu"), course=10), Rule.QUANTITY_OUT_OF_RANGE),
        (Asked(ItemId("tiramisu"), picks=(Pick(ModifierId("bacon")),)), Rule.CHOICE_UNKNOWN),
        (Asked(ItemId("tiramisu"), note="x" * 201), Rule.TEXT_TOO_LONG),
    ],
)
def test_what_cannot_be_sold_so_opens_no_order(store: MemoryStore, marta: Actor, asked: Asked, rule: Rule) -> None:
    facts = len(store.journal.entries)
    assert refusal(lambda: add(store, marta, asked)) is rule
    assert len(store.journal.entries) == facts


@pytest.mark.parametrize(
    ("new", "rule"),
    [
        (NewOrder(guests=-1), Rule.QUANTITY_OUT_OF_RANGE),
        (NewOrder(guests=1000), Rule.QUANTITY_OUT_OF_RANGE),
        (NewOrder(guest_name="x" * 201), Rule.TEXT_TOO_LONG),
        (NewOrder(table_id=TableId("table-13")), Rule.UNKNOWN),
    ],
)
def test_an_order_is_opened_for_guests_and_tables_there_can_be(
    store: MemoryStore, marta: Actor, new: NewOrder, rule: Rule
) -> None:
    assert refusal(lambda: store.shop.ordering.open_order(marta, new)) is rule
    assert store.shop.reads.orders.open_orders() == ()


def test_a_guests_name_is_tidied_when_the_order_is_opened(store: MemoryStore, marta: Actor) -> None:
    order = store.shop.ordering.open_order(marta, NewOrder(OrderType.TAKEOUT, guest_name="  Ada \n L. ")).order_id
    assert sheet(store, order).guest_name == "Ada L."


def test_changing_a_quantity_takes_the_choices_of_every_unit_along_and_keeps_the_bounds(
    store: MemoryStore, marta: Actor
) -> None:
    order = add(store, marta, BURGER)
    line = only_line(store, order)
    store.shop.ordering.change_quantity(marta, order, line, 3)
    assert sheet(store, order).total.plain() == "40.47"
    tea = ItemId("pot-of-tea")
    kinds = store.shop.reads.menu.sheet(tea).groups[0].modifiers
    one_each = tuple(Pick(kind.id) for kind in kinds[:2])
    table = add(store, marta, Asked(tea, picks=one_each, quantity=2))
    first = only_line(store, table)
    assert refusal(lambda: store.shop.ordering.change_quantity(marta, table, first, 3)) is Rule.CHOICE_MISSING
    assert refusal(lambda: store.shop.ordering.change_quantity(marta, table, first, 1)) is Rule.CHOICE_TOO_MANY
    store.shop.ordering.choose(marta, table, first, (Pick(one_each[0].modifier_id, 2),))
    store.shop.ordering.change_quantity(marta, table, first, 1)
    assert sheet(store, table).lines[0].modifiers[0].quantity == 1


def test_taking_off_and_putting_back_leaves_the_order_as_it_was(store: MemoryStore, marta: Actor) -> None:
    order = add(store, marta, BURGER)
    before = sheet(store, order)
    line = only_line(store, order)
    store.shop.ordering.remove_line(marta, order, line)
    assert (sheet(store, order).lines, sheet(store, order).total.minor) == ((), 0)
    store.shop.ordering.restore_line(marta, order, line)
    assert sheet(store, order) == before


def test_sending_puts_each_line_before_its_station_on_screen_and_paper(store: MemoryStore, marta: Actor) -> None:
    order = add(store, marta, PIZZA)
    for asked in (TIRAMISU, LATTE):
        add(store, marta, asked, order)
    store.shop.ordering.send(marta, order)
    live = store.shop.reads.kitchen.live(None)
    assert sorted(row.station_name for row in live) == ["Bar", "Kitchen", "Pizza oven"]
    assert [job.job.route for job in store.journal.jobs] == ["kitchen", "kitchen", "bar"]
    assert refusal(lambda: store.shop.ordering.send(marta, order)) is Rule.NOTHING_TO_SEND


def test_a_void_needs_a_right_or_an_approval_and_tells_the_station(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    order = add(store, marta, BURGER)
    line = only_line(store, order)
    store.shop.ordering.send(marta, order)
    void = store.shop.ordering.void_line
    assert refusal(lambda: void(marta, order, line, 1, "burnt")) is Rule.APPROVAL_NEEDED
    approval = store.shop.access.approve(carla.id, "483916", Permission.VOID_SENT, "burnt")
    void(marta, order, line, 1, "  burnt \n badly ", approval)
    shown = sheet(store, order)
    assert (shown.lines[0].voided, shown.total.plain()) == (1, "14.49")
    (ticket,) = store.shop.reads.kitchen.live(StationId("kitchen"))
    assert [row.voided for row in ticket.lines] == [1]
    assert store.journal.jobs[-1].job.kind is SpoolKind.VOID_SLIP
    void(carla, order, line, 1, "burnt")
    assert sheet(store, order).lines[0].state is LineState.VOIDED


def test_an_order_is_cancelled_with_its_tickets(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    unsent, sent = add(store, marta, PIZZA), add(store, marta, PIZZA)
    store.shop.ordering.cancel_order(marta, unsent, "guest left")
    store.shop.ordering.send(marta, sent)
    cancel = store.shop.ordering.cancel_order
    assert refusal(lambda: cancel(marta, sent, "guest left")) is Rule.APPROVAL_NEEDED
    cancel(carla, sent, "guest left")
    (ticket,) = store.shop.reads.kitchen.live(StationId("pizza"))
    assert [row.item.quantity - row.voided for row in ticket.lines] == [0]
    assert {row.status for row in store.shop.reads.orders.recent(5)} == {OrderStatus.CANCELLED}


def test_exact_cash_closes_the_order_with_receipt_and_drawer_in_one_transaction(
    store: MemoryStore, marta: Actor
) -> None:
    order = add(store, marta, BURGER)
    commits = len(store.journal.commits)
    paid = pay(store, marta, order, 2748)
    assert (paid.closed, paid.due.minor, paid.payment.change.minor) == (True, 0, 0)
    assert len(store.journal.commits) == commits + 1
    assert [job.job.kind for job in store.journal.jobs] == [
        SpoolKind.KITCHEN_SLIP, SpoolKind.RECEIPT, SpoolKind.DRAWER_KICK,
    ]  # fmt: skip
    assert [fact.reason for fact in paid.facts if isinstance(fact, DrawerOpened)] == [OpeningReason.SALE]


def test_more_cash_gives_change_and_less_is_a_part(store: MemoryStore, marta: Actor) -> None:
    order = add(store, marta, BURGER)
    part = pay(store, marta, order, 1000)
    assert (part.closed, part.due.minor) == (False, 1748)
    assert SpoolKind.RECEIPT not in [job.job.kind for job in store.journal.jobs]
    rest = pay(store, marta, order, 2000)
    assert (rest.closed, rest.payment.change.minor, sheet(store, order).paid.minor) == (True, 252, 2748)
    assert refusal(lambda: pay(store, marta, order, 100)) is Rule.ORDER_NOT_OPEN


def test_a_payment_tried_twice_is_taken_once_also_after_the_order_is_closed(store: MemoryStore, marta: Actor) -> None:
    order = add(store, marta, BURGER)
    attempt = store.shop.paying.new_attempt()
    first = pay(store, marta, order, 5000, attempt)
    facts, jobs = len(store.journal.entries), len(store.journal.jobs)
    assert pay(store, marta, order, 5000, attempt).payment == first.payment
    assert (len(store.journal.entries), len(store.journal.jobs)) == (facts, jobs)


def test_what_is_on_the_house_is_sent_and_ends_with_a_receipt_and_a_closed_drawer(
    store: MemoryStore, marta: Actor
) -> None:
    order = add(store, marta, TIRAMISU)
    store.shop.line_discounts.comp_order(EVERYTHING, order, "a birthday")
    closed = store.shop.paying.close_free(marta, order)
    kept = store.journal.order(order)
    assert (closed.order_id, kept.status, kept.payments) == (order, OrderStatus.CLOSED, [])
    assert [line.state for line in kept.lines.values()] == [LineState.SENT]
    kinds = [job.job.kind for job in store.journal.jobs]
    assert (kinds.count(SpoolKind.RECEIPT), SpoolKind.DRAWER_KICK in kinds) == (1, False)


def test_what_was_sent_before_is_not_sent_again_when_it_is_closed(store: MemoryStore, marta: Actor) -> None:
    order = add(store, marta, TIRAMISU)
    store.shop.line_discounts.comp_order(EVERYTHING, order, "a birthday")
    store.shop.ordering.send(marta, order)
    store.shop.paying.close_free(marta, order)
    assert len(store.journal.order(order).fires) == 1


def test_each_verb_asks_for_its_right(store: MemoryStore, marta: Actor) -> None:
    order = add(store, marta, PIZZA)
    cook = signed_in(store.shop, "paolo-ferrara")
    line = only_line(store, order)
    for act in (
        lambda: add(store, cook, PIZZA),
        lambda: store.shop.ordering.send(cook, order),
        lambda: store.shop.ordering.remove_line(cook, order, line),
        lambda: pay(store, cook, order, 5000),
        lambda: store.shop.paying.close_free(cook, order),
        lambda: store.shop.paying.reprint_receipt(cook, order),
    ):
        assert refusal(act) is Rule.NOT_ALLOWED
    assert refusal(lambda: store.shop.paying.open_drawer(marta, "change")) is Rule.APPROVAL_NEEDED


def test_a_drawer_opened_without_a_sale_is_kept_with_who_and_why(store: MemoryStore, carla: Actor) -> None:
    opened = store.shop.paying.open_drawer(carla, "change for the bar")
    assert (opened.reason, opened.note) == (OpeningReason.NO_SALE, "change for the bar")
    assert (store.journal.entries[-1].fact, store.journal.entries[-1].actor) == (opened, carla.id)
    assert [job.job.kind for job in store.journal.jobs] == [SpoolKind.DRAWER_KICK]


def test_an_order_nobody_opened_is_not_found(store: MemoryStore, marta: Actor) -> None:
    with pytest.raises(NotFound):
        add(store, marta, PIZZA, OrderId("none"))
