"""Our bytes as an independent program reads them, and its printed codes as a scanner reads them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.domain.paper import PaperDocument, PrintJobId, picture_of
from aura_terminal.ports.printing import DrawerState, Fault, Held, Opened, Printed
from devices.printers.layout import lay_out
from devices.printers.lines import LetterLine
from devices.printers.profiles import GENERIC_80, profile_named
from tests.integration.devices.emupos_bench import Emulator, Station
from tests.peers.using import program_named
from tests.support.printer_samples import FOREIGN, KITCHEN_SLIP, RECEIPT

JOB = PrintJobId("job-1")


@pytest.fixture
def station(emulator: Emulator, cache: Path) -> Iterator[Station]:
    station = Station(emulator, cache)
    yield station
    station.close()


def letters(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip() and not line.startswith("[")]


@pytest.mark.parametrize("document", [RECEIPT, KITCHEN_SLIP], ids=lambda document: document.template)
def test_it_reads_what_we_laid_out(emulator: Emulator, cache: Path, document: PaperDocument) -> None:
    station = Station(emulator, cache)
    assert station.printer.print(JOB, document) == Printed()
    laid_out = [line.text for line in lay_out(document, station.profile) if isinstance(line, LetterLine)]
    (read,) = emulator.receipts()
    assert letters(read) == [text.rstrip() for text in laid_out if text.strip()]
    assert emulator.complaints_after(station) == []


def test_it_reads_our_codes_and_so_does_a_scanner(emulator: Emulator, station: Station, tmp_path: Path) -> None:
    station.printer.print(JOB, RECEIPT)
    (read,) = emulator.receipts()
    assert [line for line in read.splitlines() if line.startswith("[")] == [
        "[qr https://aurora.example/r/R1-042]",
        "[barcode CODE128 R1-042]",
    ]
    (picture,) = emulator.pictures()
    assert scanned(picture, tmp_path) == {"QR-Code:https://aurora.example/r/R1-042", "CODE-128:R1-042"}


def test_a_scanner_reads_the_codes_we_draw_ourselves(emulator: Emulator, cache: Path, tmp_path: Path) -> None:
    station = Station(emulator, cache, replace(GENERIC_80, native_qr=False, native_barcodes=False))
    assert station.printer.print(JOB, RECEIPT) == Printed()
    (picture,) = emulator.pictures()
    station.close()
    assert scanned(picture, tmp_path) == {"QR-Code:https://aurora.example/r/R1-042", "CODE-128:R1-042"}


def scanned(picture: bytes, folder: Path) -> set[str]:
    """Every code in the picture, as zbarimg reads it."""
    file = folder / "receipt.png"
    file.write_bytes(picture)
    command = [str(program_named("zbarimg")), "--quiet", "-Sdisable", "-Sqrcode.enable", "-Scode128.enable", str(file)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert told.returncode == 0, told.stderr
    return set(told.stdout.split())


def test_it_would_complain_of_what_it_does_not_know(emulator: Emulator, cache: Path) -> None:
    station = Station(emulator, cache, profile_named("xprinter-80"))  # sounds its buzzer by a command of the clones
    assert station.printer.print(JOB, KITCHEN_SLIP) == Printed()
    assert "1b 42" in emulator.complaints_after(station)[0]


@pytest.mark.parametrize("profile", ["generic-80", "generic-58"])
def test_drawn_lines_pictures_and_codes_leave_no_unknown_command(emulator: Emulator, cache: Path, profile: str) -> None:
    station = Station(emulator, cache, profile_named(profile))
    logo = picture_of(64, 16, b"\xaa" * 128)
    for document in (FOREIGN, PaperDocument("logo", 1, (logo, *RECEIPT.blocks))):
        assert station.printer.print(JOB, document) == Printed()
    assert emulator.complaints_after(station) == []


@pytest.mark.parametrize(
    ("named", "fault"),
    [("paper-out", Fault.PAPER_OUT), ("cover-open", Fault.COVER_OPEN), ("offline", Fault.OFFLINE)],
)
def test_its_faults_hold_the_job_and_nothing_was_sent(
    emulator: Emulator, station: Station, named: str, fault: Fault
) -> None:
    emulator.cause(named)
    outcome = station.printer.print(JOB, RECEIPT)
    assert isinstance(outcome, Held)
    assert outcome.fault is fault
    emulator.mend(named)
    assert emulator.receipts() == []
    assert station.printer.print(JOB, RECEIPT) == Printed()
    assert len(emulator.receipts()) == 1


def test_a_roll_near_its_end_is_told_and_prints(emulator: Emulator, station: Station) -> None:
    emulator.cause("paper-near-end")
    assert station.printer.status().faults == (Fault.PAPER_LOW,)
    assert station.printer.print(JOB, RECEIPT) == Printed()


def test_its_drawer_opens_even_without_paper(emulator: Emulator, station: Station) -> None:
    emulator.cause("paper-out")
    assert station.drawer.state() is DrawerState.CLOSED
    assert station.drawer.kick() == Opened()
    assert station.drawer.state() is DrawerState.OPEN
    assert emulator.complaints_after(station) == []
