"""How a simulated cloud looks to a till: the addresses and answers of Stripe's and of SumUp's, for card readers."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.money import Money
from devices.simulators.card_desk import Charge, Turn
from devices.simulators.card_http import HttpRequest
from devices.simulators.cloud_reader import Checkout, CloudCardReader, Stage

Json = dict[str, Any]
Answer = tuple[int, Json]
MALFORMED: Answer = (400, {"error": {"code": "parameter_invalid"}})
NOT_FOUND: Answer = (404, {"error": {"code": "resource_missing"}})
CARD_LAST_FOUR = "7743"


class Face(Protocol):
    """One cloud's addresses."""

    def answer(self, request: HttpRequest) -> tuple[Answer, Turn]:
        """The reply, and how the cable behaves after it."""


class StripeFace:
    """Payment intents, readers and refunds."""

    def __init__(self, reader: CloudCardReader) -> None:
        self._reader = reader
        self._intents: dict[str, Checkout] = {}
        self._once: dict[str, str] = {}
        self._guard = threading.Lock()
        self._is_shown_another = False

    def answer(self, request: HttpRequest) -> tuple[Answer, Turn]:
        path, asked = urlsplit(request.path).path, _fields(request)
        for method, pattern, act in self._routes():
            found = re.fullmatch(pattern, path)
            if method == request.method and found:
                return act(found.groupdict().get("id", ""), asked, request.headers.get("idempotency-key", ""))
        return NOT_FOUND, Turn.APPROVE

    def _routes(self) -> tuple[tuple[str, str, Callable[[str, Json, str], tuple[Answer, Turn]]], ...]:
        intents, readers = "/v1/payment_intents", "/v1/terminal/readers/[^/]+"
        return (
            ("POST", intents, self._make),
            ("GET", rf"{intents}/(?P<id>[^/]+)", self._show),
            ("POST", rf"{intents}/(?P<id>[^/]+)/cancel", self._let_go),
            ("POST", rf"{readers}/process_payment_intent", self._process),
            ("POST", rf"{readers}/cancel_action", self._cancel),
            ("GET", readers, lambda *_: ((200, self._reader_shown()), Turn.APPROVE)),
            ("POST", "/v1/refunds", self._refund),
            ("GET", "/v1/refunds", self._refunds),
        )

    def _make(self, name: str, asked: Json, once: str) -> tuple[Answer, Turn]:
        with self._guard:
            if once not in self._once:
                made = Checkout(
                    f"pi_{len(self._intents) + 1}", asked["metadata[attempt]"], int(asked["amount"]),
                    asked["currency"].upper(),
                )  # fmt: skip
                self._intents[made.id] = made
                self._once[once] = made.id
            return (200, self._shown(self._intents[self._once[once]])), Turn.APPROVE

    def _show(self, name: str, asked: Json, once: str) -> tuple[Answer, Turn]:
        intent = self._intents.get(name)
        if intent is None:
            return NOT_FOUND, Turn.APPROVE
        shown = self._shown(intent)
        if intent.turn is Turn.REPLY_OF_ANOTHER and not self._is_shown_another:
            self._is_shown_another = True
            shown |= {"id": "pi_another", "amount_received": 9999, "status": "succeeded"}
        return (200, shown), Turn.APPROVE

    def _let_go(self, name: str, asked: Json, once: str) -> tuple[Answer, Turn]:
        intent = self._intents.get(name)
        if intent is None:
            return NOT_FOUND, Turn.APPROVE
        if intent.stage in (Stage.AT_WORK, Stage.PAID):
            return (400, {"error": {"code": "payment_intent_unexpected_state"}}), Turn.APPROVE
        intent.stage = Stage.LET_GO
        return (200, self._shown(intent)), Turn.APPROVE

    def _process(self, name: str, asked: Json, once: str) -> tuple[Answer, Turn]:
        intent = self._intents.get(asked["payment_intent"])
        if intent is None or intent.stage is Stage.LET_GO:
            return (400, {"error": {"code": "payment_intent_unexpected_state"}}), Turn.APPROVE
        with self._guard:
            if once in self._once:
                return (200, self._reader_shown()), Turn.APPROVE
            self._once[once] = intent.id
        intent.lets_tip = asked.get("process_config[skip_tipping]") == "false"
        turn = self._reader.start(intent)
        if turn is None:
            return (400, {"error": {"code": "terminal_reader_busy"}}), Turn.APPROVE
        return (200, self._reader_shown()), turn

    def _cancel(self, name: str, asked: Json, once: str) -> tuple[Answer, Turn]:
        self._reader.cancel()
        return (200, self._reader_shown()), Turn.APPROVE

    def _refund(self, name: str, asked: Json, once: str) -> tuple[Answer, Turn]:
        intent = self._intents.get(asked["payment_intent"])
        if intent is None or intent.stage is not Stage.PAID:
            return NOT_FOUND, Turn.APPROVE
        minor, reference = int(asked["amount"]), asked["metadata[attempt]"]
        known = next((line for told, line in intent.given_back if told == reference), None)
        act = CardAct.REVERSAL if minor == intent.minor else CardAct.REFUND
        done = known or self._reader.give_back(intent, reference, act, minor)
        return (200, _refund_shown(reference, minor, done.is_approved)), done.turn

    def _refunds(self, name: str, asked: Json, once: str) -> tuple[Answer, Turn]:
        intent = self._intents.get(asked["payment_intent"])
        lines = intent.given_back if intent is not None else []
        return (
            200,
            {"data": [_refund_shown(told, line.minor, line.is_approved) for told, line in lines]},
        ), Turn.APPROVE

    def _reader_shown(self) -> Json:
        current = self._reader.current
        action: Json | None = None
        if current is not None and current.stage is not Stage.LET_GO:
            words = {Stage.AT_WORK: "in_progress", Stage.PAID: "succeeded"}
            action = {
                "type": "process_payment_intent", "status": words.get(current.stage, "failed"),
                "process_payment_intent": {"payment_intent": current.id},
            }  # fmt: skip
            if current.stage is Stage.FAILED:
                action["failure_code"] = "incorrect_pin" if current.turn is Turn.WRONG_PIN else "card_declined"
            elif current.stage is Stage.GIVEN_UP:
                action["failure_code"] = "customer_canceled"
        return {"id": "tmr_1", "status": "online", "device_type": "simulated_wisepos_e", "action": action}

    def _shown(self, intent: Checkout) -> Json:
        charge = intent.charge
        words = {Stage.PAID: "succeeded", Stage.LET_GO: "canceled", Stage.AT_WORK: "processing"}
        shown: Json = {
            "id": intent.id, "status": words.get(intent.stage, "requires_payment_method"),
            "currency": intent.currency.lower(), "amount": intent.minor, "metadata": {"attempt": intent.reference},
            "amount_received": charge.minor if charge is not None and charge.is_approved else 0,
        }  # fmt: skip
        if charge is not None and charge.is_approved:
            shown["amount_details"] = {"tip": {"amount": charge.tip}}
            receipt = {"application_preferred_name": "Visa Debit", "dedicated_file_name": "A0000000031010",
                       "authorization_code": f"{charge.number:06d}",
                       "cardholder_verification_method": "offline_pin"}  # fmt: skip
            card = {"brand": "visa", "last4": _last_four(charge), "read_method": "contact_emv", "receipt": receipt}
            shown["latest_charge"] = {"payment_method_details": {"card_present": card}}
        return shown


class SumUpFace:
    """Checkouts on a reader, and transactions."""

    def __init__(self, reader: CloudCardReader) -> None:
        self._reader = reader
        self._checkouts: dict[str, Checkout] = {}
        self._is_shown_another = False

    def answer(self, request: HttpRequest) -> tuple[Answer, Turn]:
        parts, asked = urlsplit(request.path), _fields(request)
        end = parts.path.rpartition("/")[2]
        if request.method == "POST" and end == "checkout":
            return self._start(asked)
        if request.method == "POST" and end == "terminate":
            self._reader.cancel()
            return (204, {}), Turn.APPROVE
        if end == "status":
            state = "WAITING_FOR_CARD" if self._reader.is_at_work else "IDLE"
            return (200, {"data": {"status": "ONLINE", "state": state}}), Turn.APPROVE
        if end == "transactions":
            return self._show(asked.get("foreign_transaction_id", "")), Turn.APPROVE
        return NOT_FOUND, Turn.APPROVE

    def _start(self, asked: Json) -> tuple[Answer, Turn]:
        total, reference = asked["total_amount"], asked["affiliate"]["foreign_transaction_id"]
        made = Checkout(
            f"client-{len(self._checkouts) + 1}", reference, int(total["value"]), total["currency"],
            lets_tip="tip_rates" in asked,
        )  # fmt: skip
        turn = self._reader.start(made)
        if turn is None:
            return (422, {"errors": {"type": "READER_BUSY"}}), Turn.APPROVE
        self._checkouts[reference] = made
        return (201, {"data": {"client_transaction_id": made.id}}), turn

    def _show(self, reference: str) -> Answer:
        found = self._checkouts.get(reference)
        if found is None or found.stage in (Stage.NEW, Stage.AT_WORK):
            return NOT_FOUND
        if found.turn is Turn.REPLY_OF_ANOTHER and not self._is_shown_another:
            self._is_shown_another = True
            found = replace(found, reference="another", minor=9999)
        charge = found.charge
        words = {Stage.PAID: "SUCCESSFUL", Stage.FAILED: "FAILED"}
        return 200, {
            "foreign_transaction_id": found.reference,
            "transaction_code": f"T{charge.number:07d}" if charge is not None else "T0",
            "status": words.get(found.stage, "CANCELLED"),
            "amount": _number(charge.minor if charge is not None else 0, found.currency),
            "tip_amount": _number(charge.tip if charge is not None else 0, found.currency),
            "currency": found.currency,
            "entry_mode": "chip",
            "auth_code": f"{charge.number:06d}" if charge is not None else None,
            "merchant_code": "MTRAIN",
            "card": {"last_4_digits": _last_four(charge), "type": "VISA"},
        }


def _last_four(charge: Charge | None) -> str:
    return CARD_LAST_FOUR if charge is None else charge.card.last_four or CARD_LAST_FOUR


def _refund_shown(reference: str, minor: int, is_done: bool) -> Json:
    status = "succeeded" if is_done else "failed"
    return {"id": f"re_{reference[-6:]}", "status": status, "amount": minor, "metadata": {"attempt": reference}}


def _fields(request: HttpRequest) -> Json:
    """What was asked, from the address and from the body, whichever way it is written."""
    asked: Json = dict(parse_qsl(urlsplit(request.path).query))
    if "json" in request.headers.get("content-type", "") and request.body:
        return {**asked, **json.loads(request.body, parse_float=Decimal)}
    return {**asked, **dict(parse_qsl(request.body.decode("utf-8", "replace")))}


def _number(minor: int, currency: str) -> Decimal:
    return Decimal(Money(minor, currency).plain())
