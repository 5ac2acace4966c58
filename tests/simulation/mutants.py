"""Planted faults: rules of the product broken one at a time while a campaign runs. No file of the product is touched.

Each is a mistake somebody could make and a reviewer could miss. A campaign that does not notice it proves nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import accumulate
from typing import Any

from msgspec import structs

from aura_terminal.domain import conflicts
from aura_terminal.domain.firing import Fire
from aura_terminal.domain.kinds import LineState
from aura_terminal.domain.kitchen import KitchenTicket, TicketBumped, TicketEscalated, TicketItemDone
from aura_terminal.domain.money_token import Token
from aura_terminal.domain.moving import LinesMoved
from aura_terminal.domain.order_facts import LineAdded, LineQuantityChanged, LineRemoved, LineVoided, PaymentTaken
from aura_terminal.domain.order_fold import evolve
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.stamps import HybridClock, Stamp
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store import delivery, journal, ledger, receiving, restoring
from aura_terminal.store.chain import link
from aura_terminal.store.journal import Head
from aura_terminal.store.statements import literal
from aura_terminal.store.writer import Writer
from aura_terminal.use_cases.delivery import Deliveries
from sync.mesh import intake
from sync.mesh.columns import rows_of
from sync.mesh.handing import Handing
from sync.mesh.intake import Intake, Slice
from sync.protocol import Run

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
    right = owner.__dict__[name]
    setattr(owner, name, wrong)
    try:
        yield
    finally:
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


def _additions_replace_each_other(fact: LineQuantityChanged, order: Order) -> None:
    _RIGHT_COUNT(replace(fact, added=0), order)


def _a_move_is_fired_again(fact: LinesMoved, order: Order) -> None:
    _RIGHT_MOVE(fact, order)
    for line_id in fact.line_ids:
        if line_id in order.own and order.own[line_id].state is LineState.SENT:
            order.own[line_id].state = LineState.NEW


def _an_escalation_is_forgotten(ticket: KitchenTicket, fact: TicketEscalated) -> None:
    """Leave the ticket as it was."""


_RIGHT_COUNT = evolve.registry[LineQuantityChanged]
_RIGHT_MOVE = evolve.registry[LinesMoved]


def _everybody_holds_the_token() -> AbstractContextManager[None]:
    return _instead(Token, "is_held_by", lambda self, here: True)


def _a_restored_terminal_asks_nobody() -> AbstractContextManager[None]:
    return _instead(ledger, "is_abreast", lambda connection, here: True)


def _the_fence_is_open() -> AbstractContextManager[None]:
    return _instead(Token, "has_arrived", lambda self, known: True)


def _torn_fires_stay_torn() -> AbstractContextManager[None]:
    return _instead(Deliveries, "repair_fires", lambda self: ())


def _an_overpayment_is_hidden() -> AbstractContextManager[None]:
    return _instead(conflicts, "_overpaid", lambda order: None)


def _repeats_are_cooked_again() -> AbstractContextManager[None]:
    return _instead(Fire, "_repeat", lambda self, line, quantity, name: 0)


# The exchange and the store


@contextmanager
def _gaps_are_taken() -> Iterator[None]:
    """Neither the mesh nor the store minds that something lies between."""

    def useful(self: Intake, link: Any, run: Any, ends: Any, refused: Any) -> deque[JournalRow]:
        return deque(row for row in rows_of(run) if row.seq > ends.get(run.origin, 0))

    def move(self: Intake, link: Any, inbox: Any, room: int, slice_: Slice, ends: dict[str, int]) -> int:
        moved = 0
        while inbox.rows and moved < room:
            row = inbox.rows.popleft()
            slice_.rows.append(row)
            slice_.sources.setdefault(row.origin, set()).add(link)
            ends[row.origin] = row.seq
            moved += 1
        return moved

    def take(self: delivery.Delivery, row: Any) -> None:
        head = self.moved.get(row.origin) or self._known_head(row.origin)
        if row.seq > head.seq:
            self.taken.append(row)
            self.moved[row.origin] = Head(row.seq, row.hash, row.stamp)

    store = _instead(delivery.Delivery, "_take", take)
    with _instead(Intake, "_useful", useful), _instead(Intake, "_move", move), store:
        yield


@contextmanager
def _what_was_sent_is_forgotten() -> Iterator[None]:
    """A sender takes what it sent for received, on the next link as well."""
    sent: dict[tuple[int, str, str], int] = {}
    right_serve, right_message = Handing.serve, Handing._message

    def serve(self: Handing, talk: Any, origin: str, after: int) -> bytes | None:
        return right_serve(self, talk, origin, max(after, sent.get((id(self), talk.identity.terminal_id, origin), 0)))

    def message(self: Handing, talk: Any, stretches: Any) -> bytes | None:
        made = right_message(self, talk, stretches)
        for origin, reached in talk.serving.items():
            key = id(self), talk.identity.terminal_id, origin
            sent[key] = max(reached, sent.get(key, 0))
        return made

    with _instead(Handing, "serve", serve), _instead(Handing, "_message", message):
        yield


def _a_restore_keeps_its_name() -> AbstractContextManager[None]:
    return _instead(restoring, "_begin_anew", lambda fresh, origin, label, now: None)


def _the_vector_stays_behind() -> AbstractContextManager[None]:
    class Journal:
        at = staticmethod(journal.at)

        @staticmethod
        def move_head(connection: object, origin: str, head: Head) -> None:
            """Leave the vector where it is."""

    return _instead(receiving, "journal", Journal)


def _hashes_are_believed() -> AbstractContextManager[None]:
    """What came is chained anew, whatever its last hash was said to be."""

    def chained_anew(run: Run) -> list[JournalRow]:
        before = run.prev
        for place, stamp in enumerate(accumulate(run.stamps)):
            before = link(
                run.origin, run.first + place, run.fact_ids[place], stamp, run.aggregates[place],
                run.aggregate_ids[place], run.types[place], run.versions[place], run.payloads[place],
                run.actors[place], run.dates[place], before,
            )  # fmt: skip
        return rows_of(structs.replace(run, last=before))

    return _instead(intake, "rows_of", chained_anew)


def _facts_are_folded_as_they_arrive() -> AbstractContextManager[None]:
    return _instead(journal, "_HISTORY", literal(
        "SELECT stamp, fact_id, type, version, payload FROM journal "
        "WHERE aggregate = :aggregate AND aggregate_id = :id ORDER BY arrival"
    ))  # fmt: skip


def _stamps_are_not_witnessed() -> AbstractContextManager[None]:
    return _instead(Writer, "hybrid_clock", lambda self: HybridClock(Stamp(self.head.stamp)))


MUTANTS: Mapping[str, Planting] = {
    "payments_replace_each_other": _order(PaymentTaken, _payments_replace_each_other),
    "a_void_counts_twice": _order(LineVoided, _a_void_counts_twice),
    "a_late_line_reopens": _order(LineAdded, _a_late_line_reopens),
    "a_sent_line_is_changed": _order(LineQuantityChanged, _a_sent_line_is_changed),
    "a_removal_beats_the_kitchen": _order(LineRemoved, _a_removal_beats_the_kitchen),
    "additions_replace_each_other": _order(LineQuantityChanged, _additions_replace_each_other),
    "a_move_is_fired_again": _order(LinesMoved, _a_move_is_fired_again),
    "repeats_are_cooked_again": _repeats_are_cooked_again,
    "the_last_done_counts": _ticket(TicketItemDone, _the_last_done_counts),
    "a_bump_ignores_recalls": _ticket(TicketBumped, _a_bump_ignores_recalls),
    "an_escalation_is_forgotten": _ticket(TicketEscalated, _an_escalation_is_forgotten),
    "everybody_holds_the_token": _everybody_holds_the_token,
    "a_restored_terminal_asks_nobody": _a_restored_terminal_asks_nobody,
    "the_fence_is_open": _the_fence_is_open,
    "torn_fires_stay_torn": _torn_fires_stay_torn,
    "an_overpayment_is_hidden": _an_overpayment_is_hidden,
    "gaps_are_taken": _gaps_are_taken,
    "the_vector_stays_behind": _the_vector_stays_behind,
    "hashes_are_believed": _hashes_are_believed,
    "facts_are_folded_as_they_arrive": _facts_are_folded_as_they_arrive,
    "stamps_are_not_witnessed": _stamps_are_not_witnessed,
    "what_was_sent_is_forgotten": _what_was_sent_is_forgotten,
    "a_restore_keeps_its_name": _a_restore_keeps_its_name,
}
