"""What a printer's bytes say about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.printing import DrawerState, Fault, Power
from devices.printers.escpos_link import EscPosLink
from devices.printers.profiles import GENERIC_80, DrawerSensor
from devices.printers.status import Automatic, Barrier, Noise, RealTime, ReplyReader, read_status
from devices.transports.memory import MemoryTransport
from tests.support.printer_bench import StoppedTime

HIGH = DrawerSensor.OPEN_HIGH


@pytest.mark.parametrize(
    ("answers", "power", "faults", "drawer"),
    [
        ("12 12 12", Power.ONLINE, (), DrawerState.CLOSED),
        ("16 12 12", Power.ONLINE, (), DrawerState.OPEN),
        ("12 12 1e", Power.ONLINE, (Fault.PAPER_LOW,), DrawerState.CLOSED),
        ("1a 32 7e", Power.OFFLINE, (Fault.PAPER_OUT,), DrawerState.CLOSED),
        ("1e 16 12", Power.OFFLINE, (Fault.COVER_OPEN,), DrawerState.OPEN),
        ("1e 12 12", Power.OFFLINE, (Fault.OFFLINE,), DrawerState.OPEN),
        ("1a 52 12", Power.OFFLINE, (Fault.MECHANICAL,), DrawerState.CLOSED),
    ],
)
def test_answers_name_the_fault(answers: str, power: Power, faults: tuple[Fault, ...], drawer: DrawerState) -> None:
    printer, offline, paper = bytes.fromhex(answers)
    status = read_status(printer, offline, paper, HIGH)
    assert (status.power, status.faults, status.drawer) == (power, faults, drawer)


@pytest.mark.parametrize(
    ("sensor", "state"),
    [
        (DrawerSensor.NONE, DrawerState.UNKNOWN),
        (DrawerSensor.OPEN_LOW, DrawerState.OPEN),
        (HIGH, DrawerState.CLOSED),
    ],
)
def test_the_wiring_says_what_the_switch_means(sensor: DrawerSensor, state: DrawerState) -> None:
    assert read_status(0x12, 0x12, 0x12, sensor).drawer is state


def test_a_roll_near_its_end_blocks_nothing() -> None:
    assert read_status(0x12, 0x12, 0x1E, HIGH).blocking is None
    assert read_status(0x1A, 0x32, 0x7E, HIGH).blocking is Fault.PAPER_OUT


def test_the_three_kinds_of_answer_are_told_apart() -> None:
    replies = ReplyReader().feed(bytes.fromhex("12 14 00 0f 00 00 7e ff"))
    assert replies == [RealTime(0x12), Automatic(), Barrier(), RealTime(0x7E), Noise(0xFF)]


@given(st.binary(max_size=40), st.integers(0, 40))
def test_replies_cut_anywhere_are_the_same(data: bytes, place: int) -> None:
    reader = ReplyReader()
    assert reader.feed(data[:place]) + reader.feed(data[place:]) == ReplyReader().feed(data)


def test_an_error_is_traced_to_the_knife() -> None:
    answers = {b"\x10\x04\x01\x10\x04\x02\x10\x04\x04": b"\x1a\x52\x12", b"\x10\x04\x03": b"\x1a"}
    link = EscPosLink(MemoryTransport(lambda question: answers[question]), GENERIC_80)
    link.open()
    assert link.status().blocking is Fault.CUTTER


def test_answers_that_come_in_pieces_or_with_other_news_are_one_status() -> None:
    pieces = iter([b"\x12", b"\x10\x00\x00\x00\x12", b"\x1e"])
    transport = MemoryTransport(lambda question: next(pieces))
    receive = transport.receive

    def in_pieces(within: float) -> bytes:
        heard = receive(within)
        if within > 0 and (more := next(pieces, b"")):
            transport.say(more)
        return heard

    transport.receive = in_pieces  # type: ignore[method-assign]  # one piece at a time
    link = EscPosLink(transport, GENERIC_80)
    link.open()
    assert link.status().faults == (Fault.PAPER_LOW,)


def test_a_late_answer_is_not_taken_for_the_next_question() -> None:
    transport = MemoryTransport(lambda question: b"\x12\x12\x12")
    link = EscPosLink(transport, GENERIC_80)
    link.open()
    transport.say(b"\x1a\x32\x7e")
    assert link.status().faults == ()


def test_half_an_answer_is_no_answer() -> None:
    time = StoppedTime()
    transport = MemoryTransport(lambda question: b"\x12\x12", passed=time.pass_by)
    link = EscPosLink(transport, GENERIC_80, monotonic=time.monotonic)
    link.open()
    assert link.status().blocking is Fault.NO_REPLY
    assert time.seconds == pytest.approx(0.5)


def test_a_cancelled_call_is_not_begun_again() -> None:
    link = EscPosLink(MemoryTransport(lambda question: b""), GENERIC_80)
    link.open()
    link.cancel()
    with pytest.raises(Unavailable, match="this program is closing"):
        link.open_anew()
