"""Price levels as a manager writes them, one at a time, and the house's rules for what is sold beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.ids import AreaId, CategoryId, PriceLevelId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import Money
from aura_terminal.domain.price_changes import PriceKey, prices_of
from aura_terminal.domain.price_levels import Application as Application
from aura_terminal.domain.price_levels import LevelPrice, PriceLevel
from aura_terminal.domain.promotions import Weekday as Weekday
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.use_cases.promotions import Overuse
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel


@dataclass(frozen=True, slots=True)
class LevelsRead:
    """What is read at once: the levels by position, what they may name, and promotions used beyond their limits."""

    levels: tuple[PriceLevel, ...]
    categories: tuple[tuple[CategoryId, str], ...]
    areas: tuple[tuple[AreaId, str], ...]
    currency: str
    overused: tuple[Overuse, ...] = ()


@dataclass(frozen=True, slots=True)
class Priceable:
    """A price of the menu that a level may write out."""

    key: PriceKey
    name: str
    price: Money

    @property
    def id(self) -> str:
        """Which price it is."""
        return f"{self.key.item_id}/{self.key.variant_id or ''}"


class LevelsModel(QObject):
    """`changed` follows every reading and every step, `priceable_read` carries the prices of one category, `kept` what
    a level is called that was kept."""

    changed = Signal()
    priceable_read = Signal(object)
    kept = Signal(str)
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self._read = LevelsRead((), (), (), "")
        self._draft: PriceLevel | None = None
        self.watch = Watch(changes, _concerning, self)
        self.watch.due.connect(self.refresh)
        session.signed_out.connect(self.drop)

    @property
    def read(self) -> LevelsRead:
        """What was read last."""
        return self._read

    @property
    def draft(self) -> PriceLevel | None:
        """The level that is being written; None while none is."""
        return self._draft

    @property
    def may_write(self) -> bool:
        """Whether whoever is here may change prices."""
        return self._session.may(Permission.EDIT_PRICES)

    @Slot()
    def refresh(self) -> None:
        """Read again."""
        self._runner.run(_read, self._show)

    def begin(self, level_id: str = "") -> None:
        """Write a level; without an id a new one."""
        found = next((one for one in self._read.levels if one.id == level_id), None)
        self._draft = found or PriceLevel(PriceLevelId(""), "")
        self.changed.emit()

    def put(self, level: PriceLevel) -> None:
        """The draft is this now."""
        self._draft = level
        self.changed.emit()

    @Slot()
    def drop(self) -> None:
        """Write it no more."""
        self._draft = None
        self.changed.emit()

    def write_price(self, key: PriceKey, minor: int) -> None:
        """This price is written out."""
        if self._draft is not None:
            price = LevelPrice(Money(minor, self._read.currency), key.item_id, key.variant_id)
            self.put(replace(self._draft, prices=(*_without(self._draft, key), price)))

    def take_price_off(self, place: int) -> None:
        """A price is not written out any more."""
        if self._draft is not None:
            prices = self._draft.prices
            self.put(replace(self._draft, prices=(*prices[:place], *prices[place + 1 :])))

    def read_priceable(self, category_id: str) -> None:
        """Read the prices of a category's items."""
        self._runner.run(partial(_priceable, CategoryId(category_id)), self.priceable_read.emit)

    def keep(self) -> None:
        """Keep the draft."""
        actor, draft = self._session.must_actor(), self._draft
        if actor is not None and draft is not None:
            self._runner.run(lambda shop: (shop.price_levels.put(actor, draft),), self._after, self.refused.emit)

    def withdraw(self) -> None:
        """Use the level no more."""
        actor, draft = self._session.must_actor(), self._draft
        if actor is not None and draft is not None and draft.id:
            self._runner.run(
                lambda shop: (shop.price_levels.withdraw(actor, draft.id),), self._after, self.refused.emit
            )

    def raise_draft(self) -> None:
        """The level changes places with the one before it, so that it counts before that one."""
        actor, draft = self._session.must_actor(), self._draft
        places = [one.id for one in self._read.levels]
        if actor is not None and draft is not None and draft.id in places[1:]:
            to = places.index(draft.id) - 1
            self._runner.run(lambda shop: shop.price_levels.move(actor, draft.id, to), self._after, self.refused.emit)

    def _after(self, facts: tuple[Fact, ...]) -> None:
        name = "" if self._draft is None else self._draft.name
        self._draft = None
        self._changes.announce(*facts)
        self.kept.emit(name)
        self.refresh()

    def _show(self, read: LevelsRead) -> None:
        self._read = read
        self.changed.emit()


def _without(level: PriceLevel, key: PriceKey) -> tuple[LevelPrice, ...]:
    return tuple(one for one in level.prices if (one.item_id, one.variant_id) != (key.item_id, key.variant_id))


def _read(shop: Shop) -> LevelsRead:
    from aura_terminal.domain.shop import Area

    catalogue = shop.reads.catalogue
    areas = sorted(catalogue.documents.all(Area), key=lambda area: area.position)
    return LevelsRead(
        shop.price_levels.listed(),
        tuple((one.id, one.name) for one in catalogue.categories()),
        tuple((area.id, area.name) for area in areas),
        shop.reads.store.profile().currency,
        shop.discounts.overused(),
    )


def _priceable(category_id: CategoryId, shop: Shop) -> tuple[Priceable, ...]:
    return tuple(
        Priceable(key, f"{item.name}, {variant}" if variant else item.name, price)
        for item in shop.reads.catalogue.items(category_id)
        if item.active
        for key, variant, price in prices_of(item)
    )


def _concerning() -> Iterable[type[Fact]]:
    from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn

    return (DocumentPut, DocumentWithdrawn)
