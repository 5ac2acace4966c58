"""Something that is not on the menu, while somebody says what it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.open_items import PURPOSE
from aura_terminal.domain.open_items import OpenItem as OpenItem

if TYPE_CHECKING:
    from aura_terminal.domain.errors import RuleBroken
    from aura_terminal.domain.ids import CategoryId, StationId
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Counter, Desk, Facts


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where it may belong, and what money is counted in."""

    currency: str
    categories: tuple[tuple[CategoryId, str], ...]
    stations: tuple[tuple[StationId, str], ...]


class OpenItemsModel(QObject):
    """`ready` carries the Surroundings to ask with, `added` follows when it stands on the order."""

    ready = Signal(object)
    added = Signal()
    refused = Signal(object)

    def __init__(self, counter: Counter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counter = counter
        self._waits = False
        counter.changed.connect(self._follow)
        counter.refused.connect(self._hear)

    @Slot()
    def begin(self) -> None:
        """Read what it may belong to."""
        self.counter.ask(_surroundings, self.ready.emit, self.refused.emit)

    def add(self, asked: OpenItem) -> None:
        """Put it on the order, with somebody's approval where that is needed."""
        self._waits = True
        self.counter.do_approved(partial(_add, asked), PURPOSE)

    @Slot(object)
    def _follow(self, facts: Facts) -> None:
        if self._waits and facts:
            self._waits = False
            self.added.emit()

    @Slot(object)
    def _hear(self, _broken: RuleBroken) -> None:
        self._waits = False


def _surroundings(desk: Desk, by: Actor, shop: Shop) -> Surroundings:
    categories = tuple((row.id, row.name) for row in shop.reads.catalogue.categories())
    stations = tuple((row.id, row.name) for row in shop.reads.kitchen.stations())
    return Surroundings(shop.reads.store.profile().currency, categories, stations)


def _add(asked: OpenItem, approval: Approval | None, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return desk.take(shop.open_items.add(by, desk.target, asked, approval))
