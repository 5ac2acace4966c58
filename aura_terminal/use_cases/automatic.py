"""Lets promotions count that need no code: reckoned anew within every transaction that changes an order.

Every verb of the shop begins its unit of work through here, so what changes lines, guests or the kind of an order
never leaves it with a promotion whose conditions have ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast

from aura_terminal.domain.automatic import change_due
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.facts import Aggregate, Fact, aggregate_of
from aura_terminal.domain.holding import must_hold
from aura_terminal.domain.ids import OrderId, StaffId
from aura_terminal.domain.order_facts import DiscountApplied
from aura_terminal.domain.promotions import Promotion, PromotionUsed
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.given_back import undone


class Watched:
    """A unit of work that remembers which orders facts were kept about; all else it does is the other's."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.touched: dict[OrderId, None] = {}

    def keep(self, *facts: Fact) -> None:
        """As the port says."""
        self._work.keep(*facts)
        for fact in facts:
            aggregate, id_ = aggregate_of(fact)
            if aggregate is Aggregate.ORDER:
                self.touched[OrderId(id_)] = None

    def __getattr__(self, name: str) -> Any:  # whatever else the port has, as it is
        return getattr(self._work, name)


class Automatic:
    """Begins units of work for others, and reckons one order anew when nothing but time has changed."""

    def __init__(self, begin: Begin, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._terminal = terminal

    def begin(self, staff_id: StaffId) -> AbstractContextManager[Work]:
        """A unit of work after which the best promotion counts on every open order it touched, if its money token is
        here."""
        return self._watched(staff_id)

    def reckon(self, by: Actor, order_id: OrderId) -> Done:
        """Let promotions count or end whose time has come, before a bill is shown or paid."""
        with self._begin(by.id) as work:
            return Done(order_id, promotions_changed(work, order_id, self._terminal))

    @contextmanager
    def _watched(self, staff_id: StaffId) -> Iterator[Work]:
        with self._begin(staff_id) as work:
            watched = Watched(work)
            yield cast("Work", watched)
            for order_id in watched.touched:
                promotions_changed(work, order_id, self._terminal)


def promotions_changed(work: Work, order_id: OrderId, terminal: TerminalIdentity) -> tuple[Fact, ...]:
    """Keep what lets the best promotion count on an order; nothing where another terminal holds its money token."""
    promotions = work.documents.all(Promotion)
    if not any(one.active and not one.needs_code for one in promotions):
        return ()
    order = work.order(order_id)
    calendar = work.documents.get(StoreProfile, STORE_PROFILE).calendar
    change = change_due(order, promotions, work.guests.uses, work.store_time, calendar)
    if change is None:
        return ()
    known = work.ledger.known()  # what is kept so far is written for it: what that refuses is no matter of the token
    try:
        must_hold(order, terminal.label, known)
    except RuleBroken:
        return ()
    facts: list[Fact] = [change]
    gone = change.replaces if isinstance(change, DiscountApplied) else change.discount_id
    if gone is not None:
        facts.extend(one for one in undone(work, order.discounts[gone].discount, _PROGRAM))
    if isinstance(change, DiscountApplied) and change.discount.promotion_id is not None:
        promotion = next(one for one in promotions if one.id == change.discount.promotion_id)
        if promotion.is_counted:
            used = PromotionUsed(promotion.id, change.discount.id, order.id, change.applied_at, order.guest_id)
            facts.append(used)
    work.keep(*facts)
    return tuple(facts)


_PROGRAM = Actor(StaffId("system"), "system", frozenset())
