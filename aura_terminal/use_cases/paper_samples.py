"""The page that is printed to see what a printer can do: a ruler, every letter of the house's languages, and a cut."""

from __future__ import annotations

from aura_terminal.domain.paper import (
    Align,
    Block,
    Cut,
    Feed,
    PaperDocument,
    PrintJob,
    PrintJobId,
    Rule,
    SpoolKind,
    Style,
    text_line,
)
from aura_terminal.domain.saying import said

WIDEST = 64
LETTERS = (
    ("A", "ÄÖÜ äöü ß  àâçéèêëîïôùû"),
    ("B", "€ 12,50   ¿Qué tal?  ñ Ñ á í ó ú"),
    ("C", "ąćęłńóśźż  ČŠŽ čšž  ŐŰ őű"),
    ("D", "Ελληνικά   Кириллица"),
)


def ruler(columns: int) -> tuple[str, str]:
    """Two lines that count letters: tens above, units below."""
    tens = "".join(str(place // 10 % 10) if place % 10 == 0 else " " for place in range(1, columns + 1))
    units = "".join(str(place % 10) for place in range(1, columns + 1))
    return tens.rstrip(), units


def sample_document(device: str) -> PaperDocument:
    """What a test print puts out."""
    tens, units = ruler(WIDEST)
    blocks: list[Block] = [
        text_line("Aura Terminal", style=Style(bold=True, width=2, height=2), align=Align.CENTER),
        text_line(device, align=Align.CENTER),
        Rule(),
        text_line(said("1. The last number of the first line below that has digits is the width of this paper:")),
        *(text_line(line) for line in (tens, units) if line),
        Rule(),
        text_line(said("2. Every one of these lines has to be readable:")),
        *(text_line(f"{name}  {letters}") for name, letters in LETTERS),
        text_line(said("large"), style=Style(width=2, height=2)),
        text_line(said("red, where there is red"), style=Style(second_colour=True)),
        Rule(),
        text_line(said("3. The paper is cut below this line, or torn off by hand.")),
        Feed(2),
        Cut(),
    ]
    return PaperDocument("sample", 1, tuple(blocks))


def sample(job_id: PrintJobId, route: str, device: str) -> PrintJob:
    """The page as a job."""
    return PrintJob(
        job_id, SpoolKind.REPORT, route, said("Test page of {device}", device=device), document=sample_document(device)
    )
