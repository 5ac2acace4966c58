"""The plain model of kitchen tickets: the furthest each has come, from the recorded facts alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.record import Kept

Body = Any  # a fact as plain JSON


@dataclass
class ModelTicket:
    """A ticket with its items: how many, how many done, how many not wanted any more."""

    order_id: str = ""
    fire_id: str = ""
    station_id: str = ""
    is_whole: bool = False
    quantities: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    voided: dict[str, int] = field(default_factory=dict)
    generation: int = 0
    is_bumped: bool = False
    received: int = 0
    escalations: list[tuple[str, str]] = field(default_factory=list)
    """Who printed it elsewhere, by origin, and why."""

    @property
    def is_wanted(self) -> bool:
        """Whether anything on it was not taken back."""
        return any(quantity > self.voided.get(line_id, 0) for line_id, quantity in self.quantities.items())

    @property
    def items(self) -> dict[str, tuple[int, int, int]]:
        """Quantity, done and voided of each line."""
        return {
            line_id: (quantity, self.done.get(line_id, 0), self.voided.get(line_id, 0))
            for line_id, quantity in self.quantities.items()
        }


def tickets_of(facts: Iterable[Kept]) -> dict[str, ModelTicket]:
    """Every ticket the recorded facts speak of."""
    tickets: dict[str, ModelTicket] = {}
    for kept in sorted(facts, key=lambda kept: (kept.stamp, kept.fact_id)):
        if kept.aggregate == "ticket":
            ticket = tickets.setdefault(kept.aggregate_id, ModelTicket())
            _apply(ticket, kept.type, kept.body)
            if kept.type == "ticket_escalated":
                ticket.escalations.append((kept.origin, kept.body["reason"]))
    return tickets


def _apply(ticket: ModelTicket, what: str, said: Body) -> None:
    is_current = said.get("generation") == ticket.generation
    line_id = said.get("line_id", "")
    if what == "ticket_fired":
        ticket.order_id, ticket.fire_id, ticket.station_id = said["order_id"], said["fire_id"], said["station_id"]
        ticket.is_whole = True
        for item in said["items"]:
            ticket.quantities.setdefault(item["line_id"], item["quantity"])
    elif what == "ticket_item_done" and is_current:
        ticket.done[line_id] = max(said["done"], ticket.done.get(line_id, 0))
    elif what == "ticket_item_reopened" and is_current:
        ticket.done[line_id] = 0
    elif what == "ticket_item_voided":
        wanted = ticket.quantities.get(line_id, 0)
        ticket.voided[line_id] = min(wanted, ticket.voided.get(line_id, 0) + said["quantity"])
    elif what == "ticket_bumped" and is_current:
        ticket.is_bumped = True
    elif what == "ticket_recalled" and said["generation"] > ticket.generation:
        ticket.generation, ticket.is_bumped = said["generation"], False
    elif what == "ticket_received":
        ticket.received += 1
