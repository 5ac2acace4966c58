"""A byte pipe inside this process: the far end is a function. Time passes only as the owner says."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from devices.transports.transport import Refused

Answer = Callable[[bytes], bytes]


class Line(StrEnum):
    """How the far end behaves."""

    WORKING = "working"
    REFUSING = "refusing"
    CUT = "cut"


class MemoryTransport:
    """Hands what is sent to `answer` and keeps its reply to be received; `passed` is told how long a wait took."""

    def __init__(self, answer: Answer, *, name: str = "memory", passed: Callable[[float], None] | None = None) -> None:
        self._answer = answer
        self._name = name
        self._passed = passed
        self._line = Line.WORKING
        self._waiting = bytearray()
        self._is_open = False
        self._cancelled = False

    @property
    def name(self) -> str:
        return self._name

    def become(self, line: Line) -> None:
        """Change the far end; cutting the line ends a connection that is open."""
        self._line = line

    def say(self, data: bytes) -> None:
        """The far end speaks unasked."""
        self._waiting += data

    def open(self) -> None:
        if self._is_open:
            return
        self._cancelled = False
        if self._line is Line.REFUSING:
            raise Refused(self._name, told("refused; it may be serving another terminal"))
        if self._line is Line.CUT:
            raise Unavailable(self._name, told("no answer; check its power and its cable"))
        self._waiting.clear()
        self._is_open = True

    def close(self) -> None:
        self._is_open = False

    def send(self, data: bytes, within: float) -> None:
        self._check()
        self._waiting += self._answer(data)

    def receive(self, within: float) -> bytes:
        if not self._waiting:
            self._check()
            if self._passed is not None:
                self._passed(within)
            return b""
        self._check_open()
        data = bytes(self._waiting)
        self._waiting.clear()
        return data

    def cancel(self) -> None:
        self._cancelled = True

    def _check_open(self) -> None:
        if not self._is_open or self._cancelled:
            self._is_open = False
            raise Unavailable(self._name, told("the connection is closed"))

    def _check(self) -> None:
        self._check_open()
        if self._line is not Line.WORKING:
            self._is_open = False
            raise Unavailable(self._name, told("the connection was cut by the device"))
