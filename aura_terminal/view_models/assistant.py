"""The back office's assistant, asked while somebody waits: online only, and nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.view_models.live import Answer, Part, Trouble

if TYPE_CHECKING:
    from aura_terminal.view_models.live import LiveModel
    from aura_terminal.view_models.session import SessionModel

CHAT, THREAD = "chat", "thread"
LONGEST = 1000
MOST_SAID = 100
"""Words in sight; older ones go, since nothing is kept."""


class Who(Enum):
    """Whose words they are."""

    US = auto()
    THEM = auto()


class Way(Enum):
    """How it is asked: a question with an answer as it is written, or on and on in one thread."""

    QUESTION = auto()
    THREAD = auto()


@dataclass(frozen=True, slots=True)
class Said:
    """Words in sight. `trouble` says why they ended; `is_whole` once nothing more comes."""

    who: Who
    words: str = field(repr=False)
    is_whole: bool = True
    trouble: Trouble | None = None
    seconds: int = 0


class AssistantSleep(QObject):
    """Asleep while the page is not in sight: then nobody waits, and nothing that was said is remembered."""

    over = Signal()

    def wake(self) -> None:
        """The page is shown."""

    def rest(self) -> None:
        """The page is hidden."""
        self.over.emit()


class AssistantModel(QObject):
    """`changed` follows every part of an answer. A question waits until the one before has its answer."""

    changed = Signal()

    def __init__(self, live: LiveModel, office: str, session: SessionModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live, self._office = live, office
        self._said: tuple[Said, ...] = ()
        self._way = Way.QUESTION
        self._thread = ""
        self._awaited = ""
        self._is_writing = False
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self.changed)
        self.showing = AssistantSleep(self)
        self.showing.over.connect(self.leave)
        session.signed_out.connect(self.leave)
        live.heard.connect(self._hear)

    @property
    def office(self) -> str:
        """Whose assistant it is, by its name in settings."""
        return self._office

    @property
    def said(self) -> tuple[Said, ...]:
        """What was said, the oldest first."""
        return self._said

    @property
    def way(self) -> Way:
        """How it is asked."""
        return self._way

    @property
    def has_thread(self) -> bool:
        """Whether there is a thread to go on in: the first answer names it."""
        return bool(self._thread)

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is on its way."""
        return bool(self._awaited)

    @property
    def is_writing(self) -> bool:
        """Whether somebody there writes."""
        return self._is_writing

    @property
    def can_ask(self) -> bool:
        """Whether a question may be asked now."""
        return not self._awaited and not self._pause.isActive()

    def go(self, way: Way) -> None:
        """Ask in another way; a thread needs an answer that named one."""
        self._way = way if way is Way.QUESTION or self._thread else Way.QUESTION
        self.changed.emit()

    def ask(self, words: str) -> bool:
        """Ask; whether it was."""
        asked = words.strip()[:LONGEST]
        if not asked or not self.can_ask:
            return False
        self._add(Said(Who.US, asked))
        about = THREAD if self._way is Way.THREAD else CHAT
        self._awaited = self._live.ask(self._office, about, asked, self._thread)
        self.changed.emit()
        return True

    @Slot()
    def leave(self) -> None:
        """Nobody looks any more: what was said is forgotten."""
        if self._said or self._awaited:
            self._live.leave(self._office)
        self._said, self._thread, self._awaited, self._is_writing = (), "", "", False
        self._way = Way.QUESTION
        self.changed.emit()

    @Slot(object)
    def _hear(self, answer: Answer) -> None:
        if not self._said or (answer.ask_id != self._awaited and answer.thread != self._thread):
            return
        match answer.part:
            case Part.BEGUN:
                self._thread = answer.thread or self._thread
            case Part.PIECE:
                self._go_on(answer.words)
            case Part.MESSAGE:
                self._add(Said(Who.THEM, answer.words))
                self._end()
            case Part.TYPING | Part.RESTING:
                self._is_writing = answer.part is Part.TYPING
            case Part.DONE:
                self._end()
            case Part.FAILED:
                self._fail(answer)
            case Part.FILE:
                pass
        self.changed.emit()

    def _go_on(self, words: str) -> None:
        last = self._said[-1]
        if last.who is Who.THEM and not last.is_whole:
            self._said = (*self._said[:-1], replace(last, words=last.words + words))
        else:
            self._add(Said(Who.THEM, words, is_whole=False))

    def _end(self) -> None:
        self._awaited, self._is_writing = "", False
        last = self._said[-1]
        self._said = (*self._said[:-1], replace(last, is_whole=True))

    def _fail(self, answer: Answer) -> None:
        self._end()
        self._add(Said(Who.THEM, "", trouble=answer.trouble, seconds=answer.seconds))
        if answer.trouble is Trouble.TOO_MANY:
            self._pause.start(max(1, answer.seconds) * 1000)

    def _add(self, said: Said) -> None:
        self._said = (*self._said, said)[-MOST_SAID:]
