"""A drawer that stands open is said after a minute, once, and until somebody closes it."""

from __future__ import annotations

from datetime import timedelta

from aura_terminal.domain.paper import SpoolKind
from aura_terminal.ports.printing import DeviceHealth, DrawerState, Fault, HealthKind
from devices.drawers.watching import OPEN_TOO_LONG, DrawerWatch
from tests.support.printer_bench import PrinterBench, StoppedTime


def drawers(bench: PrinterBench) -> list[tuple[Fault, ...]]:
    return [health.faults for health in bench.healths if health.kind is HealthKind.CASH_DRAWER]


def work(bench: PrinterBench, seconds: float) -> None:
    until = bench.time.seconds + seconds
    while bench.time.seconds < until:
        bench.time.pass_by(max(bench.worker.step(), 0.001))


def test_a_drawer_open_for_a_minute_is_told_and_its_closing_too(bench: PrinterBench) -> None:
    bench.queue("k", SpoolKind.DRAWER_KICK)
    work(bench, 58)
    assert drawers(bench) == [()]
    work(bench, 5)
    assert drawers(bench) == [(), (Fault.DRAWER_OPEN,)]
    work(bench, 300)
    assert len(drawers(bench)) == 2
    bench.mechanism.close_drawer()
    work(bench, 2)
    assert drawers(bench)[-1] == ()


def test_what_is_told_names_the_moment_it_opened() -> None:
    time, told = StoppedTime(), list[DeviceHealth]()
    watch = DrawerWatch("front", told.append)
    opened = time.now()
    watch.saw(DrawerState.OPEN, opened)
    watch.saw(DrawerState.OPEN, opened + OPEN_TOO_LONG)
    assert (told[-1].device, told[-1].since, told[-1].hint) == (
        "front drawer",
        opened,
        "The drawer stands open: close it.",
    )
    assert told[-1].blocking is None


def test_a_drawer_without_a_switch_is_never_heard_of() -> None:
    time, told = StoppedTime(), list[DeviceHealth]()
    watch = DrawerWatch("front", told.append)
    for seconds in range(0, 600, 5):
        watch.saw(DrawerState.UNKNOWN, time.now() + timedelta(seconds=seconds))
    assert told == []
    assert not watch.is_open
