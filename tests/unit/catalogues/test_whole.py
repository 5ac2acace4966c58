"""Every language says everything the program says, with its fields and in all forms its numbers have."""

from __future__ import annotations

import pytest

from aura_terminal.ui.language.languages import LANGUAGES as SHIPPED
from tests.catalogues.files import LANGUAGES, read
from tests.catalogues.flaws import flaws
from tests.catalogues.sentences import Found, found_in


@pytest.fixture(scope="module")
def found() -> Found:
    """What the program says."""
    return found_in()


def test_every_sentence_can_be_told(found: Found) -> None:
    assert (found.unclear, found.twice()) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_or_wrong(language: str, found: Found) -> None:
    wrong = list(flaws(language, found, read(language)))
    assert wrong == [], "python -m tests.catalogues update, then missing: docs/translating.md"


def test_every_language_that_is_offered_has_a_catalogue() -> None:
    assert {*LANGUAGES, "en"} == {*SHIPPED}
