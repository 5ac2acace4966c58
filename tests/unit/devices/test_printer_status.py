"""What a printer's bytes say about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.ports.printing import DrawerState, Fault, Power
from devices.printers.profiles import DrawerSensor
from devices.printers.status import Automatic, Barrier, Noise, RealTime, ReplyReader, read_status

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
