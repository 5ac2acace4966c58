"""Ways to pay that a store takes, as documents; `Payment.tender` names one by its id."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.domain.ids import TenderId


class TenderKind(StrEnum):
    """What happens when money is taken this way: the drawer opens, a reader is asked, a value account is drawn on (a
    gift card, a house account, a deposit), or it is noted only."""

    CASH = "cash"
    CARD = "card"
    OTHER = "other"
    GIFT = "gift"
    HOUSE = "house"
    DEPOSIT = "deposit"


@dataclass(frozen=True, slots=True)
class Tender:
    """One way to pay."""

    id: TenderId
    name: str
    kind: TenderKind
    active: bool = True
    position: int = 0
