"""What a till says to a ZVT terminal: one function for each command (ZVT 13.06, chapter 2)."""

from __future__ import annotations

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import ReaderRequest
from devices.readers.currency_numbers import NUMBER_OF
from devices.readers.zvt_fields import AMOUNT, CURRENCY, RECEIPT, TRACE, bcd
from devices.readers.zvt_frames import Apdu

REGISTRATION, AUTHORISATION, REPEAT_RECEIPT = 0x0600, 0x0601, 0x0620
PREAUTHORISATION, BOOK_TOTAL, RELEASE, REVERSAL, REFUND = 0x0622, 0x0624, 0x0625, 0x0630, 0x0631
END_OF_DAY, STATUS_ENQUIRY, ABORT_BY_TILL = 0x0650, 0x0501, 0x06B0
COMPLETION, ABORTED, STATUS_INFORMATION, INTERMEDIATE = 0x060F, 0x061E, 0x040F, 0x04FF
PRINT_LINE, PRINT_BLOCK = 0x06D1, 0x06D3
ACKNOWLEDGED = 0x8000
REFUSED_CLASS = 0x84

TILL_PRINTS_ALL = 0xBA
"""Registration: the till prints receipts of payments, it alone starts payments and administration, the terminal tells
what it does meanwhile and composes the receipts (ZVT 13.06, 2.1)."""

OK = Apdu(ACKNOWLEDGED)


def registration(password: str) -> Apdu:
    """Make this till the terminal's own, with receipts printed here."""
    return Apdu(REGISTRATION, _password(password) + bytes([TILL_PRINTS_ALL]))


def status_enquiry(password: str) -> Apdu:
    """Ask whether the terminal is ready."""
    return Apdu(STATUS_ENQUIRY, _password(password))


def repeat_receipt(password: str) -> Apdu:
    """Ask for the last receipt once more."""
    return Apdu(REPEAT_RECEIPT, _password(password))


def end_of_day(password: str) -> Apdu:
    """Hand the day's charges over to the bank."""
    return Apdu(END_OF_DAY, _password(password))


def abort() -> Apdu:
    """Ask the terminal to give up what it does; it may be too late."""
    return Apdu(ABORT_BY_TILL)


def asking(request: ReaderRequest, password: str) -> Apdu:
    """The command that does what is asked; ValueError when it cannot be said, or needs a receipt and none is named.

    A reversal names no amount and takes all back, so a part is refused.
    """
    if not _fits(request.amount):
        raise ValueError("this terminal takes amounts of twelve digits in a known currency")
    amount = bytes([AMOUNT]) + bcd(request.amount.minor, 6) + bytes([CURRENCY]) + _currency(request.amount.currency)
    if request.act is CardAct.SALE:
        return Apdu(AUTHORISATION, amount)
    if request.act is CardAct.PREAUTHORISATION:
        return Apdu(PREAUTHORISATION, amount)
    if request.act is CardAct.REFUND:
        return Apdu(REFUND, _password(password) + amount)
    receipt, trace = original_numbers(request)
    about = bytes([RECEIPT]) + bcd(receipt, 2)
    if request.act is CardAct.REVERSAL:
        if request.original is not None and request.amount != request.original.amount:
            raise ValueError("this terminal takes back a charge as a whole only")
        return Apdu(REVERSAL, _password(password) + about)
    about += bytes([TRACE]) + bcd(trace, 3)
    return Apdu(BOOK_TOTAL, amount + about) if request.act is CardAct.CAPTURE else Apdu(RELEASE, about)


def original_numbers(request: ReaderRequest) -> tuple[int, int]:
    """Receipt and trace of the charge that a request is about, as `reference` wrote them."""
    receipt, trace, _ = _named(request)
    if not (receipt.isdecimal() and trace.isdecimal()):
        raise ValueError("the terminal's receipt number of the original is missing")
    return int(receipt), int(trace)


def original_terminal(request: ReaderRequest) -> str:
    """The id of the terminal that took the charge a request is about; "" where it is not known."""
    return _named(request)[2]


def _named(request: ReaderRequest) -> tuple[str, str, str]:
    words = (request.original.reference if request.original else "").split("/")
    receipt, trace, terminal, *_ = [*words, "", "", ""]
    return receipt, trace, terminal


def reference(receipt: int, trace: int, terminal: str = "") -> str:
    """What a charge is called: by the terminal its receipt and its trace number, and that terminal's own id."""
    return f"{receipt:04d}/{trace:06d}" + (f"/{terminal}" if terminal else "")


def _fits(amount: Money) -> bool:
    return 0 < amount.minor < 10**12 and amount.currency in NUMBER_OF


def _password(digits: str) -> bytes:
    return bcd(int(digits), 3)


def _currency(currency: str) -> bytes:
    return bcd(int(NUMBER_OF[currency]), 2)
