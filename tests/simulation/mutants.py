"""Planted faults: rules of the product broken one at a time while a campaign runs. No file of the product is touched.

Each is a mistake somebody could make and a reviewer could miss. A campaign that does not notice it proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from aura_terminal.domain.kinds import LineState
from aura_terminal.domain.kitchen import KitchenTicket, TicketBumped, TicketItemDone
from aura_terminal.domain.order_facts import LineAdded, LineQuantityChanged, LineRemoved, LineVoided, PaymentTaken
from aura_terminal.domain.order_fold import evolve
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.stamps import HybridClock, Stamp
from aura_terminal.store import arrivals, delivery, journal, receiving
from aura_terminal.store.journal import Head
from aura_terminal.store.writer import Writer

Planting = Callable[[], AbstractContextManager[None]]


@contextmanager
def planted(name: str) -> Iterator[None]:
    """The product with one fault in it; whole again afterwards. An empty name plants nothing."""
    if not name:
        yield
        return
    with MUTANTS[name]():
        yield


@contextmanager
def _instead(owner: Any, name: str, wrong: object) -> Iterator[None]:  # a module or a class
    right = owner.__dict__.get(name, _instead)
    setattr(owner, name, wrong)
    try:
        yield
    finally:
        if right is _instead:
            delattr(owner, name)
        else:
            setattr(owner, name, right)


@contextmanager
def _folding(dispatcher: Any, fact: type, wrong: Callable[[Any, Any], None]) -> Iterator[None]:
    """An aggregate that takes one type of fact wrongly; the dispatcher is functools' own and has no public type."""
    right = dispatcher.registry[fact]
    dispatcher.register(fact, wrong)
    try:
        yield
    finally:
        dispatcher.register(fact, right)


def _order(fact: type, wrong: Callable[[Any, Order], None]) -> Planting:
    return lambda: _folding(evolve, fact, wrong)


def _ticket(fact: type, wrong: Callable[[KitchenTicket, Any], None]) -> Planting:
    return lambda: _folding(KitchenTicket.__dict__["apply"].dispatcher, fact, wrong)


# Folds


def _payments_replace_each_other(fact: PaymentTaken, order: Order) -> None:
    order.payments[:] = [fact.payment]


def _a_void_counts_twice(fact: LineVoided, order: Order) -> None:
    line = order.own[fact.line_id]
    line.voided = min(line.quantity, line.voided + 2 * fact.quantity)
    if line.voided == line.quantity:
        line.state = LineState.VOIDED


def _a_late_line_reopens(fact: LineAdded, order: Order) -> None:
    _RIGHT_ADD(fact, order)
    order.closings.clear()


def _a_sent_line_is_changed(fact: LineQuantityChanged, order: Order) -> None:
    line = order.own[fact.line_id]
    line.quantity, line.modifiers = fact.quantity, fact.modifiers
    line.voided = min(line.voided, line.quantity)


def _a_removal_beats_the_kitchen(fact: LineRemoved, order: Order) -> None:
    order.own[fact.line_id].state = LineState.REMOVED


def _the_last_done_counts(ticket: KitchenTicket, fact: TicketItemDone) -> None:
    ticket.lines[fact.line_id].done = fact.done


def _a_bump_ignores_recalls(ticket: KitchenTicket, fact: TicketBumped) -> None:
    ticket.bumped_at = ticket.bumped_at or fact.bumped_at


_RIGHT_ADD = evolve.registry[LineAdded]


# The store


def _gaps_are_taken() -> AbstractContextManager[None]:
    right = delivery.Delivery.__dict__["_take"]

    def take(self: delivery.Delivery, row: Any) -> None:
        head = self.moved.get(row.origin) or self._known_head(row.origin)
        if row.seq > head.seq + 1:
            self.taken.append(row)
            self.moved[row.origin] = Head(row.seq, row.hash, row.stamp)
        else:
            right(self, row)

    return _instead(delivery.Delivery, "_take", take)


def _the_vector_stays_behind() -> AbstractContextManager[None]:
    class Journal:
        at = staticmethod(journal.at)

        @staticmethod
        def move_head(connection: object, origin: str, head: Head) -> None:
            """Leave the vector where it is."""

    return _instead(receiving, "journal", Journal)


def _hashes_are_believed() -> AbstractContextManager[None]:
    return _instead(delivery, "hash_of", lambda row: row.hash)


def _facts_are_folded_as_they_arrive() -> AbstractContextManager[None]:
    return _instead(arrivals, "sorted", lambda told, key: list(told))


def _stamps_are_not_witnessed() -> AbstractContextManager[None]:
    return _instead(Writer, "hybrid_clock", lambda self: HybridClock(Stamp(self.head.stamp)))


MUTANTS: Mapping[str, Planting] = {
    "payments_replace_each_other": _order(PaymentTaken, _payments_replace_each_other),
    "a_void_counts_twice": _order(LineVoided, _a_void_counts_twice),
    "a_late_line_reopens": _order(LineAdded, _a_late_line_reopens),
    "a_sent_line_is_changed": _order(LineQuantityChanged, _a_sent_line_is_changed),
    "a_removal_beats_the_kitchen": _order(LineRemoved, _a_removal_beats_the_kitchen),
    "the_last_done_counts": _ticket(TicketItemDone, _the_last_done_counts),
    "a_bump_ignores_recalls": _ticket(TicketBumped, _a_bump_ignores_recalls),
    "gaps_are_taken": _gaps_are_taken,
    "the_vector_stays_behind": _the_vector_stays_behind,
    "hashes_are_believed": _hashes_are_believed,
    "facts_are_folded_as_they_arrive": _facts_are_folded_as_they_arrive,
    "stamps_are_not_witnessed": _stamps_are_not_witnessed,
}
