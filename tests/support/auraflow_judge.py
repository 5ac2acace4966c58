"""Whether AuraFlow holds just what a terminal holds: every sale to the cent, and nothing once more or once less."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import cast

from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import GuestId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.returns import credits_of
from aura_terminal.domain.supplies import Supply
from aura_terminal.store.open_store import Store
from sync.connectors.auraflow.guests import called
from sync.connectors.auraflow.naming import central_id_of
from sync.connectors.auraflow.transactions import is_worth_telling, turnover_of
from sync.reconcile.levels import level_of
from tests.support.auraflow_office import AuraFlowOffice
from tests.support.central_judge import MOST, orders_of


def differences(store: Store, office: AuraFlowOffice) -> list[str]:
    """Everything that is not the same, in words."""
    return [*_transactions(store, office), *_guests(store, office), *_stock(store, office)]


def _transactions(store: Store, office: AuraFlowOffice) -> Iterator[str]:
    wanted: dict[tuple[str, Decimal, Decimal, str], int] = {}
    turnover = Decimal(0)
    for order in orders_of(store):
        if not is_worth_telling(order):
            continue
        for kind, gross, tax, at in _told(order):
            key = (kind, gross, tax, at)
            wanted[key] = wanted.get(key, 0) + 1
            turnover += gross * {"sale": 1, "return": -1, "void": 0}[kind]
    there: dict[tuple[str, Decimal, Decimal, str], int] = {}
    for one in office.transactions.values():
        key = (one["type"], Decimal(one["total"]), Decimal(one["tax"]), one["timestamp"])
        there[key] = there.get(key, 0) + 1
    for key in sorted({*wanted, *there}):
        if wanted.get(key, 0) != there.get(key, 0):
            yield f"{key} is there {there.get(key, 0)} times, and {wanted.get(key, 0)} here"
    if turnover != office.turnover():
        yield f"turnover: {turnover} here, {office.turnover()} there"


def _told(order: Order) -> Iterator[tuple[str, Decimal, Decimal, str]]:
    gross, tax = turnover_of(order)
    assert order.end is not None
    kind = "sale" if order.status is OrderStatus.CLOSED else "void"
    at = "%Y-%m-%dT%H:%M:%SZ"
    yield kind, Decimal(gross.plain()), Decimal(tax.plain()), order.end.at.strftime(at)
    for credit in credits_of(order):
        tax_back = credit.taken.tax.gross - credit.taken.tax.net
        when = credit.fact.act.at.strftime(at)
        yield "return", Decimal(credit.taken.tax.gross.plain()), Decimal(tax_back.plain()), when


def _guests(store: Store, office: AuraFlowOffice) -> Iterator[str]:
    """Every guest is one customer, and every customer a guest.

    A guest that one terminal registered and another, which had not heard of them, took from the list are two entries of
    one customer: people put those together.
    """
    picture = store.central_book.picture
    linked: list[str] = []
    for guest_id in _guest_ids(store):
        guest = cast(Guest, picture.aggregate("guest", guest_id))
        central_id = central_id_of(picture, "guest", GuestId(guest_id))
        linked.append(central_id)
        found = office.customers.get(central_id)
        if found is None:
            yield f"guest {called(guest)} is not there"
        elif (found["name"], found["phone"]) != (called(guest), guest.phone):
            yield f"guest {called(guest)} is {found['name']} {found['phone']} there"
    if set(linked) != set(office.customers):
        yield f"{len(office.customers)} customers there, {len(linked)} guests here ({len(set(linked))} linked)"


def _guest_ids(store: Store) -> list[str]:
    rows = (row for origin, _ in store.known() for row in store.facts_after(origin, 0, MOST))
    return list(dict.fromkeys(row.aggregate_id for row in rows if row.aggregate == "guest"))


def _stock(store: Store, office: AuraFlowOffice) -> Iterator[str]:
    picture = store.central_book.picture
    for supply in picture.documents(Supply):
        product = office.products.get(central_id_of(picture, "supply", supply.id))
        level = level_of(supply.id, picture)
        if product is None:
            yield f"{supply.name} has no product"
        elif level.quantity != Decimal(product["stock"]):
            yield f"{supply.name}: {level.quantity} here, {product['stock']} there"
