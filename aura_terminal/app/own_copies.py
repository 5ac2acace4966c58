"""Copies of the store that nobody has to think of: the node makes one every few hours in which something was kept."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from aura_terminal.ports.chance import Clock
from aura_terminal.ports.watching import Stopped, Watch
from aura_terminal.store import backups
from aura_terminal.store.errors import DRIVER_ERRORS, StoreUnavailable
from aura_terminal.store.folders import store_file

QUIET = 60.0
"""Seconds without a change after which a copy that is due is made."""
AT_LATEST = 3600.0
"""Seconds after which it is made although somebody works: sales go on meanwhile."""
AFTER_FAILURE = 1800.0
ROOM_LEFT = 1 << 30
"""Bytes that have to be free beside the copy and the store's own growth: sales come before copies."""

_log = logging.getLogger(__name__)

MakeCopy = Callable[[Path, datetime, Watch], Path]


class OwnCopies:
    """Told of every tick and every change; copies on a thread of its own, one at a time. Times are seconds.

    `every` is the time between two copies; nothing is copied where it is nought or nothing was kept since the last one.
    Each copy is checked before it counts, and older ones go as `backups.kept` says.
    """

    def __init__(self, folder: Path, every: timedelta, clock: Clock, make: MakeCopy = backups.back_up) -> None:
        self._folder, self._every, self._clock, self._make = folder, every, clock, make
        self._watch = Watch()
        self._thread: threading.Thread | None = None
        self._changed_at = clock.monotonic()
        self._since: float | None = self._changed_at
        """From when on no copy holds what was kept; nobody knows of what was kept before this start."""
        self._due_at = self._changed_at + self._wait_for_first()
        self._has_failed = False

    def changed(self) -> None:
        """Something was kept."""
        self._changed_at = self._clock.monotonic()
        if self._since is None:
            self._since = self._changed_at

    def tick(self) -> None:
        """Begin a copy where one is due."""
        if not self._every or (self._thread is not None and self._thread.is_alive()):
            return
        now = self._clock.monotonic()
        if self._thread is not None:
            self._thread = None
            self._due_at = now + (AFTER_FAILURE if self._has_failed else self._every.total_seconds())
            if self._has_failed and self._since is None:
                self._since = now
        if self._since is None or now < self._due_at:
            return
        if now - self._changed_at >= QUIET or now - max(self._due_at, self._since) >= AT_LATEST:
            self._since, self._has_failed = None, False
            self._thread = threading.Thread(target=self._copy, name="own-copies", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Give up a copy that is being made; nothing of it is left behind."""
        self._watch.stop()
        self.join()

    def join(self) -> None:
        """Wait for the copy that is being made; returns at once where none is."""
        if self._thread is not None:
            self._thread.join()

    def _copy(self) -> None:
        try:
            self._look_for_room()
            self._make(self._folder, self._clock.now(), self._watch)
        except Stopped:
            return
        except (StoreUnavailable, OSError, *DRIVER_ERRORS) as trouble:  # whatever it is, printing goes on beside it
            self._has_failed = True
            _log.warning("own_copy_failed: %s", trouble)
        else:
            _log.info("own_copy_made")

    def _look_for_room(self) -> None:
        """Refuse where the disk would become too full to sell on."""
        needed = store_file(self._folder).stat().st_size * 2 + ROOM_LEFT
        free = shutil.disk_usage(self._folder).free
        if free < needed:
            raise OSError(f"{free >> 20} MiB are free and {needed >> 20} would have to be; make room on the disk")

    def _wait_for_first(self) -> float:
        """Until the newest copy there is has its age; after a clock that was wrong no longer than usual."""
        age = min((self._clock.now() - made for made in backups.copies(self._folder).values()), default=self._every)
        return max(timedelta(0), self._every - max(age, timedelta(0))).total_seconds()
