"""What asks a node to end from outside: a signal, or the end of its standard input."""

from __future__ import annotations

import os
import signal
import stat
import threading
from collections.abc import Callable
from types import FrameType

_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
_STANDARD_INPUT = 0


def end_on_signals(end: Callable[[], None]) -> None:
    """Call `end` for every signal that asks a process to end. It must be safe inside a signal handler.

    A signal that was being ignored when the process began stays ignored: that is how `nohup` says to stay.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        end()

    for number in (getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handle)


def end_with_input(end: Callable[[], None]) -> None:
    """Call `end` when standard input ends, if it is a pipe: whoever holds the other end, a screen, is gone.

    A terminal, a file or /dev/null says nothing about who is there, so they are not watched.
    """
    try:
        mode = os.fstat(_STANDARD_INPUT).st_mode
    except OSError:
        return
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        threading.Thread(target=_read_to_end, args=(end,), name="leash", daemon=True).start()


def _read_to_end(end: Callable[[], None]) -> None:
    while os.read(_STANDARD_INPUT, 4096):
        continue
    end()
