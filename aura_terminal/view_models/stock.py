"""What is sold out and how many are left, said by those who may."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aura_terminal.domain.kinds import Permission

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import ItemId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

MOST_DIGITS = 3


class StockModel(QObject):
    """Verbs on one item's stock; the tiles follow by themselves. `refused` carries a RuleBroken."""

    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes

    @property
    def may_change(self) -> bool:
        """Whether who is signed in may say what is sold out."""
        actor = self._session.actor
        return actor is not None and Permission.EIGHTY_SIX in actor.permissions

    def eighty_six(self, item_id: ItemId) -> None:
        """It ran out."""
        self._do(partial(_eighty_six, item_id))

    def restore(self, item_id: ItemId) -> None:
        """There is some again."""
        self._do(partial(_restore, item_id))

    def count(self, item_id: ItemId, quantity: int | None) -> None:
        """So many are left; None when nobody counts any more."""
        self._do(partial(_count, item_id, quantity))

    def _do(self, verb: Callable[[Actor, Shop], Fact]) -> None:
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(verb, actor), self._changes.announce, self.refused.emit)


def _eighty_six(item_id: ItemId, by: Actor, shop: Shop) -> Fact:
    return shop.stock.eighty_six(by, item_id)


def _restore(item_id: ItemId, by: Actor, shop: Shop) -> Fact:
    return shop.stock.restore(by, item_id)


def _count(item_id: ItemId, quantity: int | None, by: Actor, shop: Shop) -> Fact:
    return shop.stock.set_count(by, item_id, quantity)
