"""Carries attempts to one card terminal: one thread, one attempt at a time.

What an attempt is called is in the store before its first byte leaves; every answer is in the store before the next
step. Whatever kills this thread or its process, the next one asks the terminal first what became of all that is not
final, and begins nothing before.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aura_terminal.domain.card_attempts import AT_WORK, UNDECIDED, AttemptState, CardAttempt
from aura_terminal.domain.card_facts import TipWhen
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.telling import told
from aura_terminal.ports.card_desk import CardDesk, TakenBack
from aura_terminal.ports.card_reader import (
    Asking,
    CannotTell,
    CardApproved,
    CardCancelled,
    CardDeclined,
    CardLost,
    CardReader,
    NotSent,
    Original,
    QueryOutcome,
    ReaderOutcome,
    ReaderRequest,
    Step,
    StillRunning,
)
from aura_terminal.ports.printing import DeviceHealth, Fault, HealthKind, PrinterStatus
from devices.bell import Bell, ThreadBell
from devices.health import HealthWatch
from devices.reversal_file import ReversalFile, TakingBack

_log = logging.getLogger(__name__)

_AT_ONCE = 0.0
_IDLE = 5.0
_LOOK_EVERY = timedelta(seconds=15)
_ASK_EVERY = timedelta(seconds=5)
_ASK_RARELY = timedelta(seconds=30)  # once a person was asked to look at the slip
_STALE = timedelta(seconds=45)
_GRACE = 0.6
_EAR = 0.5

_STOPPED = told("the program stopped while the terminal was at it")
_LATE = told("Nothing was charged: the terminal could not be asked in time. Begin again.")
_MUTE = told("this terminal cannot be asked; its own slip tells")


@dataclass(frozen=True, slots=True)
class ReaderNews:
    """What a terminal shows now for an attempt; nothing while it rests."""

    reader: str
    attempt_id: AttemptId | None = None
    step: Step | None = None


class ReaderWorker:
    """Talks to one terminal. `step` does the next thing and answers after how many seconds to look again; `start` does
    so in a thread of its own until `stop`. `hear` is for the cancel alone, which another thread may call.

    `tell` hears what the terminal shows and `on_health` how it is, both in this worker's thread. A charge that cannot
    be kept is reversed at once, by way of `aside`; of all else that cannot be kept the terminal is asked again later.
    """

    def __init__(
        self,
        *,
        name: str,
        reader: CardReader,
        desk: CardDesk,
        aside: ReversalFile,
        now: Callable[[], datetime],
        new_key: Callable[[], str],
        tell: Callable[[ReaderNews], None],
        on_health: Callable[[DeviceHealth], None],
        bell: Bell | None = None,
    ) -> None:
        self._name, self._reader, self._desk, self._aside = name, reader, desk, aside
        self._now, self._new_key, self._tell = now, new_key, tell
        self._health = HealthWatch(name, on_health, HealthKind.CARD_READER)
        self._bell, self._ear = bell or ThreadBell(), ThreadBell()
        self._threads: tuple[threading.Thread, ...] = ()
        self._is_stopping = False
        self._is_recovering = True
        self._is_open = False
        self._at: AttemptId | None = None
        self._cancelled: AttemptId | None = None
        self._asked_at: dict[AttemptId, datetime] = {}
        self._told: set[tuple[AttemptId, str]] = set()
        self._looked: datetime | None = None

    def start(self) -> None:
        """Begin to work."""
        self._threads = (
            threading.Thread(target=self._run, name=f"reader-{self._name}", daemon=True),
            threading.Thread(target=self._listen, name=f"reader-{self._name}-ear", daemon=True),
        )
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There may be a new attempt, or a cancel; may be called from any thread."""
        self._bell.ring()
        self._ear.ring()

    def stop(self) -> None:
        """End within a second. A charge under way goes on at the terminal, and is asked for at the next start."""
        self._is_stopping = True
        self.wake()
        for thread in self._threads:
            thread.join(_GRACE)
        self._threads = ()

    def step(self) -> float:
        """One round; answers the seconds until the next."""
        if not self._is_open:
            self._aside.open()
            self._is_open = True
        self._take_back_pending()
        if self._is_recovering:
            self._find_interrupted()
        pause = self._ask_what_became()
        waiting = self._desk.waiting(self._name)
        if waiting is not None:
            self._carry(waiting)
            return _AT_ONCE
        self._look()
        return pause

    def hear(self) -> None:
        """Pass a cancel on to the terminal, once for each attempt."""
        at = self._at
        if at is None or at == self._cancelled:
            return
        if self._desk.find(at).cancel_asked is not None:
            self._cancelled = at
            self._reader.cancel()

    def _run(self) -> None:
        while not self._is_stopping:
            pause = self._guarded_step()
            if pause > _AT_ONCE:
                self._bell.wait(pause)
        self._reader.close()

    def _guarded_step(self) -> float:
        try:
            return self.step()
        except Unavailable as unavailable:
            _log.warning("%s: %s", self._name, unavailable)
        except Exception:
            _log.exception("%s: a bug stopped this round; the worker goes on", self._name)
        self._is_recovering = True
        return _IDLE

    def _listen(self) -> None:
        while not self._is_stopping:
            self._ear.wait(_EAR if self._at is not None else _IDLE)
            try:
                self.hear()
            except Unavailable as unavailable:
                _log.warning("%s: a cancel was not passed on: %s", self._name, unavailable)
            except Exception:
                _log.exception("%s: a bug kept a cancel from the terminal", self._name)

    # What was not finished

    def _find_interrupted(self) -> None:
        """Whatever was at the terminal when this process began: nobody knows what became of it."""
        apart = {taking.attempt_id for taking in self._aside.pending}
        for attempt in self._desk.unsettled(self._name):
            if attempt.state in AT_WORK and attempt.id not in apart:
                self._desk.settle(attempt.id, CardLost(_STOPPED))
        self._is_recovering = False

    def _ask_what_became(self) -> float:
        """Query each attempt that is not final; answers after how long there is more to ask."""
        apart = {taking.attempt_id for taking in self._aside.pending}
        pauses = [_IDLE]
        for attempt in self._desk.unsettled(self._name):
            if attempt.id in apart or attempt.state in AT_WORK:
                continue
            every = _ASK_EVERY if attempt.state in UNDECIDED - {AttemptState.MANUAL_REVIEW} else _ASK_RARELY
            if self._is_time(self._asked_at.get(attempt.id), every):
                self._ask(attempt)
            pauses.append(every.total_seconds())
        return min(pauses)

    def _ask(self, attempt: CardAttempt) -> None:
        self._asked_at[attempt.id] = self._now()
        self._desk.mark(attempt.id)
        outcome: QueryOutcome = CannotTell(_MUTE, is_final=True)
        if self._reader.abilities.can_query:
            outcome = self._reader.query(request_of(attempt))
        _log.info("%s: attempt %s: asked, %s", self._name, attempt.id, type(outcome).__name__)
        self._desk.settle(attempt.id, outcome)
        if not isinstance(outcome, StillRunning | CannotTell):
            self._asked_at.pop(attempt.id, None)

    # A new one

    def _carry(self, attempt: CardAttempt) -> None:
        if abs(self._now() - attempt.asked.created_at) > _STALE:
            self._desk.settle(attempt.id, NotSent(Fault.UNREACHABLE, _LATE))
            return
        if attempt.cancel_asked is not None:
            self._desk.settle(attempt.id, CardCancelled())
            return
        request = request_of(attempt)
        try:
            note = self._reader.prepare(request)
        except Unavailable as unavailable:
            self._desk.settle(attempt.id, NotSent(Fault.UNREACHABLE, str(unavailable)))
            self._health.missed(unavailable, Fault.UNREACHABLE, self._now())
            return
        if not self._desk.send(attempt.id, note):
            return
        self._at = attempt.id
        self._tell(ReaderNews(self._name, attempt.id))
        try:
            outcome = self._reader.perform(replace(request, note=note), self._stepped)
            self._at = None
            _log.info("%s: attempt %s: %s", self._name, attempt.id, type(outcome).__name__)
            self._conclude(attempt, outcome)
        finally:
            self._at = None
            self._tell(ReaderNews(self._name))

    def _stepped(self, step: Step) -> None:
        """The terminal shows something else. That it is at work is worth keeping, and nothing that may stop it."""
        if self._at is None:
            return
        try:
            self._desk.mark(self._at)
        except Unavailable as unavailable:
            _log.warning("%s: a step was not kept: %s", self._name, unavailable)
        self._tell(ReaderNews(self._name, self._at, step))

    def _conclude(self, attempt: CardAttempt, outcome: ReaderOutcome) -> None:
        try:
            self._desk.settle(attempt.id, outcome)
        except (Unavailable, RuleBroken) as trouble:
            can_reverse = attempt.asked.act is CardAct.SALE and self._reader.abilities.can_reverse
            if not isinstance(outcome, CardApproved) or not can_reverse:
                raise
            _log.warning("%s: attempt %s was charged and cannot be kept: %s", self._name, attempt.id, trouble)
            self._reverse(_taking(attempt, outcome, self._name))

    # Charges that cannot be kept

    def _take_back_pending(self) -> None:
        """Go on with what was to be reversed: ask first, for it may have been; then reverse, or say what is known."""
        for taking in self._aside.pending:
            if taking.reader != self._name:
                continue
            if not taking.key:
                self._reverse(taking)
                continue
            outcome: QueryOutcome = CannotTell(_MUTE, is_final=True)
            if self._reader.abilities.can_query:
                outcome = self._reader.query(_reversal(taking))
            if isinstance(outcome, CardApproved | CardDeclined | CardCancelled):
                self._settle_taken_back(taking, outcome)
            elif isinstance(outcome, CannotTell) and outcome.is_final:
                self._settle_taken_back(taking, CardLost(outcome.reason))
            elif not isinstance(outcome, StillRunning | CannotTell):
                self._reverse(taking)

    def _reverse(self, taking: TakingBack) -> None:
        """Under a new key, on disk before the first byte. Where it is refused, given up or cannot be said to
        this terminal, the charge stands.
        """
        wanted = replace(taking, key=self._new_key(), note="")
        request = _reversal(wanted)
        try:
            wanted = replace(wanted, note=self._reader.prepare(request))
        except Unavailable as unavailable:
            self._warn_once(taking, f"is not taken back yet: {unavailable}")
            self._aside.put(taking)
            return
        self._aside.put(wanted)
        outcome = self._reader.perform(_reversal(wanted), _nothing)
        _log.warning("%s: attempt %s: reversal, %s", self._name, taking.attempt_id, type(outcome).__name__)
        cannot_be_said = isinstance(outcome, NotSent) and outcome.fault is Fault.NOT_SET_UP
        if cannot_be_said or isinstance(outcome, CardApproved | CardDeclined | CardCancelled):
            self._settle_taken_back(wanted, outcome)

    def _settle_taken_back(self, taking: TakingBack, outcome: ReaderOutcome | QueryOutcome) -> None:
        try:
            self._desk.settle(taking.attempt_id, TakenBack(taking.approved, taking.key, outcome))
        except (Unavailable, RuleBroken) as trouble:
            self._warn_once(taking, f"is kept aside: {trouble}")
            return
        self._aside.done(taking.attempt_id)

    def _warn_once(self, taking: TakingBack, words: str) -> None:
        if (taking.attempt_id, words) not in self._told:
            self._told.add((taking.attempt_id, words))
            _log.warning("%s: attempt %s %s", self._name, taking.attempt_id, words)

    # Rest

    def _look(self) -> None:
        if not self._is_time(self._looked, _LOOK_EVERY):
            return
        self._looked = self._now()
        try:
            status = self._reader.status()
        except Unavailable as unavailable:
            self._health.missed(unavailable, Fault.UNREACHABLE, self._now())
            return
        seen = PrinterStatus(status.power, status.faults, status.confidence)
        hint = "" if seen.blocking is None else told("{name}: look at the terminal", name=self._name)
        self._health.saw(seen, hint, self._now())

    def _is_time(self, last: datetime | None, every: timedelta) -> bool:
        """Whether something is due again; also after the clock was set back, which must keep nobody waiting."""
        return last is None or not timedelta(0) <= self._now() - last < every


def request_of(attempt: CardAttempt) -> ReaderRequest:
    """What the terminal is asked for an attempt; the same whenever it is said."""
    asked, original = attempt.asked, attempt.asked.original
    return ReaderRequest(
        attempt.id, asked.key, asked.act, asked.amount + asked.tip, asked.label, attempt.note,
        Asking.TIP if asked.tip_when is TipWhen.AT_TERMINAL else Asking.NO_TIP,
        None if original is None else Original(original.key, original.reference, original.amount),
    )  # fmt: skip


def _taking(attempt: CardAttempt, approved: CardApproved, reader: str) -> TakingBack:
    return TakingBack(attempt.id, reader, attempt.asked.key, "", "", attempt.asked.label, approved)


def _reversal(taking: TakingBack) -> ReaderRequest:
    amount = taking.approved.amounts.total
    original = Original(taking.original_key, taking.approved.reference, amount)
    return ReaderRequest(
        taking.attempt_id, taking.key, CardAct.REVERSAL, amount, taking.label, taking.note, original=original
    )


def _nothing(step: Step) -> None:
    """Nobody watches a reversal."""
