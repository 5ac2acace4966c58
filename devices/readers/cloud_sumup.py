"""SumUp's card readers over its cloud (developer.sumup.com, terminal payments, cloud API).

A checkout is made on the reader under our own reference; the transaction under that reference tells what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

import msgspec

from aura_terminal.domain.card_slips import CardAmounts, CardEntry, CardSlip
from aura_terminal.domain.money import Money, exponent_of, zero
from aura_terminal.domain.telling import told
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
from devices.readers.nexo_words import minor_of

TIP_RATES = ("0.05", "0.10", "0.15")
NOT_FOUND = 404
_ENTRY = {
    "chip": CardEntry.CHIP, "contactless": CardEntry.CONTACTLESS, "magstripe": CardEntry.STRIPE,
    "manual entry": CardEntry.KEYED,
}  # fmt: skip


class _Card(msgspec.Struct):
    last_4_digits: str = ""
    type: str = ""


class _Transaction(msgspec.Struct):
    foreign_transaction_id: str = ""
    transaction_code: str = ""
    status: str = ""
    amount: Decimal = Decimal(0)
    tip_amount: Decimal = Decimal(0)
    currency: str = ""
    auth_code: str | None = None
    merchant_code: str = ""
    entry_mode: str = ""
    card: _Card | None = None


class _State(msgspec.Struct):
    status: str = ""
    state: str = ""


class _ReaderState(msgspec.Struct):
    data: _State = msgspec.field(default_factory=_State)


class _Problem(msgspec.Struct):
    type: str = ""


class _Failed(msgspec.Struct):
    errors: _Problem = msgspec.field(default_factory=_Problem)


_Shape = TypeVar("_Shape")


def _read(reply: Reply, shape: type[_Shape]) -> _Shape:
    if reply.status >= 300:
        raise NotReadable(told("the cloud answered with HTTP {status}", status=reply.status))
    try:
        return msgspec.json.decode(reply.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotReadable(told("the cloud answered something else than what was asked")) from None


def _encode(fields: Mapping[str, object]) -> tuple[str, bytes]:
    return "application/json", msgspec.json.encode(fields) if fields else b""


def _start(request: ReaderRequest) -> Said:
    amount = request.amount
    total = {"value": amount.minor, "minor_unit": exponent_of(amount.currency), "currency": amount.currency}
    fields: dict[str, object] = {
        "total_amount": total,
        "description": request.label,
        "affiliate": {"foreign_transaction_id": request.attempt_id},
    }
    if request.asking is Asking.TIP:
        fields["tip_rates"] = [msgspec.Raw(rate.encode()) for rate in TIP_RATES]
    return Said("POST", "/v0.1/merchants/{merchant}/readers/{reader}/checkout", fields)


def _look(request: ReaderRequest) -> Said:
    return Said("GET", f"/v2.1/merchants/{{merchant}}/transactions?foreign_transaction_id={request.attempt_id}")


def _read_look(request: ReaderRequest, reply: Reply) -> Outcome | Look:
    if reply.status == NOT_FOUND:
        return Look.NOTHING
    found = _read(reply, _Transaction)
    if found.foreign_transaction_id != request.attempt_id:
        return Look.OF_ANOTHER
    if found.status == "SUCCESSFUL":
        return _approved(request, found)
    if found.status == "FAILED":
        return CardDeclined(Declining.REFUSED, slip=_slip(found))
    return CardCancelled() if found.status == "CANCELLED" else Look.OPEN


def _approved(request: ReaderRequest, found: _Transaction) -> CardApproved:
    asked, none = request.amount, zero(request.amount.currency)
    try:
        moved, tip = (minor_of(amount, asked.currency) for amount in (found.amount, found.tip_amount))
    except (ValueError, ArithmeticError):
        raise NotReadable(told("the reply holds no amount")) from None
    is_fitting = 0 <= tip <= moved <= MOST_WITH_TIP * asked.minor and moved - tip <= asked.minor
    if found.currency != asked.currency or not is_fitting:
        raise NotReadable(told("the amounts do not fit what was asked"))
    amounts = CardAmounts(Money(moved - tip, asked.currency), Money(tip, asked.currency), none, none)
    return CardApproved(amounts, _slip(found), printable(found.transaction_code))


def _slip(found: _Transaction) -> CardSlip:
    card = found.card or _Card()
    return CardSlip(
        scheme=printable(card.type),
        last_four=last_four(card.last_4_digits),
        entry=_ENTRY.get(found.entry_mode, CardEntry.UNKNOWN),
        authorisation=printable(found.auth_code or ""),
        merchant_id=printable(found.merchant_code),
        receipt_number=printable(found.transaction_code),
    )


def _is_at_work(request: ReaderRequest, reply: Reply) -> bool:
    state = _read(reply, _ReaderState).data
    return state.state not in ("", "IDLE")


def _read_status(reply: Reply) -> ReaderStatus:
    state = _read(reply, _ReaderState).data
    is_on = state.status == "ONLINE"
    faults = (Fault.BUSY,) if state.state not in ("", "IDLE") else () if is_on else (Fault.UNREACHABLE,)
    return ReaderStatus(Power.ONLINE if is_on else Power.UNREACHABLE, faults, Confidence.REPORTED, "SumUp")


def _refused(reply: Reply) -> CardDeclined:
    try:
        word = msgspec.json.decode(reply.body, type=_Failed).errors.type
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        word = ""
    why = {"READER_BUSY": Declining.BUSY, "READER_OFFLINE": Declining.HOST_UNREACHABLE}.get(word, Declining.OTHER)
    return CardDeclined(why, printable(word or f"HTTP {reply.status}"))


SUMUP = Dialect(
    name="SumUp",
    address="https://api.sumup.com",
    abilities=ReaderAbilities(can_query=True, can_cancel=True, asks_tip=True, needs_internet=True),
    encode=_encode,
    authorise=lambda secret: f"Bearer {secret}",
    takes=lambda amount: True,
    begin=lambda request: None,
    read_begun=lambda reply: "",
    start=_start,
    look=_look,
    read_look=_read_look,
    reader=lambda: Said("GET", "/v0.1/merchants/{merchant}/readers/{reader}/status"),
    is_at_work=_is_at_work,
    read_failure=lambda request, reply: None,
    read_status=_read_status,
    cancel=lambda: Said("POST", "/v0.1/merchants/{merchant}/readers/{reader}/terminate"),
    withdraw=lambda request: None,
    is_withdrawn=lambda reply: False,
    refused=_refused,
)
