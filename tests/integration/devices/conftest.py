"""Fixtures shared by the tests of devices over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices.simulators.escpos_printer import SimulatedPrinter
from tests.integration.devices.emupos_bench import Emulator, running


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the printer tables of the whole run."""
    return tmp_path_factory.mktemp("printer-tables", numbered=True) / "private"


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[SimulatedPrinter]:
    """A simulated printer that serves, and writes its slips to `slips` in the test's folder."""
    printer = SimulatedPrinter(now=lambda: datetime(2026, 11, 22, 19, 4, tzinfo=UTC), folder=tmp_path / "slips")
    printer.open()
    yield printer
    printer.close()


@pytest.fixture(scope="session")
def started_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """One emupos for everybody who asks for it."""
    with running(tmp_path_factory.mktemp("emupos")) as emulator:
        yield emulator


@pytest.fixture
def emulator(started_emulator: Emulator) -> Emulator:
    """A printer in order, with its drawer shut, that nobody has printed on."""
    started_emulator.begin()
    return started_emulator
