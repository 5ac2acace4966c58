"""The pipe into a print server, against the simulated one, and IPP as bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.errors import Unavailable
from devices.simulators.spooler import SimulatedSpooler
from devices.transports.cups import CupsTransport
from devices.transports.ipp import Operation, Tag, read_answer, request
from devices.transports.queues import QueueCondition
from devices.transports.transport import Transport
from tests.contract.transport_contract import FarEnd, TransportContract


class _Queue:
    def __init__(self) -> None:
        self.spooler = SimulatedSpooler()
        self.spooler.open()
        self.pipe: Transport = CupsTransport(*self.spooler.address, self.spooler.queue)

    def hang_up(self) -> None:
        self.spooler.close()

    def come_back(self) -> None:
        self.spooler.open()

    def refuse(self) -> None:
        self.spooler.accept(jobs=False)

    def end(self) -> None:
        self.pipe.close()
        self.spooler.close()


class TestCupsTransport(TransportContract):
    def arrived(self, far_end: FarEnd, count: int) -> bytes:
        assert isinstance(far_end, _Queue)
        return b"".join(far_end.spooler.jobs)[:count]

    @pytest.fixture
    def far_end(self) -> Iterator[_Queue]:
        far_end = _Queue()
        yield far_end
        far_end.end()


def test_the_words_of_a_server_about_its_printer_are_read() -> None:
    queue = _Queue()
    assert isinstance(queue.pipe, CupsTransport)
    queue.spooler.stop("out of paper since 19:04")
    state = queue.pipe.state()
    assert (state.condition, state.message) == (QueueCondition.PAUSED, "out of paper since 19:04")
    queue.end()


def test_an_answer_that_is_none_is_unavailable() -> None:
    for data in (b"", b"\x01\x01", b"<html>not found</html>", b"\x01\x01\x00\x00\x00\x00\x00\x01\x04\x21\x00\x05a"):
        with pytest.raises(ValueError, match="IPP"):
            read_answer(data)


@given(st.binary(max_size=200))
def test_whatever_answers_is_read_or_refused(data: bytes) -> None:
    with suppress(ValueError):  # any other failure is a bug
        read_answer(data)


def test_a_request_is_written_as_the_standard_says() -> None:
    data = request(Operation.PRINT_JOB, 7, ((Tag.NAME, "job-name", "Ä"),))
    assert data.startswith(b"\x01\x01\x00\x02\x00\x00\x00\x07\x01\x47\x00\x12attributes-charset\x00\x05utf-8\x48")
    assert data.endswith(b"\x42\x00\x08job-name\x00\x02\xc3\x84\x03")


def test_a_server_that_is_not_there_is_told_apart_from_one_that_hangs_up() -> None:
    spooler = SimulatedSpooler()
    spooler.open()
    address = spooler.address
    spooler.close()
    pipe = CupsTransport(*address, "front")
    with pytest.raises(Unavailable, match="refused"):
        pipe.open()
