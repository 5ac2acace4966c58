"""What is set up before the first window."""

import builtins

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.fonts import TABULAR
from aura_terminal.ui.theme.icons import icon_glyphs
from aura_terminal.ui.theme.metrics import Metrics
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in


def test_python_imports_by_itself_again(theme: Theme) -> None:
    assert builtins.__import__ is builtins.__orig_import__  # type: ignore[attr-defined]  # put there by PySide6


def test_no_double_click_swallows_a_tap(theme: Theme, qapp: QApplication) -> None:
    assert qapp.doubleClickInterval() == 0


def test_words_are_set_in_the_bundled_type_with_tabular_figures(theme: Theme) -> None:
    font = theme.look.font.total
    assert QFontInfo(font).family() == "Inter Display"
    assert QFontInfo(theme.look.font.item).family() == "Inter"
    assert theme.look.font.item.weight() == QFont.Weight.DemiBold
    assert font.featureValue(TABULAR) == 1


def test_every_icon_the_widgets_name_is_in_the_icon_font(theme: Theme) -> None:
    named = {"plus", "minus", "delete", "check", "x", "search", "lock", "chevron-right", "chevron-up", "undo-2", "zap"}
    assert named | {"triangle-alert", "chef-hat", "leaf"} <= set(icon_glyphs())


def test_icon_pixmaps_are_made_once_for_a_theme(theme: Theme) -> None:
    first = theme.icons.pixmap("leaf", 20, theme.look.color.saving, 1.0)
    assert theme.icons.pixmap("leaf", 20, theme.look.color.saving, 1.0).cacheKey() == first.cacheKey()
    theme.switch(built_in("day"))
    again = theme.icons.pixmap("leaf", 20, theme.look.color.saving, 1.0)
    assert again.cacheKey() != first.cacheKey()
    assert again.toImage() != first.toImage()


def test_a_switch_is_told_once_and_only_when_something_changes(theme: Theme) -> None:
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.look.tokens.name))
    theme.switch(built_in("night"))
    theme.switch(built_in("day"))
    theme.measure(Metrics(1024, 768, 15.0))
    assert told == ["day", "day"]


class Polished(QWidget):
    """Counts how often its style was made anew."""

    times = 0

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.times += 1
        super().changeEvent(event)


def test_the_theme_that_is_in_force_already_polishes_no_widget_anew(
    theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    widget = Polished()
    qtbot.addWidget(widget)
    widget.show()
    polished = widget.times
    again = prepare_application(qapp, built_in("night"))
    assert widget.times == polished
    again.switch(built_in("day"))
    assert widget.times > polished
    again.deleteLater()


def test_what_is_open_looks_after_a_switch_as_if_it_had_opened_so(theme: Theme, qtbot: QtBot) -> None:
    def opened() -> QWidget:
        window = QWidget()
        column = QVBoxLayout(window)
        for control in (QLineEdit("Burrata"), QComboBox(), QCheckBox("Sold out")):
            control.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            column.addWidget(control)
        qtbot.addWidget(window)
        window.resize(300, 200)
        window.show()
        return window

    before = opened()
    by_night = before.grab().toImage()
    theme.switch(built_in("day"))
    QApplication.processEvents()
    by_day = opened().grab().toImage()
    assert before.grab().toImage() == by_day
    assert by_day != by_night
