"""The page of devices over a terminal in memory, with health and answers set by hand as a node would say them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from aura_terminal.domain.paper import PrintJob, PrintJobId, SpoolKind, SpoolState
from aura_terminal.ports.printing import Confidence, DeviceHealth, Fault, HealthKind, Power
from aura_terminal.ports.store import SYSTEM
from aura_terminal.ui.screens.devices.banner import DeviceBannerStrip
from aura_terminal.ui.screens.devices.screen import DevicesScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.changes import EVERY_FACT
from aura_terminal.view_models.device_banner import DeviceBannerModel
from aura_terminal.view_models.device_cards import Question, Reply, SetUp
from aura_terminal.view_models.devices import DevicesModel
from aura_terminal.view_models.paper_queue import PaperQueueModel
from aura_terminal.view_models.printer_setup import PrinterSetUpModel
from tests.support.memory_shop import MemoryStore
from tests.support.memory_spool import MemorySpool
from tests.support.printer_samples import KITCHEN_SLIP, RECEIPT
from tests.support.terminal_window import TerminalWindow

FRONT = SetUp("front", model="escpos", address="tcp://10.0.0.5:9100", profile="tm-t20", routes=("receipt", "drawer"))
GRILL = SetUp("grill", model="escpos", address="tcp://10.0.0.6:9100", routes=("kitchen",), backups=("bar",))
BAR = SetUp("bar", model="escpos", address="tcp://10.0.0.7:9100", routes=("bar",))


@dataclass
class StagedDevices:
    """The models behind the page, and what they asked of a node and of the settings."""

    store: MemoryStore
    terminal: TerminalWindow
    devices: DevicesModel
    queue: PaperQueueModel
    set_up: PrinterSetUpModel
    banners: DeviceBannerModel
    page: DevicesScreen
    strip: DeviceBannerStrip
    spool: MemorySpool
    asked: list[Question] = field(default_factory=list)
    written: list[tuple[SetUp, str]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    rows: dict[str, DeviceHealth] = field(default_factory=dict)

    def hear(self, device: str, *faults: Fault, hint: str = "", kind: HealthKind = HealthKind.PRINTER) -> None:
        """The node says how a device is since a quarter of an hour."""
        now = self.store.clock.now()
        quarter = timedelta(minutes=15)
        power = Power.UNREACHABLE if Fault.UNREACHABLE in faults else Power.ONLINE
        before = self.rows.get(device)
        row = DeviceHealth(device, power, faults, Confidence.REPORTED, now - quarter, now - quarter, hint, kind)
        if row.blocking is not None:
            row = replace(row, last_error=hint, last_error_at=row.since)
        elif before is not None:
            row = replace(row, last_error=before.last_error, last_error_at=before.last_error_at)
        self.rows[device] = row
        self.devices.health_heard(tuple(self.rows.values()))

    def answer(self, reply: Reply) -> None:
        """The node answers the last question."""
        self.devices.reply_heard(replace(reply, ask_id=self.asked[-1].ask_id, ask=self.asked[-1].ask))

    def spooled(
        self, name: str, title: str, route: str, state: SpoolState, note: str = "", kind: SpoolKind = SpoolKind.RECEIPT
    ) -> PrintJobId:
        """A piece of paper that came to be so."""
        document = None
        if kind is not SpoolKind.DRAWER_KICK:
            document = KITCHEN_SLIP if kind is SpoolKind.KITCHEN_SLIP else RECEIPT
        job_id = PrintJobId(name)
        with self.store.begin(SYSTEM) as work:
            work.spool(PrintJob(job_id, kind, route, title, document=document))
        self.spool.settle(job_id, state, note, self.store.clock.now())
        return job_id

    def others_did(self) -> None:
        """The node has committed something."""
        self.terminal.till.changes.changed.emit(EVERY_FACT)


def stage_devices(store: MemoryStore, terminal: TerminalWindow, theme: Theme) -> StagedDevices:
    """Offer the page in a terminal's window, as the program does; three printers are set up."""
    till = terminal.till
    devices = DevicesModel(till.runner, till.changes, till.session.must_actor, till.counter)
    queue = PaperQueueModel(till.runner, till.changes, devices, till.session.must_actor, till.counter)
    set_up = PrinterSetUpModel(till.runner, devices, till.counter)
    banners = DeviceBannerModel(devices, queue, till.counter)
    page = DevicesScreen(devices, queue, set_up, till.session, theme)
    page.back_requested.connect(terminal.window.go_back)
    page.said.connect(terminal.window.say)
    terminal.window.offer(View.DEVICES, page)
    strip = DeviceBannerStrip(banners, theme)
    strip.devices_wanted.connect(lambda: terminal.window.go(View.DEVICES))
    terminal.window.put_banner(strip)
    spool = MemorySpool(store.journal.jobs, store.journal)
    staged = StagedDevices(store, terminal, devices, queue, set_up, banners, page, strip, spool)
    devices.asked.connect(staged.asked.append)
    devices.settings_wanted.connect(staged.written.extend)
    devices.removal_wanted.connect(staged.removed.append)
    devices.watch.wake()
    queue.watch.wake()
    devices.set_up((FRONT, GRILL, BAR))
    devices.refresh()
    queue.refresh()
    return staged
