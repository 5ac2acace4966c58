"""AuraConnect as a connector: planning, reading, looking and pulling, put together. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import msgspec

from aura_terminal.domain.central import CentralRecord, RecordId, name_of
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.central import Picture, Sweep, Touched, WireRow
from sync.connectors.auraconnect.codes import read_code
from sync.connectors.auraconnect.endpoints import resource_of
from sync.connectors.auraconnect.fields import deployed, documented, names_for
from sync.connectors.auraconnect.looking import look_for, looked_at
from sync.connectors.auraconnect.loyalty import read_balance
from sync.connectors.auraconnect.naming import CONNECTOR
from sync.connectors.auraconnect.order_body import CannotTell
from sync.connectors.auraconnect.order_reply import read_order
from sync.connectors.auraconnect.paging import first_of
from sync.connectors.auraconnect.planners import PLANNERS
from sync.connectors.auraconnect.pulls.catalogue import PULLS, Asked, ask, take
from sync.connectors.auraconnect.pulls.orders import DETAILS, read_details
from sync.connectors.auraconnect.pulls.vanishing import vanished
from sync.connectors.auraconnect.rate import rate_of
from sync.connectors.auraconnect.records import records_of
from sync.connectors.auraconnect.refunds import read_refund
from sync.connectors.auraconnect.reservations import read_availability
from sync.connectors.auraconnect.session import Session
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import (
    Account,
    Answer,
    Call,
    Done,
    Lane,
    LookFirst,
    Lost,
    Outcome,
    Page,
    Plan,
    Pull,
    RateWord,
    Refusal,
    Reply,
    Step,
    Tokens,
    Unknown,
)
from sync.reconcile.fields import Found
from sync.reconcile.replies import json_of, outcome_of, unwrapped

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


class AuraConnect:
    """The connector of one account. Everything but `session` is a pure translation."""

    def __init__(self, account: Account, tokens: Tokens, words: Words) -> None:
        self.session = Session(account, tokens)
        self._account = account
        self._words = words

    @property
    def name(self) -> str:
        """As in settings and record ids."""
        return CONNECTOR

    # The account

    def headers(self, key: str) -> Mapping[str, str]:
        """Headers for a request."""
        return self.session.headers(key)

    def sign_in(self, now_ms: int) -> Call | None:
        """The request that gets or renews the tokens."""
        return self.session.sign_in(now_ms)

    def signed_in(self, answer: Answer, now_ms: int) -> Outcome:
        """Take the answer to `sign_in`."""
        return self.session.signed_in(answer, now_ms)

    def expire(self, now_ms: int) -> None:
        """The access token was refused."""
        self.session.expire()

    def rate(self, reply: Reply) -> RateWord:
        """What a reply says of the budget."""
        return rate_of(reply)

    # Telling

    def lane(self, record: RecordId) -> Lane:
        """How urgent the first step of such a record is."""
        return LANES.get(name_of(record).kind, Lane.GUESTS)

    def records_of(self, touched: Touched, picture: Picture) -> Iterable[RecordId]:
        """The records that may have to be told something because of a fact."""
        return dict.fromkeys(records_of(touched, picture))

    def plan(self, record: CentralRecord, picture: Picture) -> Plan:
        """What is due for a record, under the deployment's field names. Raises NotFound for what is not here yet."""
        try:
            plan = self._plan(record, picture)
        except CannotTell as cannot:
            kind = name_of(record.id).kind
            step = "update" if kind == "order" and record.is_linked else FIRST_STEPS.get(kind, "create")
            return Plan(problem=cannot.problem, problem_step=step, detail=cannot.detail, about=cannot.about)
        return replace(plan, steps=tuple(self._deployed(step, picture) for step in plan.steps))

    def read(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome:
        """What an answer to a sent step means. Raises Unreadable."""
        if isinstance(answer, Lost):
            return Unknown(answer.why)
        outcome = outcome_of(answer)
        _, kind, local_id = name_of(row.record)
        if isinstance(outcome, Refusal) and outcome.field.casefold() in KEY_FIELDS:
            is_there = kind in TOLD_ONCE  # another terminal told the same thing in other words
            return Done(local_id, is_same=False) if is_there else LookFirst(outcome)
        if isinstance(outcome, LookFirst) and (kind, row.step) == ("ticket", "bump"):
            return Done()  # no station has anything left of it to be done with
        if outcome is not None:
            return outcome
        return self._read(row, self._reading(row.path, answer, picture), picture, now_ms)

    def look(self, row: WireRow) -> Call | None:
        """How to find out whether a step was done, or is so already; None where the documents offer no way."""
        sent = msgspec.json.decode(row.body or b"{}")
        return look_for(row, sent if isinstance(sent, dict) else {})

    def looked(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome | None:
        """Done when it is there; None when it is not there and may be sent again. Raises Unreadable."""
        if isinstance(answer, Lost):
            return Unknown(answer.why)
        outcome = outcome_of(answer)
        if outcome is not None:
            return outcome
        reading = self._reading(row.path, answer, picture)
        return looked_at(row, self._sent(row, picture), reading, picture)

    # Mirroring

    def pulls(self) -> Sequence[Pull]:
        """What is mirrored, most urgent first."""
        return PULLS

    def ask(self, sweep: Sweep) -> Call:
        """The request for a pull's next page."""
        return ask(sweep)

    def page(self, sweep: Sweep, answer: Reply, picture: Picture, now_ms: int) -> Page:
        """Take a page. Raises Unreadable."""
        asked = Asked(sweep, answer, picture, self._words, now_ms, self._account.tenant)
        return take(asked, lambda: self._reading(ask(sweep).path, answer, picture))

    def vanished(self, sweep: Sweep, ids: Iterable[str], picture: Picture) -> tuple[Fact, ...]:
        """What follows from things two complete passes did not show any more."""
        return vanished(sweep, ids, picture)

    # The parts of a record

    def _plan(self, record: CentralRecord, picture: Picture) -> Plan:
        _, kind, local_id = name_of(record.id)
        planner = PLANNERS.get(kind)
        return Plan() if planner is None else planner(record, local_id, picture, self._words)

    def _read(self, row: WireRow, reading: Found, picture: Picture, now_ms: int) -> Outcome:
        _, kind, local_id = name_of(row.record)
        if kind == "order" and row.step == DETAILS:
            return read_details(OrderId(local_id), reading, picture, self._words, now_ms)
        if kind == "order":
            return read_order(row, self._sent(row, picture), reading)
        if kind == "refund":
            return read_refund(row, self._sent(row, picture), reading)
        if kind == "balance":
            return read_balance(local_id, reading, picture, now_ms)
        if kind == "code":
            return read_code(reading)
        if row.step == "availability" and kind == "reservation":
            return read_availability(reading)
        return Done(_id_in(reading) or local_id) if row.step in CREATING else Done()

    def _deployed(self, step: Step, picture: Picture) -> Step:
        names = self._names(step.call.path, picture)
        return replace(step, call=replace(step.call, body=deployed(step.call.body, names))) if names else step

    def _sent(self, row: WireRow, picture: Picture) -> Mapping[str, object]:
        """What was sent, under the documented names."""
        body = documented(msgspec.json.decode(row.body or b"{}"), self._names(row.path, picture))
        return body if isinstance(body, dict) else {}

    def _names(self, path: str, picture: Picture) -> Mapping[str, str]:
        return names_for(resource_of(path), picture, self._words)

    def _reading(self, path: str, reply: Reply, picture: Picture) -> Found:
        """A good reply under the documented names. Raises Unreadable for one that is no JSON."""
        reading = json_of(reply) if reply.body.strip() else Found({})
        return replace(reading, value=documented(reading.value, self._names(path, picture)))


def _id_in(reading: Found) -> str:
    bare = unwrapped(reading)
    found = first_of(bare, "id", "time_entry_id") if isinstance(bare.value, dict) else None
    return "" if found is None else found.id()
