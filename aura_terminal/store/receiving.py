"""Facts of other terminals: checked against their chain, taken in order, folded where they belong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from aura_terminal.ports.journal import ForeignHistory as ForeignHistory
from aura_terminal.ports.journal import Received as Received
from aura_terminal.store import journal, unfolded
from aura_terminal.store.arrivals import Arrivals
from aura_terminal.store.chain import JournalRow
from aura_terminal.store.delivery import Delivery
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.thinning import bring_back, spoken_of
from aura_terminal.store.unfolded import Key
from aura_terminal.store.writer import Writer

AT_ONCE = 64
"""How many facts are folded as they come; more of them are a backlog, which is journalled first."""


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
        is_backlog = len(delivery.taken) > AT_ONCE
        if delivery.taken:
            bring_back(writer, spoken_of(writer.connection, delivery.taken))
            if is_backlog:
                arrivals.take_in(delivery.taken)
            else:
                arrivals.fold(delivery.taken)
            for origin, head in delivery.moved.items():
                journal.move_head(writer.connection, origin, head)
        writer.commit(lambda connection: all(journal.at(connection, row.origin, row.seq) for row in delivery.taken))
    except BaseException as error:
        writer.abandon(arrivals.touched, error)
        raise
    writer.cache.heads.update(delivery.moved)
    writer.cache.advance(len(delivery.taken))
    arrivals.remember()
    writer.cache.waits |= is_backlog
    return Received(len(delivery.taken), delivery.known, tuple(delivery.wanted.items()))


def fold_some(writer: Writer, most: int) -> bool:
    """Fold up to so many orders and tickets that were only journalled so far; whether more of them wait.

    One transaction, safe to repeat; what staff may still have to work on comes first.
    """
    writer.refresh()
    if writer.cache.waits:
        _fold(writer, lambda connection: unfolded.following(connection, most))
    return writer.cache.waits


def fold_these(writer: Writer, keys: Sequence[Key]) -> None:
    """The same for some of them; those that do not wait any more are passed over."""
    _fold(writer, lambda connection: [key for key in keys if unfolded.is_one(connection, *key)])


def _fold(writer: Writer, chosen: Callable[[StoreConnection], list[Key]]) -> None:
    writer.begin()
    arrivals = Arrivals(writer)
    keys: list[Key] = []
    try:
        keys = chosen(writer.connection)
        arrivals.fold_waiting(keys)
        more = unfolded.are_there(writer.connection)
        writer.commit(lambda connection: not any(unfolded.is_one(connection, *key) for key in keys))
    except BaseException as error:
        writer.abandon(arrivals.touched, error)
        raise
    arrivals.remember()
    writer.cache.waits = more


def fold_all_now(writer: Writer) -> None:
    """Fold everything that waits, within the writer's transaction: for sums that must leave nothing out."""
    if writer.cache.waits:
        Arrivals(writer).fold_waiting(sorted(unfolded.keys(writer.connection)))


def fold_now(writer: Writer, aggregate: str, id_: str) -> None:
    """Fold one that waits before it is worked on, within the writer's transaction."""
    if writer.cache.waits and unfolded.is_one(writer.connection, aggregate, id_):
        Arrivals(writer).fold_waiting([(aggregate, id_)])
