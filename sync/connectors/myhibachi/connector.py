"""MyHibachi as a connector: planning, reading, looking and pulling, put together. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from aura_terminal.domain.central import CentralRecord, name_of
from aura_terminal.domain.facts import Aggregate, Fact
from aura_terminal.domain.reservations import Reservation
from aura_terminal.ports.central import Picture, Sweep, WireRow
from sync.connectors.myhibachi.booking_plan import plan_details, plan_reservation
from sync.connectors.myhibachi.endpoints import LOGIN, LOGOUT, REFRESH
from sync.connectors.myhibachi.lead_plan import lead_of, plan_lead
from sync.connectors.myhibachi.linking import converted, to_be_seen
from sync.connectors.myhibachi.looking import look_for, looked_at
from sync.connectors.myhibachi.naming import CONNECTOR, DETAILS, SAME
from sync.connectors.myhibachi.pulls.bookings import gone, read_booking
from sync.connectors.myhibachi.pulls.catalogue import PULLS, ask, take
from sync.connectors.myhibachi.pulls.customers import plan_customer, read_customer
from sync.connectors.myhibachi.records import records_of
from sync.reconcile.contract import Account, Done, Lane, Outcome, Plan, Problem, RateWord, Refusal, Reply, Tokens
from sync.reconcile.keys import let_in
from sync.reconcile.rate import rate_of
from sync.reconcile.session import SessionForm
from sync.reconcile.translator import Answered, Planner, Translation, Translator
from sync.reconcile.vanishing import is_everything

SIGNING_IN = SessionForm(LOGIN, REFRESH, LOGOUT, seconds=1800, ends_refresh=True)
"""Access tokens are good for half an hour; a refresh token once, for seven days ("Authentication")."""
KEY_HEADERS = ("X-API-Key",)
LANES = {"lead": Lane.GUESTS, "customer": Lane.REFERENCE, "booking": Lane.GUESTS}


def connector_of(account: Account, tokens: Tokens) -> Translator:
    """The connector of one account, let in by tokens, or by a key where it has no user."""
    return Translator(let_in(account, tokens, SIGNING_IN, KEY_HEADERS), TRANSLATION)


def _reservation(record: CentralRecord, local_id: str, picture: Picture) -> Plan:
    found = cast(Reservation, picture.aggregate(Aggregate.RESERVATION, local_id))
    return plan_reservation(record, found, picture)


PLANNERS: Mapping[str, Planner] = {
    "reservation": _reservation,
    "lead": lambda record, id_, picture: plan_lead(record, lead_of(id_, picture), picture),
    "booking": lambda record, id_, picture: plan_details(record),
    "customer": lambda record, id_, picture: plan_customer(record),
}


def _means(row: WireRow, outcome: Outcome) -> Outcome:
    """Nobody can take back, or look at, what is gone."""
    is_gone = isinstance(outcome, Refusal) and outcome.problem is Problem.GONE
    is_taken_back = (name_of(row.record).kind, row.step) == ("reservation", "cancel")
    return Done() if is_gone and (is_taken_back or row.step in (DETAILS, SAME)) else outcome


def _read(answered: Answered) -> Outcome:
    reading, step, kind = answered.reading, answered.row.step, answered.kind
    picture, now_ms = answered.picture, answered.now_ms
    if step in (DETAILS, SAME):
        read = read_customer if kind == "customer" else read_booking
        return read(reading["id"].id(), reading, picture, now_ms)
    if kind == "lead" and step == "create":
        return Done(reading["lead_id"].id())
    if kind == "lead" and step == "convert":
        booking = reading.maybe("booking_id")
        booking_id = "" if booking is None else booking.id()
        return converted(lead_of(answered.local_id, picture), reading["customer_id"].id(), booking_id, picture, now_ms)
    status = reading.maybe("status") if isinstance(reading.value, dict) else None
    said = () if status is None else (("status", status.text()),)
    if kind == "reservation" and step == "create":
        booking_id = (reading.maybe("booking_id") or reading["id"]).id()
        return Done(booking_id, said=said, facts=(to_be_seen(booking_id, now_ms),))
    return Done(said=said)


def _rate(reply: Reply) -> RateWord:
    """Its limits are by the minute, which the office's manners say already."""
    return RateWord(retry_after=rate_of(reply).retry_after)


def _vanished(sweep: Sweep, ids: Iterable[str], picture: Picture) -> tuple[Fact, ...]:
    """Bookings that are gone there, but not where all that were ever listed are; nothing follows of anything else."""
    missing = {id_ for id_, passes in sweep.missed if passes}  # in the pass before as well, work pending on them or not
    if sweep.resource != "bookings" or is_everything(missing, (id_ for id_, _ in sweep.missed)):
        return ()
    return gone(ids, picture, sweep.began_ms)


TRANSLATION = Translation(
    name=CONNECTOR, lanes=LANES, other_lane=Lane.ORDERS,
    records_of=records_of, planners=PLANNERS, read=_read, look=look_for,
    looked=lambda seen: looked_at(seen.row, seen.sent, seen.reading, seen.picture, seen.now_ms),
    pulls=PULLS, ask=ask, page=take, vanished=_vanished, means=_means, rate=_rate,
)  # fmt: skip
