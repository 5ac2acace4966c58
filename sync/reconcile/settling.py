"""From an answer to facts: what a step came to, as every terminal of the store will know it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from aura_terminal.domain.central import (
    CentralChoice,
    CentralConfirmed,
    CentralDecided,
    CentralRecord,
    CentralRefused,
)
from aura_terminal.domain.errors import NotFound
from aura_terminal.ports.central import Picture, WireRow
from sync.reconcile.contract import (
    Answer,
    Connector,
    Done,
    LookFirst,
    Lost,
    Outcome,
    Problem,
    Refusal,
    Unknown,
    Unreadable,
)
from sync.reconcile.written import at

_LONGEST_WORDS = 300
NOT_DUE = "not due any more"


def confirmed(row: WireRow, done: Done, wall_ms: int) -> CentralConfirmed:
    """The central took this step; where it is not known what it took, no digest stands for that."""
    digest = row.digest if done.is_same else ""
    return CentralConfirmed(row.record, row.step, digest, done.central_id, at(wall_ms), done.parts, done.said)


def no_longer_due(known: CentralRecord, due: Collection[str], wall_ms: int) -> Iterator[CentralDecided]:
    """Frees what was refused of steps that are not due any more: no person has to decide about those.

    Should one be due again, it is tried anew.
    """
    for step, no in known.refused.items():
        if step not in due:
            yield CentralDecided(known.id, step, no.digest, CentralChoice.RETRY, at(wall_ms), reason=NOT_DUE)


def refused(row: WireRow, no: Refusal, wall_ms: int) -> CentralRefused:
    """The central said no to this step."""
    said = no.said[:_LONGEST_WORDS]
    return CentralRefused(
        row.record, row.step, row.digest, no.status, no.problem.value, said, at(wall_ms), no.field
    )  # fmt: skip


class Reading:
    """Reads answers through the connector; what it cannot read is unknown first, and a person's matter in the end.

    Where looks must tell, one that tells nothing leaves it to a person whether a thing is made once more.
    """

    def __init__(self, connector: Connector, picture: Picture, *, patience: int, looks_must_tell: bool) -> None:
        self._connector = connector
        self._picture = picture
        self._patience = patience
        self._looks_must_tell = looks_must_tell

    def step(self, row: WireRow, answer: Answer, wall_ms: int) -> Outcome:
        """What the answer to a step means."""
        try:
            return self._connector.read(row, answer, self._picture, wall_ms)
        except Unreadable as wrong:
            return Unknown(str(wrong)) if isinstance(answer, Lost) else self._unreadable(row, answer.status, wrong)
        except NotFound as gone:
            return Unknown(str(gone))

    def look(self, row: WireRow, answer: Answer, wall_ms: int) -> Outcome | None:
        """What looking for it showed; None when it is not there, a refusal when there is no way to know."""
        if isinstance(answer, Lost):
            return Unknown(answer.why)
        outcome: Outcome | None
        try:
            outcome = self._connector.looked(row, answer, self._picture, wall_ms)
        except Unreadable as wrong:
            outcome = Refusal(Problem.UNREADABLE, answer.status, str(wrong), wrong.path)
        except NotFound as gone:
            return Unknown(str(gone))
        if isinstance(outcome, LookFirst):  # a conflict of a question says nothing
            return Unknown(outcome.otherwise.said)
        if isinstance(outcome, Refusal) and self._looks_must_tell:
            return replace(outcome, problem=Problem.UNSURE)
        return outcome

    def _unreadable(self, row: WireRow, status: int, wrong: Unreadable) -> Outcome:
        if row.attempts < self._patience:
            return Unknown(str(wrong))
        return Refusal(Problem.UNREADABLE, status, str(wrong), wrong.path)
