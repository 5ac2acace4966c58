"""AuraFlow's words for our things, as data: a deployment that uses others gives a file with the rows that differ."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from sync.reconcile.office import BadWords


@dataclass(frozen=True, slots=True)
class Words:
    """`tenders` are our ways to pay and their `payment_method`; `several` is that of a sale paid in several ways,
    `unpaid` that of one nobody paid for. `unsorted` is the category of what has none."""

    tenders: Mapping[str, str]
    several: str
    unpaid: str
    unsorted: str

    def method(self, tenders: frozenset[str]) -> str:
        """The `payment_method` of what was paid with these."""
        if not tenders:
            return self.unpaid
        return self.several if len(tenders) > 1 else next(self.tenders.get(one, one) for one in tenders)


def documented_words(override: str = "") -> Words:
    """The words of the document, with those of a TOML text in their place. Raises BadWords."""
    found = _read((files("resources") / "central" / "auraflow.toml").read_text("utf-8"))
    for name, rows in _read(override).items():
        found[name] = {**found.get(name, {}), **rows}
    words = found["words"]
    return Words(found["tenders"], words["several"], words["unpaid"], words["unsorted"])


def _read(text: str) -> dict[str, dict[str, str]]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadWords(f"not TOML: {error}") from error
    for name, rows in tables.items():
        if name not in ("tenders", "words") or not isinstance(rows, dict):
            raise BadWords(f"[{name}] means nothing here; known are tenders, words")
        for key, word in rows.items():
            if name == "words" and key not in ("several", "unpaid", "unsorted"):
                raise BadWords(f"words.{key} means nothing here; known are several, unpaid, unsorted")
            if not isinstance(word, str) or not word.strip():
                raise BadWords(f"{name}.{key} is a text that is not empty")
    return tables
