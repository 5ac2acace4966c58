"""What a till says to a nexo terminal, and how a message is put into its envelope (nexo Sale to POI 3.0).

Amounts on the wire are decimal numbers; ours are whole minor units and become decimals only in the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.money import Money, exponent_of
from aura_terminal.domain.telling import told
from aura_terminal.ports.card_reader import Asking, ReaderRequest
from devices.readers.nexo_crypto import NexoKey, seal

VERSION = "3.0"
MOST_DIGITS = 11
"""Of an amount, less its first one; 1E+999999999 is none, and must not be reckoned with."""
PAYMENT, REVERSAL, STATUS, ABORT, DIAGNOSIS = "Payment", "Reversal", "TransactionStatus", "Abort", "Diagnosis"
BODIES = {
    PAYMENT: "PaymentRequest", REVERSAL: "ReversalRequest", STATUS: "TransactionStatusRequest",
    ABORT: "AbortRequest", DIAGNOSIS: "DiagnosisRequest",
}  # fmt: skip
_ENCODER = msgspec.json.Encoder(decimal_format="number")
Body = Mapping[str, Any]  # JSON, made here and only written


@dataclass(frozen=True, slots=True)
class Parties:
    """Who speaks: the till's name and the terminal's, as `P400Plus-123456789`."""

    sale_id: str
    poi_id: str


def category_of(request: ReaderRequest) -> str:
    """The kind of message that does what is asked: what was charged before is given back by reversal."""
    gives_back = request.act is CardAct.REVERSAL or (request.act is CardAct.REFUND and request.original is not None)
    return REVERSAL if gives_back else PAYMENT


def body_of(request: ReaderRequest, now: datetime) -> Body:
    """The body of a payment or a reversal."""
    sale = {"SaleTransactionID": {"TransactionID": request.key, "TimeStamp": _moment(now)}}
    if category_of(request) == REVERSAL:
        return _reversal(request, sale)
    options = ["tenderOption=AllowPartialAuthorisation"]
    if request.asking is Asking.TIP:
        options.append("tenderOption=AskGratuity")
    kind = {"PaymentType": "Refund"} if request.act is CardAct.REFUND else {"PaymentType": "Normal"}
    acquirer = {} if request.act is CardAct.REFUND else {"SaleToAcquirerData": "&".join(options)}
    return {
        "SaleData": {**sale, **acquirer},
        "PaymentTransaction": {
            "AmountsReq": {"Currency": request.amount.currency, "RequestedAmount": decimal_of(request.amount)}
        },
        "PaymentData": kind,
    }


def status_body(request: ReaderRequest, parties: Parties) -> Body:
    """What became of the request under its key."""
    return {
        "ReceiptReprintFlag": True,
        "DocumentQualifier": ["CashierReceipt", "CustomerReceipt"],
        "MessageReference": _about(request.key, category_of(request), parties),
    }


def abort_body(key: str, category: str, parties: Parties) -> Body:
    """Give up the request under its key."""
    return {"AbortReason": "MerchantAbort", "MessageReference": _about(key, category, parties)}


def diagnosis_body() -> Body:
    """How the terminal is, without asking its bank."""
    return {"HostDiagnosisFlag": False}


def sealed_request(category: str, body: Body, service_id: str, parties: Parties, key: NexoKey, nonce: bytes) -> bytes:
    """The request as it travels: its header in clear, everything sealed."""
    header = {
        "ProtocolVersion": VERSION, "MessageClass": "Service", "MessageCategory": category, "MessageType": "Request",
        "ServiceID": service_id, "SaleID": parties.sale_id, "POIID": parties.poi_id,
    }  # fmt: skip
    plain = _ENCODER.encode({"SaleToPOIRequest": {"MessageHeader": header, BODIES[category]: body}})
    blob, trailer = seal(plain, key, nonce)
    envelope = {"MessageHeader": header, "NexoBlob": blob, "SecurityTrailer": trailer}
    return _ENCODER.encode({"SaleToPOIRequest": envelope})


def reference(transaction: str, moment: str) -> str:
    """What the terminal calls a charge: its id and its time, both needed to give it back."""
    return f"{transaction}@{moment}"


def decimal_of(amount: Money) -> Decimal:
    """The amount in major units, exactly."""
    return Decimal(amount.minor).scaleb(-exponent_of(amount.currency))


def minor_of(amount: Decimal, currency: str) -> int:
    """The amount in minor units; ValueError when it has more decimals than its currency, or is none."""
    if not amount.is_finite() or abs(amount.adjusted()) > MOST_DIGITS:
        raise ValueError(told("that is no amount"))
    exact = amount.scaleb(exponent_of(currency))
    if exact != exact.to_integral_value():
        raise ValueError(told("{amount} is not an amount of {currency}", amount=amount, currency=currency))
    return int(exact)


def _reversal(request: ReaderRequest, sale: Body) -> Body:
    transaction, _, moment = (request.original.reference if request.original else "").rpartition("@")
    if not transaction:
        raise ValueError(told("the terminal's name of the original is missing"))
    body = {
        "OriginalPOITransaction": {"POITransactionID": {"TransactionID": transaction, "TimeStamp": moment}},
        "ReversalReason": "MerchantCancel",
        "SaleData": sale,
    }
    is_part = request.original is not None and request.amount != request.original.amount
    return {**body, "ReversedAmount": decimal_of(request.amount)} if is_part else body


def _about(key: str, category: str, parties: Parties) -> Body:
    return {"ServiceID": key, "SaleID": parties.sale_id, "POIID": parties.poi_id, "MessageCategory": category}


def _moment(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
