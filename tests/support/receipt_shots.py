"""Prints what is hard to print and lays it down to be looked at: `python -m tests.support.receipt_shots FOLDER`.

Each paper goes through a driver and a simulated printer of several models; what lands in the folder is decoded from
the bytes (`.txt`, `.png`), beside the preview, the page, the PDF file and the e-mail of the same document.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from aura_terminal.domain.paper import PaperDocument, PrintJobId
from devices.catalog import Surroundings, build_printer
from devices.printers.drawing import Pen, receipt_fonts
from devices.printers.html import page
from devices.printers.mail import Envelope, mail
from devices.printers.pdf import pdf
from devices.printers.preview import preview_png
from devices.printers.profiles import GENERIC_80, profile_named
from tests.support.receipt_documents import documents

AT = datetime(2026, 11, 22, 18, 45, tzinfo=UTC)
MODELS = {
    "generic-80": "",
    "generic-58": "",
    "tm-t88v": "",
    "tm-u220": "",
    "star-80": "",
    "tm-m30": "http://127.0.0.1:0",
    "label-50x30": "",
}


def main(folder: Path) -> None:
    """Write everything."""
    papers = documents()
    for model, address in MODELS.items():
        wanted = {name: paper for name, paper in papers.items() if ("label" in name) == ("label" in model)}
        print_papers(wanted, model, address, folder / model)
    _write_pages(papers["receipt"], folder / "pages")


def print_papers(papers: dict[str, PaperDocument], model: str, address: str, folder: Path) -> None:
    """Print papers through a simulated printer of a model and lay down what its bytes decode to."""
    with tempfile.TemporaryDirectory() as cache:
        around = Surroundings(Path(cache) / "cache", Path(cache) / "slips", lambda: AT)
        profile = profile_named(model)
        station = build_printer(name=model, model="simulated", address=address, profile=profile, surroundings=around)
        assert station.simulator is not None
        station.simulator.open()
        with closing(station.simulator), closing(station.printer):
            pen = Pen(receipt_fonts(), profile.dots, cell=profile.cell)
            for name, paper in papers.items():
                outcome = station.printer.print(PrintJobId(name), paper)
                print(f"{model:12} {name:16} {type(outcome).__name__}")
                _collect(Path(cache) / "slips" / model, folder, name)
                (folder / f"{name}.preview.png").write_bytes(preview_png(paper, profile, pen))


def _collect(slips: Path, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(sorted(slips.glob("*.png")) if slips.is_dir() else (), start=1):
        for kind in (".txt", ".png", ".bin"):
            file.with_suffix(kind).rename(folder / f"{name}-{number}{kind}")


def _write_pages(paper: PaperDocument, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    title = "Receipt R1-001"
    envelope = Envelope("till@aurora.example", "Trattoria Aurora", "guest@b.example", title, "<r1-001@a.example>", AT)
    (folder / "receipt.html").write_text(page(paper, title=title), encoding="utf-8")
    (folder / "receipt.pdf").write_bytes(pdf(paper, GENERIC_80, title=title, made_at=AT))
    (folder / "receipt.eml").write_bytes(mail(paper, envelope))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
