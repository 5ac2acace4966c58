"""Carries spooled jobs to one physical device: one thread, one job at a time, in order.

Before a byte leaves, the spool says `SENDING`; only the device's own answer makes a job `PRINTED`; everything between
is told as it is. Whatever kills this thread or its process, the next worker finds the job in the spool and knows what
to do.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PaperDocument, PrintJobId, SpooledJob, SpoolKind, SpoolState, Unwanted
from aura_terminal.ports.printing import (
    Accepted,
    CashDrawer,
    DeviceHealth,
    Failed,
    Fault,
    Held,
    InPrinter,
    KickOutcome,
    NotConfirmed,
    Opened,
    Printed,
    Printer,
    PrintOutcome,
    Spool,
    Unconfirmed,
)
from devices import spool_policy
from devices.bell import Bell, ThreadBell
from devices.health import HealthWatch
from devices.printers.phrases import HINTS
from devices.transports.transport import Refused

_log = logging.getLogger(__name__)

_AT_ONCE = 0.0
_WATCHING = 1.0  # while something is wrong or undecided
_IDLE = 5.0
_GRACE = 0.6  # for the job under way when the worker is stopped
_INTERRUPTED = "The program stopped while this was printing."
_HANDED_OVER = "Handed over; this printer cannot confirm that it printed."
_LATE = "Not printed: it waited too long. Print it late, or let it go."
_GIVEN_UP = {
    Unwanted.BUMPED: "Not printed: the kitchen was done with it meanwhile.",
    Unwanted.VOIDED: "Not printed: all of it was voided meanwhile.",
}


class DeviceWorker:
    """Prints the jobs of its routes on its printer and kicks its drawer.

    `step` does the next thing there is to do and answers after how many seconds to look again; `start` does so in a
    thread of its own until `stop`. `on_health` hears of changes, in the worker's thread.
    """

    def __init__(
        self,
        *,
        device: str,
        routes: Sequence[str],
        printer: Printer,
        drawer: CashDrawer | None,
        spool: Spool,
        now: Callable[[], datetime],
        new_id: Callable[[], PrintJobId],
        on_health: Callable[[DeviceHealth], None],
        bell: Bell | None = None,
    ) -> None:
        self._device = device
        self._routes = tuple(routes)
        self._printer = printer
        self._drawer = drawer
        self._spool = spool
        self._now = now
        self._new_id = new_id
        self._health = HealthWatch(device, on_health)
        self._bell = bell or ThreadBell()
        self._thread: threading.Thread | None = None
        self._is_stopping = False
        self._is_recovering = True
        self._inside: SpooledJob | None = None
        self._failures = 0
        self._looked: datetime | None = None

    def start(self) -> None:
        """Begin to work."""
        self._thread = threading.Thread(target=self._run, name=f"device-{self._device}", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There may be a new job; may be called from any thread."""
        self._bell.ring()

    def stop(self) -> None:
        """End within a second; a job that does not finish meanwhile is found again at the next start."""
        self._is_stopping = True
        self._bell.ring()
        if self._thread is None:
            return
        self._thread.join(_GRACE)
        if self._thread.is_alive():
            self._printer.cancel()
            self._thread.join(1.0 - _GRACE)
        self._thread = None

    def step(self) -> float:
        """One round; answers the seconds until the next."""
        if self._is_recovering:
            self._settle_interrupted()
        self._resume()
        is_undecided = self._repeat_unconfirmed()
        spooled = self._next_job()
        if spooled is not None and spooled.job.kind is SpoolKind.DRAWER_KICK:
            return self._kick(spooled)
        if self._inside is not None:
            return _WATCHING
        if spooled is None:
            return min(self._idle(), _WATCHING if is_undecided else _IDLE)
        return self._carry(spooled)

    def _run(self) -> None:
        while not self._is_stopping:
            pause = self._guarded_step()
            if pause > _AT_ONCE:
                self._bell.wait(pause)
        self._printer.close()

    def _guarded_step(self) -> float:
        try:
            return self.step()
        except Unavailable as unavailable:
            _log.warning("%s: %s", self._device, unavailable)
        except Exception:
            _log.exception("%s: a bug stopped this round; the worker goes on", self._device)
        self._is_recovering = True
        return _IDLE

    def _settle_interrupted(self) -> None:
        self._inside = None
        self._printer.close()
        for route in self._routes:
            for spooled in self._spool.interrupted(route):
                self._settle(spooled, SpoolState.UNCONFIRMED, _INTERRUPTED)
        self._is_recovering = False

    def _resume(self) -> None:
        """Ask after the job that stopped inside the printer."""
        if self._inside is None:
            return
        outcome = self._printer.resume()
        if outcome is None:
            outcome = Unconfirmed("the printer lost sight of this job")
        if not isinstance(outcome, InPrinter) or outcome.hint != self._inside.last_error:
            self._conclude(self._inside, outcome)

    def _repeat_unconfirmed(self) -> bool:
        """Queue again what repeats by itself; true while some of it still waits for its time."""
        waiting = False
        for route in self._routes:
            for spooled in filter(spool_policy.repeats_by_itself, self._spool.unconfirmed(route)):
                if spool_policy.repeat_is_due(spooled, self._now()):
                    copy = spool_policy.possible_duplicate(spooled.job, self._new_id())
                    self._spool.supersede(spooled.job.job_id, copy, SpoolState.REPRINTED, self._now())
                else:
                    waiting = True
        return waiting

    def _next_job(self) -> SpooledJob | None:
        found = [self._spool.next_job(route, self._now()) for route in self._routes]
        jobs = [spooled for spooled in found if spooled is not None]
        return min(jobs, key=_turn, default=None)

    def _kick(self, spooled: SpooledJob) -> float:
        if spool_policy.is_late_kick(spooled, self._now()):
            self._settle(spooled, SpoolState.CANCELLED, "Too late to open the drawer; it was not opened.")
        elif self._drawer is None:
            self._settle(spooled, SpoolState.FAILED, f"No drawer hangs on {self._device}.")
        else:
            self._spool.begin_attempt(spooled.job.job_id, self._now())
            self._settle(spooled, *_kicked(self._drawer.kick()))
        return _AT_ONCE

    def _idle(self) -> float:
        """Nothing to print: look after the device now and then, and leave it free for other terminals."""
        if self._looked is not None and self._now() - self._looked < timedelta(seconds=self._pause_when_idle()):
            return self._pause_when_idle()
        self._look()
        self._printer.close()
        return self._pause_when_idle()

    def _pause_when_idle(self) -> float:
        return spool_policy.retry_after(self._failures) if self._failures else _IDLE

    def _carry(self, spooled: SpooledJob) -> float:
        given_up = spool_policy.given_up(spooled, self._now())
        if given_up is not None:
            self._settle(spooled, SpoolState.CANCELLED, _GIVEN_UP[given_up])
            return _AT_ONCE
        if spool_policy.is_late(spooled, self._now()):
            self._settle(spooled, SpoolState.LATE, _LATE)
            return _AT_ONCE
        obstacle = self._look()
        if obstacle is not None:
            return self._hold(spooled, obstacle)
        self._spool.begin_attempt(spooled.job.job_id, self._now())
        sending = replace(spooled, state=SpoolState.SENDING)
        return self._conclude(sending, self._printer.print(spooled.job.job_id, _paper(spooled)))

    def _look(self) -> Held | None:
        """What keeps the device from printing now, if anything."""
        self._looked = self._now()
        try:
            status = self._printer.status()
        except Unavailable as unavailable:
            fault = Fault.BUSY if isinstance(unavailable, Refused) else Fault.UNREACHABLE
            self._health.missed(unavailable, fault, self._now())
            self._failures += 1
            return Held(fault, str(unavailable))
        worst = status.blocking or next(iter(status.faults), None)
        self._health.saw(status, HINTS[worst] if worst else "", self._now())
        self._failures = self._failures + 1 if status.blocking is Fault.NO_REPLY else 0
        return Held(status.blocking, HINTS[status.blocking]) if status.blocking else None

    def _hold(self, spooled: SpooledJob, held: Held) -> float:
        if (spooled.state, spooled.last_error) != (SpoolState.HELD, held.hint):
            self._settle(spooled, SpoolState.HELD, held.hint)
        self._printer.close()
        return spool_policy.retry_after(self._failures) if self._failures else _WATCHING

    def _conclude(self, spooled: SpooledJob, outcome: PrintOutcome) -> float:
        """Record what became of a job that was tried."""
        self._inside = None
        match outcome:
            case Printed():
                self._settle(spooled, SpoolState.PRINTED, "")
                return _AT_ONCE
            case Accepted():
                self._settle(spooled, SpoolState.ACCEPTED, _HANDED_OVER)
                return _AT_ONCE
            case Held():
                return self._hold(spooled, outcome)
            case InPrinter(hint=hint):
                self._settle(spooled, SpoolState.IN_PRINTER, hint)
                self._inside = replace(spooled, state=SpoolState.IN_PRINTER, last_error=hint)
            case Unconfirmed(reason=reason):
                self._settle(spooled, SpoolState.UNCONFIRMED, reason)
            case unknown:
                assert_never(unknown)
        return _WATCHING

    def _settle(self, spooled: SpooledJob, state: SpoolState, note: str) -> None:
        job = spooled.job
        _log.info("%s: %s (%s) is %s %s", self._device, job.title, job.job_id, state, note)
        self._spool.settle(job.job_id, state, note, self._now())


def _paper(spooled: SpooledJob) -> PaperDocument:
    if spooled.job.document is None:
        raise ValueError(f"job {spooled.job.job_id} has nothing to print")
    return spooled.job.document


def _turn(spooled: SpooledJob) -> tuple[bool, datetime]:
    return spooled.job.kind is not SpoolKind.DRAWER_KICK, spooled.created_at


def _kicked(outcome: KickOutcome) -> tuple[SpoolState, str]:
    match outcome:
        case Opened():
            return SpoolState.PRINTED, ""
        case NotConfirmed(reason=reason):
            return SpoolState.ACCEPTED, reason
        case Failed(reason=reason):
            return SpoolState.FAILED, reason
