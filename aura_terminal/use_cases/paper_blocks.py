"""Blocks that receipts, slips and reports are made of alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import (
    PLAIN,
    Align,
    Block,
    Cell,
    Columns,
    Cut,
    Feed,
    PaperDocument,
    SpoolKind,
    Style,
    text_line,
)
from aura_terminal.domain.paper_ways import RECEIPT_ROUTE
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.use_cases.slips import TALL, Slip

AMOUNT_WIDTH = 12


def head(title: str, profile: StoreProfile, *lines: str, style: Style = TALL) -> Iterator[Block]:
    """What a report is, whose it is, and what else stands in the middle of its head."""
    yield text_line(title, style=style, align=Align.CENTER)
    for words in (profile.name, *lines):
        yield text_line(words, align=Align.CENTER)


def row(name: str, amount: Money, letters: str = "", style: Style = PLAIN) -> Block:
    """Words with an amount at the right edge, and the letters of its taxes where it has any."""
    shown = said("{amount} {letters}", amount=amount, letters=letters) if letters else said("{amount}  ", amount=amount)
    return Columns((Cell(name, style=style), Cell(shown, Align.RIGHT, width=AMOUNT_WIDTH, style=style)))


def inset(words: str) -> str:
    """Words of a row that belongs to the one above."""
    return said("{inset}{words}", inset="  ", words=words)


def counted(count: int, what: str) -> str:
    """How many of what, as a row under a heading."""
    return said("{inset}{count} {what}", inset="  ", count=f"{count} x", what=what)


def listed(parts: Iterable[str]) -> str:
    """What there is of these, with commas between them."""
    words = ""
    for part in parts:
        if part:
            words = said("{before}, {part}", before=words, part=part) if words else part
    return words


def business_day(day: date) -> str:
    """The date a paper is about, in the middle of its head."""
    return said("Business day {day:%d.%m.%Y}", day=day)


def report_of(name: str, title: str, blocks: Iterable[Block]) -> Slip:
    """A report for the receipt printer, cut off; `name` is that of its kind of document."""
    document = PaperDocument(name, 1, (*blocks, Feed(2), Cut()))
    return Slip(SpoolKind.REPORT, RECEIPT_ROUTE, title, None, document)
