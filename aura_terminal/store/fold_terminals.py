"""The store's terminals, and their outages, as rows."""

from __future__ import annotations

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.outages import Outage
from aura_terminal.domain.terminals import PairedTerminal
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds, microseconds_or_none
from aura_terminal.store.tables import OUTAGES, TERMINALS


def _terminal_rows(terminal: PairedTerminal, stamp: int) -> tuple[Rows, ...]:
    if terminal.paired_at is None:
        raise NotFound("terminal", terminal.id)
    row = (
        terminal.id, terminal.label, terminal.fingerprint, microseconds(terminal.paired_at), terminal.paired_by,
        microseconds_or_none(terminal.revoked_at), terminal.reason,
    )  # fmt: skip
    return ({(terminal.id,): row},)


def _outage_rows(outage: Outage, stamp: int) -> tuple[Rows, ...]:
    ended = outage.ended
    if ended is None:
        raise NotFound("outage", outage.id)
    row = (
        outage.id, ended.terminal, ended.tier.value, microseconds(ended.began_at), microseconds(ended.ended_at),
        ended.orders, ended.taken.currency, ended.taken.minor, ended.redirects, ended.duplicates, ended.decisions,
    )  # fmt: skip
    return ({(outage.id,): row},)


TERMINAL_FAMILY = Family(Aggregate.TERMINAL, (FoldTable(TERMINALS),), PairedTerminal, _terminal_rows)
OUTAGE_FAMILY = Family(Aggregate.OUTAGE, (FoldTable(OUTAGES),), Outage, _outage_rows)
