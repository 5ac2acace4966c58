"""What a simulated nexo terminal says: replies with amounts, a card, and receipts as Adyen's terminals write them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.money import Money
from devices.readers.nexo_words import decimal_of, minor_of
from devices.simulators.card_desk import Charge, Turn

CARD_MASKED = "474843 **** 7743"
_REASONS = {Turn.INSUFFICIENT_FUNDS: "210%20Not%20enough%20balance"}
MOMENT = "2026-11-22T12:00:00.000Z"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a till asks for, as far as the terminal must know it; a reversal names the number of its `original`."""

    key: str
    act: CardAct
    amount: Decimal | None
    currency: str
    response: str
    tender: str = ""
    original: int = 0

    @staticmethod
    def read(plain: Json, key: str) -> Asked:
        """The request in an opened message."""
        if "ReversalRequest" in plain:
            body = plain["ReversalRequest"]
            name = body["OriginalPOITransaction"]["POITransactionID"]["TransactionID"]
            number = int(name.removeprefix("SIM").partition(".")[0])
            return Asked(key, CardAct.REVERSAL, body.get("ReversedAmount"), "", "ReversalResponse", original=number)
        body = plain["PaymentRequest"]
        amounts = body["PaymentTransaction"]["AmountsReq"]
        is_refund = body.get("PaymentData", {}).get("PaymentType") == "Refund"
        tender = body.get("SaleData", {}).get("SaleToAcquirerData", "")
        act = CardAct.REFUND if is_refund else CardAct.SALE
        return Asked(key, act, amounts["RequestedAmount"], amounts["Currency"], "PaymentResponse", tender)

    def minor(self, original: Charge | None) -> tuple[int, str]:
        """How much is asked for, and in which currency; all of the original where no amount is told."""
        currency = original.currency if original is not None else self.currency
        if self.amount is None:
            return (original.minor if original is not None else 0), currency
        return minor_of(Decimal(self.amount), currency), currency

    def possible(self, turn: Turn) -> Turn:
        """A tip only where the till lets it be asked, a part only where it takes one."""
        if turn is Turn.TIP and "AskGratuity" not in self.tender:
            return Turn.APPROVE
        return Turn.DECLINE if turn is Turn.PART and "AllowPartial" not in self.tender else turn


def header_of(request: Json, kind: str) -> Json:
    """The header that answers a request's."""
    if kind == "Event":
        return {"ProtocolVersion": "3.0", "MessageClass": "Event", "MessageCategory": "Event",
                "MessageType": "Notification"}  # fmt: skip
    return {**request, "MessageType": "Response"}


def failure(condition: str, additional: str = "") -> Json:
    """A reply that says why nothing was done."""
    told = {"Result": "Failure", "ErrorCondition": condition}
    return {"Response": {**told, "AdditionalResponse": additional} if additional else told}


def reversal_reply(done: Charge, card: str) -> Json:
    """The reply to a reversal."""
    if not done.is_approved:
        return failure("Refusal", "refusalReason=original%20not%20found")
    told: Json = {"Response": {"Result": "Success"}, "POIData": _poi_data(done)}
    return {**told, "ReversedAmount": decimal_of(Money(done.minor, done.currency))} if done.minor else told


def payment_reply(done: Charge, card: str) -> Json:
    """The reply to a payment or a refund."""
    card = f"**** {done.card.last_four}" if done.card.last_four else card
    receipts = [_receipt(name, done, card) for name in ("CashierReceipt", "CustomerReceipt")]
    if not done.is_approved:
        condition = "WrongPIN" if done.turn is Turn.WRONG_PIN else "Refusal"
        reason = _REASONS.get(done.turn, "declined%20by%20bank")
        return {**failure(condition, f"refusalReason={reason}"), "PaymentReceipt": receipts}
    amounts: Json = {"Currency": done.currency, "AuthorizedAmount": decimal_of(Money(done.minor, done.currency))}
    if done.tip:
        amounts["TipAmount"] = decimal_of(Money(done.tip, done.currency))
    number: Json = {"MaskedPan": card, "PaymentBrand": (done.card.scheme or "Visa").lower(), "EntryMode": ["ICC"]}
    if "*" not in card:
        number["SensitiveCardData"] = {"PAN": card, "TrackData": [{"TrackValue": f";{card}=30121010000?"}]}
    return {
        "Response": {"Result": "Partial" if done.turn is Turn.PART else "Success"},
        "POIData": _poi_data(done),
        "PaymentResult": {
            "OnlineFlag": done.turn is not Turn.OFFLINE,
            "AuthenticationMethod": ["OnlinePIN"],
            "AmountsResp": amounts,
            "PaymentInstrumentData": {"PaymentInstrumentType": "Card", "CardData": number},
            "PaymentAcquirerData": {
                "AcquirerPOIID": "P400Plus", "MerchantID": "TrainingMerchant", "ApprovalCode": f"{done.number:06d}",
            },
        },
        "PaymentReceipt": receipts,
    }  # fmt: skip


def _poi_data(done: Charge) -> Json:
    return {"POITransactionID": {"TransactionID": f"SIM{done.number:04d}.TRAINING", "TimeStamp": MOMENT}}


def _receipt(qualifier: str, done: Charge, card: str) -> Json:
    words = "APPROVED" if done.is_approved else "DECLINED"
    lines = (
        ("header1", "Training terminal", ""), ("txdate", "Date", "2026-11-22"), ("pan", "Card", card),
        ("aid", "AID", "A0000000031010"), ("preferredName", "Application", "Visa Debit"),
        ("totalAmount", "TOTAL", Money(done.minor, done.currency).plain()), ("txRef", "Ref", f"SIM{done.number:04d}"),
        ("approved", words, ""),
    )  # fmt: skip
    return {
        "DocumentQualifier": qualifier,
        "RequiredSignatureFlag": False,
        "OutputContent": {"OutputFormat": "Text", "OutputText": [{"Text": _line(*line)} for line in lines]},
    }


def _line(key: str, name: str, value: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"key": key, "name": name, **({"value": value} if value else {})})
