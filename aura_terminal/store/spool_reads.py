"""What a person is shown of the spool: everything that waits, what came out last, and who opened the drawer."""

from __future__ import annotations

from aura_terminal.domain.devices import DeviceState, PaperDetour
from aura_terminal.domain.ids import DrawerId, StaffId
from aura_terminal.domain.paper import PrintJobId, SpooledJob
from aura_terminal.ports.printing import LastOpening
from aura_terminal.store.moments import instant
from aura_terminal.store.reading import Reading
from aura_terminal.store.spool_rows import COLUMNS, UNSETTLED, job_in, spooled
from aura_terminal.store.statements import literal

MOST_SHOWN = 200

_QUEUE = literal(f"SELECT {COLUMNS} {UNSETTLED} ORDER BY place LIMIT {MOST_SHOWN}")
_RECENT = literal(
    f"SELECT {COLUMNS} FROM spool_jobs WHERE state IN ('printed', 'accepted') AND kind <> 'drawer_kick' "
    "ORDER BY place DESC LIMIT :most"
)
_OPENING = literal(
    "SELECT o.opened_us, o.reason, o.note, j.actor FROM drawer_openings o LEFT JOIN journal j ON j.fact_id = o.fact_id "
    "WHERE o.drawer_id = :drawer_id ORDER BY o.opened_us DESC LIMIT 1"
)


class StoredPaper:
    """The PaperReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def queue(self) -> tuple[SpooledJob, ...]:
        return tuple(spooled(row) for row in self._reading.rows(_QUEUE))

    def recent(self, most: int) -> tuple[SpooledJob, ...]:
        return tuple(spooled(row) for row in self._reading.rows(_RECENT, (most,)))

    def find(self, job_id: PrintJobId) -> SpooledJob:
        return job_in(self._reading, job_id)

    def last_opening(self, drawer_id: DrawerId) -> LastOpening | None:
        row = self._reading.one(_OPENING, (drawer_id,))
        if row is None:
            return None
        opened, reason, note, actor = row
        return LastOpening(instant(opened), StaffId(actor or ""), str(note or reason))

    def detours(self) -> tuple[PaperDetour, ...]:
        return self._reading.shelf.all(PaperDetour)

    def states(self) -> tuple[DeviceState, ...]:
        return self._reading.shelf.all(DeviceState)
