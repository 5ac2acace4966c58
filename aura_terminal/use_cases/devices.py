"""What is kept of a terminal's devices: how each is, whose paper goes another way, and a drawer that stood open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from aura_terminal.domain.devices import DetourScope, DeviceState, PaperDetour, device_id
from aura_terminal.domain.documents import DocumentKind, DocumentPut, DocumentWithdrawn, put
from aura_terminal.domain.drawer import DrawerLeftOpen
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import DrawerId
from aura_terminal.domain.paper import PrintJob, PrintJobId
from aura_terminal.domain.paper_ways import device_route
from aura_terminal.domain.staff import Actor, Approval, Permission, StaffMember
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.printing import DeviceHealth, PaperReads
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.late_paper import must_handle_paper
from aura_terminal.use_cases.paper_samples import sample


class Devices:
    """Facts about the devices of this terminal. The node writes what it saw, people what they decided."""

    def __init__(self, begin: Begin, paper: PaperReads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin, self._paper, self._ids, self._terminal = begin, paper, ids, terminal

    def note_health(self, rows: Iterable[DeviceHealth]) -> tuple[DocumentPut, ...]:
        """Keep how devices came to be, in one transaction; one that is as it was known to be is not written again."""
        with self._begin(SYSTEM) as work:
            known = {state.id: state for state in work.documents.all(DeviceState)}
            states = [self._state(row) for row in rows]
            facts = tuple(put(state) for state in states if not _same(known.get(state.id), state))
            work.keep(*facts)
        return facts

    def detours(self) -> tuple[PaperDetour, ...]:
        """Every detour of the store that lasts, by terminal and device."""
        return tuple(self._paper.detours())

    def states(self) -> tuple[DeviceState, ...]:
        """How every device of the store was last known to be, by terminal and device."""
        return tuple(self._paper.states())

    def begin_detour(self, device: str, to: str, reason: str) -> DocumentPut:
        """The node sends what a kitchen cooks from to another device, because this one does not work."""
        with self._begin(SYSTEM) as work:
            return self._put_detour(work, device, to, reason, DetourScope.KITCHEN)

    def send_elsewhere(self, by: Actor, device: str, to: str, reason: str) -> DocumentPut:
        """A person sends all paper of a device to another one, until somebody switches back."""
        must_handle_paper(by)
        with self._begin(by.id) as work:
            return self._put_detour(work, device, to, reason, DetourScope.EVERYTHING)

    def switch_back(self, by: Actor, detour_id: str) -> DocumentWithdrawn:
        """A person has seen to the device: its paper comes out there again. NotFound when there is no such detour."""
        must_handle_paper(by)
        with self._begin(by.id) as work:
            detour = work.documents.get(PaperDetour, detour_id)
            fact = DocumentWithdrawn(DocumentKind.PAPER_DETOUR, detour.id)
            work.keep(fact)
        return fact

    def test_print(self, by: Actor, device: str) -> PrintJob:
        """Spool a page that shows what a device makes of letters, widths and the knife."""
        must_handle_paper(by)
        with self._begin(by.id) as work:
            job = sample(PrintJobId(self._ids.new()), device_route(device), device)
            work.spool(job)
        return job

    def allow_set_up(self, by: Actor, device: str, approval: Approval | None = None) -> Approval:
        """Whether this person may change how a device is set up; raises RuleBroken(APPROVAL_NEEDED) otherwise."""
        with self._begin(by.id) as work:
            return approved(by, approval, work, Permission.EDIT_DEVICES, device)

    def drawer_left_open(self, open_since: datetime) -> DrawerLeftOpen:
        """The drawer of this terminal stands open too long; the fact says who opened it last, and why."""
        drawer = DrawerId(self._terminal.label)
        opening = self._paper.last_opening(drawer)
        with self._begin(SYSTEM) as work:
            by = "" if opening is None else _name_of(work, opening.by)
            reason = "" if opening is None else opening.reason
            fact = DrawerLeftOpen(drawer, open_since, work.now, by, reason)
            work.keep(fact)
        return fact

    def _put_detour(self, work: Work, device: str, to: str, reason: str, scope: DetourScope) -> DocumentPut:
        here = self._terminal.label
        fact = put(PaperDetour(device_id(here, device), here, device, to, work.now, reason, scope))
        work.keep(fact)
        return fact

    def _state(self, row: DeviceHealth) -> DeviceState:
        here, faults = self._terminal.label, tuple(fault.value for fault in row.faults)
        return DeviceState(
            device_id(here, row.device), here, row.device, row.kind.value, row.power.value, faults, row.since, row.hint
        )


def _same(known: DeviceState | None, state: DeviceState) -> bool:
    return known is not None and (known.kind, known.power, known.faults) == (state.kind, state.power, state.faults)


def _name_of(work: Work, staff_id: str) -> str:
    try:
        return next((each.name for each in work.documents.all(StaffMember) if each.id == staff_id), staff_id)
    except NotFound:
        return staff_id
