"""The languages the program is shipped in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its code, what it calls itself, which way it is read, and what Qt calls it."""

    code: str
    name: str
    qt: str
    is_right_to_left: bool = False


ENGLISH = Language("en", "English", "en_US")
LANGUAGES: Mapping[str, Language] = {
    each.code: each
    for each in (
        ENGLISH,
        Language("es", "Español", "es_ES"),
        Language("de", "Deutsch", "de_DE"),
        Language("fr", "Français", "fr_FR"),
        Language("zh", "简体中文", "zh_CN"),
        Language("ar", "العربية", "ar", is_right_to_left=True),
    )
}


def language_of(code: str) -> Language:
    """The language of a code such as de or de-AT; English for one that is not shipped and for none."""
    return LANGUAGES.get(code.replace("_", "-").partition("-")[0].lower(), ENGLISH)
