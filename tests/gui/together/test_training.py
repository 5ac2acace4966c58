"""Every window of a training store says that nothing in it is real, and leads back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.app.training_folder import MARK, is_wanted
from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.shell.training_mark import MarksEveryWindow, TrainingMark
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.strip import Strip
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import InlineStoreThread, demo_store
from tests.support.terminal_window import terminal_over
from tests.support.till import MARTA, pin_of

CARLA = StaffId("carla-lombardi")


@pytest.fixture
def here(qtbot: QtBot, theme: Theme, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Marta at R1, whose folder is a training store's where the test says so."""
    if request.param:
        (tmp_path / MARK).touch()
    store = demo_store()
    terminal = terminal_over(store, InlineStoreThread(store.shop), theme, tmp_path)
    qtbot.addWidget(terminal.window)
    terminal.window.resize(1366, 768)
    terminal.window.show()
    terminal.till.session.sign_in(MARTA, pin_of(MARTA))
    desk = Desk(qtbot, store, terminal)
    desk.settle()
    yield desk
    terminal.close()
    end_marks()


@pytest.mark.parametrize("here", [False], indirect=True)
def test_who_may_change_settings_goes_to_training_from_the_orders_options_and_nobody_else(
    here: Desk, tmp_path: Path
) -> None:
    here.press("Order options")
    here.press("Training")
    assert not is_wanted(tmp_path)
    assert here.terminal.window.sentence
    here.till.session.lock()
    here.till.session.sign_in(CARLA, pin_of(CARLA))
    here.settle()
    here.press("Order options")
    here.press("Training")
    assert is_wanted(tmp_path)
    assert not here.terminal.window.isVisible()


@pytest.mark.parametrize("here", [True], indirect=True)
def test_in_training_the_word_stands_over_everything_and_one_tap_leads_back(here: Desk, theme: Theme) -> None:
    window = here.terminal.window
    mark = window.findChild(TrainingMark)
    assert mark is not None
    assert mark.geometry() == window.rect()
    here.press("Order options")
    sheet = next(each for each in window.findChildren(Sheet) if each.isVisible())
    assert "Training" not in here.names_in(sheet)
    bare, marked = without(mark, window), window.grab().toImage()
    assert bare != marked
    here.till.session.lock()
    here.settle()
    assert window.is_locked
    assert [each for each in window.children() if isinstance(each, QWidget)][-1] is mark
    other = QWidget()
    here.qtbot.addWidget(other)
    other.show()
    assert other.findChild(TrainingMark) is not None
    band = next(strip for strip in window.findChildren(Strip) if strip.words.startswith("Training:"))
    band.tapped.emit()
    assert not window.isVisible()


def without(mark: TrainingMark, window: QWidget) -> object:
    """The window's picture without the mark."""
    mark.hide()
    picture = window.grab().toImage()
    mark.show()
    return picture


def end_marks() -> None:
    """Windows of other tests are real again."""
    application = QApplication.instance()
    assert application is not None
    for filter_ in application.findChildren(MarksEveryWindow):
        application.removeEventFilter(filter_)
        filter_.deleteLater()
