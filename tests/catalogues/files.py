"""Catalogues on disk: one .po of gettext for each language, kept with Babel, in the order of contexts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.catalogues.sentences import ROOT, Found, Sentence

LOCALE = ROOT / "resources" / "locale"
LANGUAGES = ("ar", "de", "es", "fr", "zh")
FORMS = {"ar": 6, "de": 2, "es": 2, "fr": 2, "zh": 1}
WIDTH = 110
HEAD = """\
# Translations of Aura Terminal.
# Kept by `python -m tests.catalogues`; see docs/translating.md.
"""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Translation:
    """One sentence in a language: one form, or one for each kind of number; "" where nobody has said it yet."""

    sentence: Sentence
    forms: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every form is there."""
        return all(self.forms)


def po_of(language: str, folder: Path = LOCALE) -> Path:
    """Where the catalogue of a language lies."""
    return folder / language / "aura.po"


def read(language: str, folder: Path = LOCALE) -> dict[Key, Translation]:
    """What a language says, by context and English text; nothing where there is no catalogue yet."""
    file = po_of(language, folder)
    if not file.exists():
        return {}
    with file.open("rb") as source:
        catalogue = read_po(source, locale=language)
    return {(one.sentence.context, one.sentence.text): one for one in _translations(catalogue)}


def _translations(catalogue: Catalog) -> Iterator[Translation]:
    for message in catalogue:
        if not message.id:
            continue
        one, many = message.id if isinstance(message.id, tuple) else (message.id, "")
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        yield Translation(Sentence(message.context or "", str(one), str(many)), tuple(str(form or "") for form in said))


def write(language: str, translations: Mapping[Key, Translation], found: Found, folder: Path = LOCALE) -> None:
    """Keep a language; only sentences that the program says, each with the files that say it."""
    catalogue = Catalog(
        locale=language, header_comment=HEAD, project="Aura Terminal", version="", charset="utf-8", fuzzy=False
    )
    for sentence in sorted(found.places):
        kept = translations.get((sentence.context, sentence.text))
        forms = kept.forms if kept is not None else ("",) * forms_of(language, sentence)
        catalogue.add(
            (sentence.text, sentence.many) if sentence.many else sentence.text,
            forms if sentence.many else forms[0],
            locations=[(place, 0) for place in sorted(found.places[sentence])],
            context=sentence.context,
        )
    file = po_of(language, folder)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_po(target, catalogue, width=WIDTH, omit_header=False, include_lineno=False, sort_output=False)
    _without_dates(file)


def _without_dates(file: Path) -> None:
    """The same catalogue is the same file on every day."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    stamps = ('"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Generated-By', '"Report-Msgid')
    file.write_text("".join(line for line in lines if not line.startswith(stamps)), encoding="utf-8")


def forms_of(language: str, sentence: Sentence) -> int:
    """How many forms a sentence needs in a language."""
    return FORMS[language] if sentence.many else 1


def write_sentences(found: Found, folder: Path = LOCALE) -> None:
    """Leave every sentence for windows that are open when the language changes: by context, with who says it."""
    told: dict[str, dict[str, list[str | tuple[str, str]]]] = {}
    for sentence in sorted(found.places):
        one = told.setdefault(sentence.context, {"in": [], "says": [], "counts": []})
        if sentence.many:
            one["counts"].append((sentence.text, sentence.many))
        else:
            one["says"].append(sentence.text)
        one["in"] += sorted({*map(_package, found.places[sentence])} - {*one["in"]})
    text = json.dumps(told, ensure_ascii=False, indent=0, separators=(",", ":"))
    (folder / "sentences.json").write_text(text + "\n", encoding="utf-8")


def _package(place: str) -> str:
    return ".".join(Path(place).parent.parts)


def merged(language: str, found: Found, folder: Path = LOCALE) -> dict[Key, Translation]:
    """What the program says now in a language: kept where it was said, empty where it is new.

    A sentence that moved to another context keeps its words where one other context says the same.
    """
    kept = read(language, folder)
    elsewhere = {one.sentence.text: one for one in kept.values() if one.is_whole and not one.sentence.many}
    said: dict[Key, Translation] = {}
    for sentence in found.places:
        key, count = (sentence.context, sentence.text), forms_of(language, sentence)
        old = kept.get(key)
        if (old is None or not old.is_whole) and not sentence.many:
            old = elsewhere.get(sentence.text)
        forms = old.forms if old is not None and len(old.forms) == count else ("",) * count
        said[key] = Translation(sentence, forms)
    return said
