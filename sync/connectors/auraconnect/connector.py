"""AuraConnect as a connector: planning, reading, looking and pulling, put together. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aura_terminal.domain.central import CentralRecord, name_of
from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.central import Picture, Sweep, WireRow
from sync.connectors.auraconnect.codes import read_code
from sync.connectors.auraconnect.endpoints import LOGIN, LOGOUT, REFRESH, resource_of
from sync.connectors.auraconnect.fields import deployed, documented, names_for
from sync.connectors.auraconnect.looking import look_for, looked_at
from sync.connectors.auraconnect.loyalty import read_balance
from sync.connectors.auraconnect.naming import CONNECTOR
from sync.connectors.auraconnect.order_reply import read_order
from sync.connectors.auraconnect.paging import first_of
from sync.connectors.auraconnect.planners import PLANNERS
from sync.connectors.auraconnect.pulls.catalogue import PULLS, Asked, ask, take
from sync.connectors.auraconnect.pulls.orders import DETAILS, read_details
from sync.connectors.auraconnect.pulls.vanishing import vanished
from sync.connectors.auraconnect.records import records_of
from sync.connectors.auraconnect.refunds import read_refund
from sync.connectors.auraconnect.reservations import read_availability
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import (
    Account,
    Done,
    Lane,
    LookFirst,
    Outcome,
    Page,
    Plan,
    Refusal,
    Reply,
    Step,
    Tokens,
)
from sync.reconcile.fields import Found
from sync.reconcile.replies import reading_of, unwrapped
from sync.reconcile.session import Session, SessionForm
from sync.reconcile.translator import Answered, Planner, Translation, Translator

CREATING = frozenset({"create", "punch", "points", "redeem", "adjust", "count"})
"""Steps that make something there: its id is kept, or ours where the reply gives none."""

FIRST_STEPS = {
    "punch": "punch", "refund": "refund", "reward": "redeem", "supply_adjustment": "adjust", "supply_count": "count",
}  # fmt: skip
"""What cannot be told of a kind where something it names is not known there; of all others it is `create`."""

KEY_FIELDS = ("x-idempotency-key", "idempotency_key")
"""What a refusal names where a key was used for another body before."""

TOLD_ONCE = frozenset({"punch", "points", "reward", "supply_adjustment", "supply_count", "feedback"})
"""Kinds that are told once, are not changed afterwards, and can be looked for nowhere."""

LANES = {
    "order": Lane.ORDERS,
    "refund": Lane.MONEY,
    "punch": Lane.PEOPLE,
    "ticket": Lane.KITCHEN,
    "item": Lane.STOCK,
    "supply_adjustment": Lane.STOCK,
    "supply_count": Lane.STOCK,
    "layout": Lane.REFERENCE,
}
"""Every other kind is about guests and the room."""


SIGNING_IN = SessionForm(LOGIN, REFRESH, LOGOUT, seconds=1800)
"""Reference, "POST /api/v1/auth/login": expires_in."""


def connector_of(account: Account, tokens: Tokens, words: Words) -> Translator:
    """The connector of one account."""

    def headers(key: str) -> Mapping[str, str]:
        return _headers(account, key)

    def read(answered: Answered) -> Outcome:
        return _read(_documented(answered, words), words)

    def looked(answered: Answered) -> Outcome | None:
        seen = _documented(answered, words)
        return looked_at(seen.row, seen.sent, seen.reading, seen.picture)

    def page(sweep: Sweep, answer: Reply, picture: Picture, now_ms: int) -> Page:
        asked = Asked(sweep, answer, picture, words, now_ms, account.tenant)
        return take(asked, lambda: _back(reading_of(answer), ask(sweep).path, picture, words))

    translation = Translation(
        name=CONNECTOR, lanes=LANES, other_lane=Lane.GUESTS,
        records_of=records_of, planners=_planners(words), read=read, look=look_for, looked=looked,
        pulls=PULLS, ask=ask, page=page, vanished=vanished, first_step=_first_step, means=_means, headers=headers,
    )  # fmt: skip
    return Translator(Session(account, tokens, SIGNING_IN), translation)


def _headers(account: Account, key: str) -> Mapping[str, str]:
    """Headers beside that of the session (overview, "Headers", "Use Idempotency Keys")."""
    headers = {"Accept-Language": account.language}
    if account.tenant:
        headers["X-Tenant-ID"] = account.tenant
    if key:
        headers["X-Idempotency-Key"] = key
    return headers


def _means(row: WireRow, outcome: Outcome) -> Outcome:
    """What a status comes to of a step that knows better."""
    _, kind, local_id = name_of(row.record)
    if isinstance(outcome, Refusal) and outcome.field.casefold() in KEY_FIELDS:
        is_there = kind in TOLD_ONCE  # another terminal told the same thing in other words
        return Done(local_id, is_same=False) if is_there else LookFirst(outcome)
    if isinstance(outcome, LookFirst) and (kind, row.step) == ("ticket", "bump"):
        return Done()  # no station has anything left of it to be done with
    return outcome


def _first_step(record: CentralRecord) -> str:
    kind = name_of(record.id).kind
    return "update" if kind == "order" and record.is_linked else FIRST_STEPS.get(kind, "create")


def _read(answered: Answered, words: Words) -> Outcome:
    """What a good answer means, under the documented names."""
    row, reading, picture = answered.row, answered.reading, answered.picture
    kind, local_id = answered.kind, answered.local_id
    if kind == "order" and row.step == DETAILS:
        return read_details(OrderId(local_id), reading, picture, words, answered.now_ms)
    if kind == "order":
        return read_order(row, answered.sent, reading)
    if kind == "refund":
        return read_refund(row, answered.sent, reading)
    if kind == "balance":
        return read_balance(local_id, reading, picture, answered.now_ms)
    if kind == "code":
        return read_code(reading)
    if row.step == "availability" and kind == "reservation":
        return read_availability(reading)
    return Done(_id_in(reading) or local_id) if row.step in CREATING else Done()


def _id_in(reading: Found) -> str:
    bare = unwrapped(reading)
    found = first_of(bare, "id", "time_entry_id") if isinstance(bare.value, dict) else None
    return "" if found is None else found.id()


# Names of the deployment


def _planners(words: Words) -> Mapping[str, Planner]:
    """Who plans each kind; the steps go out under the deployment's field names."""

    def deployed_by(kind: str) -> Planner:
        def plan(record: CentralRecord, local_id: str, picture: Picture) -> Plan:
            planned = PLANNERS[kind](record, local_id, picture, words)
            return replace(planned, steps=tuple(_deployed(step, picture, words) for step in planned.steps))

        return plan

    return {kind: deployed_by(kind) for kind in PLANNERS}


def _deployed(step: Step, picture: Picture, words: Words) -> Step:
    names = names_for(resource_of(step.call.path), picture, words)
    return replace(step, call=replace(step.call, body=deployed(step.call.body, names))) if names else step


def _documented(answered: Answered, words: Words) -> Answered:
    """What was sent and what was answered, under the documented names."""
    path, picture = answered.row.path, answered.picture
    sent = documented(answered.sent, names_for(resource_of(path), picture, words))
    reading = _back(answered.reading, path, picture, words)
    return replace(answered, sent=sent if isinstance(sent, dict) else {}, reading=reading)


def _back(reading: Found, path: str, picture: Picture, words: Words) -> Found:
    return replace(reading, value=documented(reading.value, names_for(resource_of(path), picture, words)))
