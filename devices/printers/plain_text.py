"""A document as plain text: for e-mail, for logs, and for people who read golden files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from aura_terminal.domain.paper import Barcode, Block, Columns, Cut, PaperDocument, Picture, QrCode, Text
from devices.printers.layout import lay_out
from devices.printers.lines import LetterLine, PaperLine
from devices.printers.profiles import GENERIC_80


def plain_text(document: PaperDocument, columns: int = 42) -> str:
    """The document in letters of one size, its codes said in words, its cuts as a line of dashes."""
    sized = replace(document, blocks=tuple(_plain_size(block) for block in document.blocks))
    return text_of(lay_out(sized, replace(GENERIC_80, columns=columns)))


def text_of(lines: Iterable[PaperLine]) -> str:
    """The letters of laid-out lines, one line below the other."""
    written = [_written(line) for line in lines]
    return "".join(f"{line}\n" for line in written if line is not None)


def _written(line: PaperLine) -> str | None:
    match line:
        case LetterLine():
            return line.text
        case QrCode() | Barcode():
            return f"[{line.kind.replace('_', ' ')}: {line.content}]"
        case Picture():
            return None  # decoration
        case Cut():
            return "- - - - - - - -"
        case _:
            return None


def _plain_size(block: Block) -> Block:
    match block:
        case Text():
            return replace(block, runs=tuple(replace(run, style=replace(run.style, width=1)) for run in block.runs))
        case Columns():
            return replace(
                block, cells=tuple(replace(cell, style=replace(cell.style, width=1)) for cell in block.cells)
            )
        case _:
            return block
