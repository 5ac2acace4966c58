"""The store on disk and the one in memory say the same of cards after the same evening."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from aura_terminal.ports.card_rows import AttemptRow
from aura_terminal.ports.store import SYSTEM
from tests.support.card_lives import OnDisk
from tests.support.card_till import READER, CardTill
from tests.support.counting_reader import Play
from tests.support.memory_shop import EVERYTHING
from tests.support.store_shop import StoredShop, founded

Said = list[object]


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[StoredShop]:
    made = founded(tmp_path / "data")
    yield made
    made.store.close()


def evening(till: CardTill) -> None:
    """One card of every fate, a tab, a refund, and one that waits."""
    plays = (
        Play.APPROVE,
        Play.PART,
        Play.TIP,
        Play.OFFLINE,
        Play.DECLINE,
        Play.GIVE_UP,
        Play.NOT_SENT,
        Play.LOST_AFTER,
    )
    for play in plays:
        till.book.plays.append(play)
        till.charge(till.order(2))
        till.work(2)
    cards = till.store.shop.cards
    tab = till.wish(till.order(), 5000)
    cards.hold_tab(till.marta, tab)
    till.work(2)
    row = till.store.shop.reads.cards.at_risk()[0]
    till.store.shop.card_returns.refund(
        EVERYTHING, row.order_id, cards.new_attempt(), row.attempt_id, row.amount, "cold"
    )
    till.work(2)
    till.book.is_reached = False
    till.book.plays.append(Play.LOST_BEFORE)
    till.store.shop.cards.charge(till.marta, till.wish(till.order(), by_hand=True))


def said(till: CardTill) -> Said:
    """All that can be read of cards, without ids."""
    reads = till.store.shop.reads.cards
    with till.store.begin(SYSTEM) as work:
        book = [
            [one.asked.label for one in found]
            for found in (work.cards.open(), work.cards.at_risk(), work.cards.at_reader(("R1",), READER))
        ]
    at_reader = [one.asked.label for one in reads.at_reader(("R1",), READER)]
    unsettled = sorted(one.asked.label for one in reads.unsettled())
    exposure = reads.terms().exposure
    return [
        _plain(reads.open()), _plain(reads.tabs()), _plain(reads.at_risk()), book, at_reader, unsettled,
        (exposure.count, exposure.amount), reads.terms().rules,
    ]  # fmt: skip


def _plain(rows: Sequence[AttemptRow]) -> list[object]:
    return [(row.label, row.act, row.state, row.taken, row.charged, row.given_back, row.holds_up) for row in rows]


def test_both_stores_say_the_same_of_cards(stored: StoredShop, tmp_path: Path) -> None:
    on_disk = CardTill(tmp_path / "one.jsonl", store=OnDisk(stored))
    in_memory = CardTill(tmp_path / "two.jsonl")
    for till in (on_disk, in_memory):
        evening(till)
    assert said(on_disk) == said(in_memory)
    stored.reopen()
    stored.store.rebuild()
    assert said(on_disk) == said(in_memory)
