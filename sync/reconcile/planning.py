"""From facts to prepared requests: what was touched, what is due of it, and what has to wait for something else."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from aura_terminal.domain.central import (
    ANY_IN_DOUBT,
    CentralConfirmed,
    CentralDecided,
    CentralRecord,
    CentralRefused,
    RecordId,
    in_doubt,
    name_of,
    replaces,
)
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import Origin
from aura_terminal.ports.central import PULLED, CentralBook, Touched, WireRow, WireState
from sync.mesh.contract import Moment
from sync.reconcile.agenda import Agenda
from sync.reconcile.amending import amended
from sync.reconcile.contract import Connector, Lane, Plan, Problem, Step, canonical, digest_of, idempotency_key
from sync.reconcile.effects import CourierLimits
from sync.reconcile.settling import no_longer_due
from sync.reconcile.wires import Wires
from sync.reconcile.written import at

_EVERYBODY = 2**31
_LONGEST_WORDS = 200
_AT_ONCE = 500  # records put on the agenda in one step of work


@dataclass(slots=True)
class _Slice:
    """What some records came to, to be written."""

    put: list[WireRow] = field(default_factory=list)
    drop: list[WireRow] = field(default_factory=list)
    settled: list[RecordId] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    parents: list[RecordId] = field(default_factory=list)
    kept: list[Fact] = field(default_factory=list)


class Planning:
    """Keeps the agenda, and the requests that are prepared from it."""

    def __init__(self, connector: Connector, book: CentralBook, wires: Wires, limits: CourierLimits) -> None:
        self._connector = connector
        self._book = book
        self._wires = wires
        self._limits = limits
        self.agenda = Agenda()
        self._unread: deque[RecordId] = deque()
        self._due: dict[str, float] = {}
        self._next_lanes: dict[RecordId, Lane] = {}
        self._creating: set[str] = set()
        self._retried: set[str] = set()
        self._moot: set[str] = set()
        self._bases: dict[str, datetime | None] = {}
        self._looked_again = float("-inf")

    def begin(self) -> None:
        """Take up who was waiting when an earlier run ended."""
        self._unread.extend(self._book.waiting(self._connector.name, _EVERYBODY))

    @property
    def is_loading(self) -> bool:
        """Whether some of those are not on the agenda yet."""
        return bool(self._unread)

    def load(self) -> None:
        """Put some more of those who were waiting on the agenda."""
        for _ in range(min(_AT_ONCE, len(self._unread))):
            self._wait(self._unread.popleft(), since=float("-inf"), touched=float("-inf"))

    def look(self, now: Moment) -> bool:
        """A slice of the facts nobody has looked at yet; False when there are none."""
        name = self._connector.name
        touched = self._book.touched(name, self._limits.touched)
        if not touched:
            return False
        records = self._records(touched)
        self._book.planned(name, touched, records)
        for record in records:
            lane = self._lane(record)
            self.agenda.wait(record, lane, since=now.monotonic, touched=now.monotonic)
        self.heard(one.fact for one in touched)
        return True

    def expect(self, facts: Iterable[Fact]) -> None:
        """Note what follows from words of the central that this terminal is about to keep.

        The store does not hand those out again; noted before they are kept, a crash between loses nothing.
        """
        own = [fact for fact in facts if isinstance(fact, CentralConfirmed) and self._is_ours(fact.record)]
        touched = [Touched(Origin(""), 0, "central", fact.record, type(fact).__name__, fact) for fact in own]
        found = dict.fromkeys(
            record for one in touched for record in self._connector.records_of(one, self._book.picture)
        )
        if found:
            self._book.planned(self._connector.name, (), found)
        for record in found:
            self.agenda.wait(record, self._lane(record), since=float("-inf"), touched=float("-inf"))

    def heard(self, facts: Iterable[Fact]) -> None:
        """Who waits for a record is planned again once it was linked, decided about or refused; some can do without."""
        for fact in facts:
            if isinstance(fact, CentralConfirmed | CentralDecided | CentralRefused):
                self.agenda.release(fact.record)

    def prepare(self, now: Moment, busy: Iterable[RecordId]) -> tuple[Fact, ...] | None:
        """Plan some records and prepare what is due; the facts that were kept, or None when nobody is to be planned.

        Records in `busy` have a request under way and are planned after it.
        """
        records = self.agenda.take(self._limits.plans, self._has_room)
        if not records:
            return None
        done, held = _Slice(), set(busy)
        for record in records:
            if record not in held:
                self._plan(record, now, done)
        return self._write(done, now)

    def tidy(self, now: Moment, busy: Iterable[RecordId]) -> bool:
        """On standby: settle what somebody else has told by now; False when nobody was left alone for long enough.

        Whoever was found to be untold is looked at again now and then: what comes in speaks of other records, as a
        later count does that makes an earlier one void.
        """
        if now.monotonic - self._looked_again >= self._limits.look_again:
            self._looked_again = now.monotonic
            self.agenda.rouse_left()
        records = self.agenda.take_quiet(self._limits.plans, now.monotonic - self._limits.quiet)
        done, held = _Slice(), set(busy)
        for record in records:
            if record not in held:
                self._plan(record, now, done)
        for row in done.put:
            self.forget(row)
        done.put.clear()
        done.facts.clear()
        done.parents.clear()
        self._write(done, now)
        return bool(records)

    def hand_over(self, now: Moment, busy: Iterable[RecordId]) -> tuple[Fact, ...] | None:
        """On standby: leave one request of unknown outcome to whoever speaks now; None when there is none."""
        held = set(busy)
        for row in self._wires:
            if row.state is WireState.UNKNOWN and row.record not in held and not self.may_arrive(row, now):
                return self.let_go(row, now)
        return None

    def may_arrive(self, row: WireRow, now: Moment) -> bool:
        """Whether a request of unknown outcome may be on its way still: what is told meanwhile it would undo."""
        return 0 <= now.wall_ms - row.sent_ms < self._limits.arrives_within * 1000

    def tell_again(self, told: Iterable[tuple[RecordId, str]], now: Moment) -> tuple[Fact, ...]:
        """Contents that were told while another terminal's request may have been on its way are told once more."""
        facts = [
            CentralConfirmed(record, step, ANY_IN_DOUBT, "", at(now.wall_ms))
            for record, step in told
            if replaces(self._book.picture.record(record).done.get(step, ""))
        ]
        records = [fact.record for fact in facts]
        self._book.planned(self._connector.name, (), records)
        self._book.keep(facts)
        for record in records:
            self.agenda.wait(record, self._lane(record), since=now.monotonic, touched=float("-inf"))
        return tuple(facts)

    def is_in_doubt(self, row: WireRow) -> bool:
        """Whether somebody may have told this step before, nobody knows whether it was taken."""
        return self._book.picture.record(row.record).is_in_doubt(row.step)

    def is_moot(self, row: WireRow) -> bool:
        """Whether it is only to be looked for."""
        return row.key in self._moot

    def let_go(self, row: WireRow, now: Moment) -> tuple[Fact, ...]:
        """Forget a request of unknown outcome; what may hold there because of it is told again as it is by then."""
        known = self._book.picture.record(row.record)
        can_be_found = known.is_linked or self._connector.look(row) is not None
        is_in_doubt = can_be_found and not known.is_done(row.step, row.digest)
        doubt = CentralConfirmed(row.record, row.step, self.doubt(row), "", at(now.wall_ms))
        facts = (doubt,) if is_in_doubt else ()
        self._book.keep(facts, (row.key,))
        self.drop_answered(row)
        return facts

    def doubt(self, row: WireRow) -> str:
        """The digest for a step of which nobody knows what was told last.

        What was told in this one way alone goes out under the same key once more. Anything else gets a new one, because
        under its old one the central would only repeat an answer that another request has made untrue.
        """
        told = self._book.picture.record(row.record).done.get(row.step)
        return in_doubt(row.digest) if told in (None, in_doubt(row.digest)) else ANY_IN_DOUBT

    def put_off(self, busy: Iterable[RecordId]) -> None:
        """Another terminal speaks for the store from now on: what nobody has sent is planned anew."""
        held = set(busy)
        rows = [row for row in self._wires if row.state is WireState.PREPARED and row.record not in held]
        for row in rows:
            self.forget(row)
        self._wires.drop(rows)
        self.agenda.rouse()

    def go_on(self, record: RecordId) -> None:
        """A step of it came to its end: the next one is planned."""
        self.agenda.go_on(record, self._next_lanes.pop(record, self._connector.lane(record)))

    def due(self, row: WireRow) -> float:
        """When a prepared request has waited long enough for more of the same, in monotonic seconds."""
        return self._due.get(row.key, float("-inf"))

    def creates(self, row: WireRow) -> bool:
        """Whether a request prepared in this run makes a new object there."""
        return row.key in self._creating

    def is_retried(self, row: WireRow) -> bool:
        """Whether a person had it tried again after a refusal: something of the earlier tries may have arrived late."""
        return row.key in self._retried

    def forget(self, row: WireRow) -> None:
        """The request is settled or replaced."""
        self._due.pop(row.key, None)
        self._bases.pop(row.key, None)
        self._creating.discard(row.key)
        self._retried.discard(row.key)
        self._moot.discard(row.key)

    def is_obsolete(self, row: WireRow) -> bool:
        """Whether the step is known to be done, or somebody else told something of the record since it was sent."""
        known = self._book.picture.record(row.record)
        if known.is_done(row.step, row.digest):
            return True
        return row.state is not WireState.PREPARED and self.is_overtaken(row, known)

    def is_overtaken(self, row: WireRow, known: CentralRecord) -> bool:
        """Whether somebody else told something of the record since this request was planned."""
        if known.confirmed_at is None:
            return False
        if row.key in self._bases:
            return known.confirmed_at != self._bases[row.key]
        return known.confirmed_at > at(row.sent_ms)  # sent by an earlier run: the clocks have to do

    def drop_answered(self, row: WireRow) -> None:
        """The store has forgotten this request: its record is planned again."""
        self._wires.forget(row.key)
        self.forget(row)
        self.go_on(row.record)

    def _has_room(self, lane: Lane) -> bool:
        return self._wires.prepared(lane) < self._limits.ahead

    def _lane(self, record: RecordId) -> Lane:
        """What is known there already and changes may have been paid: it is planned before new things are."""
        is_linked = self._book.picture.record(record).is_linked
        return Lane.MONEY if is_linked else self._connector.lane(record)

    def _is_ours(self, record: RecordId) -> bool:
        return name_of(record).connector == self._connector.name

    def _records(self, touched: Iterable[Touched]) -> list[RecordId]:
        found: dict[RecordId, None] = {}
        for one in touched:
            if isinstance(one.fact, CentralConfirmed | CentralRefused | CentralDecided):
                is_told = self._is_ours(one.fact.record) and one.fact.step != PULLED
                found.update(dict.fromkeys((one.fact.record,) if is_told else ()))
            found.update(dict.fromkeys(self._connector.records_of(one, self._book.picture)))
        return list(found)

    def _wait(self, record: RecordId, *, since: float, touched: float) -> None:
        self.agenda.wait(record, self._connector.lane(record), since=since, touched=touched)

    def _plan(self, record: RecordId, now: Moment, done: _Slice) -> None:
        """What is due of one record, into the slice."""
        rows = self._wires.of(record)
        if any(row.state is not WireState.PREPARED for row in rows):
            for row in rows:
                if row.state is WireState.UNKNOWN and self.is_obsolete(row) and not self.may_arrive(row, now):
                    done.kept.extend(self.let_go(row, now))
            return
        known = self._book.picture.record(record)
        try:
            plan = self._connector.plan(known, self._book.picture)
        except NotFound:  # what it speaks of has not arrived here: it stays waiting
            done.drop.extend(rows)
            return
        except (ArithmeticError, ValueError) as beyond:  # a value no calendar or counter holds: a person's matter
            plan = Plan(problem=Problem.UNREADABLE, problem_step="create", detail=str(beyond)[:_LONGEST_WORDS])
        if plan.problem is None:
            done.facts.extend(no_longer_due(known, {step.step for step in plan.steps}, now.wall_ms))
        step = self._first(known, plan, done, now)
        if step is not None and self._is_linked(record, step, done):
            self._prepare(known, step, now, rows, done)
            return
        done.drop.extend(rows)
        if step is None:
            done.settled.append(record)

    def _first(self, known: CentralRecord, plan: Plan, done: _Slice, now: Moment) -> Step | None:
        """The first step that is neither done nor set aside; None when there is none or it waits for a person."""
        for place, step in enumerate(plan.steps):
            if known.is_done(step.step, step.digest):
                continue
            if known.is_parked(step.step, step.digest):
                return None
            rest = [later for later in plan.steps[place + 1 :] if not known.is_done(later.step, later.digest)]
            if rest:
                self._next_lanes[known.id] = rest[0].lane
            return step
        if plan.problem is not None:
            self._park(known, plan, done, now)
        return None

    def _park(self, known: CentralRecord, plan: Plan, done: _Slice, now: Moment) -> None:
        assert plan.problem is not None
        digest = digest_of(plan.problem.value, plan.detail)
        step = plan.problem_step
        if not known.is_done(step, digest) and not known.is_parked(step, digest):
            problem = plan.problem.value
            said = CentralRefused(known.id, step, digest, 0, problem, plan.detail, at(now.wall_ms), plan.about)
            done.facts.append(said)

    def _is_linked(self, record: RecordId, step: Step, done: _Slice) -> bool:
        """Whether everything the step speaks of is known there; otherwise it waits for that, and for that only."""
        picture = self._book.picture
        missing = [parent for parent in step.needs if parent != record and not picture.record(parent).is_linked]
        if missing:
            self.agenda.block(record, missing)
            done.parents.extend(parent for parent in missing if parent not in self.agenda)
        return not missing

    def _prepare(self, known: CentralRecord, step: Step, now: Moment, rows: tuple[WireRow, ...], done: _Slice) -> None:
        no = known.refused.get(step.step)
        key = idempotency_key(
            self._book.picture.store_id, step, known.again.get(step.step, 0), _since(known, step),
            "" if no is None else no.digest,
        )  # fmt: skip
        done.drop.extend(row for row in rows if row.key != key)
        before = next((row for row in rows if row.key == key), None)
        began_ms = min((row.prepared_ms for row in rows), default=now.wall_ms)
        self._due[key] = self._linger(known.id, step.lane, began_ms, now)
        self._bases[key] = known.confirmed_at
        if step.creates:
            self._creating.add(key)
        if known.again.get(step.step):
            self._retried.add(key)
        (self._moot.add if step.is_moot else self._moot.discard)(key)
        call = amended(step, known.amended.get(step.step, {})).call
        body = b"" if call.body is None else canonical(call.body)
        row = WireRow(
            key, self._connector.name, known.id, step.step, step.digest, int(step.lane), call.method, call.path, body,
            WireState.PREPARED, began_ms, looks=before.looks if before else 0,
        )  # fmt: skip
        if row != before:
            done.put.append(row)

    def _linger(self, record: RecordId, lane: Lane, began_ms: int, now: Moment) -> float:
        """More may follow of what was just touched; for ever it does not wait."""
        waited = max(0.0, (now.wall_ms - began_ms) / 1000)
        longest = now.monotonic + self._limits.longest_linger - waited
        return min(longest, self.agenda.touched(record) + self._limits.linger.get(lane, 0.0))

    def _write(self, done: _Slice, now: Moment) -> tuple[Fact, ...]:
        """Into the store: new rows before the ones they replace go, so that a crash between leaves too much."""
        name = self._connector.name
        if done.facts:
            self._book.keep(done.facts)
        self._wires.put(done.put)
        for row in done.drop:
            self.forget(row)
        self._wires.drop(done.drop)
        if done.settled:
            self._book.settled(done.settled)
        for record in done.settled:
            self.agenda.settle(record)
            self._next_lanes.pop(record, None)
        if done.parents:
            self._book.planned(name, (), done.parents)
        for parent in done.parents:
            self._wait(parent, since=now.monotonic, touched=float("-inf"))
        return (*done.kept, *done.facts)


def _since(known: CentralRecord, step: Step) -> str:
    """What was told under the name of this step before; empty when nothing was, as far as anybody knows."""
    told = known.done.get(step.step)
    return "" if told in (None, in_doubt(step.digest)) else f"{told} {known.confirmed_at}"
