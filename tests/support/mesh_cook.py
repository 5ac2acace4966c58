"""A cook's hand in a mesh campaign: bumps the tickets of this kitchen's stations, each of them once."""

from __future__ import annotations

from random import Random

from aura_terminal.app.opening import Opened
from aura_terminal.app.simulation import COOKING, INVENTED_STAFF
from aura_terminal.ports.reads import TicketRow
from tests.support.mesh_acks import AckLog

TAP_CHANCE, RECALL_CHANCE = 0.3, 0.02


class CookHand:
    """Every second station belongs to each of two kitchens, by the number in the terminal's label."""

    def __init__(self, store: Opened, acks: AckLog, chance: Random) -> None:
        self._shop, self._store, self._acks, self._chance = store.shop, store.store, acks, chance
        stations = sorted(station.id for station in self._shop.reads.kitchen.stations())
        self._stations = set(stations[(int(self._shop.terminal.label[1:]) - 1) % 2 :: 2])
        self._cook = next(actor for actor in INVENTED_STAFF if actor.permissions >= COOKING)

    def serve(self, orders: int) -> None:
        """A kitchen waits for no order of its own."""

    def step(self) -> bool:
        """Tap or bump the oldest ticket here; False when there is none."""
        live = [row for row in self._shop.reads.kitchen.live(None) if row.station_id in self._stations]
        if not live:
            return False
        ticket = live[0]
        waiting = [line for line in ticket.lines if line.done < line.item.quantity - line.voided]
        if waiting and self._chance.random() < TAP_CHANCE:
            self._shop.kitchen.tap_item(self._cook, ticket.ticket_id, waiting[0].item.line_id)
            self._tell("tapped", ticket)
            return True
        self._shop.kitchen.bump(self._cook, ticket.ticket_id)
        self._tell("bumped", ticket)
        if self._chance.random() < RECALL_CHANCE:
            self._shop.kitchen.recall(self._cook, ticket.ticket_id)
            self._tell("recalled", ticket)
        return True

    def _tell(self, event: str, ticket: TicketRow) -> None:
        origin = self._shop.terminal.origin
        seq = dict(self._store.known())[origin]
        held = self._store.hash_at(origin, seq)
        assert held is not None
        self._acks.tell(
            {
                "event": event,
                "by": self._shop.terminal.label,
                "ticket": ticket.ticket_id,
                "generation": ticket.generation,
                "origin": origin,
                "seq": seq,
                "hash": held.hex(),
            }
        )
