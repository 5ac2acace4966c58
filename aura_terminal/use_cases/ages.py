"""Checks that a guest is old enough for what is on an order. Whoever sells may and must."""

from __future__ import annotations

from datetime import date

from aura_terminal.domain.age_checks import born_on, look_old_enough, refuse_age, restricted_lines
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.store import Begin
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.ordering import calendar_of
from aura_terminal.use_cases.selling import on_each


class Ages:
    """The verbs of an age check. Each is one transaction; RuleBroken: ORDER_NOT_OPEN, AGE_NOT_WANTED."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin

    def look_old_enough(self, by: Actor, order_id: OrderId) -> Done:
        """Say that they, or their card, were looked at."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            fact = look_old_enough(work.order(order_id), work.now, by.id)
            work.keep(fact)
        return Done(order_id, (fact,))

    def born_on(self, by: Actor, order_id: OrderId, born: date) -> Done:
        """Compare the birth date they named, which is kept nowhere. Raises RuleBroken: TOO_YOUNG, DATE_NOT_PAST."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            today = calendar_of(work).local(work.store_time).date()
            fact = born_on(work.order(order_id), born, today, work.now, by.id)
            work.keep(fact)
        return Done(order_id, (fact,))

    def refuse(self, by: Actor, order_id: OrderId) -> Done:
        """They are not old enough: what they may not have is taken off, which whoever sells may do without asking."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            facts: list[Fact] = [refuse_age(order, work.now, by.id)]
            work.keep(*facts)
            while left := restricted_lines(work.order(order_id)):
                facts.extend(on_each(work, order_id, left[0], lambda order, one: order.remove_line(one.id)))
        return Done(order_id, tuple(facts))
