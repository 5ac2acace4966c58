"""What can happen to an order with things on it that are not for every age. A birth date is looked at, never kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aura_terminal.domain.ids import LineId, OrderId, StaffId


class AgeProof(StrEnum):
    """How somebody was found to be old enough: by their looks or their card, or by the birth date they named."""

    LOOKED_AT = "looked_at"
    BIRTH_DATE = "birth_date"


@dataclass(frozen=True, slots=True)
class AgeChecked:
    """Whoever takes what is on the order is at least `minimum` years old, as `checked_by` saw."""

    order_id: OrderId
    minimum: int
    proof: AgeProof
    checked_at: datetime
    checked_by: StaffId


@dataclass(frozen=True, slots=True)
class AgeRefused:
    """They were not, or would not show it: these lines were taken off."""

    order_id: OrderId
    minimum: int
    lines: tuple[LineId, ...]
    refused_at: datetime
    refused_by: StaffId


AgeFact = AgeChecked | AgeRefused
