"""What a worker sees of its device: whether it works, since when it does not, and how long it is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.printing import Fault, Held, Printer
from devices.claims import Claim
from devices.detours import Detours
from devices.drawers.watching import DrawerWatch
from devices.health import HealthWatch
from devices.printers.phrases import HINTS
from devices.spooling_breaker import Breaker
from devices.transports.transport import Refused

WATCHING = 1.0  # while something is wrong or undecided
IDLE = 5.0


class DeviceSight:
    """Looks at one printer, tells its health, has its drawer watched, and keeps the claim while it is used."""

    def __init__(
        self,
        device: str,
        printer: Printer,
        now: Callable[[], datetime],
        health: HealthWatch,
        drawer: DrawerWatch | None = None,
        detours: Detours | None = None,
        claim: Claim | None = None,
    ) -> None:
        self._device = device
        self._printer = printer
        self._now = now
        self._health = health
        self._drawer = drawer
        self._detours = detours
        self._claim = claim
        self._breaker = Breaker()
        self._blocked_since: datetime | None = None
        self._looked: datetime | None = None

    @property
    def failures(self) -> int:
        """How often the device could not be reached in a row."""
        return self._breaker.failures

    @property
    def blocked_since(self) -> datetime | None:
        """Since when it does not print; None while it does."""
        return self._blocked_since

    def left_alone(self) -> float:
        """Seconds until it is looked at again, 0.0 for at any time."""
        return self._breaker.left(self._now())

    def try_now(self) -> None:
        """Look at once the next time; may be called from any thread."""
        self._breaker.close()
        self._looked = None

    def look_soon(self) -> None:
        """Something happened to it, such as a kick of the drawer."""
        self._looked = None

    def obstacle(self) -> Held | None:
        """What keeps it from printing; one that just failed is not asked again so soon."""
        if self.left_alone() and self._breaker.obstacle is not None:
            return self._breaker.obstacle
        return self._look()

    def while_idle(self) -> float:
        """Look after it now and then, and leave it free for other terminals; seconds until the next time."""
        pause = self._pause()
        if self._looked is None or self._now() - self._looked >= timedelta(seconds=pause):
            self._look()
            pause = self._pause()
        self.let_go()
        return pause

    def note_unwell(self) -> None:
        """It stopped in the middle of a job."""
        self._blocked_since = self._blocked_since or self._now()
        if self._detours is not None:
            self._detours.tell_unwell(self._device)

    def hold_claim(self) -> None:
        """Keep other programs away; `Refused` where one is quicker."""
        if self._claim is not None:
            self._claim.take()

    def let_go(self) -> None:
        """Leave it to others."""
        self._printer.close()
        if self._claim is not None:
            self._claim.release()

    def _pause(self) -> float:
        is_open = self._drawer is not None and self._drawer.is_open
        is_watched = is_open or self._blocked_since is not None
        return self.left_alone() or (WATCHING if is_watched else IDLE)

    def _look(self) -> Held | None:
        self._looked = self._now()
        try:
            self.hold_claim()
            status = self._printer.status()
        except Unavailable as unavailable:
            return self._missed(unavailable)
        worst = status.blocking or next(iter(status.faults), None)
        self._health.saw(status, HINTS[worst] if worst else "", self._now())
        if self._drawer is not None:
            self._drawer.saw(status.drawer, self._now())
        if status.blocking is None:
            self._note_well()
            return None
        held = Held(status.blocking, HINTS[status.blocking])
        if status.blocking is Fault.NO_REPLY:
            self._breaker.failed(held, self._now())
        else:
            self._breaker.passed()
        self.note_unwell()
        return held

    def _missed(self, unavailable: Unavailable) -> Held:
        is_busy = isinstance(unavailable, Refused)
        held = Held(Fault.BUSY if is_busy else Fault.UNREACHABLE, str(unavailable))
        self._health.missed(unavailable, held.fault, self._now())
        if is_busy:
            self._breaker.turned_away(held, self._now())
        else:
            self._breaker.failed(held, self._now())
        self.note_unwell()
        return held

    def _note_well(self) -> None:
        self._breaker.passed()
        self._blocked_since = None
        if self._detours is not None:
            self._detours.tell_well(self._device)
