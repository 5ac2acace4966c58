"""Every driver of a card terminal against the simulator of its protocol, over a cable that can be cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices.readers.zvt_frames import SerialFraming
from tests.contract.card_reader_contract import CardReaderContract
from tests.support.reader_benches import ReaderBench, caisse_ap_bench, cloud_bench, concert_bench, nexo_bench, zvt_bench


class TestZvtOverTcp(CardReaderContract):
    @pytest.fixture
    def bench(self) -> Iterator[ReaderBench]:
        made = zvt_bench()
        yield made
        made.end()


class TestZvtInSerialFrames(CardReaderContract):
    @pytest.fixture
    def bench(self) -> Iterator[ReaderBench]:
        made = zvt_bench(framing=SerialFraming)
        yield made
        made.end()


class TestNexo(CardReaderContract):
    @pytest.fixture
    def bench(self) -> Iterator[ReaderBench]:
        made = nexo_bench()
        yield made
        made.end()


class TestConcert(CardReaderContract):
    @pytest.fixture
    def bench(self) -> Iterator[ReaderBench]:
        made = concert_bench()
        yield made
        made.end()


class TestCaisseAp(CardReaderContract):
    @pytest.fixture
    def bench(self) -> Iterator[ReaderBench]:
        made = caisse_ap_bench()
        yield made
        made.end()


class TestStripe(CardReaderContract):
    @pytest.fixture
    def bench(self) -> Iterator[ReaderBench]:
        made = cloud_bench("stripe")
        yield made
        made.end()


class TestSumUp(CardReaderContract):
    @pytest.fixture
    def bench(self) -> Iterator[ReaderBench]:
        made = cloud_bench("sumup")
        yield made
        made.end()
