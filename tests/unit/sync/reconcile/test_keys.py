"""Accounts that are let in by keys."""

from __future__ import annotations

import pytest

from sync.reconcile.keys import KeySession
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
