"""A line of an order: one thing asked for, so many times, with its choices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from aura_terminal.domain.ids import FireId, LineId
from aura_terminal.domain.kinds import LineState as LineState
from aura_terminal.domain.menu import ChosenModifier
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.order_facts import Sold
from aura_terminal.domain.tax import TaxRate


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
        """The modifiers on the units that are charged: their share of the line, a part of one counted as one."""
        kept, whole = self.charged_quantity, self.quantity
        shares = ((modifier, -(-modifier.quantity * kept // whole)) for modifier in self.modifiers)
        return tuple(replace(modifier, quantity=share) for modifier, share in shares if share)

    @property
    def price(self) -> Money:
        """Units times their price, plus each modifier as often as it was chosen."""
        return self._price(self.charged_quantity, self.charged_modifiers)

    @property
    def taken_back(self) -> Money:
        """What was asked for and is not charged."""
        return self._price(self.quantity, self.modifiers) - self.price

    def same_as(self, sold: Sold, course: int, modifiers: Sequence[ChosenModifier], seat: int) -> bool:
        """Whether another unit of this can simply be counted on this line."""
        plain = self.state is LineState.NEW and not self.note and not modifiers and not self.modifiers
        taxed_alike = self.rates == sold.rates
        return plain and taxed_alike and self.sold == sold and self.course == course and self.seat == seat

    def _price(self, quantity: int, modifiers: Iterable[ChosenModifier]) -> Money:
        units = self.sold.unit_price * quantity
        return total((modifier.price for modifier in modifiers), units.currency) + units
