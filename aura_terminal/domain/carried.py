"""Facts that came on paper: what a terminal read from a printed symbol, kept as evidence in a fact of its own.

Facts of another origin are never put into that origin's chain out of turn. A `PaperScanned` carries those of one order,
a `TicketPaperScanned` those of one kitchen ticket; whoever folds the aggregate folds what is carried in its place, and
once the fact itself is heard, that one counts alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from aura_terminal.domain.ids import OrderId, TicketId

GREATEST_STAMP = 2**62
BY_PAPER = "by paper"
"""Why a money token was taken: the house's own word, not typed by anybody."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One fact as it stood on paper: where it belongs in its origin's chain, when it was made, and what it says.

    What is personal may be blank in `payload`; it is there when the fact itself is heard.
    """

    origin: str
    seq: int
    fact_id: str
    stamp: int
    type: str
    version: int
    payload: str
    actor: str
    business_date: str


@dataclass(frozen=True, slots=True)
class PaperScanned:
    """An order was read from paper that the terminal `printed_by` signed at `printed_at`."""

    order_id: OrderId
    paper_id: str
    printed_by: str
    printed_at: datetime
    scanned_by: str
    scanned_at: datetime
    carried: tuple[Carried, ...]


@dataclass(frozen=True, slots=True)
class TicketPaperScanned:
    """A kitchen ticket of an order came with its paper."""

    ticket_id: TicketId
    paper_id: str
    carried: tuple[Carried, ...]


CARRYING = (PaperScanned, TicketPaperScanned)


T = TypeVar("T")


def spread(
    told: Iterable[tuple[int, str, T]], read: Callable[[Carried], T], carried: Callable[[T], tuple[Carried, ...]]
) -> list[tuple[int, str, T]]:
    """Facts of one aggregate, by stamp and id, with those among them that are only carried put where they belong.

    A fact that is there itself counts, whatever paper says of it; one that several papers carry counts once, as the
    paper that was scanned first says.
    """
    facts = list(told)
    known = {fact_id for _, fact_id, _ in facts}
    added: list[tuple[int, str, T]] = []
    for _, _, fact in facts:
        for one in carried(fact):
            if one.fact_id not in known:
                known.add(one.fact_id)
                added.append((one.stamp, one.fact_id, read(one)))
    return sorted((*facts, *added), key=lambda one: one[:2]) if added else facts
