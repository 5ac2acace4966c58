"""Accounts that are let in by keys."""

from __future__ import annotations

import pytest

from sync.connectors.auraconnect.connector import SIGNING_IN
from sync.reconcile.contract import Account
from sync.reconcile.keys import KeySession, let_in
from sync.reconcile.session import Session
from tests.unit.sync.connectors.auraconnect.pictures import MemoryTokens

HEADERS = ("X-API-Key", "X-API-Secret")


def test_the_words_of_the_secret_are_its_headers() -> None:
    session = KeySession(HEADERS, MemoryTokens(password="pk_test_1 sk_test_2"))

    assert session.headers() == {"X-API-Key": "pk_test_1", "X-API-Secret": "sk_test_2"}
    assert session.sign_in(0) is None
    assert session.sign_out() is None


@pytest.mark.parametrize("secret", ["", "pk_test_1", "pk_test_1 sk_test_2 more"])
def test_a_secret_of_another_number_of_words_lets_nobody_in(secret: str) -> None:
    assert KeySession(HEADERS, MemoryTokens(password=secret)).headers() == {}


def test_signed_out_keys_are_not_on_this_machine_any_more() -> None:
    tokens = MemoryTokens(password="pk_test_1 sk_test_2")
    KeySession(HEADERS, tokens).forget()

    assert KeySession(HEADERS, tokens).headers() == {}


@pytest.mark.parametrize(("user", "kind"), [("owner@example.com", Session), ("", KeySession)])
def test_an_account_with_a_user_signs_in_and_one_without_has_keys(user: str, kind: type) -> None:
    account = Account("scripted", "https://api.example.com", user)
    assert type(let_in(account, MemoryTokens(), SIGNING_IN, HEADERS)) is kind
