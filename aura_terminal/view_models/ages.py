"""The check of a guest's age: asked when the first thing is put on that is not for every age, and before paying."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import Rule, RuleBroken

if TYPE_CHECKING:
    from aura_terminal.domain.ids import OrderId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.asking import Done
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Counter, Desk, Facts

Verb = Callable[["Shop", "Actor", "OrderId"], "Done"]


class AgesModel(QObject):
    """`wanted` says that an age is to be seen now, `settled` that none is any more, `refused` what the rules said."""

    wanted = Signal()
    settled = Signal()
    refused = Signal(object)

    def __init__(self, counter: Counter, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counter, self._now = counter, now
        counter.changed.connect(self._follow)
        counter.refused.connect(self.hear)

    @property
    def minimum(self) -> int:
        """The age to be seen for the order on the counter; 0 for none."""
        order = self._counter.order
        return 0 if order is None else order.age_wanted

    @property
    def latest_birth(self) -> date:
        """The last day somebody may be born on to be old enough today."""
        from aura_terminal.domain.age_checks import latest_birth

        return latest_birth(self.minimum, self._counter.local(self._now()).date())

    def look_old_enough(self) -> None:
        """Somebody looked at them, or at their card."""
        self._do(lambda shop, by, order_id: shop.ages.look_old_enough(by, order_id))

    def born_on(self, born: date) -> None:
        """They named this day, which is compared and forgotten."""
        self._do(lambda shop, by, order_id: shop.ages.born_on(by, order_id, born))

    def refuse(self) -> None:
        """They are not old enough: what they may not have comes off."""
        self._do(lambda shop, by, order_id: shop.ages.refuse(by, order_id))

    @Slot(object)
    def hear(self, broken: RuleBroken) -> None:
        """Something was refused somewhere: for want of a look, it is asked for."""
        if broken.rule is Rule.AGE_UNSEEN:
            self.wanted.emit()
        elif broken.rule in (Rule.TOO_YOUNG, Rule.DATE_NOT_PAST):
            self.refused.emit(broken)

    def _do(self, verb: Verb) -> None:
        order = self._counter.order
        if order is not None:
            self._counter.do(partial(_on_order, order.order_id, verb))

    @Slot(object)
    def _follow(self, facts: Facts) -> None:
        from aura_terminal.domain.order_facts import LineAdded, LineQuantityChanged, LineRestored

        if not self.minimum:
            self.settled.emit()
        elif any(isinstance(fact, LineAdded | LineQuantityChanged | LineRestored) for fact in facts):
            self.wanted.emit()


def _on_order(order_id: OrderId, verb: Verb, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return verb(shop, by, order_id).facts
