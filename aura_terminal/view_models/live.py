"""Asking a back office while somebody waits: questions out, parts of answers in. Online only; nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

from PySide6.QtCore import QObject, Signal, Slot

LEAVE = "leave"


class Part(StrEnum):
    """What a part of an answer is."""

    BEGUN = "begun"
    PIECE = "piece"
    MESSAGE = "message"
    TYPING = "typing"
    RESTING = "resting"
    DONE = "done"
    FILE = "file"
    FAILED = "failed"


class Trouble(StrEnum):
    """Why nothing more comes."""

    UNREACHED = "unreached"
    CUT = "cut"
    TOO_MANY = "too_many"
    REFUSED = "refused"
    SIGNED_OUT = "signed_out"
    UNREADABLE = "unreadable"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of which back office; `about` names one of the things it can be asked."""

    ask_id: str
    office: str
    about: str
    words: str = field(default="", repr=False)
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A part of an answer. `words` are the back office's, or where a document lies; `trouble` only with FAILED."""

    ask_id: str
    part: Part
    words: str = field(default="", repr=False)
    thread: str = ""
    trouble: Trouble | None = None
    seconds: int = 0


class LiveModel(QObject):
    """`asked(Question)` is for whoever carries it to the node, `heard(Answer)` for whoever asked."""

    asked = Signal(object)
    heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = count(1)

    def ask(self, office: str, about: str, words: str, thread: str = "") -> str:
        """Ask; the id its answers bear. Returns at once."""
        ask_id = f"live-{id(self):x}-{next(self._numbers)}"
        self.asked.emit(Question(ask_id, office, about, words, thread))
        return ask_id

    def leave(self, office: str) -> None:
        """Nobody looks any more: drop what is under way."""
        self.asked.emit(Question("", office, LEAVE))

    @Slot(object)
    def hear(self, answer: Answer) -> None:
        """A part came."""
        self.heard.emit(answer)

    def fail(self, question: Question) -> None:
        """Nobody is there to carry it."""
        if question.about != LEAVE:
            self.heard.emit(Answer(question.ask_id, Part.FAILED, thread=question.thread, trouble=Trouble.UNREACHED))
