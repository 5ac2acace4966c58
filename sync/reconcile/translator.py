"""A connector put together from one back office's tables and functions: what all of them share is said here, once.

A lost answer, a status, half a document and a kind nobody plans mean the same whoever sent them. What is left to a
connector's own package is its documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

from aura_terminal.domain.central import CentralRecord, RecordId, name_of
from aura_terminal.domain.facts import Fact
from aura_terminal.ports.central import Picture, Sweep, Touched, WireRow
from sync.reconcile.contract import (
    Answer,
    Call,
    Lane,
    LookFirst,
    Lost,
    Outcome,
    Page,
    Plan,
    Problem,
    Pull,
    RateWord,
    Reply,
    Unknown,
)
from sync.reconcile.fields import Found
from sync.reconcile.keys import AnySession
from sync.reconcile.rate import rate_of
from sync.reconcile.replies import json_of, outcome_of, reading_of

Sent: TypeAlias = Mapping[str, Any]
"""What was sent, with exact numbers. Any: it is JSON of our own."""

Planner: TypeAlias = Callable[[CentralRecord, str, Picture], Plan]
"""What is due for a record, by its local id. Raises CannotTell, and NotFound for what is not here yet."""

_DECODER = msgspec.json.Decoder(float_hook=Decimal)


class CannotTell(Exception):
    """Something or somebody named here has no counterpart there; `detail` names it, `about` is its record."""

    def __init__(self, problem: Problem, detail: str, about: str = "") -> None:
        super().__init__(f"{problem.value}: {detail}")
        self.problem = problem
        self.detail = detail
        self.about = about


@dataclass(frozen=True, slots=True)
class Answered:
    """A good answer to a step, or to looking for it."""

    row: WireRow
    sent: Sent
    reading: Found
    picture: Picture
    now_ms: int

    @property
    def kind(self) -> str:
        """The kind of the step's record."""
        return name_of(self.row.record).kind

    @property
    def local_id(self) -> str:
        """Our id of what the step is about."""
        return name_of(self.row.record).local_id


def always_create(record: CentralRecord) -> str:
    """Of a back office where everything begins with being made there."""
    return "create"


def as_it_is(row: WireRow, outcome: Outcome) -> Outcome:
    """Of a back office whose statuses mean the same for every step."""
    return outcome


def nothing_more(key: str) -> Mapping[str, str]:
    """Of a back office that wants no headers but those of the session."""
    return {}


@dataclass(frozen=True, slots=True)
class Translation:
    """One back office by its documents, as tables and pure functions.

    `lanes` say how urgent the first step of a kind is, `other_lane` that of every other kind. `read` takes a good
    answer to a step and `looked` one to looking for it; both raise Unreadable. `means` says what a status comes to of a
    step that knows better, `first_step` which step waits for a person where a record cannot be told.
    """

    name: str
    lanes: Mapping[str, Lane]
    other_lane: Lane
    records_of: Callable[[Touched, Picture], Iterable[RecordId]]
    planners: Mapping[str, Planner]
    read: Callable[[Answered], Outcome]
    look: Callable[[WireRow, Sent], Call | None]
    looked: Callable[[Answered], Outcome | None]
    pulls: Sequence[Pull]
    ask: Callable[[Sweep], Call]
    page: Callable[[Sweep, Reply, Picture, int], Page]
    vanished: Callable[[Sweep, Iterable[str], Picture], tuple[Fact, ...]]
    first_step: Callable[[CentralRecord], str] = field(default=always_create)
    means: Callable[[WireRow, Outcome], Outcome] = field(default=as_it_is)
    headers: Callable[[str], Mapping[str, str]] = field(default=nothing_more)
    rate: Callable[[Reply], RateWord] = field(default=rate_of)


class Translator:
    """The connector of one account. Everything but `session` is a pure translation."""

    def __init__(self, session: AnySession, translation: Translation) -> None:
        self.session = session
        self.translation = translation

    @property
    def name(self) -> str:
        """As in settings and record ids."""
        return self.translation.name

    # The account

    def headers(self, key: str) -> Mapping[str, str]:
        """Headers of a request."""
        return {**self.session.headers(), **self.translation.headers(key)}

    def sign_in(self, now_ms: int) -> Call | None:
        """The request that gets or renews the tokens."""
        return self.session.sign_in(now_ms)

    def signed_in(self, answer: Answer, now_ms: int) -> Outcome:
        """Take the answer to `sign_in`."""
        return self.session.signed_in(answer, now_ms)

    def expire(self, now_ms: int) -> None:
        """The access token was refused."""
        self.session.expire()

    def rate(self, reply: Reply) -> RateWord:
        """What a reply says of the budget."""
        return self.translation.rate(reply)

    # Telling

    def lane(self, record: RecordId) -> Lane:
        """How urgent the first step of such a record is."""
        return self.translation.lanes.get(name_of(record).kind, self.translation.other_lane)

    def records_of(self, touched: Touched, picture: Picture) -> Iterable[RecordId]:
        """The records that may have to be told something because of a fact, each once."""
        return dict.fromkeys(self.translation.records_of(touched, picture))

    def plan(self, record: CentralRecord, picture: Picture) -> Plan:
        """What is due for a record; nothing of a kind nobody plans. Raises NotFound for what is not here yet."""
        _, kind, local_id = name_of(record.id)
        planner = self.translation.planners.get(kind)
        try:
            return Plan() if planner is None else planner(record, local_id, picture)
        except CannotTell as cannot:
            step = self.translation.first_step(record)
            return Plan(problem=cannot.problem, problem_step=step, detail=cannot.detail, about=cannot.about)

    def read(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome:
        """What an answer to a sent step means. Raises Unreadable."""
        if isinstance(answer, Lost):
            return Unknown(answer.why)
        outcome = outcome_of(answer)
        if outcome is not None:
            return self.translation.means(row, outcome)
        return self.translation.read(Answered(row, sent_of(row), reading_of(answer), picture, now_ms))

    def look(self, row: WireRow) -> Call | None:
        """How to find out whether a step was done, or is so already; None where the documents offer no way."""
        return self.translation.look(row, sent_of(row))

    def looked(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome | None:
        """Done when it is there; None when it is not there and may be sent again. Raises Unreadable."""
        if isinstance(answer, Lost):
            return Unknown(answer.why)
        outcome = outcome_of(answer)
        if isinstance(outcome, LookFirst):  # a conflict of a question says nothing of the step
            return outcome
        if outcome is not None:
            return self.translation.means(row, outcome)
        return self.translation.looked(Answered(row, sent_of(row), json_of(answer), picture, now_ms))

    # Mirroring

    def pulls(self) -> Sequence[Pull]:
        """What is mirrored, most urgent first."""
        return self.translation.pulls

    def ask(self, sweep: Sweep) -> Call:
        """The request for a pull's next page."""
        return self.translation.ask(sweep)

    def page(self, sweep: Sweep, answer: Reply, picture: Picture, now_ms: int) -> Page:
        """Take a page. Raises Unreadable."""
        return self.translation.page(sweep, answer, picture, now_ms)

    def vanished(self, sweep: Sweep, ids: Iterable[str], picture: Picture) -> tuple[Fact, ...]:
        """What follows from things two complete passes did not show any more."""
        return self.translation.vanished(sweep, ids, picture)


def sent_of(row: WireRow) -> Sent:
    """What was sent, with exact numbers; nothing where it was no object."""
    body = _DECODER.decode(row.body or b"{}")
    return body if isinstance(body, dict) else {}
