"""A line that was moved on elsewhere while it was paid: it returns to where it was paid, whatever arrives when."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.use_cases.floor import Part
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import order_of, pay
from tests.support.store_shop import StoredShop, founded


@pytest.fixture
def others(stored: StoredShop, tmp_path: Path) -> Iterator[tuple[StoredShop, StoredShop]]:
    """Two more terminals of the store, which know what the first knows."""
    store_id = stored.store.identity.store_id
    second = founded(tmp_path / "second", label="R2", store_id=store_id, seed=7, documents=())
    third = founded(tmp_path / "third", label="K1", store_id=store_id, seed=8, documents=())
    yield second, third
    second.store.close()
    third.store.close()


def test_an_overpayment_is_no_conflict_any_more_once_the_paid_line_is_back(
    stored: StoredShop, others: tuple[StoredShop, StoredShop]
) -> None:
    second, third = others
    paid, home = order_of(stored, EVERYTHING, 1), order_of(stored, EVERYTHING, 2)
    line = stored.shop.reads.orders.sheet(home).lines[0].line_id
    stored.shop.floor.move_lines(EVERYTHING, home, [Part(line)], paid)
    _hand_over(stored, second)
    _hand_over(stored, third)
    elsewhere = order_of(second, EVERYTHING, 1)
    second.shop.floor.move_lines(EVERYTHING, paid, [Part(line)], elsewhere)
    _hand_over(second, third)
    pay(stored, EVERYTHING, paid)
    facts = stored.store.facts_after(stored.store.identity.origin, _known(stored, third), 1_000)
    assert facts[-1].type == "lines_settled"
    third.store.receive(facts[:-1])
    assert [one.kind for one in third.shop.reads.mesh.conflicts(limit=5)] == ["overpaid"]
    third.store.receive(facts[-1:])
    assert third.shop.reads.mesh.conflicts(limit=5) == ()
    assert third.store.verify() == ()


def _known(of: StoredShop, to: StoredShop) -> int:
    return dict(to.store.known()).get(of.store.identity.origin, 0)


def _hand_over(of: StoredShop, to: StoredShop) -> None:
    to.store.receive(of.store.facts_after(of.store.identity.origin, _known(of, to), 10_000))
