"""From settings to devices at work: the one place where the settings' words meet the devices' catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from aura_terminal.app.device_settings import DeviceKind, DeviceSettings
from aura_terminal.app.settings import SettingsProblem
from aura_terminal.domain.paper import PrintJobId
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.printing import DeviceHealth, Spool
from aura_terminal.use_cases.paying import DRAWER_ROUTE
from aura_terminal.use_cases.receipts import RECEIPT_ROUTE
from devices.catalog import PrinterStation, Surroundings, build_printer
from devices.printers.profiles import profile_named
from devices.spooling import DeviceWorker

DEMO_DEVICES = (
    DeviceSettings("front", routes=(RECEIPT_ROUTE, DRAWER_ROUTE)),
    DeviceSettings("kitchen", routes=("kitchen",)),
    DeviceSettings("bar", routes=("bar",)),
)
SLIPS_FOLDER = "printed"


@dataclass(frozen=True, slots=True)
class Device:
    """A device of this terminal and the routes whose jobs go to it; building it touched no hardware."""

    name: str
    routes: tuple[str, ...]
    station: PrinterStation

    def begin_simulation(self) -> None:
        """Have the other side of a simulated device listen; `Unavailable` when its port is taken."""
        if self.station.simulator is not None:
            self.station.simulator.open()

    def end_simulation(self) -> None:
        """Let the other side of a simulated device go; may be called twice."""
        if self.station.simulator is not None:
            self.station.simulator.close()

    def worker(self, spool: Spool, clock: Clock, ids: Ids, on_health: Callable[[DeviceHealth], None]) -> DeviceWorker:
        """Who carries jobs from the spool to this device."""
        return DeviceWorker(
            device=self.name,
            routes=self.routes,
            printer=self.station.printer,
            drawer=self.station.drawer,
            spool=spool,
            now=clock.now,
            new_id=lambda: PrintJobId(ids.new()),
            on_health=on_health,
        )


def build_devices(rows: Iterable[DeviceSettings], data: Path, clock: Clock) -> tuple[Device, ...]:
    """The printers of the settings; `SettingsProblem` says which of them cannot be used, and why.

    Simulated printers leave their slips in `printed/<device>` of the data folder, as text, picture and bytes.
    """
    surroundings = Surroundings(cache=data / "cache", slips=data / SLIPS_FOLDER, now=clock.now)
    owners: dict[str, str] = {}
    devices = []
    for row in (row for row in rows if row.kind is DeviceKind.PRINTER):
        for route in row.routes:
            if route in owners:
                raise SettingsProblem(
                    f'The jobs of the route "{route}" go to {owners[route]} and to {row.name}. Leave it to one of them.'
                )
            owners[route] = row.name
        devices.append(Device(row.name, row.routes, _station(row, surroundings)))
    return tuple(devices)


def folder_of(device: str) -> str:
    """The folder name for a device's slips: what no file system takes for a path is written as %XX."""
    return quote(device, safe=" ").replace(".", "%2E")


def _station(row: DeviceSettings, surroundings: Surroundings) -> PrinterStation:
    try:
        return build_printer(
            name=folder_of(row.name),
            model=row.model.value,
            address=row.address,
            profile=profile_named(row.profile),
            surroundings=surroundings,
        )
    except ValueError as wrong:
        raise SettingsProblem(f"The device {row.name} cannot be used: {wrong}.") from wrong
