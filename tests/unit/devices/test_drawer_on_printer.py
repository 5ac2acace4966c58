"""How the drawer on a printer is opened, and how we know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.printing import DrawerState, Failed, Fault, NotConfirmed, Opened
from devices.printers.profiles import GENERIC_80, DrawerSensor, DrawerWiring, PrinterProfile
from devices.transports.memory import Line
from tests.support.printer_bench import PrinterBench

NOW, IN_TURN = b"\x10\x14\x01\x00\x01", b"\x1bp\x00\x32\x64"


def wired(wiring: DrawerWiring) -> PrinterProfile:
    return replace(GENERIC_80, drawer=wiring)


@pytest.mark.parametrize("sensor", [DrawerSensor.OPEN_HIGH, DrawerSensor.OPEN_LOW])
def test_a_drawer_with_a_switch_is_seen_to_open(cache: Path, sensor: DrawerSensor) -> None:
    bench = PrinterBench(cache, wired(DrawerWiring(sensor=sensor)))
    assert bench.drawer.state() is DrawerState.CLOSED
    assert bench.drawer.kick() == Opened()
    assert bench.drawer.state() is DrawerState.OPEN
    assert (NOW in bench.sent, IN_TURN in bench.sent) == (True, False)


def test_a_drawer_opens_while_the_paper_is_out(bench: PrinterBench) -> None:
    bench.cause(Fault.PAPER_OUT)
    assert bench.drawer.kick() == Opened()
    bench.mend(Fault.PAPER_OUT)
    assert bench.mechanism.kicks == 1


def test_a_printer_without_the_real_time_form_gets_the_plain_one(cache: Path) -> None:
    bench = PrinterBench(cache, wired(DrawerWiring(real_time=False)))
    assert bench.drawer.kick() == Opened()
    assert (NOW in bench.sent, IN_TURN in bench.sent) == (False, True)


def test_the_plain_form_never_waits_in_a_blocked_printer(cache: Path) -> None:
    bench = PrinterBench(cache, wired(DrawerWiring(real_time=False)))
    bench.cause(Fault.PAPER_OUT)
    assert isinstance(bench.drawer.kick(), Failed)
    bench.mend(Fault.PAPER_OUT)
    assert bench.mechanism.kicks == 0


def test_without_a_switch_one_kick_leaves_and_nobody_claims_more(cache: Path) -> None:
    bench = PrinterBench(cache, wired(DrawerWiring(sensor=DrawerSensor.NONE)))
    assert isinstance(bench.drawer.kick(), NotConfirmed)
    assert bench.drawer.state() is DrawerState.UNKNOWN
    assert bench.mechanism.kicks == 1


def test_without_a_switch_a_blocked_printer_is_told_at_once(cache: Path) -> None:
    bench = PrinterBench(cache, wired(DrawerWiring(sensor=DrawerSensor.NONE)))
    bench.cause(Fault.PAPER_OUT)
    assert isinstance(bench.drawer.kick(), NotConfirmed)
    assert bench.mechanism.kicks == 1


def test_a_drawer_that_stays_shut_sends_staff_to_the_key(bench: PrinterBench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.simulators.mechanism.Mechanism._kick", lambda _: None)  # the coil is burnt
    outcome = bench.drawer.kick()
    assert outcome == Failed("Drawer did not open: use the key; the sale is saved.")
    assert bench.sent.count(NOW) == bench.sent.count(IN_TURN) == 1
    assert bench.time.seconds < 4


def test_a_line_lost_while_kicking_is_not_called_a_failure(bench: PrinterBench) -> None:
    bench.drawer.open()
    send = bench.transport.send

    def cut(data: bytes, within: float) -> None:
        send(data, within)
        if data == NOW:
            bench.transport.become(Line.CUT)

    bench.transport.send = cut  # type: ignore[method-assign]  # the wire is what breaks
    assert isinstance(bench.drawer.kick(), NotConfirmed)


def test_a_drawer_out_of_reach_fails_or_is_unavailable(bench: PrinterBench) -> None:
    bench.transport.become(Line.CUT)
    assert isinstance(bench.drawer.kick(), Failed)
    with pytest.raises(Unavailable):
        bench.drawer.state()


def test_an_idle_connection_that_ended_does_not_cost_the_kick(bench: PrinterBench) -> None:
    bench.drawer.open()
    bench.transport.become(Line.CUT)
    receive = bench.transport.receive

    def mended(within: float) -> bytes:
        try:
            return receive(within)
        finally:
            bench.transport.become(Line.WORKING)

    bench.transport.receive = mended  # type: ignore[method-assign]  # the line comes back with the second try
    assert bench.drawer.kick() == Opened()


def test_the_other_pin_kicks_the_other_drawer(cache: Path) -> None:
    bench = PrinterBench(cache, wired(DrawerWiring(pin=5)))
    bench.drawer.kick()
    assert b"\x10\x14\x01\x01\x01" in bench.sent


def test_there_is_no_third_pin() -> None:
    with pytest.raises(ValueError, match="pin 2 or 5"):
        DrawerWiring(pin=3)
