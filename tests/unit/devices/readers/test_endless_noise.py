"""A line that never falls silent: another device at the address, a wrong speed. Every call over it ends in time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import CardLost, CardReader, NotSent, ReaderRequest, Step
from devices.readers.caisse_ap import CaisseApReader
from devices.readers.concert import ConcertReader
from devices.readers.concert_frames import Sign
from devices.readers.quiet_line import ENDLESS
from devices.readers.zvt import ZvtReader, ZvtSetup
from devices.readers.zvt_frames import Apdu, SerialFraming
from devices.readers.zvt_link import ZvtLink

REQUEST = ReaderRequest(AttemptId("a"), "K1", CardAct.SALE, Money(4250, "EUR"), "R1-001", note="receipt=41")
SERIAL = SerialFraming()
TAKEN, DONE = SERIAL.frame(Apdu(0x8000)), SERIAL.frame(Apdu(0x060F))
ZVT_SALE, CONCERT_FRAME, CAISSE_AP_MESSAGE = b"\x06\x01", b"\x02", b"CZ"


class NoisyLine:
    """A byte pipe whose far end answers, and once it heard these bytes makes noise for ever."""

    name = "noise"

    def __init__(self, answer: Callable[[bytes], bytes], *, noise: bytes, after: bytes) -> None:
        self._answer, self._noise, self._after = answer, noise, after
        self._waiting = b""
        self._is_noisy = not after
        self.passed = 0.0

    def open(self) -> None:
        """It is always there."""

    def close(self) -> None:
        """It goes on."""

    def cancel(self) -> None:
        """It goes on."""

    def send(self, data: bytes, within: float) -> None:
        self._waiting += self._answer(data)
        self._is_noisy = self._is_noisy or self._after in data

    def receive(self, within: float) -> bytes:
        data, self._waiting = self._waiting or (self._noise if self._is_noisy else b""), b""
        self.passed += 0.01 if data else within
        return data


def _zvt(after: bytes) -> tuple[CardReader, NoisyLine]:
    def answer(data: bytes) -> bytes:
        return TAKEN + DONE if b"\x06\x00" in data else TAKEN if ZVT_SALE in data else b""

    line = NoisyLine(answer, noise=b"\x00\x7f", after=after)
    link = ZvtLink(line, SerialFraming, monotonic=lambda: line.passed)
    return ZvtReader(link, ZvtSetup(), monotonic=lambda: line.passed), line


def _concert(after: bytes) -> tuple[CardReader, NoisyLine]:
    line = NoisyLine(lambda data: Sign.ACK.octet if data != Sign.EOT.octet else b"", noise=b"\x00\x7f", after=after)
    return ConcertReader(line, monotonic=lambda: line.passed), line


def _caisse_ap(after: bytes) -> tuple[CardReader, NoisyLine]:
    line = NoisyLine(lambda data: b"", noise=b"CA00201", after=after)
    return CaisseApReader(line, monotonic=lambda: line.passed), line


@pytest.mark.parametrize("made", [_zvt, _concert])
def test_a_line_that_is_never_silent_is_asked_nothing(made: Callable[[bytes], tuple[CardReader, NoisyLine]]) -> None:
    reader, _ = made(b"")
    outcome = reader.perform(REQUEST, _tell)
    assert isinstance(outcome, NotSent)
    assert outcome.hint == ENDLESS


@pytest.mark.parametrize(
    ("made", "after"), [(_zvt, ZVT_SALE), (_concert, CONCERT_FRAME), (_caisse_ap, CAISSE_AP_MESSAGE)]
)
def test_noise_instead_of_an_outcome_ends_in_time_and_is_unknown(
    made: Callable[[bytes], tuple[CardReader, NoisyLine]], after: bytes
) -> None:
    reader, line = made(after)
    assert isinstance(reader.perform(REQUEST, _tell), CardLost)
    assert 140 < line.passed < 200


def _tell(step: Step) -> None:
    assert step in Step
