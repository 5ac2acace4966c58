"""What can be wrong with a translation: fields lost or invented, forms missing, other spaces and line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Formatter

from tests.catalogues.files import Key, Translation, forms_of
from tests.catalogues.sentences import Found, Sentence

_PERCENT = re.compile(r"%(n|L?\d)")  # Qt would put a number in place of these


def flaws(language: str, found: Found, translations: Mapping[Key, Translation]) -> Iterator[str]:
    """What keeps a catalogue from being whole, a sentence each; nothing for one that is."""
    for sentence in sorted(found.places):
        kept = translations.get((sentence.context, sentence.text))
        if kept is None or not kept.is_whole:
            yield f"{language}: not translated: {named(sentence)}"
        else:
            for wrong in flaws_of(language, sentence, kept.forms):
                yield f"{language}: {wrong}: {named(sentence)} -> {' | '.join(kept.forms)}"


def flaws_of(language: str, sentence: Sentence, forms: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with one translation."""
    needed = forms_of(language, sentence)
    if len(forms) != needed:
        yield f"{needed} forms are needed, {len(forms)} are there"
        return
    allowed = fields(sentence.text) | fields(sentence.many)
    for form in forms:
        try:
            here = fields(form)
        except ValueError as wrong:
            yield f"a brace is alone ({wrong})"
            continue
        if here - allowed:
            yield f"there is no field {', '.join(sorted(here - allowed))}"
        if not sentence.many and allowed - here:
            yield f"the field {', '.join(sorted(allowed - here))} is lost"
        if sentence.many and (fields(sentence.text) & fields(sentence.many)) - here:
            yield "a field of every form is lost"
        if _edges(form) != _edges(sentence.text):
            yield "it does not begin and end with the same spaces"
        if _PERCENT.search(form):
            yield "a percent sign stands before n or a digit, where Qt puts a number"
        if form.count("\n") != sentence.text.count("\n"):
            yield "it has other lines"
    if sentence.many and not any(fields(sentence.many) <= fields(form) for form in forms):
        yield "no form names how many"


def fields(text: str) -> set[str]:
    """The {fields} of a sentence, with how they are written. Raises ValueError for a brace without its other."""
    found = set()
    for _, name, spec, sign in Formatter().parse(text):
        if name is not None:
            found.add(name + (f"!{sign}" if sign else "") + (f":{spec}" if spec else ""))
    return found


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def named(sentence: Sentence) -> str:
    """A sentence with its context, for people who look for it."""
    return f"[{sentence.context}] {sentence.text}" + (f" / {sentence.many}" if sentence.many else "")
