"""Weighing an item at the counter: what the scale says, what of it is the container, and what that costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.weighing import (
    HEAVIEST,
    PriceUnit,
    Seen,
    Settling,
    Verdict,
    Weight,
    WeightSource,
    price_of_weight,
)
from aura_terminal.use_cases.weighing import TYPED_PURPOSE

if TYPE_CHECKING:
    from aura_terminal.domain.ids import ItemId
    from aura_terminal.domain.menu import Item
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.reads import ItemSheet
    from aura_terminal.ports.scale import ScaleWord
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Counter, Desk, Facts

LOOK_MILLISECONDS = 250
ASK_EVERY = 4
"""Looks between two words to the node that somebody still looks at the scale."""


class ScaleModel(QObject):
    """One item on the scale at a time. `opened` follows `weigh`, `changed` whatever the scale or a person says, `done`
    when the item was put on the order or let go.

    While it is open, `watched` asks for the scale's word every second; `loaded(grams)` is what a person puts on a
    simulated one. A weight is taken from the scale when it is ready, or typed by somebody who may.
    """

    opened = Signal()
    changed = Signal()
    done = Signal()
    refused = Signal(object)
    watched = Signal()
    loaded = Signal(int)

    def __init__(
        self, counter: Counter, parent: QObject | None = None, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._counter = counter
        self._monotonic = monotonic
        self._item: Item | None = None
        self._word: ScaleWord | None = None
        self._settling: Settling | None = None
        self._heard_at = 0.0
        self._tare = 0
        self._typed: int | None = None
        self._looks = 0
        self._look = QTimer(self, interval=LOOK_MILLISECONDS)
        self._look.timeout.connect(self._watch)

    @property
    def name(self) -> str:
        """What is weighed."""
        return "" if self._item is None else self._item.name

    @property
    def price(self) -> Money | None:
        """What one unit costs."""
        return None if self._item is None else self._item.price

    @property
    def unit(self) -> PriceUnit:
        """How much that price is for."""
        by_weight = None if self._item is None else self._item.by_weight
        return PriceUnit.KILOGRAM if by_weight is None else by_weight.unit

    @property
    def tare(self) -> int:
        """The container, in grams."""
        return self._tare

    @property
    def typed(self) -> int | None:
        """The gross weight as somebody typed it; None while the scale's counts."""
        return self._typed

    @property
    def seen(self) -> Seen:
        """How the scale stands now."""
        return Seen(Verdict.STALE) if self._settling is None else self._settling.now(self._now_ms())

    @property
    def hint(self) -> str:
        """What to do about a scale that is not reached."""
        return "" if self._word is None else self._word.hint

    @property
    def is_simulated(self) -> bool:
        """Whether a person may load it here."""
        return self._word is not None and self._word.is_simulated

    @property
    def net(self) -> int | None:
        """What the guest would pay for; None while nothing lies still on the pan."""
        gross = self.seen.grams if self._typed is None else self._typed
        return None if gross is None else gross - self._tare

    @property
    def amount(self) -> Money | None:
        """What that costs; None where there is nothing to sell."""
        net = self.net
        if net is None or net < 1 or self.price is None:
            return None
        return price_of_weight(net, self.price, self.unit)

    @property
    def may_add(self) -> bool:
        """Whether it can be put on the order now."""
        is_ready = self._typed is not None or self.seen.verdict is Verdict.READY
        return is_ready and self.amount is not None

    @Slot(object)
    def weigh(self, item_id: ItemId) -> None:
        """Weigh this item."""
        self._counter.ask(partial(_sheet, item_id), self._open, self.refused.emit)

    @Slot(object)
    def hear(self, word: ScaleWord) -> None:
        """The scale said something."""
        if self._settling is None or self._word is None or self._word.bounds != word.bounds:
            self._settling = Settling(word.bounds)
        self._word, self._heard_at = word, self._monotonic()
        self._settling.see(word.reading, word.at_ms)
        if self._item is not None:
            self.changed.emit()

    def set_tare(self, grams: int) -> None:
        """The container weighs so much."""
        self._tare = max(0, min(HEAVIEST, grams))
        self.changed.emit()

    @Slot()
    def tare_now(self) -> None:
        """What lies on the pan now is the container."""
        seen = self.seen
        if seen.grams is not None and seen.verdict in (Verdict.READY, Verdict.NOT_EMPTIED, Verdict.TOO_LIGHT):
            self.set_tare(seen.grams)

    def type_weight(self, grams: int | None) -> None:
        """Somebody types what it weighs with its container; None goes back to the scale."""
        self._typed = grams
        self.changed.emit()

    def load(self, grams: int) -> None:
        """Put so much on the simulated scale."""
        self.loaded.emit(grams)

    @Slot()
    def add(self) -> None:
        """Put it on the order, as typed or as the scale says; what cannot be sold is refused."""
        item = self._item
        if item is None:
            return
        if self._typed is not None:
            weight = Weight(self._typed, self._tare, WeightSource.TYPED)
            self._counter.do_approved(partial(_add_typed, item.id, weight), TYPED_PURPOSE)
        else:
            try:
                weight = self._taken()
            except RuleBroken as broken:
                self.refused.emit(broken)
                return
            self._counter.do(partial(_add, item.id, weight))
        self.drop()

    @Slot()
    def drop(self) -> None:
        """Let it go."""
        if self._item is not None:
            self._look.stop()
            self._item = self._typed = None
            self.done.emit()

    def _taken(self) -> Weight:
        if self._settling is None:
            raise RuleBroken(Rule.WEIGHT_NOT_READY, verdict=Verdict.STALE.value)
        return Weight(self._settling.take(self._now_ms()), self._tare)

    def _now_ms(self) -> int:
        """This moment on the clock of the node that asks the scale."""
        said_at = 0 if self._word is None else self._word.at_ms
        return said_at + int((self._monotonic() - self._heard_at) * 1000)

    def _open(self, sheet: ItemSheet) -> None:
        by_weight = sheet.item.by_weight
        self._item, self._typed = sheet.item, None
        self._tare = 0 if by_weight is None else by_weight.tare
        self._looks = 0
        self.watched.emit()
        self._look.start()
        self.opened.emit()
        self.changed.emit()

    @Slot()
    def _watch(self) -> None:
        """Have the scale asked on, and see whether its last word has become too old."""
        self._looks += 1
        if self._looks % ASK_EVERY == 0:
            self.watched.emit()
        if self.seen.verdict is Verdict.STALE:
            self.changed.emit()


def _sheet(item_id: ItemId, desk: Desk, by: Actor, shop: Shop) -> ItemSheet:
    return shop.reads.menu.sheet(item_id)


def _add(item_id: ItemId, weight: Weight, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return desk.take(shop.weighing.add_weighed(by, desk.target, item_id, weight))


def _add_typed(item_id: ItemId, weight: Weight, approval: Approval | None, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return desk.take(shop.weighing.add_weighed(by, desk.target, item_id, weight, approval))
