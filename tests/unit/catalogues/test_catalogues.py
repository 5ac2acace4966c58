"""Sentences are found in the source, translations are checked, and what is compiled says what the catalogues say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from tests.catalogues.compiled import compile_language
from tests.catalogues.files import LANGUAGES, LOCALE, Translation, merged, read, write
from tests.catalogues.flaws import flaws_of
from tests.catalogues.sentences import Found, Sentence, found_in
from tests.catalogues.work import as_json, missing, taken

SOURCE = """
from PySide6.QtCore import QCoreApplication
from aura_terminal.ui.counting import counted
STATES = {"a": "Begun", "b": "Over"}
DAYS = ("", "Monday")

def tr(words):
    return QCoreApplication.translate("Room", words)

class Page(Widget):
    def show(self):
        self.tr("Shown by {who}")
        tr("One" if self.one else "Other")
        tr(STATES[self.state])
        counted("Room", "1 guest", "{count} guests", 3)
        QCoreApplication.translate("Elsewhere", "Said directly")
        QT_TRANSLATE_NOOP("Marked", "Said later")

def unclear(words):
    return Page().told(words)
"""


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """What the module above says."""
    folder = tmp_path / "source" / "shop"
    folder.mkdir(parents=True)
    (folder / "page.py").write_text(SOURCE, encoding="utf-8")
    return found_in(tmp_path / "source", ["shop"])


def test_sentences_are_found_with_the_context_they_are_said_in(found: Found) -> None:
    assert set(found.places) == {
        Sentence("Page", "Shown by {who}"),
        Sentence("Room", "One"),
        Sentence("Room", "Other"),
        Sentence("Room", "Begun"),
        Sentence("Room", "Over"),
        Sentence("Room", "1 guest", "{count} guests"),
        Sentence("Elsewhere", "Said directly"),
        Sentence("Marked", "Said later"),
    }
    assert found.unclear == []


def test_a_call_whose_sentence_cannot_be_told_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text(
        "class Page:\n    def say(self, x):\n        self.tr(x + '!')\n", encoding="utf-8"
    )
    (tmp_path / "shop").mkdir()
    (tmp_path / "page.py").rename(tmp_path / "shop" / "page.py")
    assert found_in(tmp_path, ["shop"]).unclear == ["shop/page.py:3: self.tr(x + '!')"]


@pytest.mark.parametrize(
    ("english", "forms", "wrong"),
    [
        (Sentence("C", "Order {order}"), ("Bestellung {order}",), []),
        (Sentence("C", "Order {order}"), ("Bestellung",), ["the field order is lost"]),
        (Sentence("C", "Order {order}"), ("Bestellung {order} {n}",), ["there is no field n"]),
        (Sentence("C", "Order {x}"), ("Bestellung {x",), ["a brace is alone (expected '}' before end of string)"]),
        (Sentence("C", " since {time}"), ("seit {time}",), ["it does not begin and end with the same spaces"]),
        (Sentence("C", "1 guest", "{n} guests"), ("1 Gast", "{n} Gäste"), []),
        (Sentence("C", "1 guest", "{n} guests"), ("{n} Gäste",), ["2 forms are needed, 1 are there"]),
        (Sentence("C", "1 guest", "{n} guests"), ("Gast", "Gäste"), ["no form names how many"]),
    ],
)  # fmt: skip
def test_what_a_translator_got_wrong_is_said(english: Sentence, forms: tuple[str, ...], wrong: list[str]) -> None:
    assert list(flaws_of("de", english, forms)) == wrong


def test_a_translators_answers_are_kept_and_compiled(found: Found, tmp_path: Path) -> None:
    tasks = {task.sentence.text: task.id for task in missing(found, {})}
    said: dict[str, str | list[str]] = {
        tasks["1 guest"]: ["ein Gast", "{count} Gäste"],
        tasks["Shown by {who}"]: "Gezeigt von {who}",
        tasks["One"]: "Eins {x}",
    }
    kept, refused = taken("de", said, found, merged("de", found, tmp_path))
    assert [line.split(":")[1].strip() for line in refused] == ["there is no field x"]
    write("de", kept, found, tmp_path)
    translator = QTranslator()
    assert translator.load(str(compile_language("de", tmp_path)))
    assert translator.translate("Page", "Shown by {who}") == "Gezeigt von {who}"
    assert translator.translate("Room", "1 guest", None, 1) == "ein Gast"
    assert translator.translate("Room", "1 guest", None, 5) == "{count} Gäste"
    assert not translator.translate("Room", "One")
    assert len(json.loads(as_json(missing(found, kept), "de", found))) == 6


def test_a_sentence_that_moved_to_another_context_keeps_its_words(found: Found, tmp_path: Path) -> None:
    write(
        "de", {("Old", "Begun"): _said("Old", "Begun", "Begonnen")}, Found({Sentence("Old", "Begun"): {"x"}}), tmp_path
    )
    assert merged("de", found, tmp_path)["Room", "Begun"].forms == ("Begonnen",)


def test_what_is_compiled_says_what_the_catalogues_say() -> None:
    for language in LANGUAGES:
        translator = QTranslator()
        assert translator.load(str(LOCALE / language / "aura.qm"))
        for (context, text), one in read(language).items():
            if one.is_whole and not one.sentence.many:
                assert translator.translate(context, text) == one.forms[0], (
                    f"{language}: python -m tests.catalogues update"
                )


def _said(context: str, text: str, said: str) -> Translation:
    return Translation(Sentence(context, text), (said,))
