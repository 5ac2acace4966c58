"""Orders made elsewhere, such as online: seen in the list, asked for one by one, held until a person releases them."""

from __future__ import annotations

import re

from aura_terminal.domain.central import CentralConfirmed, CentralRecord
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import (
    OrderId,
)
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.order_facts import OrderCancelled
from aura_terminal.domain.ordering import Order, order_of
from aura_terminal.domain.releasing import is_held
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.central import Picture, Sweep
from sync.connectors.auraconnect.endpoints import ORDER, ORDERS
from sync.connectors.auraconnect.intake import at
from sync.connectors.auraconnect.naming import CONNECTOR, PULLED, local_id_of, record_of
from sync.connectors.auraconnect.order_body import order_body
from sync.connectors.auraconnect.paging import BadRow, LeftOut, Listed
from sync.connectors.auraconnect.payments import PAYMENT
from sync.connectors.auraconnect.pulls.order_made import Maker, Named
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Call, Done, Lane, Page, Plan, Step, Unreadable, digest_of
from sync.reconcile.fields import Found
from sync.reconcile.replies import unwrapped
from sync.reconcile.written import utc

SEEN, DETAILS = "seen", "details"
WANTED = ("pending", "preparing")
"""States in which an order made elsewhere is still to be cooked; what was done there is history of another till."""

OURS = re.compile(r"\[[^\[\]]* · [0-9a-f-]{36}\]$")
DAY_MS = 24 * 3600 * 1000
CANCELLED_THERE = "cancelled at the central"


def ask_orders(sweep: Sweep) -> Call:
    """A page of the orders of the last day, what changed last first."""
    since = utc(at(sweep.began_ms - DAY_MS))
    return ORDERS.page(sweep.page, date_from=since, sort_by="updated_at", sort_order="desc")


def take_orders(sweep: Sweep, found: Listed, picture: Picture, now_ms: int) -> Page:
    """What is new is noted as seen; what was cancelled there before anybody here released it is cancelled here."""
    facts: list[Fact] = []
    ids, times, left_out = [], [], LeftOut()
    for row in found.rows:
        try:
            central_id, changed = row["id"].id(), row.maybe("updated_at") or row.maybe("created_at")
            at = "" if changed is None else utc(changed.moment())
            facts.extend(_of_row(row, central_id, picture, now_ms))
        except Unreadable as wrong:
            left_out = left_out.and_(BadRow(row, wrong))
            if len(left_out.troubles) == len(found.rows):
                raise
            continue
        ids.append(central_id)
        times.append(at)
    ids.extend(left_out.ids)
    is_sorted = bool(times) and all(times) and times == sorted(times, reverse=True)
    is_enough = is_sorted and bool(sweep.watermark) and times[-1] <= sweep.watermark
    watermark = max(times, default="")
    return Page(
        tuple(facts), tuple(ids), found.has_next, watermark, found.total, is_enough and found.has_next,
        left_out.troubles, left_out.has_gaps,
    )  # fmt: skip


def _of_row(row: Found, central_id: str, picture: Picture, now_ms: int) -> list[Fact]:
    status, local_id = row["status"].text(), picture.local_of(CONNECTOR, "order", central_id)
    if local_id:
        known = _order(local_id, picture)
        if known is not None:
            return _cancelled(known, now_ms, picture) if status == "cancelled" else []
        record = picture.record(record_of("order", local_id))
        return [] if record.was_told(DETAILS) else [_seen(record, central_id, now_ms)]
    if status not in WANTED or _is_ours(row):
        return []
    local_id = local_id_of(picture.store_id, "order", central_id)
    return [_seen(picture.record(record_of("order", local_id)), central_id, now_ms)]


def _seen(record: CentralRecord, central_id: str, now_ms: int) -> CentralConfirmed:
    return CentralConfirmed(record.id, SEEN, digest_of(central_id), central_id, at(now_ms))


def _is_ours(row: Found) -> bool:
    """Whether it bears a till's reference: told by one whose answer, or whose order, has not come here yet."""
    notes = row.maybe("notes")
    return notes is not None and OURS.search(notes.text()) is not None


def _order(order_id: str, picture: Picture) -> Order | None:
    try:
        return picture.order(OrderId(order_id))
    except NotFound:
        return None


def _cancelled(order: Order, now_ms: int, picture: Picture) -> list[Fact]:
    """Cancelled there: here as well while nobody has released it; after that people are at it, and it stays."""
    if order.source != CONNECTOR or order.status is not OrderStatus.OPEN or not is_held(order) or order.payments:
        return []
    today = picture.document(StoreProfile, STORE_PROFILE).calendar.date_of(at(now_ms))
    covers = tuple((line.id, line.charged_quantity) for line in order.lines.values())
    facts: list[Fact] = [OrderCancelled(order.id, at(now_ms), today, CANCELLED_THERE, None, "", covers)]
    record = record_of("order", order.id)
    return [*facts, CentralConfirmed(record, "cancel", digest_of("cancel", order.id), "", at(now_ms))]


def plan_details(record: CentralRecord) -> Plan:
    """Ask for an order that was seen and is not here (reference, "GET /api/v1/orders/{id}")."""
    if SEEN not in record.done or record.was_told(DETAILS):
        return Plan()
    call = ORDER.call(central_id=record.central_id)
    return Plan((Step(record.id, DETAILS, Lane.ORDERS, call, digest_of(record.central_id)),))


def read_details(order_id: OrderId, reading: Found, picture: Picture, words: Words, now_ms: int) -> Done:
    """The order as facts: opened, its lines held, and what was paid online. Raises Unreadable."""
    said = unwrapped(reading)
    central_id = said["id"].id()
    if _is_ours(said) or said["status"].text() not in WANTED or _order(order_id, picture) is not None:
        return Done(central_id)
    maker = Maker(order_id, said, picture, words, now_ms)
    facts, parts = maker.facts()
    order = order_of(order_id, facts)
    record = record_of("order", order_id)
    named = Named(picture, maker.named)
    echo = digest_of(order_body(order, named, words))
    told: list[Fact] = [CentralConfirmed(one, PULLED, "sold", known, at(now_ms)) for one, known in named.new]
    told += [CentralConfirmed(record, PULLED, echo, central_id, at(now_ms), parts)]
    told += [CentralConfirmed(record, "create", echo, central_id, at(now_ms))]
    told += [
        CentralConfirmed(record, f"{PAYMENT}{one.id}", digest_of(one.id), central_id, at(now_ms))
        for one in order.payments
    ]
    return Done(central_id, facts=(*facts, *told))
