"""What dishonest people do at a till: each leaves a fact that whoever looks finds, with who did it and where.

Who takes a thing off after the guest has paid for it in cash, opens the drawer for change, grants friends a discount or
writes hours that nobody worked is not kept from it where it is their right: it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from aura_terminal.domain.audit import KEPT, Topic
from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import CategoryId, DrawerId, LineId, OrderId, RoleId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.open_items import OpenItem
from aura_terminal.domain.punches import PunchKind
from aura_terminal.domain.staff import Actor, Permission, Role, StaffMember
from aura_terminal.domain.store_care import CareAct
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.domain.value_facts import AccountKind
from aura_terminal.ports.audit_rows import AuditQuery, AuditRow
from aura_terminal.use_cases.cash import Moving
from aura_terminal.use_cases.guests import NewGuest
from aura_terminal.use_cases.menu_editing import Edit
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.punch_editing import PunchEdit
from aura_terminal.use_cases.returns import Way
from tests.contract.store_bench import WATER
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in
from tests.support.water_orders import paid, sent

MARTA = Actor(StaffId("marta-rossi"), "Marta", frozenset(Permission))
CARLA = StaffId("carla-lombardi")
EURO = Money(100, "EUR")
WRONG = "00000000"


def line(store: MemoryStore, order: OrderId) -> LineId:
    return store.shop.reads.orders.sheet(order).lines[0].line_id


def void_after_cash(store: MemoryStore) -> None:
    order = sent(store)
    store.shop.ordering.void_line(MARTA, order, line(store, order), 1, "dropped")


def remove_before_it_is_sent(store: MemoryStore) -> None:
    order = store.shop.ordering.add_item(EVERYTHING, NewOrder(), WATER).order_id
    store.shop.ordering.remove_line(MARTA, order, line(store, order))


def take_back(store: MemoryStore) -> None:
    order = paid(store)
    store.shop.returns.take_back(MARTA, order, [(line(store, order), 1)], "cold", Way.CASH)


def comp_a_line(store: MemoryStore) -> None:
    order = sent(store)
    store.shop.line_discounts.comp_lines(MARTA, order, [line(store, order)], "friend")


def take_cash_out(store: MemoryStore) -> None:
    session = store.shop.cash.begin(MARTA, DrawerId("R1"), {100: 5}).session_id
    store.shop.cash.move(MARTA, session, Moving(MovementKind.PAID_OUT, EURO, "Ice", "Shop"))


def count_too_little(store: MemoryStore) -> None:
    session = store.shop.cash.begin(MARTA, DrawerId("R1"), {100: 5}).session_id
    store.shop.cash.end(MARTA, session, {100: 3})


def count_again_until_it_fits(store: MemoryStore) -> None:
    session = store.shop.cash.begin(MARTA, DrawerId("R1"), {100: 5}).session_id
    store.shop.cash.end(MARTA, session, {100: 3})
    store.shop.cash.recount(MARTA, session, {100: 5})


def write_hours(store: MemoryStore) -> None:
    edit = PunchEdit(store.clock.now() - timedelta(hours=1))
    store.shop.punch_editing.add(MARTA, StaffId("sofia-conti"), PunchKind.CLOCK_IN, edit, "forgot")


def lower_a_price(store: MemoryStore) -> None:
    item = store.shop.reads.menu.sheet(WATER.item_id).item
    store.shop.menu_editing.keep(MARTA, [Edit(item, replace(item, price=Money(1, "EUR")))])


def lower_the_tax(store: MemoryStore) -> None:
    (regime,) = store.shop.reads.catalogue.documents.all(TaxRegime)
    store.shop.administration.put_documents(MARTA, [regime])


def promote_oneself(store: MemoryStore) -> None:
    documents = store.shop.reads.catalogue.documents
    me = documents.get(StaffMember, MARTA.id)
    store.shop.people.put_members(MARTA, [replace(me, roles=(RoleId("manager"),))])


def guess_a_pin(store: MemoryStore) -> None:
    for _ in range(5):
        with suppress(RuleBroken):
            store.shop.access.sign_in(MARTA.id, WRONG)


def pay_a_gift_card_out(store: MemoryStore) -> None:
    shop = store.shop
    sold = shop.value_selling.sell_card(EVERYTHING, NewOrder(), EURO)
    shop.paying.take_cash(EVERYTHING, sold.order_id, EURO, shop.paying.new_attempt())
    (row,) = shop.reads.value.accounts(AccountKind.GIFT_CARD, 9)
    shop.value_accounts.pay_out(MARTA, row.account_id, "moved away")


def give_points(store: MemoryStore) -> None:
    guest = store.shop.guests.register(EVERYTHING, NewGuest(first_name="Ada", phone="+4930123456"))
    store.shop.loyalty.move_points(MARTA, guest.guest_id, 500, "friend")


def close_early(store: MemoryStore) -> None:
    paid(store)
    store.shop.closing.close_day(MARTA)


def let_a_terminal_go(store: MemoryStore) -> None:
    store.shop.terminals.pair("r2", "R2", "of R2", "R1")
    store.shop.terminals.revoke(MARTA, "r2", "sold")


def take_anothers_order(store: MemoryStore) -> None:
    order = store.shop.ordering.open_order(signed_in(store.shop, "sofia-conti"), NewOrder()).order_id
    store.shop.handing.hand_over(MARTA, [order], MARTA.id)


CASES: Mapping[str, tuple[Callable[[MemoryStore], object], str]] = {
    "void after the guest paid in cash": (void_after_cash, "line_voided"),
    "take off before it is sent": (remove_before_it_is_sent, "line_removed"),
    "cancel a whole order": (lambda on: on.shop.ordering.cancel_order(MARTA, sent(on), "left"), "order_cancelled"),
    "open the drawer without a sale": (lambda on: on.shop.paying.open_drawer(MARTA, "change"), "drawer_opened"),
    "a discount for a friend": (
        lambda on: on.shop.discounts.take_percent(MARTA, sent(on), Decimal(50), "friend"),
        "discount_applied",
    ),
    "an order on the house": (
        lambda on: on.shop.line_discounts.comp_order(MARTA, sent(on), "friend"),
        "discount_applied",
    ),
    "a line on the house": (comp_a_line, "discount_applied"),
    "money back to oneself": (take_back, "goods_returned"),
    "open a paid order again": (lambda on: on.shop.returns.reopen(MARTA, paid(on), "wrong"), "goods_returned"),
    "show an old receipt again": (lambda on: on.shop.paying.reprint_receipt(MARTA, paid(on)), "receipt_reprinted"),
    "take cash out of the drawer": (take_cash_out, "cash_moved"),
    "a drawer that is short": (count_too_little, "session_ended"),
    "count again until it fits": (count_again_until_it_fits, "cash_counted"),
    "hours nobody worked": (write_hours, "punch_added"),
    "a price for an evening": (lower_a_price, "document_put"),
    "less tax": (lower_the_tax, "document_put"),
    "more rights for oneself": (promote_oneself, "document_put"),
    "a role with everything": (
        lambda on: on.shop.people.put_role(MARTA, Role(RoleId("x"), "X", tuple(Permission))),
        "document_put",
    ),
    "another's PIN set anew": (lambda on: on.shop.access.set_pin(MARTA, CARLA, "594837"), "pin_set"),
    "guess a PIN": (guess_a_pin, "pin_tried"),
    "sign in as somebody": (lambda on: signed_in(on.shop), "signed_in"),
    "pay a gift card out": (pay_a_gift_card_out, "value_withdrawn"),
    "points for a friend": (give_points, "points_moved"),
    "somebody else's table": (take_anothers_order, "order_handed"),
    "an item nobody has on the menu": (
        lambda on: on.shop.open_items.add(MARTA, NewOrder(), OpenItem(Money(1, "EUR"), category=CategoryId("drinks"))),
        "line_added",
    ),
    "take a copy of the store along": (lambda on: on.shop.safekeeping.allow_copy(MARTA, "back_up"), "document_put"),
    "bring an old copy back": (
        lambda on: on.shop.safekeeping.note_done(
            MARTA.id, CareAct.RESTORE, "yesterday", on.shop.safekeeping.allow_restore(MARTA, "restore")
        ),
        "document_put",
    ),
    "close the day before it is over": (close_early, "day_closed"),
    "say an item has run out": (lambda on: on.shop.stock.eighty_six(MARTA, WATER.item_id), "item_eighty_sixed"),
    "put a terminal out of the store": (let_a_terminal_go, "terminal_revoked"),
}


def told(store: MemoryStore) -> list[AuditRow]:
    """All that is told of what Marta did."""
    while not store.shop.audit.catch_up().is_all:
        pass
    return list(store.shop.audit.search(EVERYTHING, AuditQuery(who=MARTA.id, is_everything=True)).rows)


def test_there_are_more_than_twenty_five_of_them() -> None:
    assert len(CASES) > 25


@pytest.mark.parametrize("case", CASES)
def test_who_did_it_and_where_is_told(case: str) -> None:
    store = demo_store()
    act, type_ = CASES[case]
    act(store)
    row = next(row for row in told(store) if row.type == type_)
    assert (row.actor, row.terminal) == (MARTA.id, "R1")
    assert row.topic in KEPT or row.topic is Topic.SALE
