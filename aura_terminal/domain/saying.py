"""Words on paper that remember how they were made, so that they can be said in another language.

A `Said` is the English words, and compares and prints as such. What goes to a printer is said in the language of those
who read it, once, when it is spooled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from string import Formatter
from typing import Any

from aura_terminal.domain.formats import NEUTRAL, Formats
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import Block, Columns, PaperDocument, Reading, Text

MOMENTS: Mapping[str, Callable[[Formats, Any], str]] = {
    "%H:%M": Formats.clock_text, "%d.%m.%Y": Formats.date_text, "%d.%m.%Y %H:%M": Formats.full_text,
    "%d.%m. %H:%M": Formats.moment_text, "%d.%m.": Formats.day_text,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """A language for paper: its sentences by the English ones, and how it writes figures."""

    sentences: Mapping[str, str] = field(default_factory=dict)
    formats: Formats = NEUTRAL


ENGLISH = Wording()


class Said(str):
    """English words made of a sentence with named {fields}; a field is text, a number, money, a date or a moment."""

    __slots__ = ("fields", "sentence")
    sentence: str
    fields: Mapping[str, Any]

    def in_words(self, wording: Wording) -> str:
        """The same in another language; in English where it has no words for it."""
        return "".join(_pieces(wording.sentences.get(self.sentence, self.sentence), self.fields, wording))


def said(sentence: str, /, **fields: object) -> Said:
    """A sentence with its fields filled in."""
    words = Said("".join(_pieces(sentence, fields, ENGLISH)))
    words.sentence, words.fields = sentence, fields
    return words


def in_words(document: PaperDocument, wording: Wording) -> PaperDocument:
    """A document with all that was said in it said in a language, as plain text."""
    blocks = tuple(_block(block, wording) for block in document.blocks)
    reading = Reading.RIGHT_TO_LEFT if wording.formats.is_right_to_left else document.reading
    return replace(document, blocks=blocks, reading=reading)


def words_of(text: str, wording: Wording) -> str:
    """A text in a language, if it was said; as it stands if not."""
    return text.in_words(wording) if isinstance(text, Said) else text


def _block(block: Block, wording: Wording) -> Block:
    if isinstance(block, Text):
        return replace(block, runs=tuple(replace(run, text=words_of(run.text, wording)) for run in block.runs))
    if isinstance(block, Columns):
        return replace(block, cells=tuple(replace(cell, text=words_of(cell.text, wording)) for cell in block.cells))
    return block


def _pieces(sentence: str, fields: Mapping[str, Any], wording: Wording) -> Iterator[str]:
    for literal, name, spec, _ in Formatter().parse(sentence):
        yield literal
        if name is not None:
            yield _shown(fields[name], spec or "", wording)


def _shown(value: object, spec: str, wording: Wording) -> str:
    match value:
        case Said():
            return value.in_words(wording)
        case Money():
            return value.plain() if wording.formats is NEUTRAL else wording.formats.amount(value)
        case date() | time() if spec in MOMENTS:
            return MOMENTS[spec](wording.formats, value)
        case Decimal():
            return format(value, spec).replace(".", wording.formats.decimal)
        case _:
            return format(value, spec)
