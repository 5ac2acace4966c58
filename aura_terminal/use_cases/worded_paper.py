"""Paper in the language of those who read it: guests and staff in the store's, cooks in the kitchen's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import cast

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolKind, SpoolState
from aura_terminal.domain.paper_ways import DAMAGED
from aura_terminal.domain.saying import ENGLISH, Wording, in_words, words_of
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.printing import Spool
from aura_terminal.ports.reads import StoreReads
from aura_terminal.ports.store import Begin, Work
from aura_terminal.ports.wordings import Wordings

FOR_COOKS = frozenset({SpoolKind.KITCHEN_SLIP, SpoolKind.VOID_SLIP, SpoolKind.LABEL})


def worded(begin: Begin, wordings: Wordings) -> Begin:
    """The same, with everything that is printed said in its readers' language."""

    @contextmanager
    def begin_worded(staff_id: StaffId) -> Iterator[Work]:
        with begin(staff_id) as work:
            yield cast("Work", _WordedWork(work, wordings))

    return begin_worded


class WordedSpool:
    """A `Spool` that says the heads of copies, and what is printed for a damaged paper, in their readers' language."""

    def __init__(self, spool: Spool, reads: StoreReads, wordings: Wordings) -> None:
        self._spool, self._reads, self._wordings = spool, reads, wordings

    def next_job(self, route: str, now: datetime) -> SpooledJob | None:
        """As the port says."""
        found = self._spool.next_job(route, now)
        if found is None or found.job.document is None or found.job.document.template != DAMAGED:
            return found
        return replace(found, job=self._in_words(found.job))

    def begin_attempt(self, job_id: PrintJobId, now: datetime) -> int:
        """As the port says."""
        return self._spool.begin_attempt(job_id, now)

    def settle(self, job_id: PrintJobId, state: SpoolState, note: str, now: datetime) -> None:
        """As the port says."""
        self._spool.settle(job_id, state, note, now)

    def interrupted(self, route: str) -> Sequence[SpooledJob]:
        """As the port says."""
        return self._spool.interrupted(route)

    def unconfirmed(self, route: str) -> Sequence[SpooledJob]:
        """As the port says."""
        return self._spool.unconfirmed(route)

    def supersede(self, job_id: PrintJobId, copy: PrintJob, state: SpoolState, now: datetime) -> None:
        """As the port says."""
        self._spool.supersede(job_id, self._in_words(copy), state, now)

    def _in_words(self, job: PrintJob) -> PrintJob:
        try:
            return _said(job, self._reads.profile(), self._wordings)
        except NotFound:  # a store that nobody set up yet
            return _said(job, None, self._wordings)


class _WordedWork:
    """A unit of work that says its papers as they are spooled."""

    def __init__(self, work: Work, wordings: Wordings) -> None:
        self._work, self._wordings = work, wordings

    def __getattr__(self, name: str) -> object:
        return getattr(self._work, name)

    def spool(self, *jobs: PrintJob) -> None:
        profile = next((one for one in self._work.documents.all(StoreProfile) if one.id == STORE_PROFILE), None)
        self._work.spool(*(_said(job, profile, self._wordings) for job in jobs))


def wording_for(kind: SpoolKind, profile: StoreProfile, wordings: Wordings) -> Wording:
    """The language that those read who are handed a paper of that kind."""
    language = profile.kitchen_language or profile.language if kind in FOR_COOKS else profile.language
    return wordings.of(language, profile.calendar.zone)


def _said(job: PrintJob, profile: StoreProfile | None, wordings: Wordings) -> PrintJob:
    wording = ENGLISH if profile is None else wording_for(job.kind, profile, wordings)
    document = None if job.document is None else in_words(job.document, wording)
    return replace(job, title=words_of(job.title, wording), document=document)
