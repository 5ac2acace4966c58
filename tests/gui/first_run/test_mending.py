"""A terminal whose store is damaged, and somebody before it: what is said, what is offered, what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from aura_terminal.app.screen import is_first_run
from aura_terminal.store import backups
from aura_terminal.store.folders import is_damage_noted, store_file
from aura_terminal.ui.theme.theme import Theme
from tests.support import damaged_store
from tests.support.damaged_store import damaged_terminal
from tests.support.newcomer import Newcomer


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    return damaged_terminal(tmp_path / "r1")


def before(folder: Path, theme: Theme, qtbot: QtBot) -> Newcomer:
    newcomer = damaged_store.before(folder, theme)
    qtbot.addWidget(newcomer.window)
    return newcomer


def reads(newcomer: Newcomer, words: str) -> bool:
    """Whether a sentence on the page, or a button of it, holds these words."""
    labels = newcomer.window.findChildren(QLabel)
    buttons = newcomer.window.findChildren(QPushButton)
    said = [each.text() for each in labels if each.isVisible()]
    return any(words in text for text in (*said, *(each.accessibleName() for each in buttons if each.isVisible())))


def test_who_stands_before_it_is_led_back_to_selling(damaged: Path, theme: Theme, qtbot: QtBot) -> None:
    spoiled = store_file(damaged).read_bytes()
    newcomer = before(damaged, theme, qtbot)
    assert newcomer.step.value == "mend"
    assert reads(newcomer, "It is kept aside and never deleted")
    assert reads(newcomer, "2 orders are in it")
    newcomer.robot.tap("Go back to the copy of")
    newcomer.settle()
    assert newcomer.window.sentence == ""
    assert reads(newcomer, "It is called R1B from now on.")
    assert reads(newcomer, "facts were taken over from the damaged file")
    assert not reads(newcomer, "could not be read")
    (aside,) = (damaged / "quarantine").glob("*/store.sqlite")
    assert aside.read_bytes() == spoiled
    newcomer.press("Open the register")
    newcomer.close()
    assert not is_damage_noted(damaged)
    assert not is_first_run(damaged)


def test_another_terminal_that_does_not_let_it_in_leaves_everything_as_it_was(
    damaged: Path, theme: Theme, qtbot: QtBot
) -> None:
    spoiled = store_file(damaged).read_bytes()
    newcomer = before(damaged, theme, qtbot)
    newcomer.press("Fetch everything from another terminal")
    assert newcomer.step.value == "join"
    for field in ("AAAAA-AAAAA", "R1B", "127.0.0.1:9"):
        newcomer.type(field)
        newcomer.enter()
    assert newcomer.window.sentence
    newcomer.run.model.back()
    newcomer.settle()
    assert newcomer.step.value == "mend"
    newcomer.close()
    (aside,) = (damaged / "quarantine").glob("*/store.sqlite")
    assert aside.read_bytes() == spoiled
    assert is_damage_noted(damaged)
    assert not is_first_run(damaged)
    again = before(damaged, theme, qtbot)
    again.robot.tap("Go back to the copy of")
    again.settle()
    assert reads(again, "It is called R1B from now on.")
    again.close()


def test_without_a_copy_the_other_terminals_are_what_is_offered(damaged: Path, theme: Theme, qtbot: QtBot) -> None:
    for copy in backups.copies(damaged):
        copy.unlink()
    newcomer = before(damaged, theme, qtbot)
    assert reads(newcomer, "There is no good copy on this machine.")
    assert not reads(newcomer, "Go back to the copy of")
    newcomer.close()
