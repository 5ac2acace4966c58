"""How the house keeps its floor: whose table is whose, when one needs somebody, what comes after sending."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FLOOR_RULES = "floor"


class OthersTables(StrEnum):
    """What happens when somebody takes the order of another server's table in hand."""

    ALLOWED = "allowed"
    WARNED = "warned"
    REFUSED = "refused"


class AfterSending(StrEnum):
    """Where a register goes once an order at a table is sent."""

    REGISTER = "register"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class FloorRules:
    """The house's rules for its floor, one document of the store. Minutes of 0 ask for nobody.

    A table needs somebody when a party has sat so long without an order, when nothing was served for so long while
    guests wait for more, and when a bill was printed so long ago. When food is late is said by stations.
    """

    id: str = FLOOR_RULES
    no_order_minutes: int = 10
    no_course_minutes: int = 20
    bill_minutes: int = 15
    clears_tables: bool = True
    others_tables: OthersTables = OthersTables.ALLOWED
    after_sending: AfterSending = AfterSending.REGISTER
