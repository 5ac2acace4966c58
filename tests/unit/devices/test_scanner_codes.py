"""Codes out of a scanner's stream, and who listens to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.printing import DeviceHealth, HealthKind, Power
from devices.scanners.catalog import build_scanner
from devices.scanners.codes import LONGEST_CODE, CodeReader
from devices.scanners.on_line import ScannerOnLine
from devices.scanners.watch import ScannerWatch
from devices.transports.memory import Line, MemoryTransport

CODES = st.lists(st.text("0123456789ABC-", min_size=1, max_size=20), min_size=1, max_size=6)


@given(codes=CODES, ends=st.sampled_from(["\r", "\n", "\r\n", "\t"]), cuts=st.lists(st.integers(1, 9), max_size=60))
def test_however_a_stream_is_cut_the_codes_are_the_same(codes: list[str], ends: str, cuts: Sequence[int]) -> None:
    stream = "".join(code + ends for code in codes).encode()
    reader, heard, sizes = CodeReader(), list[str](), list(cuts)
    while stream:
        size = sizes.pop(0) if sizes else len(stream)
        heard += reader.feed(stream[:size])
        stream = stream[size:]
    assert heard == codes


@given(noise=st.binary(max_size=2000))
def test_noise_makes_no_letters_that_cannot_be_printed(noise: bytes) -> None:
    reader = CodeReader()
    for code in [*reader.feed(noise), *reader.end()]:
        assert code.isprintable()
        assert len(code) <= LONGEST_CODE


def test_a_prefix_is_not_part_of_the_code_and_a_silence_ends_one() -> None:
    reader = CodeReader("~")
    assert reader.feed(b"~4006381") == []
    assert reader.is_within_code
    assert reader.end() == ["4006381"]
    assert not reader.is_within_code


def test_what_is_longer_than_any_code_is_thrown_away_whole() -> None:
    reader = CodeReader()
    assert reader.feed(b"9" * (LONGEST_CODE + 5) + b"\r123\r") == ["123"]


def now() -> datetime:
    return datetime(2026, 11, 22, tzinfo=UTC)


def test_a_scanner_that_is_unplugged_is_told_and_heard_again_when_it_is_back() -> None:
    pipe = MemoryTransport(lambda data: b"")
    codes, told = list[str](), list[DeviceHealth]()
    watch = ScannerWatch("Lane", ScannerOnLine(pipe, CodeReader()), tell=codes.append, on_health=told.append, now=now)
    assert watch.step() == 0.0
    pipe.say(b"4006381333931\r")
    watch.step()
    pipe.become(Line.CUT)
    assert [watch.step(), watch.step(), watch.step(), watch.step(), watch.step()] == [1.0, 2.0, 5.0, 15.0, 15.0]
    pipe.become(Line.WORKING)
    watch.step()
    pipe.say(b"96385074\r")
    watch.step()
    assert codes == ["4006381333931", "96385074"]
    assert [health.power for health in told] == [Power.ONLINE, Power.UNREACHABLE, Power.ONLINE]
    assert {health.kind for health in told} == {HealthKind.SCANNER}
    assert told[1].last_error


def test_half_a_code_is_forgotten_with_the_line() -> None:
    pipe = MemoryTransport(lambda data: b"")
    source = ScannerOnLine(pipe, CodeReader())
    source.codes(0.1)
    pipe.say(b"4006")
    assert source.codes(0.1) == ()
    pipe.become(Line.CUT)
    with pytest.raises(Unavailable):
        source.codes(0.1)
    pipe.become(Line.WORKING)
    source.codes(0.1)
    pipe.say(b"77\r")
    assert source.codes(0.1) == ("77",)


@pytest.mark.parametrize("options", [{"suffix": "x"}, {"prefix": "123456789"}])
def test_a_scanner_that_makes_no_sense_is_refused_in_words(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="scanner"):
        build_scanner(model="serial_scanner", address="tcp://127.0.0.1:1", options=options)
