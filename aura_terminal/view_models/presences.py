"""Who is at which order on other terminals, and what this one says of itself. Nothing is decided by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from aura_terminal.domain.ids import OrderId
    from aura_terminal.view_models.counter import Counter
    from aura_terminal.view_models.session import SessionModel


class Doing(StrEnum):
    """What somebody is at."""

    EDITING = "editing"
    PAYING = "paying"


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody is at an order on a terminal right now."""

    order_id: OrderId
    terminal: str
    staff: str
    doing: Doing


@dataclass(frozen=True, slots=True)
class Here:
    """What somebody is doing at this terminal."""

    order_id: OrderId
    staff: str
    doing: Doing


class PresencesModel(QObject):
    """`changed` follows what was heard of others; `said` carries what is done here (`Here`, or None for nothing).

    What is said follows the order on the counter and who is signed in by itself; paying is told by `begin_paying` and
    taken back by `end_paying`.
    """

    changed = Signal()
    said = Signal(object)

    def __init__(self, counter: Counter, session: SessionModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counter, self._session = counter, session
        self._others: tuple[Presence, ...] = ()
        self._paying: OrderId | None = None
        self._here: Here | None = None
        counter.changed.connect(self._follow)
        session.signed_in.connect(self._follow)
        session.signed_out.connect(self._follow)

    @property
    def here(self) -> Here | None:
        """What was said last."""
        return self._here

    def at(self, order_id: OrderId | None) -> tuple[Presence, ...]:
        """Who is at an order elsewhere, those who take money first."""
        found = (each for each in self._others if each.order_id == order_id)
        return tuple(sorted(found, key=lambda each: (each.doing is not Doing.PAYING, each.terminal)))

    def hear(self, others: Iterable[Presence]) -> None:
        """All that is known of the other terminals now."""
        before, self._others = self._others, tuple(others)
        if before != self._others:
            self.changed.emit()

    def begin_paying(self, order_id: OrderId) -> None:
        """The payment screen is open for an order."""
        self._paying = order_id
        self._follow()

    @Slot()
    def end_paying(self) -> None:
        """It was left, or the order is paid."""
        self._paying = None
        self._follow()

    @Slot()
    def _follow(self) -> None:
        here = self._now()
        if here != self._here:
            self._here = here
            self.said.emit(here)

    def _now(self) -> Here | None:
        person, order = self._session.person, self._counter.order
        if person is None:
            return None
        if self._paying is not None:
            return Here(self._paying, person.name, Doing.PAYING)
        return None if order is None else Here(order.order_id, person.name, Doing.EDITING)
