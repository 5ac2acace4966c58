"""What a manager decides about money two terminals took: every choice, with its effect on drawer and day."""

from collections.abc import Callable

import pytest

from aura_terminal.domain.drawer import DrawerOpened, OpeningReason
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, ItemId, OrderId, PaymentId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import OrderCancelled, PaymentTaken
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import Columns, SpoolKind
from aura_terminal.domain.payments import Taking, pay_in_cash
from aura_terminal.domain.settling import ChoiceCode, ConflictKind
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in
from tests.unit.domain.orders import MANAGER, NOW, TODAY

TIRAMISU = Asked(ItemId("tiramisu"))
PRICE = Money(690, "EUR")


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


@pytest.fixture
def sold(store: MemoryStore, marta: Actor) -> OrderId:
    """A tiramisù, sent and paid."""
    order_id = store.shop.ordering.add_item(marta, NewOrder(), TIRAMISU).order_id
    assert store.shop.paying.take_cash(marta, order_id, PRICE, store.shop.paying.new_attempt()).closed
    return order_id


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def paid_elsewhere(store: MemoryStore, order_id: OrderId) -> None:
    """R2, cut off, took the money too."""
    taking = Taking(PaymentId("p2"), AttemptId("try2"), NOW, TODAY, "R2")
    with store.begin(SYSTEM) as work:
        work.keep(PaymentTaken(order_id, pay_in_cash(taking, PRICE, PRICE, 1)))


def added_elsewhere(store: MemoryStore, order_id: OrderId, quantity: int = 1) -> None:
    """R2, cut off, added to it."""
    with store.begin(SYSTEM) as work:
        added = Order(order_id)
        added.own = dict(work.order(order_id).own)
        sold_thing = next(iter(added.own.values())).sold
        work.keep(added.add_line(store_line(store), sold_thing, quantity=quantity, course=1, note="extra"))


def store_line(store: MemoryStore):  # type: ignore[no-untyped-def]  # a LineId
    return store.ids.new()


def only(store: MemoryStore, order_id: OrderId):  # type: ignore[no-untyped-def]  # a Conflict
    ((conflict, choices),) = store.shop.conflicts.of_order(EVERYTHING, order_id)
    assert choices
    return conflict


def decide(store: MemoryStore, order_id: OrderId, choice: ChoiceCode, reason: str = "we asked the guest"):  # type: ignore[no-untyped-def]  # Done
    return store.shop.conflicts.decide(EVERYTHING, only(store, order_id).id, choice, reason)


def drawer(store: MemoryStore) -> int:
    """What the day's figures say the drawers did."""
    read = store.shop.closing.read()
    figures = (*read.tenders, *read.refunds, *read.reversals)
    return sum(figure.amount.minor for figure in figures) + read.rounding.minor


def test_a_surplus_is_given_back_in_cash(store: MemoryStore, sold: OrderId) -> None:
    paid_elsewhere(store, sold)
    conflict = only(store, sold)
    assert (conflict.kind, conflict.amount) == (ConflictKind.OVERPAID, PRICE)
    facts = decide(store, sold, ChoiceCode.GIVE_BACK).facts
    assert [fact.reason for fact in facts if isinstance(fact, DrawerOpened)] == [OpeningReason.REFUND]
    assert store.journal.jobs[-1].job.kind is SpoolKind.DRAWER_KICK
    assert store.shop.conflicts.of_order(EVERYTHING, sold) == ()
    assert (drawer(store), store.shop.closing.read().gross) == (690, PRICE)
    assert store.journal.order(sold).bill.due.minor == 0


def test_a_surplus_is_kept_as_a_tip(store: MemoryStore, sold: OrderId) -> None:
    paid_elsewhere(store, sold)
    decide(store, sold, ChoiceCode.KEEP_AS_TIP)
    read = store.shop.closing.read()
    assert (drawer(store), read.gross, [one.amount for one in read.kept]) == (1380, PRICE, [PRICE])


def test_a_payment_that_was_entered_twice_never_was(store: MemoryStore, sold: OrderId) -> None:
    paid_elsewhere(store, sold)
    decide(store, sold, ChoiceCode.NEVER_TAKEN)
    assert drawer(store) == 690
    assert [one.amount.minor for one in store.shop.closing.read().reversals] == [-690]
    assert len(store.journal.order(sold).payments) == 2


def test_what_came_too_late_goes_on_a_new_check_and_is_paid_there(
    store: MemoryStore, marta: Actor, sold: OrderId
) -> None:
    added_elsewhere(store, sold, 2)
    assert only(store, sold).amount == PRICE + PRICE
    assert store.shop.closing.read().gross == PRICE
    check = decide(store, sold, ChoiceCode.NEW_CHECK).order_id
    order = store.journal.order(check)
    assert (order.split_from, order.bill.due, len(order.unsent)) == (sold, PRICE + PRICE, 1)
    assert store.shop.paying.take_cash(marta, check, order.bill.due, store.shop.paying.new_attempt()).closed
    assert (drawer(store), store.shop.closing.read().gross.minor) == (3 * 690, 3 * 690)
    assert store.shop.conflicts.of_order(EVERYTHING, sold) == ()


def test_what_came_too_late_is_written_off(store: MemoryStore, sold: OrderId) -> None:
    added_elsewhere(store, sold)
    decide(store, sold, ChoiceCode.WRITE_OFF)
    read = store.shop.closing.read()
    assert (read.gross, [one.amount for one in read.written_off], read.open_amount.minor) == (PRICE, [PRICE], 0)


@pytest.mark.parametrize(
    ("choice", "status", "gross", "cash"),
    [
        (ChoiceCode.SALE_STANDS, OrderStatus.CLOSED, 690, 690),
        (ChoiceCode.GIVE_BACK, OrderStatus.CANCELLED, 0, 0),
    ],
)
def test_a_cancelled_order_that_was_paid_is_a_sale_or_money_back(
    store: MemoryStore, sold: OrderId, choice: ChoiceCode, status: OrderStatus, gross: int, cash: int
) -> None:
    covers = store.journal.order(sold).closings[0].covers
    with store.begin(SYSTEM) as work:
        work.keep(OrderCancelled(sold, NOW, TODAY, "left", MANAGER, "R2", covers))
    assert only(store, sold).kind is ConflictKind.CANCELLED_BUT_PAID
    decide(store, sold, choice)
    assert store.journal.order(sold).status is status
    assert (store.shop.closing.read().gross.minor, drawer(store)) == (gross, cash)
    assert store.shop.conflicts.of_order(EVERYTHING, sold) == ()


def test_a_decision_needs_a_right_a_reason_a_conflict_and_a_choice_it_offers(
    store: MemoryStore, marta: Actor, sold: OrderId
) -> None:
    paid_elsewhere(store, sold)
    conflict_id, conflicts = only(store, sold).id, store.shop.conflicts
    back = ChoiceCode.GIVE_BACK
    assert refusal(lambda: conflicts.decide(marta, conflict_id, back, "why")) is Rule.APPROVAL_NEEDED
    assert refusal(lambda: conflicts.decide(EVERYTHING, conflict_id, back, " ")) is Rule.REASON_NEEDED
    assert (
        refusal(lambda: conflicts.decide(EVERYTHING, conflict_id, ChoiceCode.WRITE_OFF, "x")) is Rule.CHOICE_NOT_OFFERED
    )
    second = store.opened_by("R2").shop.conflicts
    assert refusal(lambda: second.decide(EVERYTHING, conflict_id, back, "why")) is Rule.TOKEN_ELSEWHERE
    conflicts.decide(marta, conflict_id, back, "why", MANAGER)
    assert refusal(lambda: conflicts.decide(EVERYTHING, conflict_id, back, "why")) is Rule.CONFLICT_GONE


def test_a_second_surplus_is_a_conflict_of_its_own(store: MemoryStore, sold: OrderId) -> None:
    paid_elsewhere(store, sold)
    first = only(store, sold).id
    decide(store, sold, ChoiceCode.KEEP_AS_TIP)
    taking = Taking(PaymentId("p3"), AttemptId("try3"), NOW, TODAY, "R3")
    with store.begin(SYSTEM) as work:
        work.keep(PaymentTaken(sold, pay_in_cash(taking, PRICE, PRICE, 1)))
    assert only(store, sold).id != first


def test_a_payment_on_a_merged_order_is_carried_over(store: MemoryStore, marta: Actor) -> None:
    orders = [store.shop.ordering.add_item(marta, NewOrder(), TIRAMISU).order_id for _ in range(2)]
    store.shop.floor.merge_orders(marta, *orders)
    stays, goes = sorted(orders)
    paid_elsewhere(store, goes)
    store.shop.paying.release_token(stays, "R2")
    assert refusal(lambda: decide(store, goes, ChoiceCode.CARRY_OVER)) is Rule.TOKEN_ELSEWHERE
    store.opened_by("R2").shop.paying.release_token(stays, "R1")
    decide(store, goes, ChoiceCode.CARRY_OVER)
    assert (store.journal.order(stays).bill.due, drawer(store)) == (PRICE, 690)
    assert store.shop.conflicts.of_order(EVERYTHING, goes) == ()


def test_what_was_oversold_is_counted_again_or_eighty_sixed(store: MemoryStore, marta: Actor) -> None:
    item = TIRAMISU.item_id
    store.shop.stock.set_count(EVERYTHING, item, 1)
    store.shop.ordering.add_item(marta, NewOrder(), Asked(item, quantity=2))
    assert store.journal.stock(item).oversold == 1
    done = store.shop.conflicts.decide(EVERYTHING, f"{item}/oversold", ChoiceCode.EIGHTY_SIX, "none left")
    assert len(done.facts) == 1
    assert store.journal.stock(item).is_eighty_sixed
    again = store.shop.conflicts.decide
    assert refusal(lambda: again(EVERYTHING, f"{item}/oversold", ChoiceCode.COUNT_AGAIN, "again")) is Rule.CONFLICT_GONE


def test_the_receipt_of_an_order_shows_what_was_sold_and_what_was_given_back(store: MemoryStore, sold: OrderId) -> None:
    paid_elsewhere(store, sold)
    decide(store, sold, ChoiceCode.GIVE_BACK)
    added_elsewhere(store, sold)
    store.shop.paying.reprint_receipt(EVERYTHING, sold)
    document = store.journal.jobs[-1].job.document
    assert document is not None
    rows = [" ".join(cell.text for cell in block.cells) for block in document.blocks if isinstance(block, Columns)]
    assert [row for row in rows if "Tiramis" in row] == ["1 x Tiramisù 6.90 B"]
    assert "Given back -6.90  " in rows
    assert not any("Still to pay" in row for row in rows)
