"""Parties that wait for a table, as rows by which they are found."""

from __future__ import annotations

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.waitlist import WaitingParty
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds
from aura_terminal.store.tables import WAITING_PARTIES


def _rows(party: WaitingParty, stamp: int) -> tuple[Rows, ...]:
    if party.joined is None:
        return ({},)
    seated = party.seated
    row = (
        party.id, party.status.value, microseconds(party.joined.joined_at), party.party_size, party.joined.guest_id,
        None if seated is None else seated.order_id,
    )  # fmt: skip
    return ({(party.id,): row},)


PARTY_FAMILY = Family(Aggregate.PARTY, (FoldTable(WAITING_PARTIES),), WaitingParty, _rows)
