"""A subscriber as the courier speaks with it: told of events, each once, and asked for nothing.

Rules of the document ("Retry Logic"): what is not answered with 2xx within ten seconds is told again after 1, 5 and 15
minutes; then it has failed, and a person may send it again. Where no machine could be reached at all it is the store's
line that is down, as far as anybody can tell: that is no try, for three days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn
from urllib.parse import urlsplit

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.events import Event, connector_of
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import SessionId
from aura_terminal.domain.shift_report import ShiftClosed
from aura_terminal.ports.central import Picture, Sweep, Touched, WireRow
from sync.reconcile.contract import (
    Again,
    Answer,
    Call,
    Done,
    Lane,
    Lost,
    Outcome,
    Page,
    Plan,
    Problem,
    Pull,
    RateWord,
    Refusal,
    Reply,
    Step,
    Unknown,
    digest_of,
)
from sync.reconcile.replies import complaint_of
from sync.reconcile.written import at
from sync.subscribers.happenings import LANES, Gone, Happened, Kind, happened, kind_of, records_of
from sync.subscribers.payloads import happened_at

DELAYS = (60.0, 300.0, 900.0)
"""Seconds after each try that failed before the next one."""
UNREACHED_FOR = timedelta(days=3)
"""How long an event waits for a machine that is not reached at all before it counts as failed."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who is told of which events from when on; `url` is the whole address, and the secret is none of it."""

    name: str
    url: str
    events: frozenset[Event]
    since: datetime


def where(url: str) -> tuple[str, str]:
    """A subscriber's address in two: the machine with its port, and the path as its owner wrote it."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{host}:{port}", f"{parts.path or '/'}{query}"


class Subscriber:
    """The Connector port of one subscription. `shift` says what a session that ended came to; it raises NotFound."""

    def __init__(self, subscription: Subscription, shift: Callable[[SessionId], ShiftClosed]) -> None:
        self._subscription = subscription
        self._shift = shift
        self._path = where(subscription.url)[1]

    @property
    def name(self) -> str:
        """As in record ids: subscriber.books."""
        return connector_of(self._subscription.name)

    # Nobody signs in: every delivery is signed

    def headers(self, key: str) -> Mapping[str, str]:
        """None but the signature, which is made when a delivery leaves."""
        return {}

    def sign_in(self, now_ms: int) -> Call | None:
        """Nothing to ask for."""
        return None

    def signed_in(self, answer: Answer, now_ms: int) -> Outcome:
        """Nothing was asked for."""
        return Done()

    def expire(self, now_ms: int) -> None:
        """There is nothing to expire."""

    def rate(self, reply: Reply) -> RateWord:
        """A subscriber has no say in how much it is told."""
        return RateWord()

    # Telling

    def records_of(self, touched: Touched, picture: Picture) -> Iterable[RecordId]:
        """What may have to be told because of a fact, as far as it was subscribed to."""
        events = self._subscription.events
        return [one for one in records_of(self.name, touched, picture) if kind_of(one).event in events]

    def lane(self, record: RecordId) -> Lane:
        """Sales and shifts at once; guests and stock a moment later, as one."""
        return LANES[kind_of(record)]

    def plan(self, record: CentralRecord, picture: Picture) -> Plan:
        """The event, where it was not told and happened since the subscription. Raises NotFound."""
        kind = kind_of(record.id)
        if kind.event not in self._subscription.events or self._is_over(record, kind):
            return Plan()
        try:
            told = happened(record.id, picture, self._shift)
        except Gone as gone:
            return Plan(problem=Problem.TOO_OLD, problem_step=kind.event, detail=str(gone))
        if told is None or told.at < self._subscription.since:
            return Plan()
        return Plan((self._step(record.id, kind, told),))

    def read(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome:
        """Taken, to be told again at its time, or failed."""
        if isinstance(answer, Lost):
            if answer.maybe_done or answer.is_turned_away:
                return _not_taken(row, 0, answer.why)
            is_old = at(now_ms) - happened_at(row.body) >= UNREACHED_FOR
            return Refusal(Problem.UNDELIVERED, 0, answer.why) if is_old else Unknown(answer.why)
        if 200 <= answer.status < 300:
            return Done()
        return _not_taken(row, answer.status, complaint_of(answer).message)

    def look(self, row: WireRow) -> Call | None:
        """No subscriber can be asked what it was told."""
        return None

    def looked(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome | None:
        """Nothing is ever looked for."""
        _never()

    # Nothing is mirrored

    def pulls(self) -> Sequence[Pull]:
        """A subscriber keeps nothing for us."""
        return ()

    def ask(self, sweep: Sweep) -> Call:
        """Nothing is ever asked for."""
        _never()

    def page(self, sweep: Sweep, answer: Reply, picture: Picture, now_ms: int) -> Page:
        """Nothing is ever asked for."""
        _never()

    def vanished(self, sweep: Sweep, ids: Iterable[str], picture: Picture) -> tuple[Fact, ...]:
        """Nothing is ever asked for."""
        _never()

    def _is_over(self, record: CentralRecord, kind: Kind) -> bool:
        """Whether an event that comes once was told, or given up by a person."""
        return kind.is_once and (record.was_told(kind.event) or kind.event in record.set_aside)

    def _step(self, record: RecordId, kind: Kind, told: Happened) -> Step:
        """What comes once is known by its record alone: figures that change later make no other event of it."""
        digest = digest_of(record) if kind.is_once else digest_of(record, told.body)
        call = Call("POST", self._path, told.body)
        return Step(record, kind.event, LANES[kind], call, digest, creates=kind.is_once)


def _not_taken(row: WireRow, status: int, said: str) -> Outcome:
    if row.attempts > len(DELAYS):
        return Refusal(Problem.UNDELIVERED, status, said)
    return Again(DELAYS[row.attempts - 1], said or str(status))


def _never() -> NoReturn:
    raise AssertionError("a subscriber is asked for nothing")
