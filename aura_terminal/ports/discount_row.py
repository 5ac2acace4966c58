"""A discount of an order as its screen shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aura_terminal.domain.ids import DiscountId, StaffId
    from aura_terminal.domain.money import Money


@dataclass(frozen=True, slots=True)
class DiscountRow:
    """A discount that counts: what it came to, the code it was granted for, or why and who allowed it.

    `lines` are the names of the lines it was granted for, none for one that is reckoned on more.
    """

    discount_id: DiscountId
    name: str
    amount: Money
    code: str
    reason: str
    allowed_by: StaffId
    lines: tuple[str, ...] = ()
