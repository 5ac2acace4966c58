"""How often a password may be guessed before its account has to wait; counted in each worker's memory."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from sync.central.api.budgets import limited

FREE, WINDOW = 10, 15 * 60
MOST = 10_000


class Guesses:
    """Wrong passwords by e-mail address."""

    def __init__(self, limit: int = FREE, refuse: Callable[[int], Exception] = limited) -> None:
        self._limit = limit
        self._refuse = refuse
        self._wrong: dict[str, list[float]] = {}
        self._lock = Lock()

    def begin(self, email: str, now: float) -> None:
        """One more guess, counted before it is judged, so that guesses at once count one by one.

        Refuses (429) another one after ten wrong ones in fifteen minutes.
        """
        name = email.casefold()
        with self._lock:
            if len(self._wrong) > MOST:
                self._wrong.clear()
            recent = [at for at in self._wrong.get(name, ()) if at > now - WINDOW]
            if len(recent) >= self._limit:
                raise self._refuse(int(recent[0] + WINDOW - now) + 1)
            self._wrong[name] = [*recent, now]

    def was_right(self, email: str, now: float) -> None:
        """The guess begun at this time was the password: it does not count."""
        with self._lock:
            begun = self._wrong.get(email.casefold(), [])
            if now in begun:
                begun.remove(now)
