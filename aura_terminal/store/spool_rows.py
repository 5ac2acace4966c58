"""Print jobs as rows of the spool."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import insert

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.paper import (
    Cut,
    PaperDocument,
    PrintJob,
    PrintJobId,
    SpooledJob,
    SpoolKind,
    SpoolState,
    Style,
    Unwanted,
    read_document,
    text_line,
)
from aura_terminal.domain.paper_ways import DAMAGED
from aura_terminal.domain.saying import said
from aura_terminal.store.codec import canonical
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.moments import instant, microseconds
from aura_terminal.store.statements import Prepared, Row, literal
from aura_terminal.store.tables import SPOOL_JOBS

# Why a slip's ticket does not need it any more; a recalled ticket needs its slip again.
_UNWANTED = """(SELECT CASE WHEN t.bumped_us IS NOT NULL THEN 'bumped'
WHEN spool_jobs.kind = 'kitchen_slip' AND NOT EXISTS
(SELECT 1 FROM ticket_lines l WHERE l.ticket_id = t.ticket_id AND l.voided < l.quantity) THEN 'voided' END
FROM tickets t WHERE t.ticket_id = spool_jobs.ticket_id)"""
COLUMNS = ", ".join((*(column.name for column in SPOOL_JOBS.columns), _UNWANTED))

# The whole predicate of the index, word for word, and the index by name: without the one SQLite may not use it, without
# the other it reads every job there ever was.
UNSETTLED = (
    "FROM spool_jobs INDEXED BY unsettled_jobs "
    "WHERE state IN ('queued', 'sending', 'held', 'in_printer', 'unconfirmed', 'failed', 'late')"
)
_FIND = literal(f"SELECT {COLUMNS} FROM spool_jobs WHERE job_id = :job_id")
_INSERT = Prepared(insert(SPOOL_JOBS))
_HAS = literal("SELECT 1 FROM spool_jobs WHERE job_id = :job_id")


class Looking(Protocol):
    """A connection, or what reads through one."""

    def one(self, statement: Prepared, values: Sequence[Any] = ()) -> Any:  # a row or None
        """The first row of an answer, or None."""


def insert_jobs(connection: StoreConnection, jobs: Iterable[PrintJob], now: datetime) -> None:
    """Queue jobs in the order given."""
    for job in jobs:
        connection.execute(_INSERT, job_row(job, SpoolState.QUEUED, now))


def has_job(connection: StoreConnection, job_id: PrintJobId) -> bool:
    """Whether the job is in the spool."""
    return connection.one(_HAS, (job_id,)) is not None


def job_in(connection: Looking, job_id: PrintJobId) -> SpooledJob:
    """How a job stands, or NotFound."""
    row = connection.one(_FIND, (job_id,))
    if row is None:
        raise NotFound("print job", job_id)
    return spooled(row)


def job_row(job: PrintJob, state: SpoolState, now: datetime) -> Row:
    """A new job as a row."""
    at = microseconds(now)
    document = None if job.document is None else canonical(job.document)
    return (
        job.job_id, job.kind.value, job.route, str(job.title), job.order_id, job.ticket_id, document, job.copy_no,
        job.duplicate_of, state.value, at, at, 0, "", job.recipient,
    )  # fmt: skip


def spooled(row: Sequence[Any]) -> SpooledJob:  # a row of COLUMNS
    """A row as a job."""
    (
        job_id,
        kind,
        route,
        title,
        order_id,
        ticket_id,
        document,
        copy_no,
        duplicate_of,
        state,
        created,
        changed,
        attempts,
        error,
        recipient,
        unwanted,
    ) = row
    paper = None if document is None else _paper(title, document)
    job = PrintJob(
        PrintJobId(job_id), SpoolKind(kind), route, title, order_id, paper, copy_no, duplicate_of, ticket_id, recipient
    )
    reason = None if unwanted is None else Unwanted(unwanted)
    return SpooledJob(job, SpoolState(state), instant(created), instant(changed), attempts, error, reason)


def _paper(title: str, document: bytes) -> PaperDocument:
    """The document as it was spooled; a slip that says so where it was damaged: no job may stop those behind it."""
    try:
        return read_document(json.loads(document))
    except ValueError:
        blocks = (
            text_line(title, style=Style(bold=True, height=2)),
            text_line(
                said("This paper was damaged in the store's file. Look at the screen, and have the disk looked at.")
            ),
            Cut(),
        )
        return PaperDocument(DAMAGED, 1, blocks)
