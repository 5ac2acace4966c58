"""A table of prices that many can be changed in at once; nothing is kept before somebody has seen all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.ids import CategoryId
from aura_terminal.domain.money import Money
from aura_terminal.domain.price_changes import ByAmount, ByPercent, PriceKey, PriceRule, prices_of
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aura_terminal.domain.errors import RuleBroken
    from aura_terminal.domain.facts import Fact
    from aura_terminal.use_cases.menu_editing import MenuChange
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

EVERYTHING = CategoryId("*")


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price as it is and as it shall be."""

    key: PriceKey
    name: str
    variant: str
    was: Money
    now: Money

    @property
    def id(self) -> str:
        """Which price it is."""
        return f"{self.key.item_id}/{self.key.variant_id or ''}"

    @property
    def is_changed(self) -> bool:
        """Whether it shall be another one."""
        return self.was != self.now


Reading = tuple[CategoryId, tuple[PriceRow, ...], tuple[tuple[CategoryId, str], ...], str]


class PricesModel(QObject):
    """`changed` follows every step, `done` carries the MenuChange that was kept. `watch` is woken while it is shown."""

    changed = Signal()
    done = Signal(object)
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self._category = CategoryId("")
        self._categories: tuple[tuple[CategoryId, str], ...] = ()
        self._read: tuple[PriceRow, ...] = ()
        self._wanted: dict[PriceKey, Money] = {}
        self._owner = ""
        self.watch = Watch(changes, _concerning, self)
        self.watch.due.connect(self.refresh)
        session.signed_out.connect(self.drop)

    @property
    def category(self) -> CategoryId:
        """Whose prices are shown, at first those of the first category; `EVERYTHING` for all."""
        return self._category

    @property
    def categories(self) -> tuple[tuple[CategoryId, str], ...]:
        """Every category with its name."""
        return self._categories

    @property
    def owner(self) -> str:
        """Who keeps the menu, where that is not the store."""
        return self._owner

    @property
    def rows(self) -> tuple[PriceRow, ...]:
        """The prices with what they shall be."""
        return tuple(
            PriceRow(row.key, row.name, row.variant, row.was, self._wanted.get(row.key, row.was)) for row in self._read
        )

    @property
    def changing(self) -> int:
        """How many shall be others."""
        return sum(row.is_changed for row in self.rows)

    def choose(self, category_id: str) -> None:
        """Show the prices of one category, or all; what was not kept is dropped."""
        self._category, self._wanted = CategoryId(category_id), {}
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read again."""
        self._runner.run(partial(_read, self._category), self._show)

    def set_price(self, id_: str, minor: int) -> None:
        """One price shall be this."""
        row = next((one for one in self._read if one.id == id_), None)
        if row is not None and not self._owner:
            self._wanted[row.key] = Money(minor, row.was.currency)
            self.changed.emit()

    def change_by_percent(self, percent: Decimal, step: int) -> None:
        """All prices shown shall be so many hundredths more, rounded to a step of minor units."""
        self._apply(ByPercent(percent, step))

    def change_by_amount(self, minor: int) -> None:
        """All prices shown shall be so much more."""
        if self._read:
            self._apply(ByAmount(Money(minor, self._read[0].was.currency)))

    @Slot()
    def drop(self) -> None:
        """All stay as they are."""
        self._wanted = {}
        self.changed.emit()

    def keep(self) -> None:
        """Keep every price that shall be another one, together."""
        actor, wanted = self._session.actor, self._changes_wanted()
        if actor is not None and wanted:
            self._runner.run(lambda shop: shop.menu_editing.set_prices(actor, wanted), self._after, self._refuse)

    def _apply(self, rule: PriceRule) -> None:
        if not self._owner:
            self._wanted = {row.key: rule.of(row.was) for row in self._read}
            self.changed.emit()

    def _changes_wanted(self) -> Mapping[PriceKey, tuple[Money, Money]]:
        return {row.key: (row.was, row.now) for row in self.rows if row.is_changed}

    def _after(self, change: MenuChange) -> None:
        self._wanted = {}
        self._changes.announce(*change.facts)
        self.done.emit(change)
        self.refresh()

    def _refuse(self, broken: RuleBroken) -> None:
        self.refused.emit(broken)
        self.refresh()

    def _show(self, reading: Reading) -> None:
        asked, *_ = reading
        if self._category in ("", asked):  # else something else was chosen meanwhile
            self._category, self._read, self._categories, self._owner = reading
        self.changed.emit()


def _read(category: CategoryId, shop: Shop) -> Reading:
    from aura_terminal.domain.documents import DocumentKind

    catalogue = shop.reads.catalogue
    categories = tuple((one.id, one.name) for one in catalogue.categories())
    category = category or next((id_ for id_, _ in categories), EVERYTHING)
    shown = [id_ for id_, _ in categories if category in (EVERYTHING, id_)]
    rows = tuple(
        PriceRow(key, item.name, variant, price, price)
        for id_ in shown
        for item in catalogue.items(id_)
        if item.active
        for key, variant, price in prices_of(item)
    )
    return category, rows, categories, shop.ownership.owner_of(DocumentKind.ITEM)


def _concerning() -> Iterable[type[Fact]]:
    from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn

    return (DocumentPut, DocumentWithdrawn)
