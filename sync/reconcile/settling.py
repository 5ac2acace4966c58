"""From an answer to facts: what a step came to, as every terminal of the store will know it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta

from aura_terminal.domain.central import (
    CentralChoice,
    CentralConfirmed,
    CentralDecided,
    CentralRecord,
    CentralRefused,
)
from aura_terminal.domain.errors import NotFound
from aura_terminal.ports.central import Picture, WireRow
from sync.reconcile.contract import Answer, Connector, Done, Lost, Outcome, Problem, Refusal, Unknown, Unreadable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_WORDS = 300
NOT_DUE = "not due any more"


def aware(wall_ms: int) -> datetime:
    """Unix milliseconds as an aware time."""
    return _EPOCH + timedelta(milliseconds=wall_ms)


def confirmed(row: WireRow, done: Done, wall_ms: int) -> CentralConfirmed:
    """The central took this step; where it is not known what it took, no digest stands for that."""
    digest = row.digest if done.is_same else ""
    return CentralConfirmed(row.record, row.step, digest, done.central_id, aware(wall_ms), done.parts, done.said)


def no_longer_due(known: CentralRecord, due: Collection[str], wall_ms: int) -> Iterator[CentralDecided]:
    """Frees what was refused of steps that are not due any more: no person has to decide about those.

    Should one be due again, it is tried anew.
    """
    for step, no in known.refused.items():
        if step not in due:
            yield CentralDecided(known.id, step, no.digest, CentralChoice.RETRY, aware(wall_ms), reason=NOT_DUE)


def refused(row: WireRow, no: Refusal, wall_ms: int) -> CentralRefused:
    """The central said no to this step."""
    said = no.said[:_LONGEST_WORDS]
    return CentralRefused(
        row.record, row.step, row.digest, no.status, no.problem.value, said, aware(wall_ms), no.field
    )  # fmt: skip


class Reading:
    """Reads answers through the connector; what it cannot read is unknown first, and a person's matter in the end."""

    def __init__(self, connector: Connector, picture: Picture, *, patience: int) -> None:
        self._connector = connector
        self._picture = picture
        self._patience = patience

    def step(self, row: WireRow, answer: Answer, wall_ms: int) -> Outcome:
        """What the answer to a step means."""
        if isinstance(answer, Lost):
            return Unknown(answer.why)
        try:
            return self._connector.read(row, answer, self._picture, wall_ms)
        except Unreadable as wrong:
            return self._unreadable(row, answer.status, wrong)
        except NotFound as gone:
            return Unknown(str(gone))

    def look(self, row: WireRow, answer: Answer, wall_ms: int) -> Outcome | None:
        """What looking for it showed; None when it is not there, a refusal when there is no way to know."""
        if isinstance(answer, Lost):
            return Unknown(answer.why)
        try:
            return self._connector.looked(row, answer, self._picture, wall_ms)
        except Unreadable as wrong:
            return Refusal(Problem.UNREADABLE, answer.status, str(wrong), wrong.path)
        except NotFound as gone:
            return Unknown(str(gone))

    def _unreadable(self, row: WireRow, status: int, wrong: Unreadable) -> Outcome:
        if row.attempts < self._patience:
            return Unknown(str(wrong))
        return Refusal(Problem.UNREADABLE, status, str(wrong), wrong.path)
