"""Numbers of gift cards: sixteen digits that follow from the store's key, the last of which checks the others.

Written down they are nowhere: paper waits under a stand-in, and the number takes its place on the way to the printer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ValueAccountId
from aura_terminal.domain.paper import Barcode, Block, PaperDocument, QrCode, Run, Text

DIGITS = 16
OFF_LUHN = 5
"""How far the check digit stands from that of bank cards, so that no card of ours is ever taken for one of theirs."""

TEMPLATE = "value_slip"
_BEGINS, _ENDS = "{number ", "}"

NumberOf = Callable[[ValueAccountId, int], str]


def number_from(secret: bytes) -> str:
    """The number that follows from at least eight secret bytes."""
    body = str(int.from_bytes(secret[:8], "big") % 10 ** (DIGITS - 1)).zfill(DIGITS - 1)
    return body + _check_digit(body)


def check_number(text: str) -> str:
    """A number as it was typed or scanned, without spaces and dashes. Raises RuleBroken(NUMBER_UNREADABLE)."""
    said = "".join(letter for letter in text if letter not in " -")
    if len(said) != DIGITS or not (said.isascii() and said.isdecimal()) or _check_digit(said[:-1]) != said[-1]:
        raise RuleBroken(Rule.NUMBER_UNREADABLE)
    return said


def in_fours(number: str) -> str:
    """A number as people read it."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def stand_in(account_id: ValueAccountId, issue: int) -> str:
    """What is written where a number belongs."""
    return f"{_BEGINS}{issue} {account_id}{_ENDS}"


def with_numbers(document: PaperDocument, number_of: NumberOf) -> PaperDocument:
    """The document as it goes on paper: every stand-in of a slip of ours has become the number it stands for."""
    if document.template != TEMPLATE:
        return document
    return replace(document, blocks=tuple(_filled(block, number_of) for block in document.blocks))


def _filled(block: Block, number_of: NumberOf) -> Block:
    if isinstance(block, Text):
        return replace(block, runs=tuple(Run(_shown(run.text, number_of), run.style) for run in block.runs))
    if isinstance(block, QrCode | Barcode):
        return replace(block, content=_number(block.content, number_of) or block.content)
    return block


def _shown(text: str, number_of: NumberOf) -> str:
    number = _number(text, number_of)
    return text if number is None else in_fours(number)


def _number(text: str, number_of: NumberOf) -> str | None:
    if not (text.startswith(_BEGINS) and text.endswith(_ENDS)):
        return None
    issue, _, account_id = text.removeprefix(_BEGINS).removesuffix(_ENDS).partition(" ")
    return number_of(ValueAccountId(account_id), int(issue)) if issue.isdecimal() else None


def _check_digit(body: str) -> str:
    """Luhn's digit (ISO/IEC 7812-1, annex B) of the digits before it, moved on by five."""
    total = 0
    for place, letter in enumerate(reversed(body)):
        digit = int(letter) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return str((-total + OFF_LUHN) % 10)
