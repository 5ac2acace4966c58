"""The work of translators: what is missing as small pieces, and what comes back, checked before it is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.catalogues.files import FORMS, Key, Translation
from tests.catalogues.flaws import fields, flaws_of
from tests.catalogues.sentences import Found, Sentence

Said = Mapping[str, "str | list[str]"]


@dataclass(frozen=True, slots=True)
class Task:
    """One English text to translate, wherever it is said; `sentences` differ in their context only."""

    id: str
    sentences: tuple[Sentence, ...]

    @property
    def sentence(self) -> Sentence:
        """The text itself."""
        return self.sentences[0]


def tasks(found: Found) -> list[Task]:
    """Every text once, those of a context together."""
    by_text: dict[tuple[str, str], list[Sentence]] = {}
    for sentence in sorted(found.places):
        by_text.setdefault((sentence.text, sentence.many), []).append(sentence)
    return [Task(_id(*key), tuple(sentences)) for key, sentences in by_text.items()]


def missing(found: Found, translations: Mapping[Key, Translation]) -> list[Task]:
    """The texts that some context still lacks."""
    return [task for task in tasks(found) if not all(_is_said(each, translations) for each in task.sentences)]


def chunk(wanted: list[Task], number: int, of: int) -> list[Task]:
    """The `number`-th of so many parts of about the same length, 1 being the first."""
    size = -(-len(wanted) // of)
    return wanted[(number - 1) * size : number * size]


def as_json(wanted: Iterable[Task], language: str, found: Found) -> str:
    """What a translator reads: an object a line, with the file that says it first."""
    lines = []
    for task in wanted:
        sentence = task.sentence
        told: dict[str, object] = {"id": task.id, "text": sentence.text}
        if sentence.many:
            told |= {"many": sentence.many, "forms": FORMS[language]}
        told["where"] = sorted({each.context for each in task.sentences})
        told["file"] = sorted(found.places[sentence])[0].removeprefix("aura_terminal/")
        if fields(sentence.text) | fields(sentence.many):
            told["fields"] = sorted(fields(sentence.text) | fields(sentence.many))
        lines.append(json.dumps(told, ensure_ascii=False))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def taken(
    language: str, said: Said, found: Found, translations: Mapping[Key, Translation]
) -> tuple[dict[Key, Translation], list[str]]:
    """The catalogue with what a translator said in it, and what was refused, with the reason.

    A key is a task's id; `Context|id` says it for that context alone.
    """
    known = {task.id: task for task in tasks(found)}
    kept, refused = dict(translations), []
    for name, forms in sorted(said.items(), key=lambda pair: "|" in pair[0]):  # what is said of one context wins
        context, _, id_ = name.rpartition("|")
        task = known.get(id_)
        if task is None:
            refused.append(f"{name}: no such text (any more)")
            continue
        whole = (forms,) if isinstance(forms, str) else tuple(forms)
        wrong = [*flaws_of(language, task.sentence, whole), *(() if all(whole) else ("a form is empty",))]
        if wrong:
            refused.append(f"{name}: {'; '.join(dict.fromkeys(wrong))}: {task.sentence.text!r} -> {forms!r}")
            continue
        for sentence in task.sentences:
            if context in ("", sentence.context):
                kept[sentence.context, sentence.text] = Translation(sentence, whole)
    return kept, refused


def read_said(files: Iterable[Path]) -> dict[str, str | list[str]]:
    """What translators' files say, the last one winning. Raises ValueError for a file that is no JSON object."""
    said: dict[str, str | list[str]] = {}
    for file in files:
        told = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(told, dict):
            raise ValueError(f"{file} holds no object")
        said |= told
    return said


def _is_said(sentence: Sentence, translations: Mapping[Key, Translation]) -> bool:
    kept = translations.get((sentence.context, sentence.text))
    return kept is not None and kept.is_whole


def _id(text: str, many: str) -> str:
    return hashlib.sha256(f"{text}\0{many}".encode()).hexdigest()[:10]
