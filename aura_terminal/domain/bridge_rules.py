"""When the house lets an order go on paper as a code that another terminal can read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BRIDGE_RULES = "bridge"


class Printed(StrEnum):
    """When a paper bears the code of its order."""

    NEVER = "never"
    ALONE = "alone"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class BridgeRules:
    """The house's rules: `checks` are what guests get, receipts among them, `slips` what the kitchen gets.

    `ALONE` means while no other terminal of the store is heard.
    """

    id: str = BRIDGE_RULES
    checks: Printed = Printed.ALONE
    slips: Printed = Printed.ALONE
