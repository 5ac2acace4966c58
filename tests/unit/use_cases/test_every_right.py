"""Every right there is keeps somebody from something: each is tried by a verb with every right but the one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.cash_rules import CashRules, DrawerPlace, Holding
from aura_terminal.domain.documents import Document
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.floor_rules import FloorRules, OthersTables
from aura_terminal.domain.ids import (
    AttemptId,
    CategoryId,
    DrawerId,
    GuestId,
    ItemId,
    OrderId,
    RoleId,
    StaffId,
    SupplierId,
    SupplyId,
    TableId,
    TicketId,
)
from aura_terminal.domain.labor_rules import LaborRules, Policy
from aura_terminal.domain.money import Money
from aura_terminal.domain.open_items import OpenItem
from aura_terminal.domain.price_levels import MENU_PRICES
from aura_terminal.domain.punches import PunchKind
from aura_terminal.domain.reports import Period, ReportKind
from aura_terminal.domain.service_facts import GRATUITY
from aura_terminal.domain.staff import Actor, Approval, Permission, Role
from aura_terminal.domain.suppliers import Supplier
from aura_terminal.domain.supplies import Supply
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.domain.weighing import ByWeight, PriceUnit, Weight, WeightSource
from aura_terminal.ports.audit_rows import AuditQuery
from aura_terminal.use_cases.cash import Moving
from aura_terminal.use_cases.menu_editing import Edit
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.punch_editing import PunchEdit
from aura_terminal.use_cases.purchasing import Draft, Wanted
from aura_terminal.use_cases.reservations import Booking
from tests.contract.store_bench import WATER
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in
from tests.support.water_orders import paid, sent

Verb = Callable[[MemoryStore, Actor], object]
ANY = OrderId("any")
MARTA, SOFIA, CARLA = StaffId("marta-rossi"), StaffId("sofia-conti"), StaffId("carla-lombardi")
EURO = Money(100, "EUR")
DRINKS = CategoryId("drinks")


def approve_purchase(store: MemoryStore, by: Actor, approval: Approval | None = None) -> object:
    kept: list[Document] = [Supplier(SupplierId("farm"), "Hof"), Supply(SupplyId("flour"), "Flour", "kg")]
    store.shop.administration.put_documents(EVERYTHING, kept)
    wanted = Wanted(SupplyId("flour"), Decimal(1), EURO)
    drafted = store.shop.purchasing.draft(EVERYTHING, Draft(SupplierId("farm"), (wanted,)))
    return store.shop.purchasing.approve(by, drafted.purchase_id, approval)


def void(store: MemoryStore, by: Actor) -> object:
    order = sent(store)
    line = store.shop.reads.orders.sheet(order).lines[0]
    return store.shop.ordering.void_line(by, order, line.line_id, 1, "dropped")


def price(store: MemoryStore, by: Actor) -> object:
    item = store.shop.reads.menu.sheet(WATER.item_id).item
    return store.shop.menu_editing.keep(by, [Edit(item, replace(item, price=item.price + EURO))])


def name_of_item(store: MemoryStore, by: Actor) -> object:
    item = store.shop.reads.menu.sheet(WATER.item_id).item
    return store.shop.menu_editing.keep(by, [Edit(item, replace(item, name="Still water"))])


def taxes(store: MemoryStore, by: Actor) -> object:
    (regime,) = store.shop.reads.catalogue.documents.all(TaxRegime)
    return store.shop.administration.put_documents(by, [replace(regime, categories=regime.categories)])


def session_of(store: MemoryStore, cashier: StaffId) -> object:
    rules = CashRules(drawers=(DrawerPlace(DrawerId("R1"), "Front", "R1", Holding.ASSIGNED),))
    store.shop.cash.put_rules(EVERYTHING, rules)
    return store.shop.cash.begin(EVERYTHING, DrawerId("R1"), {100: 5}, cashier).session_id


def clock_in(store: MemoryStore, by: Actor) -> object:
    store.shop.administration.put_documents(EVERYTHING, [LaborRules(unplanned=Policy.APPROVAL)])
    return store.shop.labor.clock_in(Actor(MARTA, "Marta", by.permissions))


def typed(store: MemoryStore, by: Actor) -> object:
    water = store.shop.reads.menu.sheet(WATER.item_id).item
    weighed = replace(water, id=ItemId("olives"), by_weight=ByWeight(PriceUnit.KILOGRAM))
    store.shop.administration.put_documents(EVERYTHING, [weighed])
    return store.shop.weighing.add_weighed(by, NewOrder(), weighed.id, Weight(500, 0, WeightSource.TYPED))


def movement(store: MemoryStore, by: Actor) -> object:
    session = store.shop.cash.begin(EVERYTHING, DrawerId("R1"), {100: 5}).session_id
    return store.shop.cash.move(by, session, Moving(MovementKind.PAID_OUT, EURO, "Ice", "Shop"))


def punch(store: MemoryStore, by: Actor) -> object:
    edit = PunchEdit(store.clock.now() - timedelta(hours=1))
    return store.shop.punch_editing.add(by, MARTA, PunchKind.CLOCK_IN, edit, "forgot")


def anothers_table(store: MemoryStore, by: Actor) -> object:
    store.shop.sections.put_rules(EVERYTHING, FloorRules(others_tables=OthersTables.REFUSED))
    order = store.shop.tables.seat(signed_in(store.shop), TableId("table-5"), 2).order_id
    return store.shop.tables.take(by, order)


def anothers_order(store: MemoryStore, by: Actor) -> object:
    order = store.shop.ordering.open_order(signed_in(store.shop), NewOrder()).order_id
    return store.shop.handing.hand_over(by, [order], SOFIA)


def period(store: MemoryStore) -> Period:
    day = store.shop.reports.today()
    return Period(day, day)


VERBS: Mapping[Permission, Verb] = {
    Permission.SELL: lambda store, by: store.shop.ordering.add_item(by, NewOrder(), WATER),
    Permission.SEND: lambda store, by: store.shop.ordering.send(by, ANY),
    Permission.TAKE_PAYMENT: lambda store, by: store.shop.paying.take_cash(by, ANY, EURO, AttemptId("a")),
    Permission.VOID_UNSENT: lambda store, by: store.shop.ordering.remove_line(by, ANY, "line"),  # type: ignore[arg-type]
    Permission.VOID_SENT: void,
    Permission.CANCEL_ORDER: lambda store, by: store.shop.ordering.cancel_order(by, sent(store), "left"),
    Permission.BUMP: lambda store, by: store.shop.kitchen.bump(by, TicketId("any")),
    Permission.RECALL: lambda store, by: store.shop.kitchen.recall(by, TicketId("any")),
    Permission.NO_SALE: lambda store, by: store.shop.paying.open_drawer(by, "change"),
    Permission.REPRINT: lambda store, by: store.shop.paying.reprint_receipt(by, ANY),
    Permission.REPORT_X: lambda store, by: store.shop.closing.print_reading(by, date(2026, 5, 15)),
    Permission.CLOSE_DAY: lambda store, by: store.shop.closing.close_day(by),
    Permission.EDIT_MENU: name_of_item,
    Permission.MANAGE_STAFF: lambda store, by: store.shop.people.sheet(by),
    Permission.EDIT_SETTINGS: lambda store, by: store.shop.terminals.revoke(by, "any", "sold"),
    Permission.AUDIT: lambda store, by: store.shop.audit.search(by, AuditQuery()),
    Permission.EXPORT: lambda store, by: store.shop.reports.must_export(by),
    Permission.EIGHTY_SIX: lambda store, by: store.shop.stock.eighty_six(by, ItemId("any")),
    Permission.RESOLVE_CONFLICT: lambda store, by: store.shop.paying.override_token(by, ANY, "broken"),
    Permission.DISCOUNT: lambda store, by: store.shop.discounts.take_percent(by, sent(store), Decimal(10), "regular"),
    Permission.MANAGE_GUESTS: lambda store, by: store.shop.guests.erase(by, GuestId("any"), "asked"),
    Permission.SELL_VALUE: lambda store, by: store.shop.value_selling.sell_card(by, NewOrder(), EURO),
    Permission.MANAGE_ACCOUNTS: lambda store, by: store.shop.value_accounts.open_house(by, "Acme", EURO),
    Permission.RESERVE: lambda store, by: store.shop.reservations.book(by, Booking(store.clock.now(), 2, name="Ada")),
    Permission.MANAGE_SUPPLIES: lambda store, by: store.shop.supplies.count(by, ()),
    Permission.APPROVE_PURCHASES: approve_purchase,
    Permission.REFUND: lambda store, by: store.shop.card_returns.refund(
        by, ANY, AttemptId("b"), AttemptId("a"), EURO, "cold"
    ),
    Permission.REOPEN: lambda store, by: store.shop.returns.reopen(by, paid(store), "wrong"),
    Permission.TYPE_WEIGHT: typed,
    Permission.USE_DRAWER: lambda store, by: store.shop.cash.begin(by, DrawerId("R1"), {100: 5}),
    Permission.MOVE_CASH: movement,
    Permission.COUNT_ANY_DRAWER: lambda store, by: store.shop.cash.check(by, session_of(store, SOFIA), {}),  # type: ignore[arg-type]
    Permission.SEE_EXPECTED_CASH: lambda store, by: store.shop.shift_reports.of_session(
        by, store.shop.cash.begin(EVERYTHING, DrawerId("R1"), {100: 5}).session_id
    ),
    Permission.CLOSE_LATE: lambda store, by: store.shop.closing.close_day(by, date(2026, 5, 1)),
    Permission.SEE_REPORTS: lambda store, by: store.shop.reports.read(by, ReportKind.HOURS, period(store)),
    Permission.SEE_LABOR_COST: lambda store, by: store.shop.reports.read(by, ReportKind.LABOR, period(store)),
    Permission.EDIT_PUNCHES: punch,
    Permission.OVERRIDE_SCHEDULE: clock_in,
    Permission.SHARE_TIPS: lambda store, by: store.shop.tips.day(by),
    Permission.EDIT_PRICES: price,
    Permission.EDIT_TAXES: taxes,
    Permission.ASSIGN_SECTIONS: lambda store, by: store.shop.sections.block(by, TableId("table-5")),
    Permission.SERVE_ANY_TABLE: anothers_table,
    Permission.HAND_OVER_ANY: anothers_order,
    Permission.EDIT_FLOOR: lambda store, by: store.shop.floor_editing.keep(
        by, store.shop.floor_editing.plan().drawing, store.shop.floor_editing.plan().drawing
    ),
    Permission.EDIT_DEVICES: lambda store, by: store.shop.devices.allow_set_up(by, "receipt"),
    Permission.MANAGE_ROLES: lambda store, by: store.shop.people.put_role(by, Role(RoleId("x"), "X", ())),
    Permission.BACK_UP: lambda store, by: store.shop.safekeeping.allow_copy(by, "back_up"),
    Permission.RESTORE: lambda store, by: store.shop.safekeeping.allow_restore(by, "restore"),
    Permission.COMP: lambda store, by: store.shop.line_discounts.comp_order(by, sent(store), "birthday"),
    Permission.OPEN_ITEM: lambda store, by: store.shop.open_items.add(by, NewOrder(), OpenItem(EURO, category=DRINKS)),
    Permission.WAIVE_SERVICE: lambda store, by: store.shop.service.waive(by, sent(store), GRATUITY, "slow"),
    Permission.PAY_UNSENT: lambda store, by: store.shop.service.take_unsent(
        by, store.shop.ordering.add_item(EVERYTHING, NewOrder(), WATER).order_id, "in a hurry"
    ),
    Permission.CHOOSE_PRICE: lambda store, by: store.shop.ordering.add_item(
        by, NewOrder(), replace(WATER, level=MENU_PRICES)
    ),
}
IN_OTHER_WORDS = {
    Permission.SEE_EXPECTED_CASH: Rule.COUNT_FIRST,
}
"""Rights whose want is told by a rule that says more than that it is wanting."""


def test_there_are_more_than_thirty_rights_and_each_has_a_verb_that_needs_it() -> None:
    assert len(Permission) >= 30
    assert VERBS.keys() == set(Permission)


@pytest.mark.parametrize("right", Permission)
def test_without_the_right_the_verb_is_refused_and_nothing_happens(right: Permission) -> None:
    store = demo_store()
    signed_in(store.shop, CARLA)
    without = Actor(EVERYTHING.id, "Almost", EVERYTHING.permissions - {right})
    with pytest.raises(RuleBroken) as refused:
        VERBS[right](store, without)
    if right in IN_OTHER_WORDS:
        assert refused.value.rule is IN_OTHER_WORDS[right]
    else:
        assert refused.value.rule in (Rule.NOT_ALLOWED, Rule.APPROVAL_NEEDED)
        assert refused.value.details["permission"] == right.value


@pytest.mark.parametrize("right", Permission)
def test_with_every_right_it_is_not_the_right_that_stands_in_the_way(right: Permission) -> None:
    store = demo_store()
    outcome: RuleBroken | object
    try:
        outcome = VERBS[right](store, EVERYTHING)
    except RuleBroken as other:
        outcome = other
    wanting = (Rule.NOT_ALLOWED, Rule.APPROVAL_NEEDED, *IN_OTHER_WORDS.values())
    assert getattr(outcome, "rule", None) not in wanting
