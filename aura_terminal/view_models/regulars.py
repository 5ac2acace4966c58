"""What the guest of the order on the counter usually has, and which lines go against what they must not eat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.use_cases.regulars import Usual, UsualDish, worth_asking

if TYPE_CHECKING:
    from aura_terminal.domain.dietary import Concern
    from aura_terminal.domain.ids import GuestId, LineId, OrderId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.asking import Asked
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Change, Counter, Desk, Facts

__all__ = ["RegularsModel", "Usual", "UsualDish"]

NOTHING = Usual()


class RegularsModel(QObject):
    """`changed` follows what the guest usually has, `warned` the lines that go against something; `left_out(names)`
    what could not be asked for again. Nothing is read while neither guest nor notes say anything."""

    changed = Signal()
    warned = Signal()
    left_out = Signal(object)

    def __init__(self, counter: Counter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counter = counter
        self._guest_id: GuestId | None = None
        self._usual = NOTHING
        self._concerns: tuple[Concern, ...] = ()
        counter.changed.connect(self._follow)

    @property
    def usual(self) -> Usual:
        """What the guest of the order usually has; nothing where nobody is known."""
        return self._usual

    @property
    def concerns(self) -> Mapping[LineId, Concern]:
        """The lines that go against something, also those somebody has seen."""
        return {one.line_id: one for one in self._concerns}

    @property
    def unseen(self) -> tuple[Concern, ...]:
        """Those nobody has seen yet."""
        return tuple(one for one in self._concerns if not one.is_seen)

    def serve(self, dishes: Sequence[UsualDish]) -> None:
        """Ask for these again, as far as they are to be had."""
        asked = worth_asking(dishes)
        if asked:
            self.counter.ask(partial(_serve, asked), self._show_served, self.counter.refused.emit)

    @Slot()
    def acknowledge(self) -> None:
        """Somebody saw what the lines go against; what comes newly is shown again."""
        self.counter.do(_acknowledge)

    @Slot(object)
    def _follow(self, facts: Facts) -> None:
        order = self.counter.order
        guest_id = None if order is None else order.guest_id
        if guest_id != self._guest_id:
            self._guest_id = guest_id
            self._show_usual((guest_id, NOTHING))
            if guest_id is not None:
                self.counter.ask(partial(_usual, guest_id), self._show_usual, self.counter.refused.emit)
        says = order is not None and (guest_id is not None or any(line.note for line in order.lines))
        if says and order is not None and order.lines:
            self.counter.ask(_concerns, self._show_concerns, self.counter.refused.emit)
        elif self._concerns:
            self._concerns = ()
            self.warned.emit()

    def _show_usual(self, answer: tuple[GuestId | None, Usual]) -> None:
        if answer[0] == self._guest_id:
            self._usual = answer[1]
            self.changed.emit()

    def _show_concerns(self, answer: tuple[OrderId | None, tuple[Concern, ...]]) -> None:
        order = self.counter.order
        if order is not None and answer[0] == order.order_id and answer[1] != self._concerns:
            self._concerns = answer[1]
            self.warned.emit()

    def _show_served(self, answer: tuple[Change, tuple[str, ...]]) -> None:
        self.counter.show(answer[0])
        if answer[1]:
            self.left_out.emit(answer[1])


def _usual(guest_id: GuestId, desk: Desk, by: Actor, shop: Shop) -> tuple[GuestId, Usual]:
    return guest_id, shop.regulars.usual(guest_id, desk.order_id)


def _concerns(desk: Desk, by: Actor, shop: Shop) -> tuple[OrderId | None, tuple[Concern, ...]]:
    return desk.order_id, () if desk.order_id is None else shop.dietary.concerns(desk.order_id)


def _serve(
    asked: Sequence[tuple[str, Asked]], desk: Desk, by: Actor, shop: Shop
) -> tuple[Change, tuple[str, ...]]:  # fmt: skip
    again = shop.regulars.serve(by, desk.target, asked)
    return desk.look(shop, desk.take(again.done)), again.left_out


def _acknowledge(desk: Desk, by: Actor, shop: Shop) -> Facts:
    return () if desk.order_id is None else shop.dietary.acknowledge(by, desk.order_id)
