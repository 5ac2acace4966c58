"""From what is said in one language to another: whole sentences, filled in ones, several beside each other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

Said = Callable[[str, str, int], str]
"""What a context says for a text and a number, -1 for none; "" where it is not translated."""
BESIDE = ("\n", "  ·  ", " · ", ": ", ". ", ", ", "  ")
LEAST_LETTERS = 3
"""So many letters of its own a sentence with fields needs to be told from other words; a Chinese one counts twice."""
FIRST_SIGN, COLON = "\u2e80", "\uff1a"
NO_NUMBER = -1
NUMBERS = (1, 0, 2, 3, 11, 100)
"""One of each kind of number that some language has a form for."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a context; `many` is its English form for other numbers than one, "" where nothing is counted."""

    context: str
    text: str
    many: str = ""


@dataclass(frozen=True, slots=True)
class Sentences:
    """All there are, and the packages each context speaks in."""

    all: tuple[Sentence, ...]
    packages: Mapping[str, frozenset[str]]


def read_sentences(folder: Path) -> Sentences:
    """Every sentence, as `python -m tests.catalogues update` leaves them; none where there is no such file."""
    file = folder / "sentences.json"
    told = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    single = (Sentence(context, text) for context, one in told.items() for text in one["says"])
    counted = (Sentence(context, *pair) for context, one in told.items() for pair in one["counts"])
    return Sentences((*single, *counted), {context: frozenset(one["in"]) for context, one in told.items()})


class Dictionary:
    """Looks up what was said before; `near` are contexts and packages that may have said it, the nearest first."""

    def __init__(self, sentences: Sentences, before: Said, after: Said) -> None:
        self._packages, self._after = sentences.packages, after
        self._whole: dict[str, list[tuple[Sentence, int]]] = {}
        self._filled: dict[str, list[tuple[str, Sentence]]] = {}
        self._captions: set[str] = set()
        for sentence in sentences.all:
            for number in NUMBERS if sentence.many else (NO_NUMBER,):
                self._learn(_form(before, sentence, number), sentence, number)

    def _learn(self, said: str, sentence: Sentence, number: int) -> None:
        self._whole.setdefault(said, []).append((sentence, number))
        if sentence.text.endswith(":"):
            self._captions.add(said)
        literals = [literal for literal, *_ in Formatter().parse(said)] if "{" in said else [""]
        words = max(literals, key=len)
        if sum(map(_weight, words)) >= LEAST_LETTERS:
            self._filled.setdefault(words, []).append((said, sentence))

    def look_up(self, text: str, near: Sequence[str]) -> str:
        """The text in the new language; itself where nothing in it was a sentence."""
        for look in (self._whole_one, self._two_whole, self._filled_in, self._beside):
            said = look(text, near)
            if said is not None:
                return said
        return text

    def _sentence(self, text: str, near: Sequence[str]) -> str | None:
        said = self._whole_one(text, near)
        return self._filled_in(text, near) if said is None else said

    def _whole_one(self, text: str, near: Sequence[str]) -> str | None:
        found = self._whole.get(text)
        if found is None:
            return None
        sentence = self._nearest([one for one, _ in found], near)
        return _form(self._after, sentence, next(number for one, number in found if one is sentence))

    def _two_whole(self, text: str, near: Sequence[str]) -> str | None:
        """Such as the name of a setting and what it is set to."""
        for sign in BESIDE:
            for place in (each.start() for each in re.finditer(re.escape(sign), text)):
                first, rest = (self._whole_one(one, near) for one in (text[:place], text[place + len(sign) :]))
                if first is not None and rest is not None:
                    return f"{first}{sign}{rest}"
        return None

    def _filled_in(self, text: str, near: Sequence[str]) -> str | None:
        found = [
            (sum(map(len, fields.values())), sentence, fields)
            for words, said in self._filled.items()
            if words in text
            for pattern, sentence in said
            if (fields := _match(pattern, text)) is not None
        ]
        if not found:
            return None
        least = min(filled for filled, *_ in found)  # the sentence that leaves least to its fields is meant
        sentence = self._nearest([one for filled, one, _ in found if filled == least], near)
        fields = next(fields for filled, one, fields in found if filled == least and one is sentence)
        form = _form(self._after, sentence, next((int(each) for each in fields.values() if each.isdecimal()), 1))
        return _fill(form, {name: self.look_up(value, near) for name, value in fields.items()})

    def _beside(self, text: str, near: Sequence[str]) -> str | None:
        """Several sentences and figures, one beside the other."""
        for sign in BESIDE:
            place = text.rfind(sign)
            while place > 0:
                first, rest = text[:place], text[place + len(sign) :]
                said = self._sentence(first, near)
                if said is not None:
                    return f"{said}{sign}{self.look_up(rest, near)}"
                other = self._sentence(rest, near)
                if other is not None:
                    return f"{self.look_up(first, near)}{sign}{other}"
                place = text.rfind(sign, 0, place)
        return self._with_a_figure(text, near)

    def _with_a_figure(self, text: str, near: Sequence[str]) -> str | None:
        """A caption with its colon and what it is about, or words with a number after them."""
        for caption in self._captions:
            if text.startswith(f"{caption} "):
                return f"{self._whole_one(caption, near)} {text[len(caption) + 1 :]}"
        words, _, figure = text.rpartition(" ")
        said = self._sentence(words, near) if figure.isdecimal() else None
        return None if said is None else f"{said} {figure}"

    def _nearest(self, sentences: Sequence[Sentence], near: Sequence[str]) -> Sentence:
        for name in near:
            for one in sentences:
                if name == one.context or name in self._packages[one.context]:
                    return one
        return sentences[0]


def _form(said: Said, sentence: Sentence, number: int) -> str:
    if not sentence.many:
        number = NO_NUMBER
    plain = sentence.many if sentence.many and number != 1 else sentence.text
    return said(sentence.context, sentence.text, number) or plain


def _match(sentence: str, text: str) -> Mapping[str, str] | None:
    """What stands in the fields of a sentence when it reads like the text; None where it does not."""
    names, pattern = _pattern(sentence)
    match = pattern.fullmatch(text)
    return None if match is None else dict(zip(names, match.groups(), strict=True))


@cache
def _pattern(sentence: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    names: list[str] = []
    parts: list[str] = []
    for literal, name, *_ in Formatter().parse(sentence):
        parts.append(re.escape(literal))
        if name in names:
            parts.append(rf"(?:\{names.index(name) + 1})")
        elif name is not None:
            names.append(name)
            parts.append("(.+?)")
    return tuple(names), re.compile("".join(parts), re.DOTALL)


def _fill(said: str, fields: Mapping[str, str]) -> str:
    """As `str.format` does it, for fields that are words already."""
    pieces = ((literal, "" if name is None else fields.get(name, "")) for literal, name, *_ in Formatter().parse(said))
    return "".join(part for piece in pieces for part in piece)


def _weight(letter: str) -> int:
    if letter.isalpha():
        return 2 if letter >= FIRST_SIGN else 1
    return int(letter == COLON)
