"""Calls of a back office: signed, in time and once, or nothing happens."""

from __future__ import annotations

import hmac
from hashlib import sha256

import pytest

from sync.central.webhooks.signing import signature_of, signed_body
from sync.connectors.auraconnect.hooks import HEADERS, resources_of
from sync.reconcile.hooks import LARGEST, MOST_REMEMBERED, WINDOW, HookGate, Verdict

SECRET, NOW = "between-us", 1_700_000_000
BODY = b'{"event":"order.created","data":{"id":123}}'


def call(body: bytes = BODY, at: int = NOW, secret: str = SECRET) -> dict[str, str]:
    """The headers our own central sends with a body."""
    return {HEADERS.timestamp: str(at), HEADERS.signature: signature_of(secret, at, body)}


def gate() -> HookGate:
    return HookGate(SECRET, HEADERS)


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
        call() | {HEADERS.timestamp: str(NOW + 1)},
        call() | {HEADERS.timestamp: "1e9"},
        call() | {HEADERS.timestamp: "\u0661\u0662"},
        call() | {HEADERS.signature: "sha256="},
        call() | {HEADERS.signature: "\u2615"},
        {HEADERS.timestamp: str(NOW), HEADERS.signature: hmac.new(SECRET.encode(), BODY, sha256).hexdigest()},
    ],
)
def test_what_is_not_signed_over_time_and_bytes_is_forged(headers: dict[str, str]) -> None:
    assert gate().judge(headers, BODY, NOW) is Verdict.FORGED


def test_one_altered_byte_is_forged() -> None:
    assert gate().judge(call(), BODY.replace(b"123", b"124"), NOW) is Verdict.FORGED


def test_a_body_that_is_too_large_is_not_even_reckoned() -> None:
    body = b"x" * (LARGEST + 1)
    assert gate().judge(call(body), body, NOW) is Verdict.FORGED


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
