"""`GET /api/v1/peer`: that this central takes facts, of which store, and how far it holds them.

A terminal asks before it tells facts: a back office that is none of ours answers 404, and one that keeps the store
under another id could not take them.
"""

from __future__ import annotations

from fastapi import APIRouter, Response

from sync.central.api.calling import Reading, View
from sync.central.api.errors import READ
from sync.central.api.rights import RECORD
from sync.central.api.values import Answered
from sync.central.peer.station import terminal_id_of
from sync.central.store import journal
from sync.protocol import MAJOR, MINOR


class PeerOut(Answered):
    """Who answers on the WebSocket of the same address, and the last fact it holds of each origin."""

    store_id: str
    terminal_id: str
    label: str
    protocol: str
    known: dict[str, int]


router = APIRouter(prefix="/api/v1/peer", tags=["Peers"])


@router.get("", response_model=PeerOut, responses=READ)
def get_peer(call: Reading) -> Response:
    """The central as a terminal of the store."""
    return call.read(RECORD, _peer)


def _peer(view: View) -> PeerOut:
    tenant = view.by.tenant
    heads = journal.heads(view.connection, tenant.number)
    return PeerOut(
        store_id=tenant.store_id, terminal_id=terminal_id_of(tenant.store_id), label=tenant.label,
        protocol=f"{MAJOR}.{MINOR}", known={origin: heads[origin].seq for origin in sorted(heads)},
    )  # fmt: skip
