"""Ctrl-C that Python drops is pressed again.

Python raises the interrupt wherever the program stands. Where that is a destructor or the callback of a weak reference,
nobody can catch it, so Python prints it and goes on (Python's library reference, `sys.unraisablehook`): a service that
somebody ended would serve on.
"""

from __future__ import annotations

import _thread
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

SECONDS_UNTIL_AGAIN = 0.01
"""Longer than a destructor takes, shorter than anybody notices."""


@dataclass(frozen=True, slots=True)
class _Heeding:
    """What Python calls with whatever it cannot raise."""

    others: Callable[[UnraisableHookArgs], object]

    def __call__(self, dropped: UnraisableHookArgs) -> None:
        if issubclass(dropped.exc_type, KeyboardInterrupt):
            _thread.start_new_thread(_press_again, ())  # takes none of the locks the program may hold just here
        else:
            self.others(dropped)


def keep_interrupts() -> None:
    """From now on an interrupt that was dropped comes again, as often as that takes."""
    if not isinstance(sys.unraisablehook, _Heeding):
        sys.unraisablehook = _Heeding(sys.unraisablehook)


def _press_again() -> None:
    time.sleep(SECONDS_UNTIL_AGAIN)
    _thread.interrupt_main()
