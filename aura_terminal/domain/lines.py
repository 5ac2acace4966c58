"""A line of an order: one thing asked for, so many times, with its choices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import FireId, LineId, OrderId
from aura_terminal.domain.kinds import LineState as LineState
from aura_terminal.domain.limits import check_quantity
from aura_terminal.domain.menu import ChosenModifier
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.order_facts import Sold
from aura_terminal.domain.tax import TaxRate


@dataclass(slots=True)
class Line:
    """One thing ordered. `quantity` is what was asked for; what is charged is less what was voided or written off.

    `home` is the order it was added to, for ever. It is charged there, or where it was moved (`moved_to`), and once it
    was paid or cancelled it stays where that happened (`settled_at`). `part_of` is the line it was split from, and
    `fired_as` the line that stands for it on its kitchen ticket. One that is `held` stays behind when the rest is sent.
    """

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
    fired_as: LineId | None = None
    home: OrderId = OrderId("")
    moved_to: OrderId | None = None
    settled_at: OrderId | None = None
    written_off: int = 0
    overvoided: int = 0
    part_of: LineId | None = None
    held: bool = False
    repeats: dict[FireId, int] = field(default_factory=dict, compare=False, repr=False)
    """How many of it each fire asked for after another had, under its own id."""

    @property
    def place(self) -> OrderId:
        """The order its home says it is charged at, before merges are followed."""
        return self.settled_at or self.moved_to or self.home

    @property
    def kept_quantity(self) -> int:
        """How many were neither removed nor voided."""
        return 0 if self.state is LineState.REMOVED else self.quantity - self.voided

    @property
    def charged_quantity(self) -> int:
        """How many the guest pays for."""
        left = 0 if self.state is LineState.REMOVED else self.quantity - self.voided - self.written_off
        return left if left > 0 else 0

    @property
    def is_liability(self) -> bool:
        """Whether it is money put on a value account: no turnover, and nothing for the kitchen."""
        return self.sold.liability is not None

    @property
    def is_for_kitchen(self) -> bool:
        """Whether the kitchen is still to hear of it."""
        return self.state is LineState.NEW and self.sold.liability is None

    @property
    def charged_modifiers(self) -> tuple[ChosenModifier, ...]:
        """The modifiers on the units that are charged: their share of the line, a part of one counted as one."""
        return self.modifiers_of(self.charged_quantity)

    @property
    def price(self) -> Money:
        """Units times their price, plus each modifier as often as it was chosen."""
        return self.price_of(self.charged_quantity)

    @property
    def taken_back(self) -> Money:
        """What was asked for and then removed or voided."""
        return self._price(self.quantity, self.modifiers) - self.price_of(self.kept_quantity)

    @property
    def written_off_price(self) -> Money:
        """What was kept and is not charged."""
        return self.price_of(self.kept_quantity) - self.price

    def price_of(self, quantity: int) -> Money:
        """What so many of its units come to."""
        if not self.modifiers:
            return self.sold.unit_price * quantity
        return self._price(quantity, self.modifiers_of(quantity))

    def modifiers_of(self, kept: int) -> tuple[ChosenModifier, ...]:
        """The modifiers that go with so many of its units."""
        shares = ((modifier, -(-modifier.quantity * kept // self.quantity)) for modifier in self.modifiers)
        return tuple(
            modifier if share == modifier.quantity else replace(modifier, quantity=share)
            for modifier, share in shares
            if share
        )

    def same_as(self, sold: Sold, course: int, modifiers: Sequence[ChosenModifier], seat: int) -> bool:
        """Whether another unit of this can simply be counted on this line."""
        plain = self.state is LineState.NEW and not self.note and not modifiers and not self.modifiers
        if sold.weighed is not None or sold.label is not None:
            return False
        taxed_alike = self.rates == sold.rates
        return plain and taxed_alike and self.sold == sold and self.course == course and self.seat == seat

    def part(self, new_id: LineId, quantity: int) -> Line:
        """Take so many of the kept units out as a line of their own; together both cost what the line cost.

        `quantity` is at least 1 and less than what is not voided.
        """
        new = replace(self, id=new_id, quantity=quantity, voided=0, written_off=0, overvoided=0, part_of=self.id)
        shares = [self._shared_out(modifier.quantity, quantity) for modifier in self.modifiers]
        pairs = list(zip(self.modifiers, shares, strict=True))
        new.modifiers = tuple(replace(one, quantity=share) for one, share in pairs if share)
        self.modifiers = tuple(
            replace(one, quantity=one.quantity - share) for one, share in pairs if one.quantity > share
        )
        self.quantity -= quantity
        return new

    def _shared_out(self, chosen: int, quantity: int) -> int:
        """How many of a modifier go with `quantity` units, so that what is charged of it stays the same."""
        kept, whole = self.quantity - self.voided, self.quantity
        charged, fair = -(-chosen * kept // whole), chosen * quantity // whole
        fits = (
            share
            for share in range(chosen + 1)
            if share - (-(chosen - share) * (kept - quantity) // (whole - quantity)) == charged
        )
        return min(fits, key=lambda share: (abs(share - fair), share))

    def _price(self, quantity: int, modifiers: Iterable[ChosenModifier]) -> Money:
        units = self.sold.unit_price * quantity
        return total((modifier.price for modifier in modifiers), units.currency) + units


def check_units(sold: Sold, quantity: int) -> None:
    """Refuse a quantity no line can have; what was weighed, or is put on an account, is on its line once."""
    check_quantity(quantity)
    if sold.weighed is not None and quantity != 1:
        raise RuleBroken(Rule.WEIGHED_ONCE, line=sold.name)
    if sold.liability is not None and quantity != 1:
        raise RuleBroken(Rule.VALUE_ONCE, line=sold.name)
