"""Which allergens and diets somebody's words name, so that a dish that goes against them can be marked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

ALLERGY_PREFIX = "Allergy:"
"""A note to the kitchen that begins so names an allergy."""
DIET_PREFIX = "Diet:"
"""One that begins so names a diet."""
DIETS = ("vegan", "vegetarian", "gluten_free", "alcohol_free", "halal", "kosher")
"""The diets a menu may promise, as it writes them."""

SYNONYMS = {
    "coeliac": "gluten", "celiac": "gluten", "wheat": "gluten", "dairy": "milk", "lactose": "milk", "cheese": "milk",
    "egg": "eggs", "nut": "nuts", "walnut": "nuts", "hazelnut": "nuts", "almond": "nuts", "pistachio": "nuts",
    "peanut": "peanuts", "shellfish": "crustaceans", "shrimp": "crustaceans", "prawn": "crustaceans",
    "crab": "crustaceans", "mussel": "molluscs", "squid": "molluscs", "soy": "soybeans", "soya": "soybeans",
    "sulphite": "sulphites", "sulfite": "sulphites", "sulfites": "sulphites", "wine": "sulphites",
}  # fmt: skip
"""What people say, and the word the menu has for it (the fourteen of EU regulation 1169/2011, annex II)."""


def names_allergy(note: str) -> bool:
    """Whether a note names an allergy."""
    return note.casefold().startswith(ALLERGY_PREFIX.casefold())


def allergy_in(note: str) -> str:
    """What such a note says of it."""
    return note[len(ALLERGY_PREFIX) :].strip()


def names_diet(note: str) -> bool:
    """Whether a note names a diet."""
    return note.casefold().startswith(DIET_PREFIX.casefold())


def diet_in(note: str) -> str:
    """What such a note says of it."""
    return note[len(DIET_PREFIX) :].strip()


def broken_by(dietary: Iterable[str], notes: Iterable[str]) -> tuple[str, ...]:
    """Which diets these notes name that the menu does not promise of a dish."""
    said = {word for note in notes if names_diet(note) for word in _words(diet_in(note))}
    kept = set(dietary)
    return tuple(each for each in DIETS if each not in kept and each.replace("_", " ") in said)


def held_by(allergens: Iterable[str], notes: Iterable[str]) -> tuple[str, ...]:
    """Which of a dish's allergens these notes name, in the dish's order."""
    said = {word for note in notes if names_allergy(note) for word in _words(allergy_in(note))}
    return tuple(each for each in allergens if each.casefold().replace("_", " ") in said or each.casefold() in said)


def _words(text: str) -> set[str]:
    plain = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    pairs = (f"{one} {other}" for one, other in pairwise(plain))
    found = {*plain, *(word.removesuffix("s") for word in plain), *pairs}
    return found | {SYNONYMS[word] for word in found if word in SYNONYMS}
