"""Cards leave the journal with their orders, and come back when something more happens to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import AttemptId, OrderId
from aura_terminal.domain.money import Money
from tests.support.card_lives import OnDisk
from tests.support.card_till import CardTill
from tests.support.counting_reader import Play
from tests.support.memory_shop import EVERYTHING
from tests.support.store_days import days, tidy
from tests.support.store_shop import StoredShop, founded


def sold_by_card(stored: StoredShop, till: CardTill, play: Play = Play.APPROVE) -> tuple[OrderId, AttemptId]:
    till.book.plays.append(play)
    order_id = till.order()
    attempt_id = till.charge(order_id)
    till.work(2)
    for ticket in stored.shop.reads.kitchen.live(None):
        stored.shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
    return order_id, attempt_id


def is_here(till: CardTill, attempt_id: AttemptId) -> bool:
    try:
        return till.attempt(attempt_id).created is not None
    except NotFound:
        return False


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[StoredShop]:
    made = founded(tmp_path / "data")
    yield made
    made.store.close()


def test_a_card_goes_with_its_order_and_comes_back_for_a_refund(stored: StoredShop, tmp_path: Path) -> None:
    till = CardTill(tmp_path / "reversals.jsonl", store=OnDisk(stored))
    order_id, attempt_id = sold_by_card(stored, till)
    _, at_risk = sold_by_card(stored, till, Play.OFFLINE)
    facts = stored.store.known()
    days(stored, till.marta, 12)
    tidy(stored)
    assert not is_here(till, attempt_id)
    assert is_here(till, at_risk)
    assert stored.store.verify() == ()
    shop = stored.shop
    shop.card_returns.refund(
        EVERYTHING, order_id, shop.cards.new_attempt(), attempt_id, Money(100, "EUR"), "cold after all"
    )
    till.work(2)
    assert till.attempt(attempt_id).given_back == Money(100, "EUR")
    assert [one.refund.amount.minor for one in till.folded(order_id).refunds.values()] == [100]
    before = stored.store.fold_digest()
    stored.store.rebuild()
    assert stored.store.fold_digest() == before
    assert stored.store.verify() == ()
    assert dict(stored.store.known()).keys() == dict(facts).keys()
