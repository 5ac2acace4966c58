"""From settings to devices at work: the one place where the settings' words meet the devices' catalog."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from aura_terminal.app.device_options import adapted
from aura_terminal.app.device_settings import DeviceKind, DeviceModel, DeviceSettings
from aura_terminal.app.settings import SettingsProblem
from aura_terminal.domain.paper import PrintJobId
from aura_terminal.domain.paper_ways import DRAWER_ROUTE, RECEIPT_ROUTE, device_route
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.printing import DeviceHealth, HealthKind, Spool
from devices.catalog import PrinterStation, Surroundings, build_printer
from devices.claims import Claim
from devices.detours import Detours
from devices.printers.profiles import profile_named
from devices.spooling import DeviceWorker

DEMO_DEVICES = (
    DeviceSettings("front", routes=(RECEIPT_ROUTE, DRAWER_ROUTE)),
    DeviceSettings("kitchen", routes=("kitchen",)),
    DeviceSettings("bar", routes=("bar",)),
)
SLIPS_FOLDER = "printed"
PUTS_OUT_PAPER = frozenset({DeviceKind.PRINTER, DeviceKind.LABEL_PRINTER})


@dataclass(frozen=True, slots=True)
class Device:
    """A device of this terminal and the routes whose jobs go to it; building it touched no hardware."""

    name: str
    routes: tuple[str, ...]
    station: PrinterStation
    backups: tuple[str, ...] = ()
    claim: Claim | None = None
    kind: HealthKind = HealthKind.PRINTER

    def begin_simulation(self) -> None:
        """Have the other side of a simulated device listen; `Unavailable` when its port is taken."""
        if self.station.simulator is not None:
            self.station.simulator.open()

    def end_simulation(self) -> None:
        """Let the other side of a simulated device go; may be called twice."""
        if self.station.simulator is not None:
            self.station.simulator.close()

    def worker(
        self, spool: Spool, clock: Clock, ids: Ids, on_health: Callable[[DeviceHealth], None],
        detours: Detours | None = None,
    ) -> DeviceWorker:  # fmt: skip
        """Who carries jobs from the spool to this device."""
        return DeviceWorker(
            device=self.name,
            routes=(*self.routes, device_route(self.name)),
            printer=self.station.printer,
            drawer=self.station.drawer if DRAWER_ROUTE in self.routes else None,
            spool=spool,
            now=clock.now,
            new_id=lambda: PrintJobId(ids.new()),
            on_health=on_health,
            detours=detours,
            claim=self.claim,
            kind=self.kind,
        )


def build_devices(
    rows: Iterable[DeviceSettings], data: Path, clock: Clock, terminal: str = "this terminal"
) -> tuple[Device, ...]:
    """The printers of paper and labels of the settings; `SettingsProblem` says which of them cannot be used, and why.

    Simulated printers leave their slips in `printed/<device>` of the data folder, as text, picture and bytes.
    """
    surroundings = Surroundings(cache=data / "cache", slips=data / SLIPS_FOLDER, now=clock.now)
    owners: dict[str, str] = {}
    devices = []
    papers = [row for row in rows if row.kind in PUTS_OUT_PAPER]
    printers = [row.name for row in papers if row.kind is DeviceKind.PRINTER]
    for row in papers:
        for route in row.routes:
            if route in owners:
                raise SettingsProblem(
                    f'The jobs of the route "{route}" go to {owners[route]} and to {row.name}. Leave it to one of them.'
                )
            owners[route] = row.name
        _check_backups(row, printers)
        claim = Claim(claims_folder(), row.address, terminal) if row.model is not DeviceModel.SIMULATED else None
        devices.append(
            Device(row.name, row.routes, _station(row, surroundings), row.backups, claim, HealthKind(row.kind.value))
        )
    return tuple(devices)


def _check_backups(row: DeviceSettings, printers: Sequence[str]) -> None:
    for backup in row.backups:
        if backup == row.name or backup not in printers:
            raise SettingsProblem(
                f'The device {row.name} has the backup "{backup}", which is no other printer here. '
                f"There are: {', '.join(name for name in printers if name != row.name) or 'none'}."
            )


def claims_folder() -> Path:
    """Where the programs of this user on this machine keep each other away from a device."""
    who = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    return Path(tempfile.gettempdir()) / f"aura-terminal-claims-{who}"


def folder_of(device: str) -> str:
    """The folder name for a device's slips: what no file system takes for a path is written as %XX."""
    return quote(device, safe=" ").replace(".", "%2E")


def _station(row: DeviceSettings, surroundings: Surroundings) -> PrinterStation:
    try:
        return build_printer(
            name=folder_of(row.name),
            model=row.model.value,
            address=row.address,
            profile=adapted(profile_named(row.profile), row.options),
            surroundings=surroundings,
        )
    except ValueError as wrong:
        raise SettingsProblem(f"The device {row.name} cannot be used: {wrong}.") from wrong
