"""Words of the Unified Assistant for our things, as data; a deployment's own file replaces the rows that differ."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from aura_terminal.domain.purchasing_facts import PurchaseStatus
from sync.reconcile.office import BadWords

TABLES = ("tenders", "purchase_states")


@dataclass(frozen=True, slots=True)
class Words:
    """Our ways to pay as `payment_method`, and their states of purchase orders as ours."""

    tenders: Mapping[str, str]
    purchase_states: Mapping[str, PurchaseStatus]

    def method(self, tender: str) -> str:
        """The payment_method of a tender; its own name where none is given."""
        return self.tenders.get(tender, tender)


def documented_words(override: str = "") -> Words:
    """The words that ship, with those of a TOML text in their place. Raises BadWords."""
    tables = _read((files("resources") / "central" / "unified.toml").read_text("utf-8"))
    for name, rows in _read(override).items():
        tables[name] = {**tables[name], **rows}
    states = {word.casefold(): _state(word, ours) for word, ours in tables["purchase_states"].items()}
    return Words(tables["tenders"], states)


def _read(text: str) -> dict[str, dict[str, str]]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadWords(f"not TOML: {error}") from error
    for name, rows in tables.items():
        if name not in TABLES or not isinstance(rows, dict):
            raise BadWords(f"[{name}] means nothing here; known are {', '.join(TABLES)}")
        for key, word in rows.items():
            if not isinstance(word, str) or not word.strip():
                raise BadWords(f"{name}.{key} is a text that is not empty")
    return tables


def _state(word: str, ours: str) -> PurchaseStatus:
    try:
        return PurchaseStatus(ours)
    except ValueError:
        raise BadWords(f"purchase_states.{word} is one of {', '.join(PurchaseStatus)}") from None
