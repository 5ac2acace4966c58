"""Who may say "look again": a back office that signs its call, in time and once.

What a call says is not taken over: it makes the courier ask for what it speaks of, as it would have done later anyway.
"""

from __future__ import annotations

import hmac
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

WINDOW = 300
"""Seconds a call's time may usually lie before or after ours."""
LARGEST = 64 * 1024
MOST_REMEMBERED = 4096
MOST_SIGNATURES = 8


class Verdict(StrEnum):
    """What a call is worth."""

    LOOK = "look"
    REPEATED = "repeated"
    FORGED = "forged"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class SignedCall:
    """A call as it says of itself: the bytes that are signed, the signatures in hexadecimal, and its Unix time in
    seconds."""

    covers: bytes
    signatures: tuple[str, ...]
    at: int


class HookForm(Protocol):
    """How a back office signs its calls. Header names are in lower case."""

    @property
    def window(self) -> int:
        """Seconds the call's time may lie before or after ours."""

    def read(self, headers: Mapping[str, str], body: bytes) -> SignedCall | None:
        """What a call says of itself; None where it is not of this form."""


@dataclass(frozen=True, slots=True)
class TimedBody:
    """The signature covers `timestamp.body`, the raw bytes."""

    signature: str
    timestamp: str
    window: int = WINDOW

    def read(self, headers: Mapping[str, str], body: bytes) -> SignedCall | None:
        """As the form says."""
        at = _moment(headers.get(self.timestamp, ""))
        told = headers.get(self.timestamp, "").encode()
        return None if at is None else SignedCall(told + b"." + body, _hex(headers.get(self.signature, "")), at)


@dataclass(frozen=True, slots=True)
class BodyBesideTime:
    """The signature covers the raw body alone; the time of the call stands in another header, which nobody signed.

    Who has seen a call could send it again under another time: it makes the terminal look once more, and no more.
    """

    signature: str
    timestamp: str
    window: int = WINDOW

    def read(self, headers: Mapping[str, str], body: bytes) -> SignedCall | None:
        """As the form says."""
        at = _moment(headers.get(self.timestamp, ""))
        return None if at is None else SignedCall(body, _hex(headers.get(self.signature, "")), at)


@dataclass(frozen=True, slots=True)
class BodyWithTime:
    """The signature covers the raw body, a JSON object in which a field says when the event was (ISO 8601).

    Retries come with the event's own time, so the window is a day.
    """

    signature: str
    field: str = "timestamp"
    window: int = 24 * 3600

    def read(self, headers: Mapping[str, str], body: bytes) -> SignedCall | None:
        """As the form says."""
        try:
            said = json.loads(body)
            moment = datetime.fromisoformat(said[self.field])
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        if moment.tzinfo is None:
            return None
        return SignedCall(body, _hex(headers.get(self.signature, "")), int(moment.timestamp()))


@dataclass(frozen=True, slots=True)
class StripeForm:
    """One header `t=TIME,v1=SIGNATURE[,v1=…]`; it covers `TIME.body` (Stripe, "Verify webhook signatures manually").

    While a secret is being rolled there are several signatures, of which one has to be good.
    """

    header: str = "stripe-signature"
    window: int = WINDOW

    def read(self, headers: Mapping[str, str], body: bytes) -> SignedCall | None:
        """As the form says."""
        parts = [part.strip().partition("=") for part in headers.get(self.header, "").split(",")]
        times = [value for name, _, value in parts if name == "t"]
        signatures = tuple(value for name, _, value in parts if name == "v1")[:MOST_SIGNATURES]
        at = _moment(times[0]) if len(times) == 1 else None
        return None if at is None else SignedCall(times[0].encode() + b"." + body, signatures, at)


class HookGate:
    """Judges the calls of one back office by HMAC-SHA256 over what its form says is signed."""

    def __init__(self, secret: str, form: HookForm) -> None:
        self._secret = secret.encode()
        self._form = form
        self._seen: OrderedDict[str, int] = OrderedDict()

    def judge(self, headers: Mapping[str, str], body: bytes, now: int) -> Verdict:
        """What this call is worth now; header names are in lower case."""
        call = self._form.read(headers, body) if len(body) <= LARGEST else None
        if call is None:
            return Verdict.FORGED
        made = hmac.new(self._secret, call.covers, sha256).hexdigest()
        if not any(hmac.compare_digest(said.encode(), made.encode()) for said in call.signatures):
            return Verdict.FORGED
        if abs(now - call.at) > self._form.window:
            return Verdict.STALE
        if made in self._seen:
            return Verdict.REPEATED
        self._remember(made, call.at, now)
        return Verdict.LOOK

    def _remember(self, made: str, told: int, now: int) -> None:
        """What is older than the window is refused by its time, so only that long has to be remembered."""
        self._seen[made] = told
        longest = 2 * self._form.window
        while self._seen and (now - next(iter(self._seen.values())) > longest or len(self._seen) > MOST_REMEMBERED):
            self._seen.popitem(last=False)


def event_of(body: bytes, field: str = "event") -> str:
    """What a call says has happened; empty where it is no event at all."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    event = said.get(field) if isinstance(said, dict) else None
    return event if isinstance(event, str) else ""


def _moment(text: str) -> int | None:
    """Unix seconds; None for what is no such number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def _hex(said: str) -> tuple[str, ...]:
    return (said.removeprefix("sha256="),)
