"""The simulated printer behaves as the real ones do, in what hurts."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.printing import Fault
from devices.simulators.escpos_printer import SimulatedPrinter

ASK = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
SLIP = b"\x1b@Hello\n\x1dVB\x00"


@pytest.fixture
def wire(simulator: SimulatedPrinter) -> Iterator[socket.socket]:
    with socket.create_connection(simulator.address, timeout=5) as wire:
        yield wire


def answer(wire: socket.socket, question: bytes, count: int) -> str:
    wire.sendall(question)
    data = b""
    while len(data) < count:
        data += wire.recv(count - len(data))
    return data.hex(" ")


@pytest.mark.parametrize(
    ("fault", "replies"),
    [
        (None, "12 12 12 12"),
        (Fault.PAPER_LOW, "12 12 12 1e"),
        (Fault.PAPER_OUT, "1a 32 12 7e"),
        (Fault.COVER_OPEN, "1a 16 12 12"),
        (Fault.OFFLINE, "1a 12 12 12"),
    ],
)
def test_faults_answer_as_on_a_real_printer(
    simulator: SimulatedPrinter, wire: socket.socket, fault: Fault | None, replies: str
) -> None:
    if fault is not None:
        simulator.cause(fault)
    assert answer(wire, ASK, 4) == replies


def test_it_has_no_other_faults(simulator: SimulatedPrinter) -> None:
    with pytest.raises(ValueError, match="has no fault"):
        simulator.cause(Fault.CUTTER)


def test_what_comes_without_paper_is_printed_with_the_next_roll(
    simulator: SimulatedPrinter, wire: socket.socket
) -> None:
    simulator.cause(Fault.PAPER_OUT)
    wire.sendall(SLIP + b"\x1dr\x01")
    assert answer(wire, b"\x10\x04\x04", 1) == "7e"
    assert not simulator.wait_for_slips(1, within=0)
    simulator.mend(Fault.PAPER_OUT)
    assert wire.recv(1) == b"\x00"
    assert [slip.text for slip in simulator.slips] == ["Hello\n- - - - - - - -\n"]


def test_the_drawer_springs_open_late_by_the_plain_form_and_at_once_by_the_other(
    simulator: SimulatedPrinter, wire: socket.socket
) -> None:
    simulator.cause(Fault.PAPER_OUT)
    assert answer(wire, b"\x1bp\x00\x32\x32\x10\x04\x01", 1) == "1a"
    assert answer(wire, b"\x10\x14\x01\x00\x01\x10\x04\x01", 1) == "1e"
    simulator.close_drawer()
    simulator.mend(Fault.PAPER_OUT)
    assert answer(wire, b"\x10\x04\x01", 1) == "16"
    assert simulator.kicks == 2


def test_changes_are_told_to_who_asked_for_them(simulator: SimulatedPrinter, wire: socket.socket) -> None:
    assert answer(wire, b"\x1da\xff", 4) == "10 00 00 00"
    simulator.cause(Fault.PAPER_OUT)
    assert answer(wire, b"", 4) == "18 00 0f 00"


def test_it_says_who_it_is(wire: socket.socket) -> None:
    assert bytes.fromhex(answer(wire, b"\x1dIB\x1dIC", 17)) == b"_AURA\0_SIMULATED\0"


def test_paper_outlasts_a_power_cut(simulator: SimulatedPrinter, wire: socket.socket) -> None:
    wire.sendall(b"half a slip\n")
    assert answer(wire, b"\x1dr\x01", 1) == "00"
    simulator.close()
    simulator.open()
    assert simulator.hanging == "half a slip\n"


def test_every_slip_is_kept_as_text_picture_and_bytes(
    simulator: SimulatedPrinter, wire: socket.socket, tmp_path: Path
) -> None:
    assert answer(wire, SLIP + b"\x1dr\x01", 1) == "00"
    files = sorted(file.name for file in (tmp_path / "slips").iterdir())
    assert files == [f"20261122-190400-0001.{kind}" for kind in ("bin", "png", "txt")]
    assert (tmp_path / "slips" / files[0]).read_bytes() == SLIP
    with Image.open(tmp_path / "slips" / files[1]) as picture:
        assert picture.convert("L").histogram()[0] > 50


def test_two_terminals_share_one_paper(simulator: SimulatedPrinter, wire: socket.socket) -> None:
    with socket.create_connection(simulator.address, timeout=5) as other:
        assert answer(wire, SLIP + b"\x1dr\x01", 1) == "00"
        assert answer(other, SLIP + b"\x1dr\x01", 1) == "00"
    assert [slip.number for slip in simulator.slips] == [1, 2]


def test_a_port_that_is_taken_is_unavailable_in_words(simulator: SimulatedPrinter) -> None:
    second = SimulatedPrinter(now=lambda: datetime(2026, 11, 22, tzinfo=UTC), port=simulator.address[1])
    with pytest.raises(Unavailable, match=r"port \d+ cannot be used"):
        second.open()
    second.close()


def test_what_it_does_not_know_is_reported_with_the_slip(simulator: SimulatedPrinter, wire: socket.socket) -> None:
    assert answer(wire, b"\x1b\x7f\x07" + SLIP + b"\x1dr\x01", 1) == "00"
    assert simulator.slips[0].unknown == (b"\x1b\x7f", b"\x07")
