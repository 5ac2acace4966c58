"""Orders that ended as AuraFlow is told of them: a sale, a void of one that was cancelled, a return of goods.

The document shows what a transaction looks like ("GET /transactions") and no body for `POST /transactions`: what is
shown is sent, without the id, which the back office gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.checks import Bill
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import LineId, ReturnId
from aura_terminal.domain.kinds import LineState, OrderStatus
from aura_terminal.domain.lines import Line
from aura_terminal.domain.money import Money, total, zero
from aura_terminal.domain.order_money import bill_sold, has_turnover, sold, tenders_of, turnover
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.returns import Credit, credits_of
from aura_terminal.ports.central import Picture
from sync.connectors.auraflow.amounts import in_rows
from sync.connectors.auraflow.endpoints import CREATE_TRANSACTION
from sync.connectors.auraflow.guests import GUESTS, guest_named
from sync.connectors.auraflow.naming import central_id_of, record_of
from sync.connectors.auraflow.products import can_be_made
from sync.connectors.auraflow.words import Words
from sync.reconcile.contract import Lane, Plan, Problem, Step, digest_of
from sync.reconcile.translator import CannotTell
from sync.reconcile.written import number, utc

SALE, VOID, RETURN = "sale", "void", "return"
TAKEN_BACK = "taken_back"
"""A sale that was told, and that a person's decision took back as a whole: a return of all of it."""
TYPES = {TAKEN_BACK: RETURN}
"""Steps whose `type` is another word than the step."""


@dataclass(frozen=True, slots=True)
class Row:
    """So many of a line, and what they came to together."""

    line: Line
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Told:
    """One transaction as it is told."""

    step: str
    gross: Money
    tax: Money
    rows: tuple[Row, ...]
    tenders: frozenset[str]
    terminal: str
    at: datetime


def return_local_id(order_id: str, return_id: str) -> str:
    """The local id of goods that came back: it names the order as well."""
    return f"{order_id}/{return_id}"


def plan_ended(record: CentralRecord, order: Order, picture: Picture, words: Words) -> Plan:
    """The sale, or the void, of an order that ended; what was told of it is never changed. Raises CannotTell."""
    if order.status is OrderStatus.CLOSED and has_turnover(order):
        return _once(record, _ended(SALE, order), order, picture, words)
    if order.status is not OrderStatus.CANCELLED:
        return Plan()
    if record.was_told(SALE):
        return _once(record, _ended(TAKEN_BACK, order), order, picture, words)
    return _once(record, _ended(VOID, order), order, picture, words) if _was_cooked(order) else Plan()


def plan_return(record: CentralRecord, order: Order, return_id: ReturnId, picture: Picture, words: Words) -> Plan:
    """Goods that came back, after their sale. Raises CannotTell."""
    found = next((one for one in credits_of(order) if one.fact.return_id == return_id), None)
    if found is None or not found.taken.parts:
        return Plan()
    return _once(record, _came_back(found, order), order, picture, words, (record_of("sale", order.id),))


def is_worth_telling(order: Order) -> bool:
    """Whether AuraFlow should hear of an order: it was paid and is turnover, or was cancelled when the kitchen knew."""
    if order.status is OrderStatus.CLOSED:
        return has_turnover(order)
    return order.status is OrderStatus.CANCELLED and (_was_cooked(order) or bool(order.closings))


def turnover_of(order: Order) -> tuple[Money, Money]:
    """What a closed order adds to our turnover, and the tax in it: value put on accounts is none."""
    bill = bill_sold(order)
    return turnover(order), bill.tax.gross - bill.tax.net


def products_needed(order: Order, picture: Picture) -> Iterator[RecordId]:
    """The records of dishes of an ended order that AuraFlow has no product for, as far as is known."""
    for line, quantity in sold(order) if order.terms is not None else ():
        item_id = line.sold.item_id
        if quantity and not line.is_liability and not central_id_of(picture, "item", item_id):
            yield record_of("item", item_id)


def _once(
    record: CentralRecord, told: Told, order: Order, picture: Picture, words: Words, needs: tuple[RecordId, ...] = ()
) -> Plan:
    """The step of a transaction that was not told yet, after its products and its guest are known there."""
    if record.was_told(told.step) or told.step in record.set_aside:
        return Plan()
    missing = tuple(dict.fromkeys(products_needed(order, picture)))
    for one in missing:
        _must_be_makeable(one, order, picture)
    body = _body(told, order, picture, words)
    call = CREATE_TRANSACTION.call(body)
    waits = (*needs, *missing, *GUESTS.awaited(order.guest_id, picture))
    return Plan((Step(record.id, told.step, Lane.MONEY, call, digest_of(body), creates=True, needs=waits),))


def _must_be_makeable(record: RecordId, order: Order, picture: Picture) -> None:
    item_id = record.rpartition("/")[2]
    if not can_be_made(item_id, picture):
        name = next(line.sold.name for line, _ in sold(order) if line.sold.item_id == item_id)
        raise CannotTell(Problem.UNKNOWN_ITEM, name, record)


def _body(told: Told, order: Order, picture: Picture, words: Words) -> dict[str, Plain]:
    body: dict[str, Plain] = {
        "type": TYPES.get(told.step, told.step),
        "total": number(told.gross),
        "subtotal": number(told.gross - told.tax),
        "tax": number(told.tax),
        "items": [item for row in told.rows for item in _items(row, picture)],
        "payment_method": words.method(told.tenders),
        "cashier": {"id": order.opened_by, "name": order.server_name},
        "terminal": told.terminal,
        "timestamp": utc(told.at),
    }
    customer = GUESTS.customer_of(order.guest_id, picture)
    if customer:
        body["customer"] = {"id": customer, "name": guest_named(order.guest_id, picture)}
    return body


def _items(row: Row, picture: Picture) -> Iterator[Plain]:
    """A line in one row, or in two where what it came to does not divide."""
    sold_as = row.line.sold
    for quantity, unit in in_rows(row.amount, row.quantity):
        yield {
            "product_id": central_id_of(picture, "item", sold_as.item_id),
            "name": sold_as.name,
            "quantity": quantity,
            "unit_price": number(unit),
            "total": number(unit * quantity),
        }


def _ended(step: str, order: Order) -> Told:
    gross, tax = turnover_of(order)
    end = order.end
    assert end is not None
    tenders = frozenset[str]() if step == VOID else tenders_of(order)
    return Told(step, gross, tax, tuple(_rows(order, bill_sold(order))), tenders, end.terminal, end.at)


def _came_back(credit: Credit, order: Order) -> Told:
    act, tax = credit.fact.act, credit.taken.tax
    rows = tuple(
        Row(back.line, back.quantity, back.price - total((off for _, off in back.off), order.currency))
        for back in credit.taken.parts
    )
    return Told(RETURN, tax.gross, tax.gross - tax.net, rows, tenders_of(order), act.terminal, act.at)


def _rows(order: Order, bill: Bill) -> Iterator[Row]:
    """What was sold, each line less what all discounts together took off it."""
    counted = [(line, quantity) for line, quantity in sold(order) if quantity]
    off: dict[LineId, Money] = {}
    for taken in bill.taken:
        for (line, _), share in zip(counted, taken.shares, strict=True):
            off[line.id] = off.get(line.id, zero(order.currency)) + share
    for line, quantity in counted:
        if not line.is_liability:
            yield Row(line, quantity, line.price_of(quantity) - off.get(line.id, zero(order.currency)))


def _was_cooked(order: Order) -> bool:
    """Whether anybody but the register knew of it: what was never sent is not even a void."""
    return has_turnover(order) and any(line.state is not LineState.NEW for line, quantity in sold(order) if quantity)
