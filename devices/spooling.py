"""Carries spooled jobs to one physical device: one thread, one job at a time, in order.

Before a byte leaves, the spool says `SENDING`; only the device's own answer makes a job `PRINTED`; everything between
is told as it is. Whatever kills this thread or its process, the next worker finds the job in the spool and knows what
to do.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from typing import TypeVar, assert_never

from aura_terminal.domain.errors import NotFound, Unavailable
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolKind, SpoolState
from aura_terminal.domain.paper_ways import INTERRUPTED, Meanwhile, redirected
from aura_terminal.domain.telling import told
from aura_terminal.ports.printing import (
    Accepted,
    CashDrawer,
    DeviceHealth,
    Failed,
    HealthKind,
    Held,
    InPrinter,
    KickOutcome,
    Printed,
    Printer,
    PrintOutcome,
    Spool,
    Unconfirmed,
)
from devices import spool_policy
from devices.bell import Bell, ThreadBell
from devices.claims import Claim
from devices.detours import Detours
from devices.drawers.watching import DrawerWatch
from devices.health import HealthWatch
from devices.spooling_errands import Call, Errands
from devices.spooling_sight import IDLE, WATCHING, DeviceSight
from devices.spooling_words import (
    CAME_OUT_TOO,
    GIVEN_UP,
    HANDED_OVER,
    LATE,
    TOO_LATE_TO_OPEN,
    USE_KEY,
    kicked,
)

_log = logging.getLogger(__name__)
T = TypeVar("T")

_AT_ONCE = 0.0
_GRACE = 0.6  # for the job under way when the worker is stopped


class DeviceWorker:
    """Prints the jobs of its routes on its printer and kicks its drawer.

    `step` does the next thing there is to do and answers after how many seconds to look again; `start` does so in a
    thread of its own until `stop`. `on_health` hears of changes, in the worker's thread. What a kitchen cooks from goes
    to a backup of `detours` when this device does not work; a device that has a `claim` is used only while it is held.
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
        detours: Detours | None = None,
        claim: Claim | None = None,
        kind: HealthKind = HealthKind.PRINTER,
    ) -> None:
        self._device = device
        self._routes = tuple(routes)
        self._printer = printer
        self._drawer = drawer
        self._spool = spool
        self._now = now
        self._new_id = new_id
        watch = None if drawer is None else DrawerWatch(device, on_health)
        health = HealthWatch(device, on_health, kind)
        self._sight = DeviceSight(device, printer, now, health, watch, detours, claim)
        self._bell = bell or ThreadBell()
        self._detours = detours
        self._errands = Errands()
        self._thread: threading.Thread | None = None
        self._is_stopping = False
        self._is_recovering = True
        self._inside: SpooledJob | None = None

    def start(self) -> None:
        """Begin to work."""
        self._thread = threading.Thread(target=self._run, name=f"device-{self._device}", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There may be a new job; may be called from any thread."""
        self._bell.ring()

    def try_now(self) -> None:
        """Look at the device at once, however often it failed; may be called from any thread."""
        self._sight.try_now()
        self._bell.ring()

    def ask(self, call: Call[T]) -> Future[T]:
        """Have something done with the device between two jobs; may be called from any thread."""
        future = self._errands.ask(call)
        self._bell.ring()
        return future

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
        self._errands.run(self._printer, self._drawer)
        spooled = self._next_job()
        if spooled is not None and spooled.job.kind is SpoolKind.DRAWER_KICK:
            return self._kick(spooled)  # somebody stands before it
        self._resume()
        is_undecided = self._repeat_unconfirmed()
        spooled = spooled or self._next_job()
        if spooled is not None and spooled.job.kind is SpoolKind.DRAWER_KICK:
            return self._kick(spooled)  # it came while the others were looked at
        if spooled is not None and self._goes_elsewhere(spooled):
            return _AT_ONCE
        if self._inside is not None:
            return WATCHING
        if spooled is None:
            return min(self._sight.while_idle(), WATCHING if is_undecided else IDLE)
        return self._carry(spooled)

    def _run(self) -> None:
        while not self._is_stopping:
            pause = self._guarded_step()
            if pause > _AT_ONCE:
                self._bell.wait(pause)
        self._sight.let_go()

    def _guarded_step(self) -> float:
        try:
            return self.step()
        except Unavailable as unavailable:
            _log.warning("%s: %s", self._device, unavailable)
        except Exception:
            _log.exception("%s: a bug stopped this round; the worker goes on", self._device)
        self._is_recovering = True
        return IDLE

    def _settle_interrupted(self) -> None:
        self._inside = None
        self._sight.let_go()
        for route in self._routes:
            for spooled in self._spool.interrupted(route):
                self._settle(spooled, SpoolState.UNCONFIRMED, INTERRUPTED)
        self._is_recovering = False

    def _resume(self) -> None:
        """Ask after the job that stopped inside the printer."""
        if self._inside is None:
            return
        outcome = self._printer.resume()
        if outcome is None:
            outcome = Unconfirmed(told("the printer lost sight of this job"))
        if self._inside.state is SpoolState.REDIRECTED:
            self._forget_inside(outcome)
        elif not isinstance(outcome, InPrinter):
            self._conclude(self._inside, outcome)
        else:
            if outcome.hint != self._inside.last_error:
                self._conclude(self._inside, outcome)
            self._send_inside_elsewhere(outcome)

    def _forget_inside(self, outcome: PrintOutcome) -> None:
        """What went elsewhere may come out here as well, which its header said."""
        if isinstance(outcome, InPrinter) or self._inside is None:
            return
        if isinstance(outcome, Printed):
            self._settle(self._inside, SpoolState.REDIRECTED, CAME_OUT_TOO)
        self._inside = None

    def _send_inside_elsewhere(self, outcome: InPrinter) -> None:
        inside = self._inside
        if inside is not None and (to := self._way_out(inside, Held(outcome.fault, outcome.hint))) is not None:
            self._redirect(inside, to, Meanwhile.MAY_COME_OUT)
            self._inside = replace(inside, state=SpoolState.REDIRECTED)

    def _repeat_unconfirmed(self) -> bool:
        """Queue again what repeats by itself; true while some of it still waits for its time."""
        waiting = False
        for route in self._routes:
            for spooled in filter(spool_policy.repeats_by_itself, self._spool.unconfirmed(route)):
                if spool_policy.repeat_is_due(spooled, self._now()):
                    copy = spool_policy.possible_duplicate(spooled.job, self._new_id())
                    self._supersede(spooled, copy, SpoolState.REPRINTED)
                else:
                    waiting = True
        return waiting

    def _next_job(self) -> SpooledJob | None:
        found = [self._spool.next_job(route, self._now()) for route in self._routes]
        jobs = [spooled for spooled in found if spooled is not None]
        return min(jobs, key=_turn, default=None)

    def _kick(self, spooled: SpooledJob) -> float:
        if spool_policy.is_late_kick(spooled, self._now()):
            self._settle(spooled, SpoolState.CANCELLED, TOO_LATE_TO_OPEN)
        elif self._drawer is None:
            self._settle(spooled, SpoolState.FAILED, told("No drawer hangs on {device}.", device=self._device))
        else:
            if self._begin_attempt(spooled):
                self._settle(spooled, *kicked(self._kick_claimed(self._drawer)))
            self._sight.look_soon()
        return _AT_ONCE

    def _kick_claimed(self, drawer: CashDrawer) -> KickOutcome:
        try:
            self._sight.hold_claim()
        except Unavailable as taken:
            return Failed(f"{USE_KEY} {taken}")
        return drawer.kick()

    def _carry(self, spooled: SpooledJob) -> float:
        given_up = spool_policy.given_up(spooled, self._now())
        if given_up is not None:
            self._settle(spooled, SpoolState.CANCELLED, GIVEN_UP[given_up])
            return _AT_ONCE
        if spool_policy.is_late(spooled, self._now()):
            self._settle(spooled, SpoolState.LATE, LATE)
            return _AT_ONCE
        obstacle = self._sight.obstacle()
        if obstacle is not None:
            if (to := self._way_out(spooled, obstacle)) is not None:
                self._redirect(spooled, to, Meanwhile.CERTAIN)
                return _AT_ONCE
            return self._hold(spooled, obstacle)
        if not self._begin_attempt(spooled):
            return _AT_ONCE
        assert spooled.job.document is not None  # a kick of the drawer alone has none
        outcome = self._printer.print(spooled.job.job_id, spooled.job.document)
        return self._conclude(replace(spooled, state=SpoolState.SENDING), outcome)

    def _goes_elsewhere(self, spooled: SpooledJob) -> bool:
        """Whether the job took the way all paper of this device takes now."""
        to = None if self._detours is None else self._detours.way_of(self._device, spooled.job)
        if to is None or spool_policy.is_late(spooled, self._now()):
            return False
        self._redirect(spooled, to, Meanwhile.CERTAIN)
        return True

    def _way_out(self, spooled: SpooledJob, obstacle: Held) -> str | None:
        since = self._sight.blocked_since
        if self._detours is None or since is None:
            return None
        failures, now = self._sight.failures, self._now()
        if not spool_policy.redirect_is_due(spooled.job, obstacle.fault, failures, since, now):
            return None
        return self._detours.begin(self._device, obstacle.hint)

    def _redirect(self, spooled: SpooledJob, to: str, meanwhile: Meanwhile) -> None:
        copy = redirected(spooled.job, self._new_id(), self._device, to, meanwhile)
        _log.info("%s: %s (%s) goes to %s", self._device, spooled.job.title, spooled.job.job_id, to)
        self._supersede(spooled, copy, SpoolState.REDIRECTED)

    def _hold(self, spooled: SpooledJob, held: Held) -> float:
        if (spooled.state, spooled.last_error) != (SpoolState.HELD, held.hint):
            self._settle(spooled, SpoolState.HELD, held.hint)
        self._sight.let_go()
        return self._sight.left_alone() or WATCHING

    def _conclude(self, spooled: SpooledJob, outcome: PrintOutcome) -> float:
        """Record what became of a job that was tried."""
        self._inside = None
        match outcome:
            case Printed():
                self._settle(spooled, SpoolState.PRINTED, "")
                return _AT_ONCE
            case Accepted():
                self._settle(spooled, SpoolState.ACCEPTED, HANDED_OVER)
                return _AT_ONCE
            case Held():
                return self._hold(spooled, outcome)
            case InPrinter(hint=hint):
                self._settle(spooled, SpoolState.IN_PRINTER, hint)
                self._inside = replace(spooled, state=SpoolState.IN_PRINTER, last_error=hint)
                self._sight.note_unwell()
            case Unconfirmed(reason=reason):
                self._settle(spooled, SpoolState.UNCONFIRMED, reason)
            case unknown:
                assert_never(unknown)
        return WATCHING

    def _begin_attempt(self, spooled: SpooledJob) -> bool:
        """Record that bytes leave now; False where somebody at a screen was quicker with this job."""
        try:
            self._spool.begin_attempt(spooled.job.job_id, self._now())
        except NotFound:
            _log.info("%s: %s was decided elsewhere", self._device, spooled.job.job_id)
            return False
        return True

    def _supersede(self, spooled: SpooledJob, copy: PrintJob, state: SpoolState) -> None:
        try:
            self._spool.supersede(spooled.job.job_id, copy, state, self._now())
        except NotFound:  # as above
            _log.info("%s: %s was decided elsewhere", self._device, spooled.job.job_id)

    def _settle(self, spooled: SpooledJob, state: SpoolState, note: str) -> None:
        job = spooled.job
        _log.info("%s: %s (%s) is %s %s", self._device, job.title, job.job_id, state, note)
        self._spool.settle(job.job_id, state, note, self._now())


def _turn(spooled: SpooledJob) -> tuple[bool, datetime]:
    return spooled.job.kind is not SpoolKind.DRAWER_KICK, spooled.created_at
