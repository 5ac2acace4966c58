"""Every screen in a language nobody speaks: what stays as it was did not go through translation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.language.languages import ENGLISH, Language
from aura_terminal.ui.language.tongue import Tongue
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from tests.catalogues.pseudo import OPENING, write_pseudo
from tests.catalogues.sentences import found_in
from tests.support.memory_shop import DEMO_SHOP, demo_store
from tests.support.said_words import Saying, said_by
from tests.support.shots import Stage

OWNER = StaffId("davide-greco")
NAMES = {
    "Amex", "Maestro", "Mastercard", "Visa", "girocard", "CSV", "PDF", "ABC", "Aura Terminal", "AuraConnect", "Euro",
    "EUR", "Europe/Berlin", "English", "system", "Course",
}  # fmt: skip
BETWEEN = re.compile(r", |: | …|  ·  | · |\n|\s[(–]\s?|\)")
WORDS = re.compile(r"[^\W\d_]{3}")
PAPER = "PaperView"


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Language]:
    """The language, in a folder of its own."""
    folder = tmp_path_factory.mktemp("locale")
    return folder, write_pseudo(found_in(), folder)


@pytest.fixture
def tongue(qapp: QApplication, pseudo: tuple[Path, Language]) -> Iterator[Tongue]:
    """Speaks English before and after."""
    tongue = Tongue(qapp, pseudo[0])
    yield tongue
    tongue.speak(ENGLISH)
    tongue.deleteLater()


@pytest.fixture
def stage(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Stage]:
    """The owner at a terminal, with every screen and room open behind the register."""
    stage = Stage(demo_store(), theme, tmp_path)
    qtbot.addWidget(stage.window)
    stage.window.resize(1366, 768)
    stage.window.show()
    stage.sign_in(OWNER)
    for view in View:
        stage.window.go(view)
        stage.settle()
    for room in stage.terminal.rooms.rooms:
        if room != "safekeeping":  # asks for a folder of a store on disk
            stage.enter(room)
    yield stage
    stage.terminal.till.changes.stop()
    stage.terminal.status.stop()


def test_every_screen_speaks_another_language_at_once_and_keeps_what_was_typed(
    stage: Stage, tongue: Tongue, pseudo: tuple[Path, Language]
) -> None:
    stage.enter("shop")
    sheet = next(each for each in stage.window.findChildren(TextSheet) if each.parent() is stage.terminal.rooms.page)
    sheet.ask("name", "Name", "")
    field = sheet.findChild(QLineEdit)
    assert field is not None
    field.setText("Cash")  # a sentence of the program as well
    before = {saying for saying in said_by(_widgets(stage)) if saying.widget != PAPER}
    assert not [saying for saying in before if OPENING in saying.words]

    tongue.speak(pseudo[1])
    stage.settle()

    assert unsaid(said_by(_widgets(stage))) == []
    assert (field.text(), sheet.isVisible()) == ("Cash", True)
    tongue.speak(ENGLISH)
    stage.settle()
    assert before - said_by(_widgets(stage)) == set()


def test_words_that_bypass_translation_are_found(qtbot: QtBot) -> None:
    forgotten = QLabel("Forgotten, 12.50")
    qtbot.addWidget(forgotten)
    assert unsaid(said_by([forgotten])) == [Saying("Forgotten, 12.50", "QLabel", "text")]


def unsaid(sayings: Iterable[Saying]) -> list[Saying]:
    """What is neither in the language nor the shop's own."""
    known = NAMES | _data()
    return sorted(each for each in sayings if each.widget != PAPER and not _is_fine(each.words, known))


def _is_fine(words: str, known: set[str]) -> bool:
    if OPENING in words or words in known or not WORDS.search(words):
        return True
    return all(part.strip() in known or not WORDS.search(part) for part in BETWEEN.split(words))


def _data() -> set[str]:
    """Every text of the demo shop."""
    tables = [tomllib.loads(file.read_text("utf-8")) for file in sorted(DEMO_SHOP.glob("*.toml"))]
    texts = set(_texts(tables))
    return texts | {part.strip() for text in texts for part in BETWEEN.split(text)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _widgets(stage: Stage) -> list[QWidget]:
    return [stage.window, *stage.window.findChildren(QWidget)]
