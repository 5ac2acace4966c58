"""The printer's contract, kept by every language but plain ESC/POS, each against its simulator over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aura_terminal.domain.paper import PaperDocument, PrintJobId, text_line
from aura_terminal.ports.printing import CashDrawer, DrawerState, Failed, Fault, Opened, Printed, Unconfirmed
from devices.catalog import PrinterStation, Surroundings, build_printer
from devices.printers.layout import lay_out
from devices.printers.lines import LetterLine
from devices.printers.profiles import PrinterProfile, Proof, profile_named
from devices.simulators.served_printer import ServedPrinter
from tests.contract.printer_contract import KeepsJobsInside, PrinterContract, ThrowsJobsAway, WarnsOfLowPaper
from tests.integration.devices.served_bench import ServedBench
from tests.support.printer_samples import FOREIGN, RECEIPT

JOB = PrintJobId("job-1")
EPOS = "http://127.0.0.1:0"


def opened(folder: Path, profile: PrinterProfile, address: str = "") -> tuple[PrinterStation, ServedPrinter]:
    around = Surroundings(folder / "cache", folder / "slips", lambda: datetime(2026, 11, 22, 19, 4, tzinfo=UTC))
    station = build_printer(name="here", model="simulated", address=address, profile=profile, surroundings=around)
    assert station.simulator is not None
    station.simulator.open()
    return station, station.simulator


def bench_of(folder: Path, profile: PrinterProfile, address: str = "") -> Iterator[ServedBench]:
    station, simulator = opened(folder, profile, address)
    yield ServedBench(simulator, station.printer)
    station.printer.close()
    simulator.close()


class TestStarPrinter(PrinterContract, WarnsOfLowPaper, KeepsJobsInside):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> Iterator[ServedBench]:
        yield from bench_of(tmp_path, profile_named("star-80"))


class TestPrinterThatProvesByProcessId(PrinterContract, WarnsOfLowPaper, KeepsJobsInside):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> Iterator[ServedBench]:
        assert profile_named("tm-m30").proof is Proof.PROCESS_ID
        yield from bench_of(tmp_path, profile_named("tm-m30"))


class TestEposPrinter(PrinterContract, WarnsOfLowPaper, ThrowsJobsAway):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> Iterator[ServedBench]:
        yield from bench_of(tmp_path, profile_named("tm-m30"), EPOS)


class TestLabelPrinter(PrinterContract, KeepsJobsInside):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> Iterator[ServedBench]:
        """A label as long as the receipt, so that one document is one label."""
        yield from bench_of(tmp_path, replace(profile_named("label-100x50"), label_dots=2000))


@pytest.mark.parametrize(("profile", "address"), [("star-80", ""), ("tm-m30", EPOS)], ids=["star", "epos"])
def test_paper_reads_as_it_was_laid_out(tmp_path: Path, profile: str, address: str) -> None:
    station, simulator = opened(tmp_path, profile_named(profile), address)
    with closing(simulator), closing(station.printer):
        assert station.printer.print(JOB, RECEIPT) == Printed()
        assert station.printer.print(JOB, FOREIGN) == Printed()
        said = [line.text for line in lay_out(RECEIPT, profile_named(profile)) if isinstance(line, LetterLine)]
        read = [line.text for line in simulator.slips[0].lines if isinstance(line, LetterLine)]
        assert [text.rstrip() for text in read if text.strip()] == [text.rstrip() for text in said if text.strip()]
        assert [slip.unknown for slip in simulator.slips] == [(), ()]
        assert simulator.slips[1].pictures > 0


def drawer_of(station: PrinterStation) -> CashDrawer:
    assert station.drawer is not None
    return station.drawer


@pytest.mark.parametrize(("profile", "address"), [("star-80", ""), ("tm-m30", EPOS)], ids=["star", "epos"])
def test_a_drawer_opens_and_never_while_the_printer_is_blocked(tmp_path: Path, profile: str, address: str) -> None:
    station, simulator = opened(tmp_path, profile_named(profile), address)
    drawer = drawer_of(station)
    with closing(simulator), closing(station.printer), closing(drawer):
        simulator.cause(Fault.PAPER_OUT)
        assert isinstance(drawer.kick(), Failed)
        simulator.mend(Fault.PAPER_OUT)
        assert simulator.kicks == 0
        assert drawer.state() is DrawerState.CLOSED
        assert drawer.kick() == Opened()
        assert simulator.kicks == 1
        simulator.close()
        assert isinstance(drawer.kick(), Failed)


def test_a_cancelled_request_ends_soon_and_the_next_one_works(tmp_path: Path) -> None:
    station, simulator = opened(tmp_path, profile_named("tm-m30"), EPOS)
    with closing(simulator), closing(station.printer):
        station.printer.open()
        station.printer.cancel()
        assert not isinstance(station.printer.print(JOB, RECEIPT), Printed | Unconfirmed)
        assert station.printer.print(JOB, RECEIPT) == Printed()


def test_what_a_guest_types_is_only_letters_in_every_language(tmp_path: Path) -> None:
    hostile = "</text><pulse/> & ^XZ^XA ~JA _1B \x1bp\x00 \x07 {A <cut/> "
    for profile, address in (("star-80", ""), ("tm-m30", EPOS), ("label-100x50", ""), ("generic-80", "")):
        last = "" if profile.startswith("label") else "\\&"  # a label draws a row with a backslash
        document = PaperDocument("note", 1, (text_line(hostile + last), *RECEIPT.blocks[-1:]))
        station, simulator = opened(tmp_path, profile_named(profile), address)
        with closing(simulator), closing(station.printer):
            assert station.printer.print(JOB, document) == Printed()
            (slip,) = simulator.slips
            assert "^XZ^XA ~JA _1B" in slip.text.replace("\n", " ")
            assert (slip.unknown, simulator.kicks) == ((), 0)


def test_a_label_holds_no_row_that_does_not_fit(tmp_path: Path) -> None:
    profile = profile_named("label-50x30")
    document = PaperDocument("label", 1, tuple(text_line(f"row {number}") for number in range(12)))
    station, simulator = opened(tmp_path, profile)
    with closing(simulator), closing(station.printer):
        assert station.printer.print(JOB, document) == Printed()
        assert "".join(slip.text for slip in simulator.slips).split() == [
            word for number in range(12) for word in ("row", str(number))
        ]
        assert len(simulator.slips) == 2
