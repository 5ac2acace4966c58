"""A back office that does not answer is left alone for a while, unless somebody says that it may be there again."""

from __future__ import annotations

from random import Random

import pytest

from sync.reconcile.backoff import Circuit


@pytest.fixture
def opened() -> Circuit:
    """One that is open since the tenth second."""
    circuit = Circuit(Random(1))
    while not circuit.is_open:
        circuit.failed(10.0, 10.0)
    assert not circuit.allows(0, 10.0)
    return circuit


def test_somebody_who_says_so_has_it_tried_at_once_and_once(opened: Circuit) -> None:
    opened.try_now(10.5)
    assert opened.allows(0, 10.5)
    assert not opened.allows(1, 10.5)
    assert opened.is_open


def test_what_fails_then_is_left_alone_again(opened: Circuit) -> None:
    opened.try_now(10.5)
    opened.failed(10.5, 10.6)
    assert not opened.allows(0, 10.6)
    assert opened.until > 10.6


def test_saying_so_late_puts_nothing_off(opened: Circuit) -> None:
    due = opened.until
    opened.try_now(due + 100)
    assert opened.until == due
    assert opened.allows(0, due)
