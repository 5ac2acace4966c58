"""Whether a kicked drawer opens: its lock takes a moment."""

from __future__ import annotations

from collections.abc import Callable

_OPENS_WITHIN = 1.5
_LOOK_EVERY = 0.05


def opens_in_time(
    is_open: Callable[[], bool], *, rest: Callable[[float], object], monotonic: Callable[[], float]
) -> bool:
    """Whether it is seen open soon, looking again after each rest."""
    until = monotonic() + _OPENS_WITHIN
    while not is_open():
        if monotonic() >= until:
            return False
        rest(_LOOK_EVERY)
    return True
