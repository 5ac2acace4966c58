"""AuraFlow POS as a connector: planning, reading, looking and pulling, put together. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Mapping

from aura_terminal.domain.central import CentralRecord, name_of
from aura_terminal.domain.ids import OrderId, ReturnId
from aura_terminal.ports.central import Picture
from sync.connectors.auraflow.guests import plan_guest
from sync.connectors.auraflow.looking import figures_said, look_for, looked_at
from sync.connectors.auraflow.naming import CONNECTOR
from sync.connectors.auraflow.products import plan_details, plan_item
from sync.connectors.auraflow.pulls.catalogue import PULLS, ask, take
from sync.connectors.auraflow.pulls.products import read_details
from sync.connectors.auraflow.pulls.vanishing import vanished
from sync.connectors.auraflow.records import records_of
from sync.connectors.auraflow.stock import ADJUSTED, READING, plan_adjustment, plan_count, read_levels
from sync.connectors.auraflow.transactions import SALE, TAKEN_BACK, plan_ended, plan_return
from sync.connectors.auraflow.words import Words
from sync.reconcile.contract import Done, Lane, Outcome, Plan, Tokens
from sync.reconcile.guests import guest_of
from sync.reconcile.keys import KeySession
from sync.reconcile.replies import unwrapped
from sync.reconcile.translator import Answered, Planner, Translation, Translator

KEY_HEADERS = ("X-API-Key", "X-API-Secret")
LANES = {
    "guest": Lane.GUESTS, "details": Lane.STOCK, "supply_adjustment": Lane.STOCK, "supply_count": Lane.STOCK,
}  # fmt: skip
"""Every other kind is a sale or stands before one."""
FIRST_STEPS = {"sale": SALE, "return": "return", "supply_adjustment": ADJUSTED, "supply_count": READING}
"""What cannot be told of a kind where something it names is not known there."""
TRANSACTIONS = ("sale", "return")


def connector_of(tokens: Tokens, words: Words) -> Translator:
    """The connector of one account, let in by its keys. There is no idempotency key ("Headers Required")."""
    translation = Translation(
        name=CONNECTOR, lanes=LANES, other_lane=Lane.MONEY,
        records_of=records_of, planners=_planners(words), read=_read, look=look_for,
        looked=lambda seen: looked_at(seen.row, seen.sent, seen.reading, seen.picture),
        pulls=PULLS, ask=ask, vanished=vanished,
        page=lambda sweep, answer, picture, now_ms: take(sweep, answer, picture, words, now_ms),
        first_step=lambda record: FIRST_STEPS.get(name_of(record.id).kind, "create"),
        headers=lambda key: {"Content-Type": "application/json"},
    )  # fmt: skip
    return Translator(KeySession(KEY_HEADERS, tokens), translation)


def _planners(words: Words) -> Mapping[str, Planner]:
    def plan_sale(record: CentralRecord, order_id: str, picture: Picture) -> Plan:
        return plan_ended(record, picture.order(OrderId(order_id)), picture, words)

    def plan_back(record: CentralRecord, local_id: str, picture: Picture) -> Plan:
        order_id, _, return_id = local_id.partition("/")
        return plan_return(record, picture.order(OrderId(order_id)), ReturnId(return_id), picture, words)

    return {
        "sale": plan_sale,
        "return": plan_back,
        "guest": lambda record, id_, picture: plan_guest(record, guest_of(id_, picture)),
        "item": lambda record, id_, picture: plan_item(record, id_, picture, words),
        "details": plan_details,
        "supply_adjustment": lambda record, _, picture: plan_adjustment(record, picture),
        "supply_count": lambda record, _, picture: plan_count(record, picture),
    }


def _read(answered: Answered) -> Outcome:
    row, reading, kind = answered.row, answered.reading, answered.kind
    if kind == "details":
        return read_details(answered.local_id, reading, answered.picture, answered.now_ms)
    if row.step == READING:
        return read_levels(row.record, reading, answered.picture, answered.now_ms)
    bare = unwrapped(reading)
    found = bare.maybe("id") if isinstance(bare.value, dict) else None
    if kind in TRANSACTIONS and found is not None:
        said = figures_said(bare, answered.sent)
        is_second = row.step == TAKEN_BACK  # the record stays linked with the sale itself
        return Done("", ((TAKEN_BACK, found.id()),)) if is_second else Done(found.id(), said=said)
    if row.step == "update":
        return Done()
    return Done(answered.local_id if found is None else found.id())
