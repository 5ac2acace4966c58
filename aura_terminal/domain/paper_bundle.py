"""What a signed paper says: an order with all that was done about it, and with its kitchen tickets, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.carried import Carried
from aura_terminal.domain.ids import OrderId

OF_ORDERS, OF_TICKETS = "order", "ticket"


@dataclass(frozen=True, slots=True)
class Telling:
    """What is known of one order, or of one kitchen ticket: its facts by stamp and id."""

    aggregate: str
    id: str
    carried: tuple[Carried, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one paper holds: an order, those it shares lines with, and their tickets, as known when it was printed."""

    order_id: OrderId
    printed_at: datetime
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A bundle with who signed it: the terminal by its id, and the paper by what it says."""

    paper_id: str
    terminal_id: str
    bundle: Bundle


def news_in(bundle: Bundle, known: tuple[Telling, ...]) -> tuple[Telling, ...]:
    """What of a paper is not known here, neither itself nor from another paper; nothing is told of what is."""
    there = {one.fact_id for telling in known for one in telling.carried}
    news = (
        Telling(telling.aggregate, telling.id, tuple(one for one in telling.carried if one.fact_id not in there))
        for telling in bundle.tellings
    )
    return tuple(telling for telling in news if telling.carried)
