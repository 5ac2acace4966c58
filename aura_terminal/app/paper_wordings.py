"""The languages of paper, from the bundled catalogues; each is read when something is first printed in it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from aura_terminal.domain.saying import ENGLISH, Wording
from aura_terminal.domain.shop import StoreProfile

LOCALE = Path(__file__).parents[2] / "resources" / "locale"


class BundledWordings:
    """What the program is shipped with."""

    def of(self, language: str, zone: str) -> Wording:
        """A language by its code, as it is written where that time zone lies; English for "" and for an unknown one."""
        return _wording(language, zone) if language else ENGLISH


def wording_of(profile: StoreProfile) -> Wording:
    """The language of what guests and staff of a store read."""
    return BundledWordings().of(profile.language, profile.calendar.zone)


@cache
def _wording(language: str, zone: str) -> Wording:
    from aura_terminal.ui.language.format_table import formats_of, territory_of

    file = LOCALE / language / "paper.json"
    sentences = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return Wording(sentences, formats_of(f"{language}_{territory_of(zone)}".rstrip("_")))
