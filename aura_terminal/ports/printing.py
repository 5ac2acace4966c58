"""What the shop needs of printers, cash drawers and the spool between them and the store.

Every call may take seconds: these are for the node's device threads, never for the thread a person touches. A device
that cannot be used raises `Unavailable` from `open()` and `status()`; `print()` and `kick()` answer with an outcome
instead, because an outcome must be kept whatever happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from aura_terminal.domain.devices import DeviceState, PaperDetour
from aura_terminal.domain.ids import DrawerId, StaffId
from aura_terminal.domain.paper import PaperDocument, PrintJob, PrintJobId, SpooledJob, SpoolState


class HealthKind(StrEnum):
    """What a device is, as its health says; the words are those of the kinds in the settings, and more."""

    PRINTER = "printer"
    LABEL_PRINTER = "label_printer"
    CASH_DRAWER = "cash_drawer"
    CARD_READER = "card_reader"
    CUSTOMER_DISPLAY = "customer_display"
    SCALE = "scale"
    SCANNER = "scanner"
    BUMP_BAR = "bump_bar"
    MAIL = "mail"


class Power(StrEnum):
    """Whether the device answers and is willing to work, by the names of UnifiedPOS.

    `UNREACHABLE` is its OFF_OFFLINE: switched off or cut off, which cannot be told apart from here.
    """

    UNKNOWN = "unknown"
    ONLINE = "online"
    OFF = "off"
    OFFLINE = "offline"
    UNREACHABLE = "off_offline"


class Fault(StrEnum):
    """What keeps a device from working; `PAPER_LOW` and `DRAWER_OPEN` alone are warnings."""

    PAPER_OUT = "paper_out"
    PAPER_LOW = "paper_low"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    MECHANICAL = "mechanical"
    OFFLINE = "offline"
    NO_REPLY = "no_reply"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    NOT_SET_UP = "not_set_up"
    OVERHEATED = "overheated"
    REFUSED = "refused"
    NOT_TRUSTED = "not_trusted"
    NOT_ALLOWED = "not_allowed"
    DRAWER_OPEN = "drawer_open"


WARNINGS = frozenset({Fault.PAPER_LOW, Fault.DRAWER_OPEN})
"""Faults that keep nothing from being done."""


class Confidence(StrEnum):
    """How a state is known: the device said so, we concluded it, or nobody knows."""

    REPORTED = "reported"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class DrawerState(StrEnum):
    """What the drawer's own switch says; a drawer without a switch is `UNKNOWN`."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """One look at a printer."""

    power: Power
    faults: tuple[Fault, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    drawer: DrawerState = DrawerState.UNKNOWN

    @property
    def blocking(self) -> Fault | None:
        """The fault that keeps paper from coming out, if any."""
        return next((fault for fault in self.faults if fault not in WARNINGS), None)


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer itself said, after the last byte, that it is done."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Handed over whole to a device that cannot say whether it printed."""


@dataclass(frozen=True, slots=True)
class Held:
    """Nothing was sent; it may be tried again at any time."""

    fault: Fault
    hint: str


@dataclass(frozen=True, slots=True)
class InPrinter:
    """All bytes are in the printer, which stopped; it goes on by itself, so it must not be sent again meanwhile."""

    fault: Fault
    hint: str


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Some bytes left and nobody knows what became of them."""

    reason: str


PrintOutcome = Printed | Accepted | Held | InPrinter | Unconfirmed


class Printer(Protocol):
    """A device that puts documents on paper, one at a time, used by one thread."""

    def open(self) -> None:
        """Reach the device; `Unavailable` when it cannot be reached. Opening an open printer changes nothing."""

    def close(self) -> None:
        """Let the device go; may be called twice."""

    def status(self) -> PrinterStatus:
        """Look at the device now; `Unavailable` when it cannot be reached."""

    def print(self, job_id: PrintJobId, document: PaperDocument) -> PrintOutcome:
        """Put the document on paper once, opening the device if needed; never raises for a device's fault."""

    def resume(self) -> PrintOutcome | None:
        """What became of the job last answered with `InPrinter`; None when there is no such job."""

    def cancel(self) -> None:
        """Make a call under way end soon; the one method another thread may call."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The drawer's switch changed to open."""


@dataclass(frozen=True, slots=True)
class NotConfirmed:
    """The command left, and there is no switch to prove it or it did not change."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The command did not leave, or the drawer stayed closed."""

    reason: str


KickOutcome = Opened | NotConfirmed | Failed


class CashDrawer(Protocol):
    """The drawer that holds the cash."""

    def open(self) -> None:
        """Reach the device that drives the drawer; `Unavailable` when it cannot be reached."""

    def close(self) -> None:
        """Let the device go (the drawer itself is closed by hand); may be called twice."""

    def kick(self) -> KickOutcome:
        """Open the drawer at most once, now or not at all; never raises for a device's fault."""

    def state(self) -> DrawerState:
        """What the drawer's switch says; `Unavailable` when the device cannot be reached."""


class Spool(Protocol):
    """What a device's worker needs of the store. Each method is one transaction, on disk when it returns.

    Jobs come into the spool with the facts that caused them, in state `QUEUED`, and are never deleted.
    """

    def next_job(self, route: str, now: datetime) -> SpooledJob | None:
        """The job to do next on a route: drawer kicks first, then the oldest of the `QUEUED` and `HELD`."""

    def begin_attempt(self, job_id: PrintJobId, now: datetime) -> int:
        """Move a `QUEUED` or `HELD` job to `SENDING`, before any byte leaves; answers this attempt's number, from 1.

        A job in any other state, because somebody at a screen decided about it meanwhile, is NotFound.
        """

    def settle(self, job_id: PrintJobId, state: SpoolState, note: str, now: datetime) -> None:
        """Record where the job stands now and why, in words for staff.

        Paper that is out, elsewhere or let go does not come back: over such a state only another of them is recorded.
        """

    def interrupted(self, route: str) -> Sequence[SpooledJob]:
        """Jobs that are still `SENDING` or `IN_PRINTER`, oldest first; asked at start and after a failure."""

    def unconfirmed(self, route: str) -> Sequence[SpooledJob]:
        """Jobs in `UNCONFIRMED`, oldest first."""

    def supersede(self, job_id: PrintJobId, copy: PrintJob, state: SpoolState, now: datetime) -> None:
        """Queue the copy and move the job to `REPRINTED` or `REDIRECTED`, both or neither.

        A job that is settled already, or is being sent just now, is not to be found for this.
        """


@dataclass(frozen=True, slots=True)
class LastOpening:
    """When a drawer was last told to open, by whom, and why."""

    at: datetime
    by: StaffId
    reason: str


class PaperReads(Protocol):
    """What a person is shown of the spool."""

    def queue(self) -> Sequence[SpooledJob]:
        """Every job that is not settled, oldest first; the first 200 of them."""

    def recent(self, most: int) -> Sequence[SpooledJob]:
        """Paper that came out last, newest first."""

    def find(self, job_id: PrintJobId) -> SpooledJob:
        """One job, or NotFound."""

    def last_opening(self, drawer_id: DrawerId) -> LastOpening | None:
        """The last opening of a drawer; None when it was never opened."""

    def detours(self) -> Sequence[PaperDetour]:
        """Every detour of the store that lasts, by terminal and device."""

    def states(self) -> Sequence[DeviceState]:
        """How every device of the store was last known to be, by terminal and device."""


@dataclass(frozen=True, slots=True)
class DeviceHealth:
    """How a device is, in the words of the person who must mend it. Times are aware UTC.

    `since` is when it came to be so, `last_ok` when it was last seen well; `hint` is the cause with the next step,
    empty while all is well. `last_error` stays after the device is well again, with when it was said.
    """

    device: str
    power: Power
    faults: tuple[Fault, ...]
    confidence: Confidence
    since: datetime
    last_ok: datetime | None = None
    hint: str = ""
    kind: HealthKind = HealthKind.PRINTER
    last_error: str = ""
    last_error_at: datetime | None = None

    @property
    def blocking(self) -> Fault | None:
        """The fault that keeps the device from working, if any."""
        return next((fault for fault in self.faults if fault not in WARNINGS), None)
