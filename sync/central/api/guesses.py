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

    def must_allow(self, email: str, now: float) -> None:
        """Refuse (429) another guess after ten wrong ones in fifteen minutes."""
        with self._lock:
            recent = [at for at in self._wrong.get(email.casefold(), ()) if at > now - WINDOW]
        if len(recent) >= self._limit:
            raise self._refuse(int(recent[0] + WINDOW - now) + 1)

    def note(self, email: str, now: float) -> None:
        """One more wrong guess."""
        with self._lock:
            if len(self._wrong) > MOST:
                self._wrong.clear()
            recent = [at for at in self._wrong.get(email.casefold(), ()) if at > now - WINDOW]
            self._wrong[email.casefold()] = [*recent, now]
