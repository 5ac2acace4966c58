"""What a fact may leave to be told or asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from aura_terminal.domain.central import CentralConfirmed, CentralDecided, CentralRefused, RecordId, name_of
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.leads import Lead, LeadConverted
from aura_terminal.ports.central import Picture, Touched
from sync.connectors.myhibachi.naming import CONNECTOR, DETAILS, SEEN, record_of


def records_of(touched: Touched, picture: Picture) -> Iterator[RecordId]:
    """What changed here or was said to be otherwise, what was seen in a list, and what waited for an inquiry."""
    fact = touched.fact
    if touched.aggregate == Aggregate.RESERVATION:
        yield record_of("reservation", touched.id)
    elif touched.aggregate == Aggregate.LEAD:
        yield record_of("lead", touched.id)
        if isinstance(fact, LeadConverted) and fact.reservation_id is not None:
            yield record_of("reservation", fact.reservation_id)
    elif isinstance(fact, CentralConfirmed | CentralRefused | CentralDecided):
        connector, kind, local_id = name_of(fact.record)
        if connector != CONNECTOR:
            return
        if kind in ("booking", "customer") and fact.step == SEEN:
            yield fact.record
        if kind == "booking" and fact.step == DETAILS:
            yield from _of_booking(local_id, picture)
        if kind == "reservation":
            yield fact.record
            yield from _of_booking(picture.record(fact.record).central_id, picture)
        if kind == "lead":
            yield fact.record
            yield from _of_lead(local_id, picture)


def _of_booking(central_id: str, picture: Picture) -> Iterator[RecordId]:
    if central_id:
        yield from (record_of("reservation", one) for one in picture.locals_of(CONNECTOR, "reservation", central_id))


def _of_lead(lead_id: str, picture: Picture) -> Iterator[RecordId]:
    try:
        lead = cast(Lead, picture.aggregate(Aggregate.LEAD, lead_id))
    except NotFound:
        return
    if lead.converted is not None and lead.converted.reservation_id is not None:
        yield record_of("reservation", lead.converted.reservation_id)
