"""Every endpoint that a terminal should or may use is used, or declined with a reason in the connector's README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from aura_terminal.domain.documents import put
from aura_terminal.domain.ids import ItemId, PaymentId, RewardId, TableId
from aura_terminal.domain.loyalty import Company
from aura_terminal.domain.money import Money
from aura_terminal.domain.settling import Act, PaymentRefunded, Refund
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.supplies import AdjustmentKind, CountedLine
from aura_terminal.ports.central import Sweep
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.feedback import Rated
from aura_terminal.use_cases.guests import Details, NewGuest
from aura_terminal.use_cases.reservations import Booking, Rebooking
from aura_terminal.use_cases.supplies import Adjustment
from sync.connectors.auraconnect import endpoints
from sync.connectors.auraconnect.connector import connector_of
from sync.connectors.auraconnect.endpoints import Endpoint
from sync.connectors.auraconnect.hooks import subscribe
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from sync.connectors.auraconnect.words import documented_words
from sync.reconcile.contract import Call, Step
from tests.support.memory_shop import signed_in
from tests.unit.sync.connectors.auraconnect.pictures import ACCOUNT, NOW_MS, Bench, MemoryTokens, mirrored, reply
from tests.unit.sync.connectors.auraconnect.test_guests import ANYBODY, BEEF, COFFEE, PROGRAMME
from tests.unit.sync.connectors.auraconnect.test_session import LOGIN

README = Path(endpoints.__file__).parent / "README.md"

ROW = re.compile(r"^\| (GET|POST|PUT|DELETE) `([^`]+)` \| (use|may) \| (.+) \|$", re.MULTILINE)
DECLINED = "declined: "

SHOULD = """
POST auth/login, POST auth/logout, POST auth/refresh, GET staff, POST staff/clock-in, POST staff/clock-out, GET orders,
POST orders, GET orders/{id}, PUT orders/{id}, POST orders/{id}/cancel, POST orders/{id}/complete,
POST orders/{id}/send-to-kitchen, GET menu/items, GET menu/categories, GET inventory/low-stock,
POST inventory/{id}/adjust, POST inventory/count, GET kds/orders, PUT kds/orders/{id}/status, POST kds/orders/{id}/bump,
GET tax/rates, GET customers, POST customers, GET customers/{id}/loyalty, POST customers/{id}/loyalty/points,
POST payments/process, POST payments/split, POST payments/refund, GET payments/methods, GET promotions,
POST promotions/validate, GET reservations, POST reservations, GET reservations/availability,
POST reservations/{id}/confirm, POST reservations/{id}/cancel, GET tables, GET tables/layout, PUT tables/{id}/status,
GET loyalty/rewards, POST loyalty/rewards/redeem
"""
MAY = """
GET auth/me, GET staff/{id}, GET staff/schedules, GET orders/{id}/receipt, GET menu/items/{id}, PUT menu/items/{id},
GET inventory, GET inventory/expiring, GET inventory/{id}, POST tax/calculate, GET analytics/sales,
GET analytics/popular-items, GET customers/{id}, PUT customers/{id}, GET customers/{id}/orders, POST pos/sync,
GET pos/status, POST pos/webhook, GET promotions/{id}, GET reservations/{id}, PUT reservations/{id}, PUT tables/layout,
GET tables/{id}, GET feedback, POST feedback, GET loyalty/programs, GET loyalty/tiers, GET restaurants, GET locations,
GET settings, POST webhooks
"""


def listed(text: str) -> set[str]:
    rows = (" ".join(one.split()) for one in text.split(","))
    return {f"{method} /api/v1/{path}" for method, path in (row.split(" ") for row in rows)}


def in_readme() -> dict[str, tuple[str, str]]:
    """Endpoint -> what a terminal should, and what becomes of it here."""
    return {f"{method} {path}": (should, what) for method, path, should, what in ROW.findall(README.read_text("utf-8"))}


def template_of(call: Call) -> str:
    """A call as the documents write it: the ids of the path left out."""
    path = call.path.partition("?")[0]
    parts = ["{id}" if part.isdigit() else part for part in path.split("/")]
    return f"{call.method} {'/'.join(parts)}"


def everything_asked() -> Iterator[Call]:
    """Every request of a day on which everything happens."""
    shop = mirrored()
    shop.keep(put(BEEF), put(PROGRAMME), put(COFFEE))
    shop.link("supply", "beef", "101")
    shop.link("reward", "coffee", "10")
    connector = connector_of(ACCOUNT, MemoryTokens(password="secret"), documented_words())
    yield from filter(None, (connector.sign_in(NOW_MS),))
    connector.signed_in(reply(LOGIN), NOW_MS)
    yield from filter(None, (connector.sign_in(NOW_MS + 10**7), connector.session.sign_out()))
    yield subscribe("https://till.example/hooks", "between-us")
    yield from (shop.connector.ask(Sweep(CONNECTOR, pull.resource, began_ms=NOW_MS)) for pull in shop.connector.pulls())
    for step in (*a_day_of_selling(shop), *a_day_with_guests(shop), *a_day_in_the_house(shop)):
        yield step.call
        look = shop.connector.look(shop.row(step))
        yield from () if look is None else (look,)


def a_day_of_selling(shop: Bench) -> list[Step]:
    use = shop.store.shop
    told: list[Step] = []
    orders = [
        use.ordering.add_item(ANYBODY, NewOrder(table_id=TableId(f"table-{n}")), Asked(ItemId("tiramisu"))).order_id
        for n in (1, 2, 3)
    ]
    for order_id in orders:
        use.ordering.send(ANYBODY, order_id)
    told += shop.tell()
    use.ordering.add_item(ANYBODY, orders[0], Asked(ItemId("tiramisu"), note="big"))
    use.ordering.send(ANYBODY, orders[0])
    told += shop.tell()
    for ticket in shop.journal.tickets():
        if ticket.fired is not None and ticket.fired.order_id == orders[0]:
            use.kitchen.tap_item(ANYBODY, ticket.id, next(iter(ticket.lines)))
            told += shop.tell()
            use.kitchen.bump(ANYBODY, ticket.id)
    approval = Approval(SYSTEM, shop.store.clock.now(), "left")
    use.ordering.cancel_order(ANYBODY, orders[2], "left", approval)
    for order_id, parts in ((orders[0], 2), (orders[1], 1)):
        for part in range(parts, 0, -1):
            due = shop.picture.order(order_id).bill.due.minor // part
            use.paying.take_cash(ANYBODY, order_id, Money(due, "EUR"), use.paying.new_attempt())
    told += shop.tell()
    act = Act(shop.store.clock.now(), shop.picture.order(orders[0]).opened_on, "R1", approval)
    none = Money(0, "EUR")
    refund = Refund(PaymentId("019e2cb0-0000-7000-8000-0000000000aa"), "cash", Money(100, "EUR"), none)
    shop.keep(PaymentRefunded(orders[0], refund, act))
    return [*told, *shop.tell()]


def a_day_with_guests(shop: Bench) -> list[Step]:
    use = shop.store.shop
    told: list[Step] = []
    guest_id = use.guests.register(ANYBODY, NewGuest("John", "Doe", "+1-555-0123")).guest_id
    told += shop.tell()
    use.guests.change(ANYBODY, guest_id, Details(email="john@example.com"))
    use.loyalty.move_points(ANYBODY, guest_id, 100, "welcome")
    ten = {"id": 1, "name": "Ten", "type": "percentage_discount", "value": 10, "code": "TEN"}
    shop.pull("promotions", {"data": [ten]})
    order_id = use.ordering.add_item(ANYBODY, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    use.guests.attach(ANYBODY, order_id, guest_id)
    use.ordering.send(ANYBODY, order_id)
    use.discounts.apply_code(ANYBODY, order_id, "TEN")
    use.loyalty.redeem(ANYBODY, order_id, RewardId("coffee"), Company.ALONE)
    told += shop.tell()
    use.feedback.give(ANYBODY, order_id, Rated(5))
    starts = datetime(2026, 5, 20, 17, 0, tzinfo=UTC)
    reservation_id = use.reservations.book(ANYBODY, Booking(starts, 4, name="Kim")).reservation_id
    told += shop.tell()
    use.reservations.confirm(ANYBODY, reservation_id)
    use.reservations.change(ANYBODY, reservation_id, Rebooking(party_size=5))
    told += shop.tell()
    use.reservations.cancel(ANYBODY, reservation_id, "ill")
    return [*told, *shop.tell()]


def a_day_in_the_house(shop: Bench) -> list[Step]:
    use = shop.store.shop
    marta = signed_in(use)
    use.labor.clock_in(marta)
    use.labor.clock_out(marta)
    use.stock.eighty_six(ANYBODY, ItemId("tiramisu"))
    use.supplies.adjust(ANYBODY, Adjustment(BEEF.id, AdjustmentKind.WASTE, Decimal(1)))
    use.supplies.count(ANYBODY, (CountedLine(BEEF.id, Decimal(5)),))
    table = shop.picture.document(Table, "table-4")
    number = shop.picture.record(record_of("table", table.id)).central_id
    shop.pull("layout", {"data": [{"id": int(number), "table_number": table.number}]})
    shop.keep(put(replace(shop.picture.document(Table, "table-4"), x=5)))
    return shop.tell()


@pytest.fixture(scope="module")
def asked() -> set[str]:
    return {template_of(call) for call in everything_asked()}


def test_the_readme_lists_just_the_rows_a_terminal_should_or_may_use() -> None:
    rows = in_readme()

    assert {one for one, (should, _) in rows.items() if should == "use"} == listed(SHOULD)
    assert {one for one, (should, _) in rows.items() if should == "may"} == listed(MAY)


def test_nothing_a_terminal_should_use_is_declined() -> None:
    assert [one for one, (should, what) in in_readme().items() if should == "use" and what.startswith(DECLINED)] == []


def test_whatever_is_declined_has_a_reason() -> None:
    reasons = [what.removeprefix(DECLINED) for _, what in in_readme().values() if what.startswith(DECLINED)]

    assert reasons
    assert all(len(reason.split()) >= 4 for reason in reasons)


def test_what_the_readme_calls_used_is_really_asked_and_nothing_else(asked: set[str]) -> None:
    used = {one for one, (_, what) in in_readme().items() if not what.startswith(DECLINED)}

    assert used - asked == set()
    beyond = {"GET /api/v1/pos/mappings"}  # how fields are called, which no row speaks of
    assert asked - used == beyond


def test_every_endpoint_that_is_named_is_asked(asked: set[str]) -> None:
    named = {f"{one.method} {one.path}" for one in vars(endpoints).values() if isinstance(one, Endpoint)}

    assert named - asked == set()
