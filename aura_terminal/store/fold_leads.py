"""Inquiries, as rows by which they are found."""

from __future__ import annotations

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.leads import Lead
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds
from aura_terminal.store.tables import LEADS


def _rows(lead: Lead, stamp: int) -> tuple[Rows, ...]:
    if lead.captured is None:
        return ({},)
    converted = lead.converted
    row = (
        lead.id, lead.status.value, int(lead.is_open), microseconds(lead.captured.captured_at),
        None if converted is None else converted.guest_id,
    )  # fmt: skip
    return ({(lead.id,): row},)


LEAD_FAMILY = Family(Aggregate.LEAD, (FoldTable(LEADS),), Lead, _rows)
