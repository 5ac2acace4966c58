"""A cook's hand in a mesh campaign: bumps the tickets of this kitchen's stations, each of them once."""

from __future__ import annotations

from random import Random
from typing import Any

from aura_terminal.app.opening import Opened
from aura_terminal.app.simulation import COOKING, INVENTED_STAFF
from aura_terminal.ports.reads import TicketLineRow, TicketRow
from tests.support.mesh_acks import AckLog

TAP_CHANCE, RECALL_CHANCE = 0.3, 0.02


class CookHand:
    """Every second station belongs to each of two kitchens, by the number in the terminal's label."""

    def __init__(self, store: Opened, acks: AckLog, chance: Random) -> None:
        self._shop, self._store, self._acks, self._chance = store.shop, store.store, acks, chance
        stations = sorted(station.id for station in self._shop.reads.kitchen.stations())
        self._stations = set(stations[(int(self._shop.terminal.label[1:]) - 1) % 2 :: 2])
        self._by = next(actor for actor in INVENTED_STAFF if actor.permissions >= COOKING)

    def serve(self, orders: int) -> None:
        """A kitchen waits for no order of its own."""

    def step(self) -> bool:
        """Take what is new, or tap or bump the oldest ticket here; False when there is nothing to do."""
        live = [row for row in self._shop.reads.kitchen.live(None) if row.station_id in self._stations]
        unseen = [row.ticket_id for row in live if row.seen_at is None]
        if unseen:
            self._shop.delivery.see(unseen)
            self._tell("seen", {"tickets": unseen})
        elif not live:
            return False
        else:
            self._cook(live[0])
        return True

    def _cook(self, ticket: TicketRow) -> None:
        told = {"ticket": ticket.ticket_id, "generation": ticket.generation}
        waiting = [line for line in ticket.lines if line.done < wanted(line)]
        if waiting and self._chance.random() < TAP_CHANCE:
            self._shop.kitchen.tap_item(self._by, ticket.ticket_id, waiting[0].item.line_id)
            self._tell("tapped", told)
            return
        if any(line.voided for line in ticket.lines):
            self._shop.kitchen.see_changes(self._by, ticket.ticket_id, ticket.number)
        self._shop.kitchen.bump(self._by, ticket.ticket_id)
        self._tell("bumped", told | {"cooked": self._cooked(ticket)})
        if self._chance.random() < RECALL_CHANCE:
            self._shop.kitchen.recall(self._by, ticket.ticket_id)
            self._tell("recalled", told)

    def _cooked(self, ticket: TicketRow) -> list[tuple[str, int]]:
        """What this bump was food for: nothing when it was printed already, or was only looked at again."""
        if ticket.escalated_at is not None or ticket.generation:
            return []
        return [(line.item.line_id, wanted(line)) for line in ticket.lines if wanted(line)]

    def _tell(self, event: str, told: dict[str, Any]) -> None:
        origin = self._shop.terminal.origin
        seq = dict(self._store.known())[origin]
        held = self._store.hash_at(origin, seq)
        assert held is not None
        place = {"origin": origin, "seq": seq, "hash": held.hex()}
        self._acks.tell({"event": event, "by": self._shop.terminal.label} | place | told)


def wanted(line: TicketLineRow) -> int:
    """How many of a line this ticket asks the cook for."""
    return max(0, line.item.quantity - line.voided - line.repeated)
