"""What is made below the screens is heard in the language in force: whole, filled in, and beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

import pytest
from PySide6.QtWidgets import QApplication

from aura_terminal.domain.telling import told
from aura_terminal.ui.language.dictionary import read_sentences
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.language.languages import ENGLISH, LANGUAGES, language_of
from aura_terminal.ui.language.tongue import Tongue
from devices.printers.phrases import HINTS
from tests.catalogues.files import LOCALE, read
from tests.catalogues.sentences import TOLD

GERMAN = {
    "The program stopped while this was printing.": "Das Programm hielt an, während dies gedruckt wurde.",
    "No drawer hangs on FRONT.": "An FRONT hängt keine Kassenlade.",
    "GRILL: no answer; check its power and its cable": "GRILL: keine Antwort; Strom und Kabel prüfen",
    "GRILL: the disk is full, while printing": "GRILL: der Datenträger ist voll, beim Drucken",
    "The drawer stands open: close it. (The printer says E7.)": (
        "Die Kassenlade steht offen: schließen. (Der Drucker sagt E7.)"
    ),
    "the queue takes no jobs: paper jam, door open": (
        "die Warteschlange nimmt keine Aufträge an: Papierstau, Klappe offen"
    ),
    "DECLINED BY ISSUER 05": "DECLINED BY ISSUER 05",
    "": "",
}


@pytest.fixture
def tongue(qapp: QApplication) -> Iterator[Tongue]:
    """Speaks English again in the end."""
    tongue = Tongue(qapp)
    yield tongue
    tongue.speak(ENGLISH)


def test_english_is_heard_as_it_is_told(tongue: Tongue) -> None:
    assert [heard(words) for words in GERMAN] == list(GERMAN)


@pytest.mark.parametrize("words", GERMAN)
def test_words_are_heard_in_german(tongue: Tongue, words: str) -> None:
    tongue.speak(language_of("de"))
    assert heard(words) == GERMAN[words]


def test_words_are_heard_anew_when_the_language_changes(tongue: Tongue) -> None:
    words = next(iter(HINTS.values()))
    said = []
    for code in ("de", "fr", "en", "de"):
        tongue.speak(language_of(code))
        said.append(heard(words))
    assert said[2] == words
    assert said[0] == said[3]
    assert len(set(said)) == 3


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_sentence_is_heard_with_its_fields(tongue: Tongue, language: str) -> None:
    """As the catalogue says it: a sentence that another one swallows, or that no pattern finds, is noticed here."""
    catalogue = read(language)
    tongue.speak(language_of(language))
    wrong = []
    for sentence in read_sentences(LOCALE).all:
        if sentence.context != TOLD:
            continue
        fields = {name: f"Q{place}" for place, name in enumerate(_names(sentence.text))}
        said = _filled(catalogue[TOLD, sentence.text].forms[0], fields)
        if heard(_filled(sentence.text, fields)) != said:
            wrong.append((sentence.text, heard(_filled(sentence.text, fields))))
    assert wrong == []


def test_a_note_that_an_older_version_left_is_heard(tongue: Tongue) -> None:
    """It kept plain English, as this one does: nothing but the words is needed."""
    tongue.speak(language_of("fr"))
    assert heard(told("{by} let it go.", by="Ana")) == heard("Ana let it go.") == "Ana l'a laissé."


def _names(sentence: str) -> list[str]:
    return list(dict.fromkeys(name for _, name, _, _ in Formatter().parse(sentence) if name is not None))


def _filled(sentence: str, fields: dict[str, str]) -> str:
    pieces = ((literal, fields.get(name or "", "")) for literal, name, _, _ in Formatter().parse(sentence))
    return "".join(literal + field for literal, field in pieces)
