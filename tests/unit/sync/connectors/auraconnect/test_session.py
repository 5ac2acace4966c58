"""Signing in to AuraConnect, and the headers of every request."""

from __future__ import annotations

import pytest

from sync.connectors.auraconnect.connector import SIGNING_IN, connector_of
from sync.connectors.auraconnect.words import documented_words
from sync.reconcile.contract import Done, Lost, Problem, Refusal, SignInAgain, Unknown
from sync.reconcile.session import Session
from tests.unit.sync.connectors.auraconnect.pictures import ACCOUNT, NOW_MS, MemoryTokens, reply

# Reference, "POST /api/v1/auth/login"
LOGIN = {
    "access_token": "eyJ0eXAiOiJKV1QiLCJhbGc...",
    "refresh_token": "eyJ0eXAiOiJKV1QiLCJhbGc...",
    "token_type": "bearer",
    "expires_in": 1800,
    "user": {"id": 1, "email": "user@example.com", "role": "manager", "restaurant_id": 1},
}


@pytest.fixture
def tokens() -> MemoryTokens:
    return MemoryTokens(password="password123")


@pytest.fixture
def session(tokens: MemoryTokens) -> Session:
    return Session(ACCOUNT, tokens, SIGNING_IN)


def test_without_a_token_it_signs_in_with_the_password(session: Session) -> None:
    call = session.sign_in(NOW_MS)

    assert call is not None
    assert (call.method, call.path) == ("POST", "/api/v1/auth/login")
    assert call.body == {"email": "till@example.com", "password": "password123"}


def test_nobody_gave_a_password(tokens: MemoryTokens) -> None:
    assert Session(ACCOUNT, MemoryTokens(), SIGNING_IN).sign_in(NOW_MS) is None


@pytest.mark.parametrize("body", [LOGIN, {"data": LOGIN, "meta": {"request_id": "req_abc123"}}])
def test_tokens_are_kept_from_either_envelope(session: Session, body: object) -> None:
    assert session.signed_in(reply(body), NOW_MS) == Done()

    assert session.headers() == {"Authorization": "Bearer eyJ0eXAiOiJKV1QiLCJhbGc..."}


def test_requests_name_account_store_language_and_key() -> None:
    tokens = MemoryTokens(access_token="eyJ0eXAiOiJKV1QiLCJhbGc...")
    assert connector_of(ACCOUNT, tokens, documented_words()).headers("key-1") == {
        "Accept-Language": "en-US",
        "Authorization": "Bearer eyJ0eXAiOiJKV1QiLCJhbGc...",
        "X-Tenant-ID": "t1",
        "X-Idempotency-Key": "key-1",
    }


def test_tokens_are_renewed_a_minute_before_they_run_out(session: Session) -> None:
    session.signed_in(reply(LOGIN), NOW_MS)

    assert session.sign_in(NOW_MS + 1_739_000) is None
    call = session.sign_in(NOW_MS + 1_740_000)

    assert call is not None
    assert (call.path, call.body) == ("/api/v1/auth/refresh", {"refresh_token": LOGIN["refresh_token"]})


@pytest.mark.parametrize("seconds", [0, -1, -(10**9)])
def test_a_token_that_is_said_to_have_run_out_is_used_until_it_is_refused(session: Session, seconds: int) -> None:
    session.signed_in(reply({**LOGIN, "expires_in": seconds}), NOW_MS)

    assert session.sign_in(NOW_MS + 1000) is None


@pytest.mark.parametrize("name", ["access_token", "refresh_token"])
@pytest.mark.parametrize("token", ["", " ", "secret\r\nX-More: 1", "secr\u00e9t", "secret" * 5000])
def test_a_token_no_header_can_carry_is_refused_and_never_shown(
    session: Session, tokens: MemoryTokens, name: str, token: str
) -> None:
    outcome = session.signed_in(reply({**LOGIN, name: token}), NOW_MS)

    assert isinstance(outcome, Refusal)
    assert (outcome.problem, outcome.field) == (Problem.UNREADABLE, name)
    assert "secr" not in outcome.said
    assert tokens.secrets == {"password": "password123"}


def test_a_token_of_a_few_seconds_does_not_sign_in_for_ever(session: Session) -> None:
    session.signed_in(reply({**LOGIN, "expires_in": 30}), NOW_MS)

    assert session.sign_in(NOW_MS + 14_000) is None
    assert session.sign_in(NOW_MS + 15_000) is not None


def test_a_refused_refresh_is_followed_by_a_login(session: Session) -> None:
    session.signed_in(reply(LOGIN), NOW_MS)
    session.expire()

    outcome = session.signed_in(reply({"error": {"code": "UNAUTHORIZED", "message": "expired"}}, 401), NOW_MS)

    assert outcome == SignInAgain()
    call = session.sign_in(NOW_MS)
    assert call is not None
    assert call.path == "/api/v1/auth/login"


def test_a_refused_account_is_a_persons_matter(session: Session) -> None:
    outcome = session.signed_in(reply({"error": {"code": "UNAUTHORIZED", "message": "Wrong password"}}, 401), NOW_MS)

    assert outcome == Refusal(Problem.NOT_ALLOWED, 401, "Wrong password")


def test_a_line_that_is_cut_leaves_the_tokens_as_they_are(session: Session) -> None:
    session.signed_in(reply(LOGIN), NOW_MS)

    assert session.signed_in(Lost("timeout", True), NOW_MS) == Unknown("timeout")
    assert session.sign_in(NOW_MS) is None


def test_tokens_of_a_wrong_type_are_named_by_their_path(session: Session) -> None:
    outcome = session.signed_in(reply({"data": {**LOGIN, "access_token": 7}}), NOW_MS)

    assert isinstance(outcome, Refusal)
    assert (outcome.problem, outcome.field) == (Problem.UNREADABLE, "data.access_token")


def test_signing_off_drops_every_secret(session: Session, tokens: MemoryTokens) -> None:
    session.signed_in(reply(LOGIN), NOW_MS)
    call = session.sign_out()
    session.forget()

    assert call is not None
    assert (call.method, call.path) == ("POST", "/api/v1/auth/logout")
    assert tokens.secrets == {}
