"""The assistant's page: answers as they are written, threads, troubles in words, and nothing remembered."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from aura_terminal.ui.screens.assistant.page import AssistantPage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.assistant import AssistantModel, Way
from aura_terminal.view_models.live import Answer, LiveModel, Part, Question, Trouble
from tests.gui.register.hands import button, press
from tests.gui.together.conftest import Desk


@dataclass
class Wire:
    """The page, and the other end of the line."""

    page: AssistantPage
    model: AssistantModel
    live: LiveModel
    asked: list[Question] = field(default_factory=list)

    def say(self, part: Part, words: str = "", thread: str = "", **more: object) -> None:
        """The back office says something about the last question."""
        self.live.hear(Answer(self.asked[-1].ask_id, part, words, thread, **more))  # type: ignore[arg-type]  # by field

    @property
    def text(self) -> str:
        return self.page.findChildren(QPlainTextEdit)[0].toPlainText()

    def ask(self, words: str) -> None:
        (line,) = [one for one in self.page.findChildren(QLineEdit) if one.isVisible()]
        line.setText(words)
        press(self.page, "Ask")


@pytest.fixture
def wire(desk: Desk, theme: Theme, qtbot: QtBot) -> Wire:
    live = LiveModel()
    model = AssistantModel(live, "myhibachi", desk.till.session, live)
    page = AssistantPage(model, theme)
    qtbot.addWidget(page)
    page.show()
    wire = Wire(page, model, live)
    live.asked.connect(lambda question: wire.asked.append(question))
    return wire


def test_an_answer_is_shown_as_it_is_written(wire: Wire) -> None:
    wire.ask("A table for 25?")
    assert not button(wire.page, "Ask").isEnabled()
    wire.say(Part.BEGUN, thread="thread_1")
    wire.say(Part.PIECE, "I'd be")
    wire.say(Part.PIECE, " happy")
    assert wire.text == "You:\nA table for 25?\n\nAssistant:\nI'd be happy …"
    wire.say(Part.DONE)
    assert wire.text.endswith("I'd be happy")
    assert button(wire.page, "Ask").isEnabled()


def test_it_goes_on_in_the_thread_the_first_answer_named(wire: Wire) -> None:
    wire.model.go(Way.THREAD)
    assert wire.model.way is Way.QUESTION  # there is none yet
    wire.ask("Hello")
    wire.say(Part.BEGUN, thread="thread_1")
    wire.say(Part.DONE)
    wire.model.go(Way.THREAD)
    wire.ask("And for 26?")
    assert (wire.asked[-1].about, wire.asked[-1].thread) == ("thread", "thread_1")
    wire.say(Part.TYPING, thread="thread_1")
    assert wire.model.is_writing
    wire.say(Part.MESSAGE, "Of course.", "thread_1")
    assert wire.text.endswith("Assistant:\nOf course.")
    assert wire.model.can_ask


def test_troubles_are_said_in_words_and_too_many_questions_wait(wire: Wire) -> None:
    wire.ask("Hello")
    wire.say(Part.FAILED, trouble=Trouble.UNREACHED)
    assert "It answers online only." in wire.text
    wire.ask("Hello")
    wire.say(Part.FAILED, trouble=Trouble.TOO_MANY, seconds=30)
    assert "Ask again in 30 s." in wire.text
    assert not button(wire.page, "Ask").isEnabled()


def test_leaving_the_page_forgets_what_was_said_and_drops_what_is_under_way(wire: Wire) -> None:
    wire.ask("Hello")
    wire.page.hide()
    assert wire.asked[-1].about == "leave"
    assert (wire.text, wire.model.said) == ("", ())
    wire.live.hear(Answer(wire.asked[0].ask_id, Part.PIECE, "late words"))
    assert wire.text == ""


def test_it_says_plainly_that_it_is_online_only_and_keeps_nothing(wire: Wire, desk: Desk) -> None:
    words = " ".join(desk.words(wire.page))
    assert "MyHibachi's assistant — online only" in words
    assert "kept nowhere here" in words
