"""What a ZVT terminal says: how a charge ended, its receipts, and why it refused (ZVT 13.06, 3 and 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aura_terminal.domain.card_slips import CardEntry, CardProof, CardSlip
from aura_terminal.ports.card_reader import CardCancelled, CardDeclined, Declining, Step
from devices.readers.card_words import last_four, printable, printable_lines
from devices.readers.currency_numbers import CURRENCY_OF
from devices.readers.zvt_fields import (
    AMOUNT,
    AUTHORISATION,
    CARD_NAME,
    CARD_NUMBER,
    CURRENCY,
    MERCHANT,
    RECEIPT,
    RESULT,
    TERMINAL,
    TRACE,
    Fields,
    digits_of,
    read_container,
    read_fields,
)

APPROVED, ABORTED_OR_LATE, WAIT = 0x00, 0x6C, 0x9C
_LAST_LINE, _ONLY_FEEDS = 0x80, 0xFF
_TAG_PROOF, _TAG_ONLINE, _TAG_TECHNOLOGY, _TAG_APPLICATION = 0x1F10, 0x1F11, 0x1F12, 0x43
_TAG_RECEIPT_KIND, _TAG_LINE = 0x1F07, 0x07
_FOR_MERCHANT, _FOR_CARDHOLDER = 1, 2

_WHY: Mapping[int, Declining] = MappingProxyType(
    {
        0x37: Declining.WRONG_PIN, 0x75: Declining.WRONG_PIN,  # of the card's bank: ISO 8583, response codes 55 and 75
        0x64: Declining.CARD_UNREADABLE, 0x65: Declining.CARD_UNREADABLE, 0x72: Declining.CARD_UNREADABLE,
        0x73: Declining.CARD_UNREADABLE, 0x67: Declining.CARD_NOT_TAKEN, 0x68: Declining.CARD_NOT_TAKEN,
        0x6B: Declining.LOGGED_OUT, 0x6F: Declining.NOT_ALLOWED, 0x78: Declining.CARD_NOT_TAKEN,
        0x79: Declining.CARD_NOT_TAKEN, 0x7A: Declining.CARD_NOT_TAKEN, 0x7D: Declining.HOST_UNREACHABLE,
        0x83: Declining.NOT_ALLOWED, 0x9A: Declining.NOT_UNDERSTOOD, 0x9B: Declining.HOST_UNREACHABLE,
        0x9C: Declining.BUSY, 0xA0: Declining.BUSY, 0xA1: Declining.HOST_UNREACHABLE,
        0xA3: Declining.HOST_UNREACHABLE, 0xB4: Declining.NOT_ALLOWED, 0xB5: Declining.NOT_ALLOWED,
        0xC3: Declining.NOT_ALLOWED, 0xC5: Declining.CARD_NOT_TAKEN, 0xC6: Declining.NOT_ALLOWED,
        0xC8: Declining.NOT_ALLOWED, 0xC9: Declining.NOT_ALLOWED, 0xDC: Declining.INSERTED_CARD,
        0xF0: Declining.NOT_ALLOWED,
    }
)  # fmt: skip
HOST_CODES = range(0x01, 0x64)
_STEPS: Mapping[int, Step] = MappingProxyType(
    {
        0x01: Step.WAITING_FOR_PIN, 0x02: Step.WAITING_FOR_PIN, 0x15: Step.WAITING_FOR_PIN, 0x04: Step.ASKING_HOST,
        0x06: Step.ASKING_HOST, 0x0A: Step.WAITING_FOR_CARD, 0x0B: Step.CARD_READ, 0x0E: Step.CARD_READ,
        0x17: Step.CARD_READ, 0x1C: Step.PRINTING,
    }
)  # fmt: skip
_TECHNOLOGY = {0: CardEntry.STRIPE, 1: CardEntry.CHIP, 2: CardEntry.CONTACTLESS}
_PROOF = {0: CardProof.NONE, 1: CardProof.SIGNATURE, 2: CardProof.PIN, 3: CardProof.PIN, 4: CardProof.PIN}


@dataclass(frozen=True, slots=True)
class Told:
    """The status information of one charge, without anything that must not be kept."""

    result: int | None
    minor: int | None
    currency: str
    receipt: int
    trace: int
    slip: CardSlip
    was_online: bool


def read_status(data: bytes) -> Told:
    """The status information (04 0F) in these bytes; a number that is missing is zero, an amount or result is none."""
    fields = read_fields(data)
    result = fields.bitmaps.get(RESULT)
    receipt = fields.number(RECEIPT) or 0
    return Told(
        result[0] if result else None,
        fields.number(AMOUNT),
        CURRENCY_OF.get(digits_of(fields.bitmaps.get(CURRENCY, b""))[-3:], ""),
        receipt,
        fields.number(TRACE) or 0,
        _slip(fields, receipt),
        fields.tag(_TAG_ONLINE) != b"\x00",
    )


def read_code(data: bytes) -> int:
    """The code of an abort (06 1E) or of a completion; none is a completion without one."""
    return data[0] if data else 0


def step_of(code: int) -> Step | None:
    """What an intermediate status (04 FF) is to the people in front of the terminal, if anything."""
    return _STEPS.get(code)


def refusal(code: int, slip: CardSlip | None = None) -> CardDeclined | CardCancelled:
    """What a code that is not 00 means; the terminal's own number stays in the words."""
    words = f"ZVT {code:02X}"
    if code == ABORTED_OR_LATE:
        return CardCancelled(words)
    if code not in _WHY and code in HOST_CODES:
        return CardDeclined(Declining.REFUSED, words, slip)
    return CardDeclined(_WHY.get(code, Declining.OTHER), words, slip)


class ReceiptLines:
    """The terminal's own receipts, gathered from lines (06 D1) and blocks (06 D3)."""

    def __init__(self) -> None:
        self._line_receipts: list[list[str]] = [[]]
        self._blocks: dict[int, list[str]] = {}

    def add_line(self, data: bytes) -> None:
        """One line; the one marked as last ends a receipt (3.5, table of attributes)."""
        if not data or data[0] == _ONLY_FEEDS:
            return
        self._line_receipts[-1].append(data[1:].decode("cp437"))
        if data[0] & _LAST_LINE and data[0] != _LAST_LINE:
            self._line_receipts.append([])

    def add_block(self, data: bytes) -> None:
        """A block that says whom it is for."""
        fields = read_fields(data)
        tags = fields.tags or read_container(data)
        kind = next((value[0] for tag, value in tags if tag == _TAG_RECEIPT_KIND and value), _FOR_CARDHOLDER)
        lines = [value.decode("cp437") for tag, value in tags if tag == _TAG_LINE]
        self._blocks.setdefault(kind, []).extend(lines)

    @property
    def cardholder(self) -> tuple[str, ...]:
        """The receipt for the guest; of lines that do not say whom they are for, the first."""
        first = next((lines for lines in self._line_receipts if lines), [])
        return printable_lines(self._blocks.get(_FOR_CARDHOLDER, first))

    @property
    def merchant(self) -> tuple[str, ...]:
        """The receipt for the shop."""
        told = [lines for lines in self._line_receipts if lines]
        return printable_lines(self._blocks.get(_FOR_MERCHANT, told[1] if len(told) > 1 else []))


def _slip(fields: Fields, receipt: int) -> CardSlip:
    technology, proof = fields.tag(_TAG_TECHNOLOGY)[:1], fields.tag(_TAG_PROOF)[:1]
    return CardSlip(
        scheme=printable(fields.text(CARD_NAME)),
        last_four=last_four(digits_of(fields.bitmaps.get(CARD_NUMBER, b"")).removesuffix("F")),
        entry=_TECHNOLOGY.get(technology[0], CardEntry.UNKNOWN) if technology else CardEntry.UNKNOWN,
        proof=_PROOF.get(proof[0], CardProof.UNKNOWN) if proof else CardProof.UNKNOWN,
        authorisation=printable(fields.text(AUTHORISATION)),
        merchant_id=printable(fields.text(MERCHANT)),
        terminal_id=printable(digits_of(fields.bitmaps.get(TERMINAL, b""))),
        receipt_number=f"{receipt:04d}" if receipt else "",
        application_id=printable(fields.tag(_TAG_APPLICATION).hex().upper()),
    )
