"""From the words of the settings to devices: a table. Building touches no hardware."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from aura_terminal.ports.printing import CashDrawer, Printer
from devices.drawers.on_printer import DrawerOnPrinter
from devices.printers.escpos import EscPosPrinter
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.escpos_link import EscPosLink
from devices.printers.profiles import PrinterProfile
from devices.simulators.escpos_printer import SimulatedPrinter
from devices.transports.addresses import read_address, transport_at
from devices.transports.tcp import TcpTransport
from devices.transports.transport import Transport

ANY_PORT_HERE = "127.0.0.1:0"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What devices need of the program: a private folder for tables, a folder for simulated paper, and the time."""

    cache: Path
    slips: Path
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class PrinterStation:
    """A printer with the drawer that hangs on it; a simulated one comes with its other side, to be opened first."""

    printer: Printer
    drawer: CashDrawer
    simulator: SimulatedPrinter | None = None


def build_printer(
    *, name: str, model: str, address: str, profile: PrinterProfile, surroundings: Surroundings
) -> PrinterStation:
    """The station a line of the settings names; `ValueError` says what is wrong with it.

    `address` is one that `transport_at` reads; a simulated printer listens on `host:port`, and without an address on a
    port of this machine that the system chooses when the simulator opens.
    """
    if model not in MODELS:
        raise ValueError(f"there is no printer model {model!r}; known are {', '.join(MODELS)}")
    return MODELS[model](name, address, profile, surroundings)


def _escpos(name: str, address: str, profile: PrinterProfile, surroundings: Surroundings) -> PrinterStation:
    return _station(transport_at(address), profile, surroundings)


def _simulated(name: str, address: str, profile: PrinterProfile, surroundings: Surroundings) -> PrinterStation:
    host, port = read_address(address or ANY_PORT_HERE)
    simulator = SimulatedPrinter(
        now=surroundings.now, profile=profile, host=host, port=port, folder=surroundings.slips / name
    )
    return _station(TcpTransport(lambda: simulator.address), profile, surroundings, simulator)


def _station(
    pipe: Transport,
    profile: PrinterProfile,
    surroundings: Surroundings,
    simulator: SimulatedPrinter | None = None,
) -> PrinterStation:
    link = EscPosLink(pipe, profile)
    printer = EscPosPrinter(link, EscPosEncoder(profile, cache=surroundings.cache), profile)
    return PrinterStation(printer, DrawerOnPrinter(link, profile.drawer), simulator)


_Factory = Callable[[str, str, PrinterProfile, Surroundings], PrinterStation]
MODELS: Mapping[str, _Factory] = MappingProxyType({"escpos": _escpos, "simulated": _simulated})
