"""A printer whose line and power fail on request, and a node that may die at any transaction: for printing chaos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolState
from aura_terminal.ports.printing import Fault
from aura_terminal.store.open_store import Store
from devices.detours import Detours
from devices.simulators.mechanism import Mechanism
from devices.transports.memory import Line
from tests.support.printer_bench import PrinterBench

ENDS = b"\x1b@"  # begins every job


class Killed(BaseException):
    """The node dies here."""


class Mishap(StrEnum):
    """What happens to a job's printer or line."""

    NONE = "none"
    CUT = "cut"
    STALLED = "stalled"
    POWER_CYCLE = "power_cycle"
    BLACK_HOLE = "black_hole"
    REFUSED = "refused"
    OFF = "off"
    PAPER_OUT_BEFORE = "paper_out_before"
    PAPER_OUT_WITHIN = "paper_out_within"
    COVER_OPEN = "cover_open"


WEIGHTS = {
    Mishap.NONE: 22,
    Mishap.CUT: 30,
    Mishap.STALLED: 6,
    Mishap.POWER_CYCLE: 8,
    Mishap.BLACK_HOLE: 8,
    Mishap.REFUSED: 6,
    Mishap.OFF: 5,
    Mishap.PAPER_OUT_BEFORE: 5,
    Mishap.PAPER_OUT_WITHIN: 6,
    Mishap.COVER_OPEN: 4,
}
AT_A_BYTE = (Mishap.CUT, Mishap.STALLED, Mishap.POWER_CYCLE)


class MortalSpool:
    """The store's own spool; the node may die before or after any of its transactions."""

    def __init__(self, store: Store) -> None:
        self._spool = store.spool
        self.copies: dict[PrintJobId, PrintJob] = {}
        self.dies_in: int | None = None

    def next_job(self, route: str, now: datetime) -> SpooledJob | None:
        return self._spool.next_job(route, now)

    def begin_attempt(self, job_id: PrintJobId, now: datetime) -> int:
        self._maybe_die()
        attempt = self._spool.begin_attempt(job_id, now)
        self._maybe_die()
        return attempt

    def settle(self, job_id: PrintJobId, state: SpoolState, note: str, now: datetime) -> None:
        self._maybe_die()
        self._spool.settle(job_id, state, note, now)
        self._maybe_die()

    def interrupted(self, route: str) -> Sequence[SpooledJob]:
        return self._spool.interrupted(route)

    def unconfirmed(self, route: str) -> Sequence[SpooledJob]:
        return self._spool.unconfirmed(route)

    def supersede(self, job_id: PrintJobId, copy: PrintJob, state: SpoolState, now: datetime) -> None:
        self._maybe_die()
        self._spool.supersede(job_id, copy, state, now)
        self.copies[job_id] = copy
        self._maybe_die()

    def find(self, job_id: PrintJobId) -> SpooledJob:
        """How a job stands."""
        return self._spool.find(job_id)

    def _maybe_die(self) -> None:
        if self.dies_in is not None:
            self.dies_in -= 1
            if self.dies_in < 0:
                self.dies_in = None
                raise Killed


class Station(PrinterBench):
    """A printer whose line obeys a mishap with the next job, and whose paper is never forgotten."""

    def __init__(self, cache: Path, device: str, beside: PrinterBench | None, detours: Detours) -> None:
        super().__init__(cache, device=device, route=device, beside=beside, detours=detours)
        self.mishap = Mishap.NONE
        self.at = 0.0
        self.dies_sending = False
        self.shortest = 1 << 20
        self.cut_places: set[int] = set()
        self._old_paper: list[str] = []
        self._old_kicks = 0
        self._send = self.transport.send
        self.transport.send = self._chaotic  # type: ignore[method-assign]  # the wire is what breaks

    @property
    def pieces(self) -> list[str]:
        """Every piece of paper that ever came out, the one that hangs included."""
        return [*self._old_paper, *(slip.text for slip in self.mechanism.slips), self.mechanism.hanging]

    @property
    def kicks(self) -> int:
        """How often the drawer was kicked since the paper was last taken away."""
        return self._old_kicks + self.mechanism.kicks

    def take_away(self) -> None:
        """The paper is gone, and nothing waits in the printer."""
        self.lose_power()
        self._old_paper.clear()
        self._old_kicks = 0
        self.transport.close()

    def befall(self, mishap: Mishap, at: float) -> None:
        """Let it happen with the next job, `at` the share of its bytes."""
        self.mishap, self.at = mishap, at
        if mishap is Mishap.REFUSED:
            self.transport.become(Line.REFUSING)
        elif mishap is Mishap.OFF:
            self.transport.become(Line.CUT)
        elif mishap is Mishap.PAPER_OUT_BEFORE:
            self.cause(Fault.PAPER_OUT)
        elif mishap is Mishap.COVER_OPEN:
            self.cause(Fault.COVER_OPEN)

    def mend_all(self) -> None:
        """Somebody has seen to everything."""
        self.mishap, self.is_deaf, self.dies_sending = Mishap.NONE, False, False
        self.transport.become(Line.WORKING)
        for fault in (Fault.PAPER_OUT, Fault.COVER_OPEN):
            self.mend(fault)

    def lose_power(self) -> None:
        """What was received and not printed is gone."""
        self._old_paper += [*(slip.text for slip in self.mechanism.slips), self.mechanism.hanging]
        self._old_kicks += self.mechanism.kicks
        self.mechanism = Mechanism(self.profile, now=self.time.now, on_slip=lambda slip: None)
        self._caller = self.mechanism.connect()

    def revive(self) -> None:
        """Another node takes over."""
        self.transport.close()
        self.plug_in_anew()
        self.worker = self.new_worker()

    def _chaotic(self, data: bytes, within: float) -> None:
        if ENDS not in data:
            self._send(data, within)
            return
        mishap, self.mishap = self.mishap, Mishap.NONE
        place = int(self.at * (len(data) + 1))
        if self.dies_sending:
            self.dies_sending = False
            self._send(data[:place], within)
            raise Killed
        if mishap in AT_A_BYTE:
            self.shortest = min(self.shortest, len(data))
            self.cut_places.add(place)
            self._send(data[:place], within)
            self._lose(mishap)
        if mishap is Mishap.BLACK_HOLE:
            self._send(data, within)
            self.transport._waiting.clear()
            self.is_deaf = True
            return
        if mishap is Mishap.PAPER_OUT_WITHIN:
            self.mechanism.leave_paper_for(1)
        self._send(data, within)

    def _lose(self, mishap: Mishap) -> None:
        self.transport.close()
        if mishap is Mishap.POWER_CYCLE:
            self.lose_power()
        else:
            self.plug_in_anew()
        if mishap is Mishap.STALLED:
            self.time.pass_by(7.0)
        raise Unavailable(self.device, f"the connection was lost ({mishap})")
