"""The ePOS-Print printer we simulate, spoken to by an independent client; it reads what we mean."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator

import pytest

from aura_terminal.ports.printing import Fault
from devices.simulators.epos_printer import SimulatedEposPrinter
from tests.peers.using import python_of
from tests.support.printer_bench import StoppedTime

_PROGRAM = """
import json, sys
from src.epos.constants import Align
from src.epos.document import EposDocument
from src.epos.elements import Barcode, Feed, Text
from src.epos.printer import Printer
from src.epos.status import parse_code
document = EposDocument()
document.add_body(Text(text="Trattoria & <Aurora>\\n", bold=True))
document.add_body(Text(text="Crème brûlée  7.20 €\\n"))
document.add_body(Feed(line=1))
printer = Printer(sys.argv[1], request_timeout=10)
answer = printer.print(document)
print(json.dumps([answer.success, answer.code, parse_code(answer.status), printer.printer_ready()]))
"""


@pytest.fixture
def printer() -> Iterator[SimulatedEposPrinter]:
    printer = SimulatedEposPrinter(now=StoppedTime().now)
    printer.open()
    yield printer
    printer.close()


def print_from_outside(printer: SimulatedEposPrinter) -> tuple[bool, str, list[str], bool]:
    """Whether it went well, the code, the status in the client's words, and whether it calls the printer ready."""
    host, port = printer.address
    command = [str(python_of("epos-print-xml")), "-c", _PROGRAM, f"{host}:{port}"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 0, told.stderr
    success, code, words, is_ready = json.loads(told.stdout)
    return success, code, words, is_ready


def test_its_document_is_printed_and_it_reads_that_it_was(printer: SimulatedEposPrinter) -> None:
    success, code, words, is_ready = print_from_outside(printer)
    assert (success, code, is_ready) == (True, "", True)
    assert any("completed" in each for each in words)
    (slip,) = printer.slips
    assert slip.text.split("\n")[:2] == ["Trattoria & <Aurora>", "Crème brûlée  7.20 €"]
    assert slip.unknown == ()


def test_it_reads_that_the_paper_is_out(printer: SimulatedEposPrinter) -> None:
    printer.cause(Fault.PAPER_OUT)
    success, code, words, _ = print_from_outside(printer)
    assert (success, code) == (False, "EPTR_REC_EMPTY")
    assert {"Offline status", "Roll paper has run out"} <= set(words)
    assert printer.slips == ()
