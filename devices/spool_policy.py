"""What becomes of a job when a printer is not simply well: pure decisions, no I/O.

A kitchen that does not get a slip loses a guest's meal, so a slip nobody can vouch for is printed again, and says so.
A receipt printed twice is a paper that looks like a second sale, so a person decides. A drawer that opens late is open
cash.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from aura_terminal.domain.paper import (
    Block,
    PaperDocument,
    PrintJob,
    PrintJobId,
    SpooledJob,
    SpoolState,
    Text,
    Unwanted,
    headed,
)
from aura_terminal.domain.paper_ways import COOKED_FROM
from aura_terminal.domain.saying import said
from aura_terminal.ports.printing import Fault

REPEAT_AFTER = timedelta(seconds=10)
KICK_WITHIN = timedelta(seconds=3)
LATE_AFTER = timedelta(minutes=10)
MOST_REPEATS = 3
REDIRECT_AFTER = timedelta(seconds=20)
_OFF_AFTER = 2  # failures in a row: a printer that is off, and not a cable that was touched
_STARS = "**"


def is_late_kick(spooled: SpooledJob, now: datetime) -> bool:
    """Whether the person at the drawer has long stopped expecting it to open."""
    return now - spooled.created_at > KICK_WITHIN


def is_late(spooled: SpooledJob, now: datetime) -> bool:
    """Whether a job waited so long that it must not come out unasked, like last night's slips in the morning."""
    return now - spooled.created_at > LATE_AFTER


def given_up(spooled: SpooledJob, now: datetime) -> Unwanted | None:
    """Why a job that had to wait is not needed any more; one that comes at its turn is printed all the same."""
    return spooled.unwanted if spooled.state is SpoolState.HELD or is_late(spooled, now) else None


def repeats_by_itself(spooled: SpooledJob) -> bool:
    """Whether an unconfirmed job is printed again without asking anyone."""
    return spooled.job.kind in COOKED_FROM and spooled.job.copy_no < MOST_REPEATS


def repeat_is_due(spooled: SpooledJob, now: datetime) -> bool:
    """Whether the printer has had its time to come back."""
    return now - spooled.changed_at >= REPEAT_AFTER


def possible_duplicate(job: PrintJob, copy_id: PrintJobId) -> PrintJob:
    """The next copy of a job, headed so that a cook can tell."""
    if job.document is None:
        raise ValueError(f"a {job.kind} has no paper to print again")
    number = job.copy_no + 1
    document = headed(_without_banner(job.document), said("** POSSIBLE DUPLICATE {number} **", number=number))
    return replace(job, job_id=copy_id, copy_no=number, duplicate_of=job.job_id, document=document)


def redirect_is_due(job: PrintJob, fault: Fault, failures: int, blocked_since: datetime, now: datetime) -> bool:
    """Whether the kitchen has waited long enough for this printer; one that is switched off is not waited for."""
    if job.kind not in COOKED_FROM:
        return False
    return (fault is Fault.UNREACHABLE and failures >= _OFF_AFTER) or now - blocked_since >= REDIRECT_AFTER


def _without_banner(document: PaperDocument) -> PaperDocument:
    is_headed = document.blocks and _is_banner(document.blocks[0])
    return replace(document, blocks=document.blocks[1:]) if is_headed else document


def _is_banner(block: Block) -> bool:
    """Told by its stars, which the words have in every language."""
    words = "".join(run.text for run in block.runs) if isinstance(block, Text) else ""
    return words.startswith(f"{_STARS} ") and words.endswith(f" {_STARS}")
