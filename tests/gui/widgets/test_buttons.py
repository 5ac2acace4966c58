"""What buttons do with words that are longer than they are wide."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from tests.support.ink import recorded


@pytest.mark.parametrize(("width", "lines"), [(300, 1), (170, 1), (110, 2)])
def test_words_that_have_no_room_are_said_without_the_icon_then_smaller_then_on_two_lines(
    qtbot: QtBot, theme: Theme, width: int, lines: int
) -> None:
    button = Button(theme, "Ouvrir la commande", icon="receipt-euro", kind=Kind.PRIMARY)
    qtbot.addWidget(button)
    button.resize(width, 60)
    button.show()
    with recorded() as inks:
        button.grab()
    words = [ink for ink in inks if not ink.words.startswith("the icon")]
    assert " ".join(ink.words for ink in words) == "Ouvrir la commande"
    assert (len(words), any(ink.is_cut for ink in words)) == (lines, False)
    assert any(ink.words.startswith("the icon") for ink in inks) == (width == 300)
