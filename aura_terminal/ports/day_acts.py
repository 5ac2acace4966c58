"""Facts with who entered them, for those who ask what people did: closings and reports of a shift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.drawer import DrawerOpened
from aura_terminal.domain.facts import BY_TYPE, Fact
from aura_terminal.domain.ids import Origin, StaffId
from aura_terminal.domain.order_facts import (
    DiscountApplied,
    LineRemoved,
    LineVoided,
    OrderCancelled,
    OrderClosed,
    PaymentTaken,
)
from aura_terminal.domain.settling import PaymentRefunded, PaymentReversed

ACTS_ON_ORDERS: tuple[type[Fact], ...] = (
    LineRemoved, LineVoided, OrderCancelled, OrderClosed, PaymentTaken, PaymentRefunded, PaymentReversed,
    DiscountApplied,
)  # fmt: skip
"""What is told of an order."""

ACT_NAMES = tuple(BY_TYPE[type_].name for type_ in ACTS_ON_ORDERS)
OPENED_NAME = BY_TYPE[DrawerOpened].name


@dataclass(frozen=True, slots=True)
class Act:
    """A fact, and who entered it when at which origin; `at` is that machine's own time, to the millisecond."""

    origin: Origin
    seq: int
    at: datetime
    by: StaffId
    fact: Fact
