"""Receipts and slips as a person reads them. To renew a file after a wanted change, delete it and run this twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from aura_terminal.domain.paper import PaperDocument
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.profiles import profiles
from devices.simulators.paper import Paper
from devices.simulators.tokens import Tokenizer
from tests.support.printer_bench import StoppedTime
from tests.support.printer_samples import KITCHEN_SLIP, RECEIPT

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("document", [RECEIPT, KITCHEN_SLIP], ids=lambda document: document.template)
@pytest.mark.parametrize("profile", ["generic-80", "generic-58", "tm-t88v", "tm-u220"])
def test_paper_reads_as_it_always_did(cache: Path, document: PaperDocument, profile: str) -> None:
    paper = Paper(profiles()[profile])
    for token in Tokenizer().feed(EscPosEncoder(profiles()[profile], cache=cache).encode(document)):
        paper.print(token, StoppedTime().now())
    read = paper.slips[0].text if paper.slips else paper.hanging
    file = GOLDEN / f"{document.template}-{profile}.txt"
    if not file.exists():
        file.write_text(read, encoding="utf-8")
        pytest.fail(f"{file.name} was missing and is written now: read it, and keep it if it is right")
    assert read == file.read_text(encoding="utf-8")
