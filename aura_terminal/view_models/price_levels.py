"""The prices in force at this counter: what they are called, and another level somebody chose for the next items."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.domain.kinds import Permission
from aura_terminal.use_cases.asking import Place
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import ItemId, PriceLevelId
    from aura_terminal.domain.price_levels import PriceLevel
    from aura_terminal.domain.staff import Actor
    from aura_terminal.ports.reads import ItemSheet
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Counter, Desk
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

TICK_MILLISECONDS = 15_000
Reading = tuple[Place, "tuple[PriceLevel, ...]", "tuple[PriceLevel, ...]"]


class PricesInForce(QObject):
    """`changed` follows when other prices count than were shown, or other levels can be chosen.

    It looks again when the order on the counter is of another kind or table and, while it is shown, every quarter of a
    minute.
    """

    changed = Signal()

    def __init__(
        self, runner: Runner, counter: Counter, session: SessionModel, changes: Changes, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._counter, self._session = runner, counter, session
        self._chosen: PriceLevelId | None = None
        self._had_order = False
        self._shown: Place | None = None
        self._levels: tuple[PriceLevel, ...] = ()
        self._offered: tuple[PriceLevel, ...] = ()
        self._watch = Watch(changes, _concerning, self)
        self._watch.due.connect(self.refresh)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MILLISECONDS)
        self._clock.timeout.connect(self.refresh)
        counter.changed.connect(self._follow)

    @property
    def place(self) -> Place:
        """For what kind of order and where the next item is asked for, and at which level."""
        shown = self._counter.new if self._counter.order is None else self._counter.order
        return Place(shown.order_type, shown.table_id, self._chosen)

    @property
    def levels(self) -> tuple[PriceLevel, ...]:
        """The levels that count now, the one further in front first; none: the menu's own prices."""
        return self._levels

    @property
    def offered(self) -> tuple[PriceLevel, ...]:
        """Every level that can be chosen."""
        return self._offered

    @property
    def chosen(self) -> PriceLevelId | None:
        """The level somebody chose, None where the time and the place decide."""
        return self._chosen

    @property
    def may_choose(self) -> bool:
        """Whether whoever is here may choose another level."""
        return self._session.may(Permission.CHOOSE_PRICE)

    @Slot()
    def start(self) -> None:
        """They are shown: look, and go on looking."""
        self._watch.wake()
        self._clock.start()
        self.refresh()

    @Slot()
    def stop(self) -> None:
        """They are shown no more."""
        self._watch.rest()
        self._clock.stop()

    @Slot()
    def refresh(self) -> None:
        """Look which prices count now."""
        self._runner.run(partial(_read, self.place), self._show)

    def choose(self, level_id: PriceLevelId | None) -> None:
        """The next items are sold at this level, until the order leaves the counter; None: as time and place say."""
        self._counter.ask(partial(_choose, level_id), self._take, self._counter.refused.emit)

    def _take(self, level_id: PriceLevelId | None) -> None:
        self._chosen = level_id
        self.refresh()

    def _show(self, reading: Reading) -> None:
        place, levels, offered = reading
        if place != self.place:
            return  # an answer about what was on the counter before
        if (place, levels, offered) != (self._shown, self._levels, self._offered):
            self._shown, self._levels, self._offered = reading
            self.changed.emit()

    @Slot(object)
    def _follow(self, _facts: object) -> None:
        has_order = self._counter.order is not None
        if self._had_order and not has_order and self._chosen is not None:
            self._chosen = None
        self._had_order = has_order
        if self._offered and self.place != self._shown:
            self.refresh()


def sheet_at(item_id: ItemId, place: Place, level: str | None, desk: Desk, by: Actor, shop: Shop) -> ItemSheet:
    """What an item asks at the prices in force, or at those of the level a line was sold at."""
    sheet = shop.reads.menu.sheet(item_id)
    if level is None:
        return shop.price_levels.on_sheet(sheet, shop.price_levels.in_force(place))
    return shop.price_levels.on_sheet(sheet, shop.price_levels.named(level))


def _read(place: Place, shop: Shop) -> Reading:
    return place, shop.price_levels.in_force(place), shop.price_levels.offered()


def _choose(level_id: PriceLevelId | None, desk: Desk, by: Actor, shop: Shop) -> PriceLevelId | None:
    if level_id is not None:
        by.must(Permission.CHOOSE_PRICE)
    desk.level = level_id
    return level_id


def _concerning() -> Iterable[type[Fact]]:
    from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn

    return (DocumentPut, DocumentWithdrawn)
