"""The code on a paper: what is printed for another terminal to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aura_terminal.domain.paper import Align, Block, Buzzer, Cut, Feed, PaperDocument, QrCode, Rule, text_line
from aura_terminal.domain.paper_symbols import is_symbol
from aura_terminal.domain.saying import said

MODULE = 4  # dots: 0.5 mm at 203 dpi, 60 mm for the largest symbol; 3 dots of 0.375 mm on a roll of 58 mm


def with_codes(document: PaperDocument, number: str, codes: Sequence[str]) -> PaperDocument:
    """The same paper with the codes of its order before it is cut."""
    blocks = list(document.blocks)
    tail: list[Block] = []
    while blocks and isinstance(blocks[-1], Cut | Feed | Buzzer):
        tail.insert(0, blocks.pop())
    return replace(document, blocks=(*blocks, *code_blocks(number, codes), *tail))


def has_codes(document: PaperDocument) -> bool:
    """Whether it bears a code already, as what is printed once more does."""
    return any(isinstance(block, QrCode) and is_symbol(block.content) for block in document.blocks)


def code_blocks(number: str, codes: Sequence[str]) -> tuple[Block, ...]:
    """The codes with what they are for; several are numbered, and any order will do."""
    if not codes:
        return (text_line(said("Order {number} is too long for a code.", number=number), align=Align.CENTER),)
    blocks: list[Block] = [
        Rule(),
        text_line(said("Order {number} for any terminal", number=number), align=Align.CENTER),
    ]
    for place, code in enumerate(codes, 1):
        if len(codes) > 1:
            blocks.append(text_line(said("Code {place} of {count}", place=place, count=len(codes)), align=Align.CENTER))
        blocks += (QrCode(code, module=MODULE), Feed())
    return tuple(blocks)
