"""The test cards of a sandbox at a till whose store is on disk: what each does, and that no number of one is kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from aura_terminal.domain.card_attempts import AttemptState
from aura_terminal.domain.card_payments import key_of
from devices.reading import ReaderWorker
from devices.simulators.card_desk import CardDesk
from devices.simulators.sandbox_cards import SANDBOX_CARDS
from tests.support.card_lives import OnDisk
from tests.support.card_till import READER, CardTill
from tests.support.reader_benches import ReaderBench, zvt_bench
from tests.support.store_shop import StoredShop

GOOD, DECLINED, NO_FUNDS = "4242 4242 4242 4242", "4000-0000-0000-0002", "4000000000009995"


@dataclass
class Counter:
    """A till, a simulated terminal that speaks ZVT, and where everything of both is kept."""

    till: CardTill
    bench: ReaderBench
    folder: Path

    def pay(self, number: str) -> AttemptState:
        """A guest orders and holds a card to the terminal; where the attempt stands then."""
        self.bench.simulator.desk.hold(number)
        attempt = self.till.charge(self.till.order())
        self.till.work(4)
        return self.till.attempt(attempt).state


@pytest.fixture
def counter(stored: StoredShop, tmp_path: Path) -> Iterator[Counter]:
    bench = zvt_bench()
    till = CardTill(tmp_path / "reversals.jsonl", store=OnDisk(stored))
    till.worker = ReaderWorker(
        name=READER, reader=bench.reader, desk=till.desk, aside=till.aside, now=stored.clock.now,
        new_key=lambda: key_of(stored.shop.cards.new_attempt()), tell=till.news.append, on_health=till.health.append,
    )  # fmt: skip
    yield Counter(till, bench, tmp_path)
    bench.end()


def test_each_test_card_does_what_the_document_says_of_it(counter: Counter) -> None:
    said = [counter.pay(number) for number in (GOOD, DECLINED, NO_FUNDS)]
    assert said == [AttemptState.APPROVED, AttemptState.DECLINED, AttemptState.DECLINED]
    assert [line.card.last_four for line in counter.bench.simulator.desk.book] == ["4242", "0002", "9995"]
    assert len(counter.bench.simulator.desk.charges) == 1


def test_no_number_of_a_test_card_is_on_the_disk_or_in_a_log(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for number in (GOOD, DECLINED, NO_FUNDS):
        counter.pay(number)
    files = [file.read_bytes() for file in counter.folder.rglob("*") if file.is_file()]
    assert any(b"4242" in kept for kept in files), "not even the last four digits were found: wrong place"
    for number in SANDBOX_CARDS:
        grouped = " ".join(number[place : place + 4] for place in range(0, len(number), 4))
        for written in (number.encode(), grouped.encode(), bytes.fromhex(number)):
            assert not any(written in kept for kept in files)
        assert number not in caplog.text.replace(" ", "").replace("-", "")


@pytest.mark.parametrize("number", ["4111 1111 1111 1111", "4242", "", "4242 4242 4242 4242 1"])
def test_only_test_cards_are_held_to_a_simulated_terminal_and_a_refusal_says_no_number(number: str) -> None:
    desk = CardDesk()
    with pytest.raises(ValueError, match="4242, 0002, 9995") as refused:
        desk.hold(number)
    assert "4111" not in str(refused.value)
