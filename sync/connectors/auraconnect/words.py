"""AuraConnect's words for our things, as data: read from TOML, so that another deployment needs no code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from sync.reconcile.office import BadWords

Table = Mapping[str, str]

TABLES = ("tenders", "order_types", "roles", "reasons", "states", "stations", "tax_categories", "mappings")
MENU = ("modifier_group", "modifier_maximum", "uncategorised")


@dataclass(frozen=True, slots=True)
class Words:
    """Every table of `resources/central/auraconnect.toml`. `fields` are by resource, documented name to deployed."""

    tenders: Table
    order_types: Table
    roles: Table
    reasons: Table
    states: Table
    stations: Table
    tax_categories: Table
    mappings: Table
    modifier_group: str
    modifier_maximum: int
    uncategorised: str
    fields: Mapping[str, Table]

    def tender(self, ours: str) -> str:
        """The payment_method of a tender; its own name where none is given."""
        return self.tenders.get(ours, ours)


class WordsProblem(BadWords):
    """A file of words that cannot be used: says which table and key, and what is wrong."""


def documented_words(override: str = "") -> Words:
    """The words of the documents, with those of a TOML text in their place.

    Raises WordsProblem for a text that is not TOML or has tables, keys or values that mean nothing here.
    """
    tables = _read((files("resources") / "central" / "auraconnect.toml").read_text("utf-8"))
    for name, rows in _read(override).items():
        if name == "fields":
            tables[name] = {**tables[name], **rows}
        else:
            tables[name] = {**tables.get(name, {}), **rows}
    return _words(tables)


def _read(text: str) -> dict[str, dict[str, object]]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WordsProblem(f"not TOML: {error}") from error
    for name, rows in tables.items():
        if name not in (*TABLES, "menu", "fields") or not isinstance(rows, dict):
            raise WordsProblem(f"[{name}] means nothing here; known are {', '.join((*TABLES, 'menu', 'fields'))}")
    return tables


def _words(tables: Mapping[str, Mapping[str, object]]) -> Words:
    menu = tables["menu"]
    unknown = sorted(set(menu) - set(MENU))
    if unknown:
        raise WordsProblem(f"menu.{unknown[0]} means nothing here; known are {', '.join(MENU)}")
    most = menu["modifier_maximum"]
    if not isinstance(most, int) or not 1 <= most <= 99:
        raise WordsProblem("menu.modifier_maximum is a whole number from 1 to 99")
    rows = {name: _table(name, tables[name]) for name in TABLES}
    fields = {name: _names(f"fields.{name}", one) for name, one in tables["fields"].items()}
    return Words(
        **rows,
        modifier_group=_word("menu.modifier_group", menu["modifier_group"]),
        modifier_maximum=most,
        uncategorised=_word("menu.uncategorised", menu["uncategorised"]),
        fields=fields,
    )


def _table(name: str, rows: object) -> Table:
    if not isinstance(rows, Mapping):
        raise WordsProblem(f"[{name}] is a table of words")
    return {str(key): _word(f"{name}.{key}", value) for key, value in rows.items()}


def _names(name: str, rows: object) -> Table:
    """Names of fields; an empty one says that the deployment does not take the field."""
    if not isinstance(rows, Mapping) or not all(isinstance(value, str) for value in rows.values()):
        raise WordsProblem(f"[{name}] is a table of names")
    return {str(key): value.strip() for key, value in rows.items()}


def _word(path: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise WordsProblem(f"{path} is a text that is not empty")
    return value
