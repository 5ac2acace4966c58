"""A calm word at the register when there is much cash in a drawer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.staff import Actor
    from aura_terminal.ports.cash_rows import SessionRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel


class CashReminder(QObject):
    """`due(drawer)` is said once when more lies in somebody's drawer than the house likes, and again only after some
    of it has been taken to the safe. No amount is told: the drawer may be counted blind.
    """

    due = Signal(str)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session = runner, session
        self._told = ""
        self.watch = Watch(changes, _concerning, self)
        self.watch.due.connect(self._look)

    @Slot()
    def _look(self) -> None:
        by = self._session.actor
        if by is not None:
            self._runner.run(partial(_due, by), self._tell)

    def _tell(self, row: SessionRow | None) -> None:
        before, self._told = self._told, "" if row is None else row.id
        if row is not None and row.id != before:
            self.due.emit(row.drawer_name)


def _due(by: Actor, shop: Shop) -> SessionRow | None:
    return shop.cash_desks.drop_due(by)


def _concerning() -> tuple[type[Fact], ...]:
    from aura_terminal.domain import cash, order_facts

    return order_facts.PaymentTaken, cash.CashMoved, cash.SessionBegun, cash.SessionEnded
