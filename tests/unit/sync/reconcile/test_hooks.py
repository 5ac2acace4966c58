"""Calls of a back office: signed, in time and once, or nothing happens."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from sync.central.webhooks.signing import signature_of, signed_body
from sync.connectors.auraconnect.hooks import FORM, resources_of
from sync.reconcile.hooks import (
    LARGEST,
    MOST_REMEMBERED,
    MOST_SIGNATURES,
    WINDOW,
    BodyBesideTime,
    BodyWithTime,
    HookForm,
    HookGate,
    StripeForm,
    Verdict,
)

SECRET, NOW = "between-us", 1_700_000_000
BODY = b'{"event":"order.created","data":{"id":123}}'


def call(body: bytes = BODY, at: int = NOW, secret: str = SECRET) -> dict[str, str]:
    """The headers our own central sends with a body."""
    return {FORM.timestamp: str(at), FORM.signature: signature_of(secret, at, body)}


def gate() -> HookGate:
    return HookGate(SECRET, FORM)


def test_what_our_own_central_signs_is_believed_once() -> None:
    judged, body = gate(), signed_body(SECRET, BODY)
    assert judged.judge(call(body), body, NOW) is Verdict.LOOK
    assert judged.judge(call(body), body, NOW + 5) is Verdict.REPEATED


@pytest.mark.parametrize("at", [NOW - WINDOW - 1, NOW + WINDOW + 1])
def test_what_was_signed_at_another_time_is_stale(at: int) -> None:
    assert gate().judge(call(at=at), BODY, NOW) is Verdict.STALE


@pytest.mark.parametrize(
    "headers",
    [
        {},
        call(secret="guessed"),
        call() | {FORM.timestamp: str(NOW + 1)},
        call() | {FORM.timestamp: "1e9"},
        call() | {FORM.timestamp: "\u0661\u0662"},
        call() | {FORM.signature: "sha256="},
        call() | {FORM.signature: "\u2615"},
        {FORM.timestamp: str(NOW), FORM.signature: hmac.new(SECRET.encode(), BODY, sha256).hexdigest()},
    ],
)
def test_what_is_not_signed_over_time_and_bytes_is_forged(headers: dict[str, str]) -> None:
    assert gate().judge(headers, BODY, NOW) is Verdict.FORGED


def test_one_altered_byte_is_forged() -> None:
    assert gate().judge(call(), BODY.replace(b"123", b"124"), NOW) is Verdict.FORGED


def test_a_body_that_is_too_large_is_not_even_reckoned() -> None:
    body = b"x" * (LARGEST + 1)
    assert gate().judge(call(body), body, NOW) is Verdict.FORGED


def test_a_body_of_the_largest_size_is_still_judged() -> None:
    body = b"x" * LARGEST
    assert gate().judge(call(body), body, NOW) is Verdict.LOOK


def test_windows_and_bounds_are_those_decided() -> None:
    assert (WINDOW, LARGEST, MOST_REMEMBERED, MOST_SIGNATURES) == (300, 65_536, 4096, 8)
    assert BodyWithTime("x-signature").window == 86_400


def test_of_many_signatures_only_the_first_eight_are_compared() -> None:
    late = stripe(AT, *["guessed"] * MOST_SIGNATURES, SECRET)
    assert HookGate(SECRET, STRIPE).judge(late, EVENT, AT) is Verdict.FORGED
    assert HookGate(SECRET, STRIPE).judge(stripe(AT, *["guessed"] * 7, SECRET), EVENT, AT) is Verdict.LOOK


def test_many_calls_do_not_fill_the_memory_and_a_fresh_repeat_is_still_known() -> None:
    judged = gate()
    for number in range(MOST_REMEMBERED + 10):
        body = b'{"n":%d}' % number
        assert judged.judge(call(body), body, NOW) is Verdict.LOOK
    assert judged.judge(call(body), body, NOW) is Verdict.REPEATED
    assert len(judged._seen) <= MOST_REMEMBERED


@pytest.mark.parametrize(
    ("body", "resources"),
    [
        (BODY, ("orders",)),
        (b'{"event":"reservation.cancelled"}', ("reservations",)),
        (b'{"event":"payment.completed"}', ()),
        (b'{"event":["order.created"]}', ()),
        (b"[" * 100_000, ()),
        (b"\xff", ()),
        (b"7", ()),
    ],
)
def test_an_event_names_the_pages_to_look_at_and_nothing_else(body: bytes, resources: tuple[str, ...]) -> None:
    assert resources_of(body) == resources


def mac(body: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, sha256).hexdigest()


EVENT = b'{"event":"invoice.paid","timestamp":"2023-11-14T22:13:20Z","data":{"id":"i1"}}'
AT = int(datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC).timestamp())
RAW = BodyBesideTime("x-webhook-signature", "x-webhook-timestamp")
INSIDE = BodyWithTime("x-signature")
STRIPE = StripeForm()


def raw(at: object = AT, secret: str = SECRET) -> dict[str, str]:
    return {"x-webhook-signature": f"sha256={mac(EVENT, secret)}", "x-webhook-timestamp": str(at)}


def stripe(at: object = AT, *secrets: str) -> dict[str, str]:
    parts = [f"v1={mac(f'{at}.'.encode() + EVENT, secret)}" for secret in secrets or (SECRET,)]
    return {"stripe-signature": ",".join((f"t={at}", "v0=0f", *parts))}


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        (RAW, raw()),
        (INSIDE, {"x-signature": f"sha256={mac(EVENT)}"}),
        (STRIPE, stripe()),
        (STRIPE, stripe(AT, "the-old-one", SECRET)),
    ],
)
def test_each_form_is_believed_once_within_its_window(form: HookForm, headers: dict[str, str]) -> None:
    judged = HookGate(SECRET, form)
    assert judged.judge(headers, EVENT, AT + form.window) is Verdict.LOOK
    assert judged.judge(headers, EVENT, AT + form.window) is Verdict.REPEATED
    assert HookGate(SECRET, form).judge(headers, EVENT, AT + form.window + 1) is Verdict.STALE
    assert HookGate("another", form).judge(headers, EVENT, AT) is Verdict.FORGED
    assert HookGate(SECRET, form).judge(headers, EVENT + b" ", AT) is Verdict.FORGED


@pytest.mark.parametrize(
    ("form", "headers", "body"),
    [
        (RAW, raw("soon"), EVENT),
        (RAW, {}, EVENT),
        (INSIDE, {"x-signature": mac(b"[]")}, b"[]"),
        (INSIDE, {"x-signature": mac(b'{"timestamp":5}')}, b'{"timestamp":5}'),
        (INSIDE, {"x-signature": mac(b'{"timestamp":"2023-11-14T22:13:20"}')}, b'{"timestamp":"2023-11-14T22:13:20"}'),
        (INSIDE, {"x-signature": mac(b"half{")}, b"half{"),
        (STRIPE, {"stripe-signature": f"v1={mac(EVENT)}"}, EVENT),
        (STRIPE, {"stripe-signature": f"t={AT},t={AT},v1={mac(EVENT)}"}, EVENT),
        (STRIPE, {}, EVENT),
    ],
)
def test_what_is_not_of_the_form_is_refused(form: HookForm, headers: dict[str, str], body: bytes) -> None:
    assert HookGate(SECRET, form).judge(headers, body, AT) is Verdict.FORGED
