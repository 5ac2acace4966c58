"""Facts of other terminals: checked against their chain, taken in order, folded where they belong."""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.ports.journal import ForeignHistory as ForeignHistory
from aura_terminal.ports.journal import Received as Received
from aura_terminal.store import journal
from aura_terminal.store.arrivals import Arrivals
from aura_terminal.store.chain import JournalRow
from aura_terminal.store.delivery import Delivery
from aura_terminal.store.thinning import bring_back, spoken_of
from aura_terminal.store.writer import Writer


def receive(writer: Writer, rows: Iterable[JournalRow]) -> Received:
    """Take exactly what comes next of each origin; what is known is passed over, what leaves a gap is asked for again.

    One transaction, safe to repeat, in any order. Raises ForeignHistory for a fact that is malformed, was altered, has
    the id of another one, or differs from the one known at its place; then nothing was taken.
    """
    writer.begin()
    arrivals = Arrivals(writer)
    try:
        delivery = Delivery(writer)
        delivery.take(rows)
        if delivery.taken:
            bring_back(writer, spoken_of(writer.connection, delivery.taken))
            arrivals.fold(delivery.taken)
            for origin, head in delivery.moved.items():
                journal.move_head(writer.connection, origin, head)
        writer.commit(
            lambda connection: all(journal.at(connection, row.origin, row.seq) for row in delivery.taken[-1:])
        )
    except BaseException as error:
        writer.abandon(arrivals.touched, error)
        raise
    writer.cache.heads.update(delivery.moved)
    writer.cache.advance(len(delivery.taken))
    arrivals.remember()
    return Received(len(delivery.taken), delivery.known, tuple(delivery.wanted.items()))
