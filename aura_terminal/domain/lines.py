"""A line of an order: one thing asked for, so many times, with its choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.domain.ids import FireId, LineId
from aura_terminal.domain.menu import ChosenModifier, rescaled
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.order_facts import Sold
from aura_terminal.domain.tax import TaxRate


class LineState(StrEnum):
    """Where a line stands."""

    NEW = "new"
    SENT = "sent"
    REMOVED = "removed"
    VOIDED = "voided"


@dataclass(slots=True)
class Line:
    """One thing ordered. `quantity` is what was asked for; what is charged is less what was voided."""

    id: LineId
    sold: Sold
    quantity: int
    course: int
    modifiers: tuple[ChosenModifier, ...]
    note: str
    seat: int
    rates: tuple[TaxRate, ...]
    state: LineState = LineState.NEW
    voided: int = 0
    fire_id: FireId | None = None

    @property
    def charged_quantity(self) -> int:
        """How many the guest pays for."""
        return 0 if self.state is LineState.REMOVED else self.quantity - self.voided

    @property
    def charged_modifiers(self) -> tuple[ChosenModifier, ...]:
        """The modifiers on the units that are charged."""
        if self.charged_quantity == self.quantity:
            return self.modifiers
        return rescaled(self.modifiers, self.quantity, self.charged_quantity) if self.charged_quantity else ()

    @property
    def price(self) -> Money:
        """Units times their price, plus each modifier as often as it was chosen."""
        units = self.sold.unit_price * self.charged_quantity
        return total((modifier.price for modifier in self.charged_modifiers), units.currency) + units

    def same_as(self, sold: Sold, course: int, modifiers: Sequence[ChosenModifier], seat: int) -> bool:
        """Whether another unit of this can simply be counted on this line."""
        plain = self.state is LineState.NEW and not self.note and not modifiers and not self.modifiers
        return plain and self.sold == sold and self.course == course and self.seat == seat
