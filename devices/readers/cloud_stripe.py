"""Stripe Terminal, driven from a server (docs.stripe.com/terminal/payments, server-driven).

A payment intent is made first and moves nothing; the reader is told to process it; the intent tells what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

from aura_terminal.domain import telling
from aura_terminal.domain.card_slips import CardAct, CardAmounts, CardEntry, CardProof, CardSlip
from aura_terminal.domain.money import Money, zero
from aura_terminal.ports.card_reader import (
    Asking,
    CardApproved,
    CardCancelled,
    CardDeclined,
    Declining,
    ReaderAbilities,
    ReaderRequest,
    ReaderStatus,
)
from aura_terminal.ports.printing import Confidence, Fault, Power
from devices.readers.amounts import MOST_WITH_TIP
from devices.readers.card_words import last_four, printable
from devices.readers.cloud_dialect import Dialect, Look, NotReadable, Outcome, Said
from devices.readers.http_exchange import Reply

IN_TENS_OF_UNITS = frozenset({"ISK", "TWD", "HUF", "BHD", "KWD", "OMR", "TND"})
"""Currencies that Stripe counts otherwise than ISO 4217 or in steps of its own; they are refused."""
_WHY = {
    "terminal_reader_busy": Declining.BUSY, "terminal_reader_offline": Declining.HOST_UNREACHABLE,
    "terminal_reader_timeout": Declining.TIMED_OUT, "card_declined": Declining.REFUSED,
    "expired_card": Declining.CARD_NOT_TAKEN, "card_not_supported": Declining.CARD_NOT_TAKEN,
    "incorrect_pin": Declining.WRONG_PIN, "card_read_failed": Declining.CARD_UNREADABLE,
    "amount_too_large": Declining.NOT_ALLOWED, "amount_too_small": Declining.NOT_ALLOWED,
}  # fmt: skip
_GIVEN_UP = frozenset({"customer_canceled", "terminal_reader_collected_data_invalid_canceled"})
_ENTRY = {
    "contact_emv": CardEntry.CHIP, "contactless_emv": CardEntry.CONTACTLESS,
    "contactless_magstripe_mode": CardEntry.CONTACTLESS, "magnetic_stripe_fallback": CardEntry.STRIPE,
    "magnetic_stripe_track2": CardEntry.STRIPE,
}  # fmt: skip
_PROOF = {
    "offline_pin": CardProof.PIN, "online_pin": CardProof.PIN, "signature": CardProof.SIGNATURE,
    "approval": CardProof.NONE, "none": CardProof.NONE, "on_device": CardProof.DEVICE,
}  # fmt: skip


class _Error(msgspec.Struct):
    code: str | None = None
    decline_code: str | None = None


class _Failed(msgspec.Struct):
    error: _Error = msgspec.field(default_factory=_Error)


class _SlipFields(msgspec.Struct):
    application_preferred_name: str | None = None
    dedicated_file_name: str | None = None
    authorization_code: str | None = None
    application_cryptogram: str | None = None
    terminal_verification_results: str | None = None
    transaction_status_information: str | None = None
    authorization_response_code: str | None = None
    cardholder_verification_method: str | None = None


class _Card(msgspec.Struct):
    brand: str | None = None
    last4: str | None = None
    read_method: str | None = None
    receipt: _SlipFields | None = None


class _Details(msgspec.Struct):
    card_present: _Card | None = None
    interac_present: _Card | None = None


class _Charge(msgspec.Struct):
    payment_method_details: _Details | None = None


class _Tip(msgspec.Struct):
    amount: int | None = None


class _AmountDetails(msgspec.Struct):
    tip: _Tip | None = None


class _Intent(msgspec.Struct):
    id: str = ""
    status: str = ""
    currency: str = ""
    amount_received: int = 0
    metadata: dict[str, str] = {}
    amount_details: _AmountDetails | None = None
    latest_charge: _Charge | None = None
    last_payment_error: _Error | None = None


class _Processing(msgspec.Struct):
    payment_intent: str = ""


class _Action(msgspec.Struct):
    status: str = ""
    failure_code: str | None = None
    process_payment_intent: _Processing | None = None


class _Reader(msgspec.Struct):
    status: str | None = None
    device_type: str = ""
    action: _Action | None = None


class _Refund(msgspec.Struct):
    id: str = ""
    status: str | None = None
    amount: int = 0
    metadata: dict[str, str] | None = None


class _Refunds(msgspec.Struct):
    data: list[_Refund] = []


_Shape = TypeVar("_Shape")


def _read(reply: Reply, shape: type[_Shape]) -> _Shape:
    if reply.status >= 300:
        raise NotReadable(telling.told("the cloud answered with HTTP {status}", status=reply.status))
    try:
        return msgspec.json.decode(reply.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotReadable(telling.told("the cloud answered something else than what was asked")) from None


def _encode(fields: Mapping[str, object]) -> tuple[str, bytes]:
    return "application/x-www-form-urlencoded", urlencode(fields).encode("ascii")


def _begin(request: ReaderRequest) -> Said | None:
    if request.act is not CardAct.SALE:
        return None
    fields = {
        "amount": request.amount.minor, "currency": request.amount.currency.lower(),
        "payment_method_types[]": "card_present", "capture_method": "automatic",
        "metadata[attempt]": request.attempt_id, "metadata[key]": request.key, "description": request.label,
    }  # fmt: skip
    return Said("POST", "/v1/payment_intents", fields, f"{request.attempt_id}-intent")


def _start(request: ReaderRequest) -> Said:
    skips = "false" if request.asking is Asking.TIP else "true"
    fields = {"payment_intent": request.note, "process_config[skip_tipping]": skips}
    return Said("POST", "/v1/terminal/readers/{reader}/process_payment_intent", fields, f"{request.attempt_id}-process")


def _look(request: ReaderRequest) -> Said:
    return Said("GET", f"/v1/payment_intents/{request.note}?expand%5B%5D=latest_charge")


def _read_look(request: ReaderRequest, reply: Reply) -> Outcome | Look:
    intent = _read(reply, _Intent)
    if intent.id != request.note or intent.metadata.get("attempt") != request.attempt_id:
        return Look.OF_ANOTHER
    if intent.status == "succeeded":
        return _approved(request, intent)
    if intent.status == "canceled":
        return CardCancelled()
    return Look.NOTHING if intent.status == "requires_payment_method" else Look.OPEN


def _approved(request: ReaderRequest, intent: _Intent) -> CardApproved:
    asked, none = request.amount, zero(request.amount.currency)
    details = intent.amount_details
    tip = (details.tip.amount or 0) if details is not None and details.tip is not None else 0
    taken = intent.amount_received - tip
    is_fitting = 0 <= taken <= asked.minor and tip >= 0 and intent.amount_received <= MOST_WITH_TIP * asked.minor
    if intent.currency.upper() != asked.currency or not is_fitting:
        raise NotReadable(telling.told("the amounts do not fit what was asked"))
    amounts = CardAmounts(Money(taken, asked.currency), Money(tip, asked.currency), none, none)
    return CardApproved(amounts, _slip(intent.latest_charge), intent.id)


def _slip(charge: _Charge | None) -> CardSlip:
    details = charge.payment_method_details if charge is not None else None
    card = (details.card_present or details.interac_present) if details is not None else None
    if card is None:
        return CardSlip()
    told = card.receipt or _SlipFields()
    return CardSlip(
        scheme=printable(card.brand or ""),
        last_four=last_four(card.last4 or ""),
        entry=_ENTRY.get(card.read_method or "", CardEntry.UNKNOWN),
        proof=_PROOF.get(told.cardholder_verification_method or "", CardProof.UNKNOWN),
        authorisation=printable(told.authorization_code or ""),
        application=printable(told.application_preferred_name or ""),
        application_id=printable(told.dedicated_file_name or ""),
        cryptogram=printable(told.application_cryptogram or ""),
        verification_results=printable(told.terminal_verification_results or ""),
        status_information=printable(told.transaction_status_information or ""),
        response_code=printable(told.authorization_response_code or ""),
    )


def _is_at_work(request: ReaderRequest, reply: Reply) -> bool:
    action = _read(reply, _Reader).action
    return action is not None and action.status == "in_progress" and _is_about(action, request)


def _read_failure(request: ReaderRequest, reply: Reply) -> Outcome | None:
    """The reader's own word for why it did not come to a payment, if it is about this one."""
    action = _read(reply, _Reader).action
    if action is None or action.status != "failed" or not _is_about(action, request):
        return None
    code = printable(action.failure_code or "")
    return CardCancelled(code) if code in _GIVEN_UP else CardDeclined(_WHY.get(code, Declining.OTHER), code)


def _is_about(action: _Action, request: ReaderRequest) -> bool:
    processing = action.process_payment_intent
    return processing is not None and processing.payment_intent == request.note


def _read_status(reply: Reply) -> ReaderStatus:
    reader = _read(reply, _Reader)
    is_on = reader.status == "online"
    is_busy = reader.action is not None and reader.action.status == "in_progress"
    faults = (Fault.BUSY,) if is_busy else () if is_on else (Fault.UNREACHABLE,)
    power = Power.ONLINE if is_on else Power.UNREACHABLE
    return ReaderStatus(power, faults, Confidence.REPORTED, printable(reader.device_type))


def _refused(reply: Reply) -> CardDeclined:
    try:
        error = msgspec.json.decode(reply.body, type=_Failed).error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        error = _Error()
    code = printable(error.decline_code or error.code or f"HTTP {reply.status}")
    return CardDeclined(_WHY.get(code, _WHY.get(error.code or "", Declining.OTHER)), code)


def _give_back(request: ReaderRequest) -> Said:
    original = request.original
    if original is None:
        raise ValueError(telling.told("only what was charged before can be given back"))
    fields = {
        "payment_intent": original.reference, "amount": request.amount.minor, "metadata[attempt]": request.attempt_id,
    }  # fmt: skip
    return Said("POST", "/v1/refunds", fields, f"{request.attempt_id}-refund")


def _find_back(request: ReaderRequest) -> Said:
    original = request.original
    if original is None:
        raise ValueError(telling.told("only what was charged before can be given back"))
    return Said("GET", f"/v1/refunds?limit=100&payment_intent={original.reference}")


def _read_back(request: ReaderRequest, reply: Reply) -> Outcome | Look:
    found = _read(reply, _Refunds).data or [_read(reply, _Refund)]
    ours = next((one for one in found if (one.metadata or {}).get("attempt") == request.attempt_id), None)
    if ours is None:
        return Look.NOTHING
    if ours.status in ("failed", "canceled"):
        return CardDeclined(Declining.REFUSED, printable(ours.status))
    if ours.status not in ("succeeded", "pending") or not 0 < ours.amount <= request.amount.minor:
        raise NotReadable(telling.told("the cloud does not say what became of it"))
    none = zero(request.amount.currency)
    return CardApproved(CardAmounts(Money(ours.amount, none.currency), none, none, none), CardSlip(), ours.id)


STRIPE = Dialect(
    name="Stripe",
    address="https://api.stripe.com",
    abilities=ReaderAbilities(
        can_query=True, can_cancel=True, can_reverse=True, can_refund=True, asks_tip=True, needs_internet=True
    ),
    encode=_encode,
    authorise=lambda secret: f"Bearer {secret}",
    takes=lambda amount: amount.currency not in IN_TENS_OF_UNITS,
    begin=_begin,
    read_begun=lambda reply: _read(reply, _Intent).id,
    start=_start,
    look=_look,
    read_look=_read_look,
    reader=lambda: Said("GET", "/v1/terminal/readers/{reader}"),
    is_at_work=_is_at_work,
    read_failure=_read_failure,
    read_status=_read_status,
    cancel=lambda: Said("POST", "/v1/terminal/readers/{reader}/cancel_action"),
    withdraw=lambda request: Said("POST", f"/v1/payment_intents/{request.note}/cancel"),
    is_withdrawn=lambda reply: reply.status == 200 and _read(reply, _Intent).status == "canceled",
    refused=_refused,
    give_back=_give_back,
    find_back=_find_back,
    read_back=_read_back,
)
