"""What a back office can be asked while somebody waits: streamed answers, conversations, documents. Pure types.

None of it is reconciled: it needs the line, it is asked once, and nothing of it is kept but what a person keeps.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from sync.reconcile.contract import Call

LEAVE = "leave"
"""What is asked where nobody looks any more: conversations end, and what is under way is dropped."""


class LiveKind(StrEnum):
    """What a part of an answer is."""

    BEGUN = "begun"  # the back office has taken the question
    PIECE = "piece"  # the next words of an answer that is still being written
    MESSAGE = "message"  # words that are whole
    TYPING = "typing"  # somebody there writes
    RESTING = "resting"  # nobody there writes any more
    DONE = "done"  # the answer is whole
    FILE = "file"  # a document came; the words are where it lies
    FAILED = "failed"  # nothing more comes; the words are one of `Failure`


class Failure(StrEnum):
    """Why nothing came, for the words of a screen."""

    UNREACHED = "unreached"
    CUT = "cut"  # something may be missing
    TOO_MANY = "too_many"  # `LivePart.seconds` says when to ask again
    REFUSED = "refused"
    SIGNED_OUT = "signed_out"
    UNREADABLE = "unreadable"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True)
class LiveAsk:
    """A question to one back office. `about` names one of its forms, `words` what is asked or which document."""

    ask_id: str
    connector: str
    about: str
    words: str = field(default="", repr=False)
    thread: str = ""


@dataclass(frozen=True, slots=True)
class LivePart:
    """A part of an answer, in the order in which it came."""

    ask_id: str
    kind: LiveKind
    words: str = field(default="", repr=False)
    thread: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """What one event of a stream, or one message of a conversation, means."""

    kind: LiveKind
    words: str = field(default="", repr=False)
    thread: str = ""


@dataclass(frozen=True, slots=True)
class EventStream:
    """Answers that come as server-sent events. `read` takes one event's data; None for one that says nothing."""

    call: Callable[[LiveAsk], Call]
    read: Callable[[str], Heard | None]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A WebSocket for each thread. `path` is told the thread and the token an account is let in by, or an empty one."""

    path: Callable[[str, str], str]
    say: Callable[[LiveAsk], str]
    read: Callable[[str], Heard | None]


@dataclass(frozen=True, slots=True)
class Download:
    """A document. `begins` are bytes without which it is none of its kind; `name` is the file's, a plain one."""

    call: Callable[[LiveAsk], Call]
    name: Callable[[LiveAsk], str]
    begins: bytes = b"%PDF-"


LiveForm: TypeAlias = EventStream | Conversation | Download


@dataclass(frozen=True, slots=True)
class LiveForms:
    """All a back office can be asked, by name, and how many questions a minute it takes."""

    forms: Mapping[str, LiveForm]
    minute: int


class Pace:
    """At most so many questions within any minute, by a clock in seconds."""

    def __init__(self, minute: int) -> None:
        self._minute = minute
        self._asked: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until one more may be asked; 0 for at once."""
        while self._asked and now - self._asked[0] >= 60:
            self._asked.popleft()
        return 60 - (now - self._asked[0]) if len(self._asked) >= self._minute else 0.0

    def note(self, now: float) -> None:
        """One was asked."""
        self._asked.append(now)
