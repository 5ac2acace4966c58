"""Tips from signed slips, entered one after the other at the end of the night."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from aura_terminal.domain.errors import RuleBroken
    from aura_terminal.domain.ids import PaymentId
    from aura_terminal.domain.service_facts import TipEntered
    from aura_terminal.use_cases.slip_tips import SlipRow as SlipRow
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

MOST_DIGITS = 7


class SlipTipsModel(QObject):
    """The card payments of today a tip can be entered for; `changed` follows each reading, choice and digit.

    After one was entered the next that has none is chosen, so that a pile of slips is typed through.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self._rows: tuple[SlipRow, ...] = ()
        self._chosen: PaymentId | None = None
        self._digits = ""

    @property
    def rows(self) -> tuple[SlipRow, ...]:
        """The slips, oldest first, as last read."""
        return self._rows

    @property
    def chosen(self) -> SlipRow | None:
        """The slip in hand."""
        return next((row for row in self._rows if row.payment_id == self._chosen), None)

    @property
    def typed(self) -> int:
        """What is typed, in minor units from the right."""
        return int(self._digits or "0")

    @Slot()
    def refresh(self) -> None:
        """Read them again."""
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(lambda shop: shop.slip_tips.to_enter(actor), self._show, self._refuse)

    def choose(self, payment_id: PaymentId) -> None:
        """Take a slip in hand."""
        self._chosen, self._digits = payment_id, ""
        self.changed.emit()

    def press(self, digits: str) -> None:
        """Type an amount as minor units from the right."""
        if len(self._digits + digits) <= MOST_DIGITS:
            self._digits += digits
            self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """Take the last digit away."""
        self._digits = self._digits[:-1]
        self.changed.emit()

    @Slot()
    def enter(self) -> None:
        """Enter what the slip in hand says."""
        from aura_terminal.domain.money import Money

        actor, row = self._session.must_actor(), self.chosen
        if actor is not None and row is not None:
            tip = Money(self.typed, row.amount.currency)
            self._runner.run(
                lambda shop: shop.slip_tips.enter(actor, row.order_id, row.payment_id, tip, row.tip),
                self._entered, self._refuse,
            )  # fmt: skip

    def _show(self, rows: tuple[SlipRow, ...]) -> None:
        self._rows = rows
        if self.chosen is None:
            self._chosen = next((row.payment_id for row in rows if not row.entered), None)
        self.changed.emit()

    def _entered(self, fact: TipEntered) -> None:
        self._changes.announce(fact)
        left = [row for row in self._rows if not row.entered and row.payment_id != fact.payment_id]
        self._chosen, self._digits = (left[0].payment_id if left else None), ""
        self.refresh()

    def _refuse(self, broken: RuleBroken) -> None:
        self.refused.emit(broken)
        if self._rows:
            self._digits = ""
            self.changed.emit()
