"""How languages write amounts, dates and times where, from Babel's CLDR into one small table for the program."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from babel import Locale, localedata

from aura_terminal.app.countries import countries
from aura_terminal.domain.money import EXPONENTS
from tests.catalogues.files import LANGUAGES, LOCALE

ALL = ("en", *LANGUAGES)
FILE = "formats.json"
MARKS = re.compile("[\u200e\u200f\u061c]")
_YEAR = re.compile(r"y+")
_WITHOUT_YEAR = re.compile(r"(?<=\.)[\s]*y+$|[^dM.]*y+$|^y+[^dM]*")


def write_formats(folder: Path = LOCALE) -> Path:
    """Leave the table: every way to write once, which locale writes which way, and where each time zone lies."""
    ways: list[dict[str, Any]] = []
    locales: dict[str, int] = {}
    for name, locale in sorted(_locales()):
        way = _way(locale)
        if way not in ways:
            ways.append(way)
        locales[name] = ways.index(way)
    table = {"ways": ways, "locales": locales, "zones": dict(_zones()), "countries": dict(_countries())}
    file = folder / FILE
    file.write_text(
        json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8"
    )
    return file


def _locales() -> Iterator[tuple[str, Locale]]:
    """Such as de_AT; Chinese in its simplified signs, and each language where it is spoken most."""
    for identifier in localedata.locale_identifiers():
        locale = Locale.parse(identifier)
        if locale.language not in ALL or locale.script not in (None, "Hans") or locale.variant:
            continue
        if locale.territory and len(locale.territory) == 2:
            yield f"{locale.language}_{locale.territory}", locale
    for language, territory in zip(ALL, ("US", "EG", "DE", "ES", "FR", "CN"), strict=True):
        yield language, Locale.parse(f"{language}_Hans_{territory}" if language == "zh" else f"{language}_{territory}")


def _countries() -> Iterator[tuple[str, dict[str, str]]]:
    """What each language calls the countries a store can begin in."""
    codes = [country.code for country in countries()]
    for language in ALL:
        names = Locale.parse(language).territories
        yield language, {code: names[code].partition(" (")[0] for code in codes}


def _way(locale: Locale) -> dict[str, Any]:
    symbols = locale.number_symbols["latn"]
    pattern = MARKS.sub("", str(locale.currency_formats["standard"].pattern)).partition(";")[0]
    date = _YEAR.sub("y", MARKS.sub("", str(locale.date_formats["short"].pattern)))
    time = str(locale.time_formats["short"].pattern)
    return {
        "decimal": symbols["decimal"],
        "group": symbols["group"],
        "groups": list(locale.decimal_formats[None].grouping),
        "money": re.sub(r"[#0,.]+", "{figure}", pattern).replace("¤", "{sign}"),
        "signs": {code: _sign(locale, code) for code in EXPONENTS if _sign(locale, code) != code},
        "date": date,
        "day": _WITHOUT_YEAR.sub("", date),
        "time": time,
        "exact": re.sub(r"m(?!m)", "m:ss", time.replace("mm", "m")).replace("m:ss", "mm:ss"),
        "moment": MARKS.sub("", str(locale.datetime_formats["short"])),
        "noon": [_period(locale, "am"), _period(locale, "pm")],
        "weekdays": [locale.days["format"]["abbreviated"][day] for day in range(7)],
        "first": locale.first_week_day,
    }


def _sign(locale: Locale, code: str) -> str:
    return MARKS.sub("", str(locale.currency_symbols.get(code, code))).strip()


def _period(locale: Locale, name: str) -> str:
    periods = locale.day_periods["format"]
    named = periods["abbreviated"] if name in periods.get("abbreviated", {}) else periods["wide"]
    return str(named[name])


def _zones() -> Iterator[tuple[str, str]]:
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            territory, _, zone = line.split("\t")[:3]
            yield zone, territory
