"""Requests about records: which one leaves next, and what its answer comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from aura_terminal.domain.central import CentralConfirmed, RecordId, replaces
from aura_terminal.domain.facts import Fact
from aura_terminal.ports.central import CentralBook, WireRow, WireState
from sync.mesh.contract import Chance, Moment
from sync.reconcile.backoff import jittered
from sync.reconcile.budget import Budget
from sync.reconcile.contract import (
    Again,
    Answer,
    Connector,
    Done,
    Lane,
    Later,
    LookFirst,
    Lost,
    Outcome,
    Problem,
    Refusal,
    Reply,
    SignInAgain,
    Unknown,
    canonical,
)
from sync.reconcile.effects import CourierLimits, Turn
from sync.reconcile.planning import Planning
from sync.reconcile.settling import Reading, confirmed, refused
from sync.reconcile.unheard import Unheard
from sync.reconcile.wires import Wires
from sync.reconcile.written import at

_STUBBORN = 3  # after so many tries a request goes behind those of its lane that are new
_LONGEST_WORDS = 200
_TOO_MANY = 429
_LONGEST_REST_MS = 24 * 3600 * 1000  # beyond, a clock was put back since


class Errand(StrEnum):
    """What a request about a record is for."""

    STEP = "step"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Leaving:
    """A request that may leave now: its row is frozen where it tells something, and as it was where it only looks."""

    row: WireRow
    errand: Errand
    method: str
    path: str
    body: bytes
    key: str


class Pushing:
    """Chooses among prepared requests and those of unknown outcome, and settles them."""

    def __init__(
        self, connector: Connector, book: CentralBook, wires: Wires, planning: Planning, limits: CourierLimits,
        chance: Chance,
    ) -> None:  # fmt: skip
        self._connector = connector
        self._book = book
        self._wires = wires
        self._planning = planning
        self._limits = limits
        self._chance = chance
        self._reading = Reading(
            connector, book.picture, patience=limits.unreadable, looks_must_tell=limits.looks_must_tell
        )
        self._due: dict[str, float] = {}
        self._tries: dict[str, int] = {}
        self._looked: set[str] = set()
        self._looks_from = float("-inf")
        self._otherwise: dict[str, Refusal] = {}
        self._unauthorised: set[str] = set()
        self._unheard = Unheard(limits)
        self._shaky: dict[tuple[RecordId, str], None] = {}
        self.is_signed_out = False

    def turn(self, turn: Turn, now: Moment) -> None:
        """This terminal speaks for the store from now on; what an earlier one may have made is looked for first."""
        self._unheard.turn(turn, now)
        self._look_anew(now)

    def heard(self, speaking: Mapping[str, bool], now: Moment) -> None:
        """Who else is heard while this terminal speaks: what they may have made is looked for first."""
        if self._unheard.heard(speaking, now):
            self._look_anew(now)

    def _look_anew(self, now: Moment) -> None:
        """What was not there before may be there now, and so may what a look does not find that is still under way."""
        self._looked.clear()
        self._looks_from = now.monotonic

    def tell_again(self, now: Moment) -> tuple[Fact, ...]:
        """What an earlier speaker's last requests may have undone is told once more when the last of them has come."""
        if not self._shaky or now.monotonic < self._unheard.settled_at:
            return ()
        shaky, self._shaky = self._shaky, {}
        return self._planning.tell_again(shaky, now)

    def forgive(self, now: Moment) -> None:
        """The back office answers again: what failed with everything else need not wait any longer."""
        for key in self._due:
            self._due[key] = min(self._due[key], now.monotonic + self._chance.random())

    def freeze(self, room: int, busy: Iterable[RecordId], budget: Budget, now: Moment) -> list[Leaving]:
        """The requests that leave now, the most urgent first, one for a record; they are counted and committed."""
        for key in [key for key in self._due if key not in self._wires]:
            self._forget(key)  # it was replaced or left to somebody else
        chosen: list[Leaving] = []
        held, closed = set(busy), set[int]()
        for row in sorted(self._wires, key=_urgency) if room > 0 else ():
            if len(chosen) >= room:
                break
            if row.record in held or row.lane in closed or not self._is_due(row, now):
                continue
            if not budget.allows(Lane(row.lane), now):
                closed.add(row.lane)
            elif self._is_wanted(row, now):
                held.add(row.record)
                budget.spent(Lane(row.lane), now)
                chosen.append(self._leaving(row, now))
        self._wires.put(one.row for one in chosen if one.errand is Errand.STEP)
        return chosen

    def take(
        self, row: WireRow, errand: Errand, answer: Answer, now: Moment, left_at: float
    ) -> tuple[Outcome | None, tuple[Fact, ...]]:
        """What an answer came to, and the facts that were kept for it; None when nothing was found by looking.

        `left_at` is when its request left, in monotonic seconds.
        """
        if errand is Errand.STEP:
            outcome: Outcome | None = self._reading.step(row, answer, now.wall_ms)
        else:
            outcome = self._reading.look(row, answer, now.wall_ms)
        if isinstance(outcome, SignInAgain) and row.key in self._unauthorised:
            self.is_signed_out = True
            outcome = Unknown("the central asks to sign in again and again")
        if isinstance(outcome, SignInAgain):
            self._unauthorised.add(row.key)
        elif isinstance(outcome, Done | Refusal | None):
            self._unauthorised.discard(row.key)
            self.is_signed_out = False
        if outcome is None and left_at < self._looks_from:
            return None, ()  # somebody may have made it since: it is looked for once more
        facts = self._settle(row, errand, answer, outcome, now)
        return outcome, facts

    def _settle(
        self, row: WireRow, errand: Errand, answer: Answer, outcome: Outcome | None, now: Moment
    ) -> tuple[Fact, ...]:
        match outcome:
            case Done():
                return self._end(row, (self._confirmed(row, outcome, now), *outcome.facts))
            case Refusal() if self._is_final(row, errand, outcome):
                return self._end(row, (refused(row, outcome, now.wall_ms),))
            case Refusal() | None:
                return self._not_there(row, now)
            case LookFirst():
                return self._look_first(row, outcome.otherwise, now)
            case SignInAgain():
                self._put_back(row, errand, now.monotonic)
            case Later():
                was_done = isinstance(answer, Reply) and answer.status != _TOO_MANY
                due = now.monotonic + outcome.seconds
                self._doubt(row, "it asked to wait", due) if was_done else self._put_back(row, errand, due)
            case Again():
                self._rest(row, outcome, now)
            case Unknown():
                self._fail(row, errand, answer, outcome.why, now)
                if outcome.facts:
                    self._planning.expect(outcome.facts)
                    self._book.keep(outcome.facts)
                return outcome.facts
        return ()

    def _confirmed(self, row: WireRow, done: Done, now: Moment) -> CentralConfirmed:
        """The word of the central, taken with care where somebody else told it something meanwhile.

        Then this may be the repeated answer to a request that was undone since, so the step is told once more.
        """
        fact = confirmed(row, done, now.wall_ms)
        if now.monotonic < self._unheard.settled_at and replaces(row.digest):
            self._shaky[row.record, row.step] = None
        known = self._book.picture.record(row.record)
        if known.is_done(row.step, row.digest) or not self._planning.is_overtaken(row, known):
            return fact
        return replace(fact, digest=self._planning.doubt(row))

    def _end(self, row: WireRow, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """The step is settled: facts and the end of its row in one transaction, then the next step is planned."""
        self._planning.expect(facts)
        self._book.keep(facts, (row.key,))
        self._forget(row.key)
        self._planning.drop_answered(row)
        return facts

    def _not_there(self, row: WireRow, now: Moment) -> tuple[Fact, ...]:
        """Looking showed nothing: it is sent under its key, or was refused for good before."""
        otherwise = self._otherwise.get(row.key)
        if otherwise is not None:
            return self._end(row, (refused(row, otherwise, now.wall_ms),))
        if self._planning.is_moot(row):
            return self._end(row, (CentralConfirmed(row.record, row.step, "", "", at(now.wall_ms)),))
        self._looked.add(row.key)
        if row.state is WireState.UNKNOWN:
            self._wires.put((replace(row, looks=row.looks + 1),))
        self._due.pop(row.key, None)
        return ()

    def _look_first(self, row: WireRow, otherwise: Refusal, now: Moment) -> tuple[Fact, ...]:
        if self._connector.look(row) is None:
            return self._end(row, (refused(row, otherwise, now.wall_ms),))
        self._otherwise[row.key] = otherwise
        self._doubt(row, otherwise.said, now.monotonic)
        return ()

    def _fail(self, row: WireRow, errand: Errand, answer: Answer, why: str, now: Moment) -> None:
        tries = self._tries[row.key] = self._tries.get(row.key, 0) + 1
        due = now.monotonic + jittered(tries, self._chance)
        if errand is Errand.LOOK or (isinstance(answer, Lost) and not answer.maybe_done):
            self._put_back(row, errand, due)
        else:
            self._doubt(row, why, due)

    def _doubt(self, row: WireRow, why: str, due: float) -> None:
        """It may have been done: the same bytes under the same key, later."""
        self._due[row.key] = due
        self._wires.put((replace(row, state=WireState.UNKNOWN, last_answer=why[:_LONGEST_WORDS]),))

    def _rest(self, row: WireRow, again: Again, now: Moment) -> None:
        """It was not taken: the same bytes under the same key, at its time."""
        later = now.wall_ms + round(again.seconds * 1000)
        words = again.why[:_LONGEST_WORDS]
        self._wires.put((replace(row, state=WireState.UNKNOWN, last_answer=words, not_before_ms=later),))

    def _put_back(self, row: WireRow, errand: Errand, due: float) -> None:
        """It surely was not done: as if it had not been sent this time."""
        self._due[row.key] = due
        if errand is Errand.STEP:
            attempts = row.attempts - 1
            state = WireState.UNKNOWN if attempts else WireState.PREPARED
            self._wires.put((replace(row, state=state, attempts=attempts),))
        if not row.attempts - (errand is Errand.STEP):
            self._planning.go_on(row.record)

    def _is_due(self, row: WireRow, now: Moment) -> bool:
        if 0 < row.not_before_ms - now.wall_ms <= _LONGEST_REST_MS:
            return False
        due = max(self._due.get(row.key, float("-inf")), self._planning.due(row))
        if row.state is WireState.UNKNOWN and 0 <= now.wall_ms - row.sent_ms < self._limits.look_after * 1000:
            return False
        return now.monotonic >= (max(due, self._unheard.settled_at) if self._is_left_over(row) else due)

    def _is_final(self, row: WireRow, errand: Errand, refusal: Refusal) -> bool:
        """Whether it is a person's matter now. Where looking does not tell, it is, unless they said to send it."""
        is_unsure = refusal.problem is Problem.UNSURE and not self._planning.is_retried(row)
        return errand is Errand.STEP or row.key in self._otherwise or is_unsure

    def _is_left_over(self, row: WireRow) -> bool:
        """Whether it makes something that another speaker may have made, or is making just now."""
        may_be_there = self._unheard.may_hold(self._planning.agenda.since(row.record))
        is_judged = row.state is WireState.PREPARED or self._limits.looks_must_tell
        return is_judged and may_be_there and self._planning.creates(row)

    def _is_wanted(self, row: WireRow, now: Moment) -> bool:
        """Whether nobody else's word has settled it meanwhile; otherwise it is forgotten, and its record planned."""
        if not self._planning.is_obsolete(row):
            return True
        if row.state is WireState.UNKNOWN and self._planning.may_arrive(row, now):
            return False
        self._planning.let_go(row, now)
        self._forget(row.key)
        return False

    def _leaving(self, row: WireRow, now: Moment) -> Leaving:
        look = self._connector.look(row) if self._is_doubtful(row) else None
        if look is not None:
            body = b"" if look.body is None else canonical(look.body)
            return Leaving(row, Errand.LOOK, look.method, look.path, body, "")
        sent = replace(row, state=WireState.SENT, sent_ms=now.wall_ms, attempts=row.attempts + 1)
        return Leaving(sent, Errand.STEP, row.method, row.path, row.body, row.key)

    def _is_doubtful(self, row: WireRow) -> bool:
        """Whether it may be there already, and asking costs less than a second one would."""
        if row.key in self._otherwise:
            return True
        if row.state is WireState.UNKNOWN and row.looks <= row.attempts - self._limits.look_from:
            return True
        if row.state is WireState.UNKNOWN:
            return self._is_left_over(row) and row.key not in self._looked
        is_doubted = row.method == "POST" and self._planning.is_in_doubt(row)
        may_exist = is_doubted or self._planning.is_retried(row) or self._is_left_over(row)
        return may_exist and row.key not in self._looked

    def _forget(self, key: str) -> None:
        for kept in (self._due, self._tries, self._otherwise):
            kept.pop(key, None)
        self._looked.discard(key)
        self._unauthorised.discard(key)


def _urgency(row: WireRow) -> tuple[int, bool, int]:
    return row.lane, row.attempts >= _STUBBORN, row.prepared_ms
