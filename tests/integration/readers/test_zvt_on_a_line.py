"""ZVT over a device file: the driver and its frames at one end of a serial line, the terminal at the other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import CardApproved, ReaderRequest, Step
from aura_terminal.ports.printing import Power
from devices.readers.zvt import ZvtReader
from devices.readers.zvt_frames import SerialFraming
from devices.readers.zvt_link import ZvtLink
from devices.simulators.zvt_terminal import SimulatedZvtTerminal
from devices.transports.serial_port import SerialLine, SerialTransport
from tests.support.pseudo_terminal import Adapter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals")


@pytest.fixture
def terminal() -> Iterator[SimulatedZvtTerminal]:
    made = SimulatedZvtTerminal(new_framing=SerialFraming)
    made.open()
    yield made
    made.close()


def test_a_card_is_charged_over_a_serial_line(terminal: SimulatedZvtTerminal, tmp_path: Path) -> None:
    line = Adapter(tmp_path / "ttyUSB0", terminal.address)
    reader = ZvtReader(ZvtLink(SerialTransport(SerialLine(str(tmp_path / "ttyUSB0"))), SerialFraming))
    try:
        assert reader.status().power is Power.ONLINE
        for number in (1, 2):
            asked = ReaderRequest(AttemptId("a"), f"K{number}", CardAct.SALE, Money(4250, "EUR"), "R1-001")
            paid = reader.perform(replace(asked, note=reader.prepare(asked)), _tell)
            assert isinstance(paid, CardApproved)
            assert paid.slip.receipt_number == f"000{number}"
        assert len(terminal.desk.charges) == 2
    finally:
        reader.close()
        line.end()


def _tell(step: Step) -> None:
    assert step in Step
