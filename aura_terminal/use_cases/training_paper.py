"""Paper of a training store: every piece says at its head that nothing on it is real."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import cast

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.paper import PrintJob, Text, headed
from aura_terminal.domain.saying import said
from aura_terminal.ports.store import Begin, Work

STARS = "***"
WORDS = said("*** TRAINING ***")


def marked(begin: Begin) -> Begin:
    """The same, with the words at the head of whatever is printed; `begin` says them in a language."""

    @contextmanager
    def begin_marked(staff_id: StaffId) -> Iterator[Work]:
        with begin(staff_id) as work:
            yield cast("Work", _MarkedWork(work))

    return begin_marked


class _MarkedWork:
    """A unit of work whose papers are marked once."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __getattr__(self, name: str) -> object:
        return getattr(self._work, name)

    def spool(self, *jobs: PrintJob) -> None:
        self._work.spool(*(job if job.document is None or _is_marked(job) else _mark(job) for job in jobs))


def _mark(job: PrintJob) -> PrintJob:
    assert job.document is not None
    return replace(job, document=headed(job.document, WORDS))


def _is_marked(job: PrintJob) -> bool:
    """Told by its stars, which the words have in every language: what is printed once more was said already."""
    first = job.document.blocks[:1] if job.document is not None else ()
    words = "".join(run.text for block in first if isinstance(block, Text) for run in block.runs)
    return words.startswith(STARS) and words.endswith(STARS)
