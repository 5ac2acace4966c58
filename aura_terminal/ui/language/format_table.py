"""The table of ways to write, by language and country; without Qt, for whoever prints."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from aura_terminal.domain.formats import NEUTRAL, Formats, formats_from

FILE = Path(__file__).parents[3] / "resources" / "locale" / "formats.json"
RIGHT_TO_LEFT = ("ar",)


@cache
def formats_of(locale: str) -> Formats:
    """How a locale writes; as its language does where it is spoken most, for a country the table does not have."""
    if not locale:
        return NEUTRAL
    locales, language = _table()["locales"], locale.partition("_")[0]
    way = _table()["ways"][locales.get(locale, locales.get(language, locales["en"]))]
    return formats_from(way, is_right_to_left=language in RIGHT_TO_LEFT)


def territory_of(zone: str) -> str:
    """The country of a time zone, such as AT for Europe/Vienna; "" for one that lies in none."""
    return str(_table()["zones"].get(zone, ""))


def country_name(code: str, language: str) -> str:
    """What a language calls a country, by its ISO code; "" for one the table does not have."""
    return str(_table()["countries"].get(language, {}).get(code, ""))


@cache
def _table() -> Any:
    return json.loads(FILE.read_text(encoding="utf-8"))
