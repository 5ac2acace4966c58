"""The same receipt through an independent encoder and through ours: what comes out reads alike."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

from aura_terminal.domain.paper import Align, Cell, Columns, Cut, PaperDocument, PrintJobId, QrCode, Style, text_line
from aura_terminal.ports.printing import Printed
from devices.printers.lines import LetterLine
from devices.printers.profiles import profile_named
from devices.printers.star_bytes import StarEncoder
from devices.simulators.mechanism import Mechanism
from devices.simulators.paper import DecodedSlip
from devices.transports.tcp import TcpTransport
from tests.integration.devices.emupos_bench import Emulator, Station
from tests.peers.using import node_folder_of
from tests.support.printer_bench import StoppedTime

WRITTEN = """\
^^^Aurora

Burger | 12.50
"Café crème" | 7.20
-
{code:https://aurora.example/r/1;option:qrcode,4,m}
"""
_LARGE = Style(width=2, height=2)


def _sold(name: str, price: str, style: Style | None = None) -> Columns:
    style = style or Style()
    return Columns((Cell(name, style=style), Cell(price, Align.RIGHT, width=8)))


OURS = PaperDocument(
    "compared",
    1,
    (
        text_line("Aurora", style=_LARGE, align=Align.CENTER),
        _sold("Burger", "12.50"),
        _sold("Café crème", "7.20", Style(bold=True)),
        QrCode("https://aurora.example/r/1", module=4),
        Cut(),
    ),
)
_PROGRAM = """
const receiptline = require(process.argv[1] + "/node_modules/receiptline");
const [written, commands] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const one = (command) => receiptline.transform(written, { cpl: 48, encoding: "cp437", command, cutting: true });
console.log(JSON.stringify(commands.map((each) => Buffer.from(one(each), "latin1").toString("hex"))));
"""


@cache
def theirs() -> dict[str, bytes]:
    """The bytes receiptline makes of the receipt, by its name for the printer."""
    names = ["starsbcs", "generic"]
    command = ["node", "-e", _PROGRAM, str(node_folder_of("receiptline"))]
    asked = json.dumps([WRITTEN, names])
    told = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 0, told.stderr
    return {name: bytes.fromhex(made) for name, made in zip(names, json.loads(told.stdout), strict=True)}


def printed_by_star(data: bytes) -> DecodedSlip:
    """The first piece of paper our simulated Star printer cuts off."""
    mechanism = Mechanism(profile_named("star-80"), now=StoppedTime().now, on_slip=lambda slip: None)
    mechanism.receive(mechanism.connect(), data)
    return mechanism.slips[0]


def said(slip: DecodedSlip) -> list[list[tuple[str, Style]]]:
    """The words of each line with how they look; lines and gaps are a matter of taste."""
    lines = [line for line in slip.lines if isinstance(line, LetterLine)]
    words = [[(word, span.style) for span in line.spans for word in span.text.split()] for line in lines]
    return [line for line in words if line and not line[0][0].startswith("─")]


def test_a_star_printer_reads_the_same_words_in_the_same_style_from_both() -> None:
    ours = printed_by_star(StarEncoder(profile_named("star-80")).encode(OURS))
    other = printed_by_star(theirs()["starsbcs"])
    assert said(ours) == said(other)
    assert [line.content for line in ours.lines if isinstance(line, QrCode)] == ["https://aurora.example/r/1"]
    assert (other.pictures, other.unknown) == (1, ())  # it draws its codes by itself


def test_an_emulator_reads_the_same_words_from_both(emulator: Emulator, cache: Path) -> None:
    station = Station(emulator, cache)
    assert station.printer.print(PrintJobId("ours"), OURS) == Printed()
    station.close()
    pipe = TcpTransport(lambda: ("127.0.0.1", emulator.port))
    pipe.open()
    pipe.send(theirs()["generic"], 5.0)
    other, ours = emulator.wait_for_receipts(2)
    pipe.close()
    words = [
        [word for line in text.splitlines() if not line.startswith("[") for word in line.split() if len(set(word)) > 1]
        for text in (ours, other)
    ]
    assert words[0] == words[1] == ["Aurora", "Burger", "12.50", "Café", "crème", "7.20"]
