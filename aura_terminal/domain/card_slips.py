"""What a card terminal says of a charge, as far as a shop may keep it: never a card number, a track or a PIN."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.domain.money import Money


class CardAct(StrEnum):
    """What is asked of a card terminal.

    A preauthorisation reserves an amount for a tab; capturing it takes the money, with a tip; releasing lets it go.
    """

    SALE = "sale"
    REFUND = "refund"
    REVERSAL = "reversal"
    PREAUTHORISATION = "preauthorisation"
    CAPTURE = "capture"
    RELEASE = "release"


class CardEntry(StrEnum):
    """How the card met the terminal."""

    CHIP = "chip"
    CONTACTLESS = "contactless"
    STRIPE = "stripe"
    KEYED = "keyed"
    UNKNOWN = "unknown"


class CardProof(StrEnum):
    """How the card's holder was verified; `SIGNATURE` needs a line to sign and a cashier to compare."""

    NONE = "none"
    PIN = "pin"
    SIGNATURE = "signature"
    DEVICE = "device"
    UNKNOWN = "unknown"


class Declining(StrEnum):
    """Why nothing was charged although the terminal was reached; each has its own sentence."""

    REFUSED = "refused"
    WRONG_PIN = "wrong_pin"
    CARD_UNREADABLE = "card_unreadable"
    CARD_NOT_TAKEN = "card_not_taken"
    INSERTED_CARD = "inserted_card"
    BUSY = "busy"
    LOGGED_OUT = "logged_out"
    HOST_UNREACHABLE = "host_unreachable"
    NOT_ALLOWED = "not_allowed"
    TIMED_OUT = "timed_out"
    NOT_UNDERSTOOD = "not_understood"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CardSlip:
    """The words of a charge that belong on a receipt. `last_four` is all there is of a card's number.

    The EMV fields are printed as the terminal gave them: application (name and AID, tag 84), cryptogram (9F26),
    verification results (95, 9B) and response code (8A) (EMV Book 4, section 11.3; EPC020-08, receipt rules).
    `cardholder` and `merchant` are the terminal's own receipt lines, if it gave any.
    """

    scheme: str = ""
    last_four: str = ""
    entry: CardEntry = CardEntry.UNKNOWN
    proof: CardProof = CardProof.UNKNOWN
    authorisation: str = ""
    merchant_id: str = ""
    terminal_id: str = ""
    receipt_number: str = ""
    application: str = ""
    application_id: str = ""
    cryptogram: str = ""
    verification_results: str = ""
    status_information: str = ""
    response_code: str = ""
    cardholder: tuple[str, ...] = ()
    merchant: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.last_four and not (len(self.last_four) == 4 and self.last_four.isdigit()):
            raise ValueError("of a card's number exactly the last four digits are kept, or none")


@dataclass(frozen=True, slots=True)
class CardAmounts:
    """What the terminal moved. `total` is what the card's holder is charged: taken + tip + surcharge + cashback.

    `taken` is what counts towards the check; less than was asked is a partial approval.
    """

    taken: Money
    tip: Money
    surcharge: Money
    cashback: Money

    @property
    def total(self) -> Money:
        """All that was moved."""
        return self.taken + self.tip + self.surcharge + self.cashback
