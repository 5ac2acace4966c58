"""What node and screen tell each other of the store's other terminals, as lines of JSON on the bus."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.outages import Tier
from aura_terminal.ports.journal import PeerState
from aura_terminal.ports.mesh_reads import Unshared
from sync.mesh.contract import Presence
from sync.protocol import Doing

LONGEST_TEXT = 200
MOST_HOLDS = 64
MOST_TOLD = 32


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """How this terminal stands with the others: tier, who is connected, who was heard, what is not shared.

    `best` is the tier it would have if all were well: without a central, the store's own network is all there is.
    `belongs` is False once this terminal was sent away; `refused` counts who was turned away here.
    """

    tier: Tier
    belongs: bool
    connected: tuple[str, ...]
    states: tuple[PeerState, ...]
    unshared: Unshared
    refused: int = 0
    last_refusal: str = ""
    best: Tier = Tier.STORE


def encode_neighbourhood(found: Neighbourhood) -> str:
    """One line of ASCII."""
    return json.dumps(
        {
            "tier": found.tier.value,
            "best": found.best.value,
            "belongs": found.belongs,
            "connected": found.connected,
            "states": [_plain_state(state) for state in found.states[:MOST_TOLD]],
            "unshared": found.unshared.facts,
            "oldest": None if found.unshared.oldest is None else found.unshared.oldest.isoformat(),
            "refused": found.refused,
            "last_refusal": found.last_refusal[:LONGEST_TEXT],
        }
    )


def decode_neighbourhood(text: str) -> Neighbourhood:
    """What was told; `ValueError` when the text is none of ours."""
    try:
        plain: dict[str, Any] = json.loads(text)
        oldest = plain["oldest"]
        return Neighbourhood(
            tier=Tier(plain["tier"]),
            belongs=bool(plain["belongs"]),
            connected=tuple(str(each) for each in plain["connected"]),
            states=tuple(_state(each) for each in plain["states"]),
            unshared=Unshared(int(plain["unshared"]), None if oldest is None else datetime.fromisoformat(oldest)),
            refused=int(plain["refused"]),
            last_refusal=str(plain["last_refusal"]),
            best=Tier(plain["best"]),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise ValueError(f"no word of peers: {wrong!r}") from wrong


def encode_saying(order_id: str, staff: str, doing: str) -> str:
    """What somebody does at this screen, one line of ASCII; see `read_saying`."""
    return json.dumps({"order_id": order_id, "staff": staff[:LONGEST_TEXT], "doing": doing})


def read_saying(text: str, terminal: str) -> Presence | OrderId | None:
    """A presence at this terminal; the order nobody is at any more; None for nobody at any. ValueError for neither."""
    try:
        said = json.loads(text)
        order_id, staff, doing = (str(said[name]) for name in ("order_id", "staff", "doing"))
    except (KeyError, TypeError, RecursionError) as wrong:
        raise ValueError(f"no word of presence: {wrong!r}") from wrong
    if doing:
        return Presence(OrderId(order_id), terminal, staff[:LONGEST_TEXT], Doing(doing))
    return OrderId(order_id) if order_id else None


def encode_presences(presences: Iterable[Presence]) -> str:
    """Who is at which order, one line of ASCII."""
    told = tuple(presences)[:MOST_TOLD]
    return json.dumps([asdict(each) | {"staff": each.staff[:LONGEST_TEXT]} for each in told])


def decode_presences(text: str) -> tuple[Presence, ...]:
    """Who is at which order; `ValueError` when the text is none of ours."""
    try:
        return tuple(
            Presence(OrderId(str(each["order_id"])), str(each["terminal"]), str(each["staff"]), Doing(each["doing"]))
            for each in json.loads(text)[:MOST_TOLD]
        )
    except (KeyError, TypeError, RecursionError) as wrong:
        raise ValueError(f"no word of presence: {wrong!r}") from wrong


def _plain_state(state: PeerState) -> dict[str, object]:
    return asdict(state) | {"holds": state.holds[:MOST_HOLDS], "trouble": state.trouble[:LONGEST_TEXT]}


def _state(plain: dict[str, Any]) -> PeerState:
    return PeerState(
        terminal_id=str(plain["terminal_id"]),
        label=str(plain["label"]),
        origin=str(plain["origin"]),
        version=str(plain["version"]),
        address=str(plain["address"]),
        last_heard_ms=int(plain["last_heard_ms"]),
        skew_ms=int(plain["skew_ms"]),
        holds=tuple((str(origin), int(seq)) for origin, seq in plain["holds"]),
        trouble=str(plain["trouble"]),
    )
