"""What a nexo terminal says, read into our words; fields that could hold a card's number are not even named here."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from urllib.parse import parse_qsl

import msgspec

from aura_terminal.domain import telling
from aura_terminal.domain.card_slips import CardAmounts, CardEntry, CardProof, CardSlip
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import CardApproved, CardCancelled, CardDeclined, Declining, ReaderRequest
from devices.readers.card_words import last_four, printable, printable_lines
from devices.readers.nexo_crypto import NexoKey, SealBroken, Trailer, unseal
from devices.readers.nexo_words import minor_of, reference

MOST_WITH_EXTRAS = 2
_WHY: Mapping[str, Declining] = MappingProxyType(
    {
        "Busy": Declining.BUSY, "InProgress": Declining.BUSY, "DeviceOut": Declining.OTHER,
        "InsertedCard": Declining.INSERTED_CARD, "InvalidCard": Declining.CARD_UNREADABLE,
        "LoggedOut": Declining.LOGGED_OUT, "MessageFormat": Declining.NOT_UNDERSTOOD,
        "NotAllowed": Declining.NOT_ALLOWED, "NotFound": Declining.NOT_ALLOWED,
        "PaymentRestriction": Declining.CARD_NOT_TAKEN, "Refusal": Declining.REFUSED,
        "UnavailableDevice": Declining.OTHER, "UnavailableService": Declining.HOST_UNREACHABLE,
        "UnreachableHost": Declining.HOST_UNREACHABLE, "WrongPIN": Declining.WRONG_PIN,
    }
)  # fmt: skip
_GIVEN_UP = frozenset({"Aborted", "Cancel"})
_ENTRY = {
    "ICC": CardEntry.CHIP, "SynchronousICC": CardEntry.CHIP, "Contactless": CardEntry.CONTACTLESS,
    "Tapped": CardEntry.CONTACTLESS, "RFID": CardEntry.CONTACTLESS, "Mobile": CardEntry.CONTACTLESS,
    "MagStripe": CardEntry.STRIPE, "Keyed": CardEntry.KEYED, "Manual": CardEntry.KEYED,
}  # fmt: skip
_PROOF = {
    "OnlinePIN": CardProof.PIN, "OfflinePIN": CardProof.PIN, "PaperSignature": CardProof.SIGNATURE,
    "SignatureCapture": CardProof.SIGNATURE, "Bypass": CardProof.NONE,
}  # fmt: skip


class NotReadable(Exception):
    """A reply that is not what the protocol says."""


class Header(msgspec.Struct, rename="pascal"):
    """Whose reply it is."""

    message_category: str = ""
    service_id: str = msgspec.field(name="ServiceID", default="")
    sale_id: str = msgspec.field(name="SaleID", default="")
    poi_id: str = msgspec.field(name="POIID", default="")


class Response(msgspec.Struct, rename="pascal"):
    """Success, Partial or Failure, and why."""

    result: str = ""
    error_condition: str = ""
    additional_response: str = ""


class Transaction(msgspec.Struct, rename="pascal"):
    """What the terminal calls a charge."""

    transaction_id: str = msgspec.field(name="TransactionID", default="")
    time_stamp: str = ""


class PoiData(msgspec.Struct):
    """The terminal's own side of a charge."""

    transaction: Transaction = msgspec.field(name="POITransactionID", default_factory=Transaction)


class Amounts(msgspec.Struct, rename="pascal"):
    """What was moved, in major units; all of it is in `authorized_amount`."""

    currency: str = ""
    authorized_amount: Decimal | None = None
    tip_amount: Decimal = Decimal(0)
    cash_back_amount: Decimal = Decimal(0)
    total_fees_amount: Decimal = Decimal(0)


class Card(msgspec.Struct, rename="pascal"):
    """What may be known of a card; its masked number is cut to the last four at once."""

    masked_pan: str = ""
    payment_brand: str = ""
    entry_mode: list[str] = []

    def __repr__(self) -> str:
        return "Card()"


class Instrument(msgspec.Struct, rename="pascal"):
    """What was paid with."""

    card_data: Card = msgspec.field(default_factory=Card)


class Acquirer(msgspec.Struct, rename="pascal"):
    """The bank's side."""

    acquirer_poi_id: str = msgspec.field(name="AcquirerPOIID", default="")
    merchant_id: str = msgspec.field(name="MerchantID", default="")
    approval_code: str = ""


class PaymentResult(msgspec.Struct, rename="pascal"):
    """What came of it."""

    online_flag: bool = True
    authentication_method: list[str] = []
    amounts_resp: Amounts = msgspec.field(default_factory=Amounts)
    payment_instrument_data: Instrument = msgspec.field(default_factory=Instrument)
    payment_acquirer_data: Acquirer = msgspec.field(default_factory=Acquirer)


class OutputText(msgspec.Struct, rename="pascal"):
    """One line of a receipt, as `name=…&value=…&key=…`."""

    text: str = ""


class OutputContent(msgspec.Struct, rename="pascal"):
    """The lines of a receipt."""

    output_text: list[OutputText] = []


class Receipt(msgspec.Struct, rename="pascal"):
    """One receipt, for the guest or for the shop."""

    document_qualifier: str = ""
    required_signature_flag: bool = False
    output_content: OutputContent = msgspec.field(default_factory=OutputContent)


class Payment(msgspec.Struct, rename="pascal"):
    """The reply to a payment or to a reversal."""

    response: Response = msgspec.field(default_factory=Response)
    poi_data: PoiData = msgspec.field(name="POIData", default_factory=PoiData)
    payment_result: PaymentResult = msgspec.field(default_factory=PaymentResult)
    reversed_amount: Decimal | None = None
    payment_receipt: list[Receipt] = []


class RepeatedBody(msgspec.Struct, rename="pascal"):
    """The reply that was given before."""

    payment_response: Payment | None = None
    reversal_response: Payment | None = None


class Repeated(msgspec.Struct, rename="pascal"):
    """A reply once more, with the header it had."""

    message_header: Header = msgspec.field(default_factory=Header)
    repeated_response_message_body: RepeatedBody = msgspec.field(default_factory=RepeatedBody)


class Status(msgspec.Struct, rename="pascal"):
    """What became of an earlier request."""

    response: Response = msgspec.field(default_factory=Response)
    repeated_message_response: Repeated | None = None


class PoiStatus(msgspec.Struct, rename="pascal"):
    """How the terminal is."""

    global_status: str = ""


class Diagnosis(msgspec.Struct, rename="pascal"):
    """The reply to a diagnosis."""

    response: Response = msgspec.field(default_factory=Response)
    poi_status: PoiStatus = msgspec.field(name="POIStatus", default_factory=PoiStatus)


class Event(msgspec.Struct, rename="pascal"):
    """What a terminal says instead of a reply, such as that it could not read the request."""

    event_to_notify: str = ""
    event_details: str = ""


class Message(msgspec.Struct, rename="pascal"):
    """One message of a terminal, opened."""

    message_header: Header = msgspec.field(default_factory=Header)
    payment_response: Payment | None = None
    reversal_response: Payment | None = None
    transaction_status_response: Status | None = None
    diagnosis_response: Diagnosis | None = None
    event_notification: Event | None = None


class _Sealed(msgspec.Struct, rename="pascal"):
    message_header: Header
    nexo_blob: str
    security_trailer: Trailer


class _Envelope(msgspec.Struct):
    reply: _Sealed | None = msgspec.field(name="SaleToPOIResponse", default=None)
    event: _Sealed | None = msgspec.field(name="SaleToPOIRequest", default=None)


class _Opened(msgspec.Struct):
    reply: Message | None = msgspec.field(name="SaleToPOIResponse", default=None)
    event: Message | None = msgspec.field(name="SaleToPOIRequest", default=None)


def open_message(body: bytes, key: NexoKey) -> Message:
    """The message in a sealed body; `SealBroken` where it is not sealed with our key, `NotReadable` where it is none.

    The header in clear must be the one that was sealed.
    """
    try:
        envelope = msgspec.json.decode(body, type=_Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise NotReadable(telling.told("it is no sealed message")) from wrong
    sealed = envelope.reply or envelope.event
    if sealed is None:
        raise NotReadable(telling.told("it is no message of a terminal"))
    plain = unseal(sealed.nexo_blob, sealed.security_trailer, key)
    try:
        opened = msgspec.json.decode(plain, type=_Opened)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotReadable(
            telling.told("what was sealed is no message")
        ) from None  # the cause would show what was sealed
    message = opened.reply or opened.event
    if message is None or message.message_header != sealed.message_header:
        raise SealBroken(telling.told("its header is not the one that was sealed"))
    return message


def outcome_of(request: ReaderRequest, reply: Payment) -> CardApproved | CardDeclined | CardCancelled:
    """What a payment or a reversal came to; `NotReadable` where that is not said in a way to be believed."""
    response = reply.response
    if response.result in ("Success", "Partial"):
        return _approved(request, reply)
    if response.result != "Failure":
        raise NotReadable(telling.told("the reply does not say how it ended"))
    told = _told(response.additional_response)
    words = printable(" ".join(filter(None, (response.error_condition, told.get("refusalReason", "")))))
    if response.error_condition in _GIVEN_UP:
        return CardCancelled(words)
    return CardDeclined(_WHY.get(response.error_condition, Declining.OTHER), words, _slip(reply, told))


def _approved(request: ReaderRequest, reply: Payment) -> CardApproved:
    result, where = reply.payment_result, reply.poi_data.transaction
    return CardApproved(
        _amounts(request, reply),
        _slip(reply, _told(reply.response.additional_response)),
        reference(printable(where.transaction_id), printable(where.time_stamp)),
        offline=not result.online_flag,
    )


def _amounts(request: ReaderRequest, reply: Payment) -> CardAmounts:
    asked, told = request.amount, reply.payment_result.amounts_resp
    if told.currency not in ("", asked.currency):
        raise NotReadable(telling.told("the reply is in another currency"))
    if reply.response.result == "Partial" and told.authorized_amount is None:
        raise NotReadable(telling.told("the reply does not say which part was taken"))
    try:
        if told.authorized_amount is None:
            moved = asked.minor if reply.reversed_amount is None else minor_of(reply.reversed_amount, asked.currency)
        else:
            moved = minor_of(told.authorized_amount, asked.currency)
        tip, cashback, fees = (
            minor_of(part, asked.currency) for part in (told.tip_amount, told.cash_back_amount, told.total_fees_amount)
        )
    except (ValueError, ArithmeticError) as wrong:
        raise NotReadable(telling.told("the reply holds no amount")) from wrong
    rest = moved - tip - cashback - fees
    if min(tip, cashback, fees, rest) < 0 or moved > MOST_WITH_EXTRAS * asked.minor:
        raise NotReadable(telling.told("the amounts of the reply do not fit what was asked"))
    taken = min(rest, asked.minor)
    parts = (taken, tip, fees + rest - taken, cashback)
    return CardAmounts(*(Money(part, asked.currency) for part in parts))


def _slip(reply: Payment, told: Mapping[str, str]) -> CardSlip:
    result = reply.payment_result
    card, bank = result.payment_instrument_data.card_data, result.payment_acquirer_data
    entry = next((_ENTRY[mode] for mode in card.entry_mode if mode in _ENTRY), CardEntry.UNKNOWN)
    proof = next((_PROOF[way] for way in result.authentication_method if way in _PROOF), CardProof.UNKNOWN)
    if any(receipt.required_signature_flag for receipt in reply.payment_receipt):
        proof = CardProof.SIGNATURE
    fields = {name: value for receipt in reply.payment_receipt for name, value in _receipt_fields(receipt)}
    return CardSlip(
        scheme=printable(card.payment_brand or told.get("cardScheme", "")),
        last_four=last_four(card.masked_pan),
        entry=entry,
        proof=proof,
        authorisation=printable(bank.approval_code),
        merchant_id=printable(bank.merchant_id),
        terminal_id=printable(bank.acquirer_poi_id or fields.get("tid", "")),
        receipt_number=printable(fields.get("txRef", "")),
        application=printable(fields.get("preferredName", "") or told.get("applicationPreferredName", "")),
        application_id=printable(fields.get("aid", "")),
        cardholder=_lines(reply, "CustomerReceipt"),
        merchant=_lines(reply, "CashierReceipt"),
    )


def _receipt_fields(receipt: Receipt) -> list[tuple[str, str]]:
    lines = (dict(parse_qsl(line.text)) for line in receipt.output_content.output_text)
    return [(line["key"], line["value"]) for line in lines if "key" in line and "value" in line]


def _lines(reply: Payment, qualifier: str) -> tuple[str, ...]:
    texts = []
    for receipt in reply.payment_receipt:
        if receipt.document_qualifier == qualifier:
            for line in receipt.output_content.output_text:
                parts = dict(parse_qsl(line.text)) or {"name": line.text}
                texts.append(" ".join(filter(None, (parts.get("name", ""), parts.get("value", "")))))
    return printable_lines(texts)


def _told(additional: str) -> Mapping[str, str]:
    """The additional response: JSON in base64, or pairs as in a form."""
    try:
        told = msgspec.json.decode(base64.b64decode(additional, validate=True), type=dict[str, msgspec.Raw])
        inner = msgspec.json.decode(told["additionalData"], type=dict[str, str]) if "additionalData" in told else {}
        reason = msgspec.json.decode(told["refusalReason"], type=str) if "refusalReason" in told else ""
    except (binascii.Error, msgspec.DecodeError, UnicodeDecodeError, ValueError, RecursionError):
        return dict(parse_qsl(additional))
    return {**inner, "refusalReason": reason} if reason else inner


__all__ = ["Message", "NotReadable", "SealBroken", "open_message", "outcome_of"]
