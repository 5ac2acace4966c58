"""What stands on a card of a list: a name is never pushed out by what is said beside it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking


@pytest.mark.parametrize(
    ("detail", "is_below"), [("2.50", False), ("House account · owes 1,200.90 · 37 days", True)], ids=["price", "long"]
)
def test_a_name_is_painted_whole_and_a_long_detail_below_it(
    detail: str, is_below: bool, qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted, real = dict[str, float](), Canvas.text

    def text(canvas: Canvas, box: object, words: str, *rest: object, **more: object) -> None:
        painted[words] = box.top()  # type: ignore[attr-defined]  # a QRectF
        real(canvas, box, words, *rest, **more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(Canvas, "text", text)
    cards = ChoiceList(theme, "Accounts", Picking.ONE)
    qtbot.addWidget(cards)
    cards.resize(330, 200)
    cards.show_rows([ChoiceRow("one", "Atelier Kraus", detail)])
    cards.grab()

    (shown,) = [words for words in painted if words.startswith(detail[:4])]
    assert "Atelier Kraus" in painted
    assert (painted[shown] > painted["Atelier Kraus"]) is is_below
