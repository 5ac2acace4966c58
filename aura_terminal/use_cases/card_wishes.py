"""What somebody wants of a card terminal and what they read on a slip, as values."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.card_facts import TipWhen
from aura_terminal.domain.card_payments import reference_kept
from aura_terminal.domain.card_slips import CardSlip
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, OrderId, ShareId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Approval

LAST_DIGITS = 4
LONGEST_TYPED = 20


@dataclass(frozen=True, slots=True)
class CardWish:
    """Take a card for an order at a terminal, under an id made before the try.

    `by_hand` is a stand-alone terminal: the cashier types the amount there and says what it answered. `instead_of`
    names an undecided attempt that a manager lets be passed by, with the approval; `allowed` lets more be at risk.
    `share` is the one of the bill that pays, None for all of it.
    """

    attempt_id: AttemptId
    order_id: OrderId
    reader: str
    amount: Money
    tip: Money
    tip_when: TipWhen = TipWhen.NEVER
    by_hand: bool = False
    instead_of: AttemptId | None = None
    allowed: Approval | None = None
    share: ShareId | None = None


@dataclass(frozen=True, slots=True)
class SlipRead:
    """What a person read on a terminal's approved slip. `amount` counts towards the check."""

    amount: Money
    tip: Money
    scheme: str = ""
    last_four: str = ""
    authorisation: str = ""
    number: str = ""


def slip_of(read: SlipRead) -> CardSlip:
    """The slip as it is kept. Raises RuleBroken(LAST_FOUR_ONLY) for anything that is more of a card's number."""
    digits = read.last_four.strip()
    if digits and not (len(digits) == LAST_DIGITS and digits.isascii() and digits.isdigit()):
        raise RuleBroken(Rule.LAST_FOUR_ONLY)
    kept = {name: _typed(text) for name, text in _texts(read)}
    return CardSlip(
        scheme=kept["scheme"], last_four=digits, authorisation=kept["authorisation"], receipt_number=kept["number"]
    )


def _texts(read: SlipRead) -> tuple[tuple[str, str], ...]:
    return ("scheme", read.scheme), ("authorisation", read.authorisation), ("number", read.number)


def _typed(text: str) -> str:
    kept = reference_kept(text)
    if len(kept) > LONGEST_TYPED or kept != " ".join(text.split()):
        raise RuleBroken(Rule.LAST_FOUR_ONLY)
    return kept
