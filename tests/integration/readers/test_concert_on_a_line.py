"""Concert over a device file: our terminal against pyTeliumManager, which is not ours, and against our driver."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import CardApproved, CardDeclined, NotSent, ReaderRequest, Step
from aura_terminal.ports.printing import Power
from devices.readers.concert import ConcertReader, ConcertSetup
from devices.simulators.card_desk import Turn
from devices.simulators.concert_terminal import CARD, SimulatedConcertTerminal
from devices.transports.serial_port import SerialLine, SerialTransport
from tests.peers.using import python_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals")
WITHIN = 60
REQUEST = ReaderRequest(AttemptId("a"), "K000000001", CardAct.SALE, Money(4250, "EUR"), "R1-001")


@pytest.fixture
def terminal() -> Iterator[SimulatedConcertTerminal]:
    made = SimulatedConcertTerminal(stall=20)
    yield made
    made.close()


def _told(device: Path, *words: str) -> dict[str, Any]:
    program = Path(__file__).with_name("telium_till.py")
    command = [str(python_of("telium")), "-W", "ignore", str(program), str(device), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=WITHIN, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_pyteliummanager_is_served_by_our_terminal(terminal: SimulatedConcertTerminal) -> None:
    terminal.desk.script(Turn.APPROVE, Turn.DECLINE)
    device = terminal.plug_in()
    told = _told(device, "42.50", "full")
    assert (told["is_ok"], told["is_taken"], told["result"], told["amount"]) == (True, True, 0, 42.5)
    assert (told["till"], told["currency"], told["report"].strip()) == ("07", "978", CARD)
    assert _told(device, "12.00")["result"] == 7
    assert [charge.minor for charge in terminal.desk.charges] == [4250]


def test_our_driver_pays_over_the_same_line(terminal: SimulatedConcertTerminal) -> None:
    terminal.desk.script(Turn.APPROVE, Turn.DECLINE)
    device = terminal.plug_in()
    reader = ConcertReader(SerialTransport(SerialLine(str(device))), ConcertSetup(charge_within=10))
    assert reader.status().power is Power.ONLINE
    paid = reader.perform(REQUEST, _tell)
    assert isinstance(paid, CardApproved)
    assert (paid.amounts.taken.minor, paid.reference) == (4250, "K000000001")
    assert isinstance(reader.perform(REQUEST, _tell), CardDeclined)
    assert len(terminal.desk.charges) == 1


def test_a_line_without_a_terminal_is_asked_nothing(tmp_path: Path) -> None:
    reader = ConcertReader(SerialTransport(SerialLine(str(tmp_path / "nothing"))))
    assert isinstance(reader.perform(REQUEST, _tell), NotSent)


def _tell(step: Step) -> None:
    assert step in Step
