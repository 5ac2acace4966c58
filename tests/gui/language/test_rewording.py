"""What is said anew in another language, and what only reads like a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.ui.language.dictionary import Dictionary, Sentence, Sentences
from aura_terminal.ui.language.rewording import Rewording
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.cash.count_sheet import CountSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Voice, Words


class Shouting(Dictionary):
    """Has another word for everything."""

    def __init__(self) -> None:
        super().__init__(Sentences((), {}), lambda *asked: "", lambda *asked: "")

    def look_up(self, text: str, near: Sequence[str]) -> str:
        return f"{text.title()}!"


def test_a_kind_that_is_called_as_a_sentence_keeps_its_name(theme: Theme, qtbot: QtBot) -> None:
    words = Words(theme, "to pay", Voice.TOTAL)
    qtbot.addWidget(words)
    names = list(Voice.__members__)
    try:
        Rewording(Shouting()).say_anew([words])
        assert words.text() == "To Pay!"
        assert [voice.name for voice in Voice] == names
        qtbot.addWidget(Words(theme, "to pay", Voice.TOTAL))
    finally:
        for name, voice in Voice.__members__.items():
            voice._name_ = name


def test_a_count_that_nobody_has_begun_says_nothing_in_any_language(theme: Theme, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    sheet = CountSheet(theme, MoneyText(), host)
    with qtbot.captureExceptions() as raised:
        sheet.model.changed.emit()
    assert raised == []


def test_a_short_chinese_sentence_is_found_again() -> None:
    close, since = Sentence("Day", "Close the day of {date}?"), Sentence("Day", "From: {step}")
    chinese = {close.text: "对 {date} 日结?", since.text: "从：{step}"}
    dictionary = Dictionary(
        Sentences((close, since), {}), lambda context, text, count: chinese[text], lambda context, text, count: text
    )
    assert dictionary.look_up("对 15.05.2026 日结?", ()) == "Close the day of 15.05.2026?"
    assert dictionary.look_up("从：+1", ()) == "From: +1"
    assert dictionary.look_up("素菜", ()) == "素菜"
