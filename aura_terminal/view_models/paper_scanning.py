"""Papers with the code of an order: gathered symbol by symbol, taken in, and what is to be said of them afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import OrderStatus as OrderStatus
from aura_terminal.domain.paper_symbols import PREFIX as PREFIX
from aura_terminal.domain.paper_symbols import Gathering, read_symbol
from aura_terminal.domain.paper_symbols import is_symbol as is_symbol
from aura_terminal.view_models.changes import EVERY_FACT

if TYPE_CHECKING:
    from aura_terminal.domain.ids import OrderId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.paper_bridge import TakenIn
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner


@dataclass(frozen=True, slots=True)
class Handover:
    """An order that was read from paper here; `printed_at` is on the store's wall clock.

    `took_over`: this terminal takes its money since. `is_known`: nothing on the paper was new here.
    """

    order_id: OrderId
    number: str
    status: OrderStatus
    printed_by: str
    printed_at: datetime
    took_over: bool
    is_known: bool
    tickets: int


class PaperScanningModel(QObject):
    """Takes symbols in any order, from a scanner or typed. `progressed(missing)` follows each but the last one.

    `taken_in` carries the Handover; `refused` a RuleBroken, after which scanning goes on where it was. `who` gives who
    scans, or says by itself that nobody is signed in. In a kitchen only tickets are shown: the money stays.
    """

    progressed = Signal(object)
    taken_in = Signal(object)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, who: Callable[[], Actor | None], changes: Changes, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._who, self._changes = runner, who, changes
        self._gathering = Gathering()
        self._handovers: dict[OrderId, Handover] = {}

    def handover(self, order_id: OrderId) -> Handover | None:
        """How an order came here on paper, as long as this window is open."""
        return self._handovers.get(order_id)

    @property
    def missing(self) -> tuple[int, ...]:
        """Which symbols of the paper that was begun are still to be scanned."""
        return self._gathering.missing

    def scan(self, code: str) -> None:
        """One more symbol, at the counter."""
        self._take(code, _at_the_counter)

    def scan_in_the_kitchen(self, code: str) -> None:
        """One more symbol, at a kitchen's screen."""
        self._take(code, _in_the_kitchen)

    def _take(self, code: str, call: Callable[[Actor, bytes, Shop], Read]) -> None:
        try:
            sealed = self._gathering.take(read_symbol(code))
        except RuleBroken as broken:
            self.refused.emit(broken)
            return
        if sealed is None:
            self.progressed.emit(self.missing)
            return
        actor = self._who()
        if actor is not None:
            self._runner.run(partial(call, actor, sealed), self._show, self.refused.emit)

    def _show(self, read: Read) -> None:
        handover, taken = read
        if handover.took_over or handover.order_id not in self._handovers:
            self._handovers[handover.order_id] = handover
        if taken.facts:
            self._changes.changed.emit(EVERY_FACT)  # what a paper brings may be of any type
        self.taken_in.emit(handover)


Read = tuple[Handover, "TakenIn"]


def _at_the_counter(by: Actor, sealed: bytes, shop: Shop) -> Read:
    return _read(shop, shop.bridge.scan(by, sealed))


def _in_the_kitchen(by: Actor, sealed: bytes, shop: Shop) -> Read:
    return _read(shop, shop.bridge.scan_in_the_kitchen(by.id, sealed))


def _read(shop: Shop, taken: TakenIn) -> Read:
    printed_at = shop.reads.store.profile().calendar.local(taken.printed_at)
    handover = Handover(
        taken.order_id, taken.number, taken.status, taken.printed_by, printed_at, taken.took_over, not taken.is_news,
        len(taken.tickets),
    )  # fmt: skip
    return handover, taken
