"""From the words of the settings to devices: a table. Building touches no hardware."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from aura_terminal.ports.printing import CashDrawer, Printer
from devices.drawers.on_printer import DrawerOnPrinter
from devices.printers.escpos import EscPosPrinter
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.escpos_link import EscPosLink
from devices.printers.profiles import PrinterProfile
from devices.simulators.escpos_printer import SimulatedPrinter
from devices.transports.tcp import TcpTransport

_PORT = 9100


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

    `address` is `host` or `host:port`; port 0 of a simulated printer is chosen by the system when the simulator opens.
    """
    if model not in MODELS:
        raise ValueError(f"there is no printer model {model!r}; known are {', '.join(MODELS)}")
    return MODELS[model](name, read_address(address), profile, surroundings)


def read_address(address: str) -> tuple[str, int]:
    """Host and port of `host`, `host:port` or `[v6 address]:port`."""
    try:
        parts = urlsplit(f"//{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.path:
        raise ValueError(f"{address!r} is no address of a printer; write it like 192.168.1.50:9100")
    return host, _PORT if port is None else port


def _on_network(
    name: str, address: tuple[str, int], profile: PrinterProfile, surroundings: Surroundings
) -> PrinterStation:
    return _station(lambda: address, profile, surroundings)


def _simulated(
    name: str, address: tuple[str, int], profile: PrinterProfile, surroundings: Surroundings
) -> PrinterStation:
    host, port = address
    simulator = SimulatedPrinter(
        now=surroundings.now, profile=profile, host=host, port=port, folder=surroundings.slips / name
    )
    return _station(lambda: simulator.address, profile, surroundings, simulator)


def _station(
    find: Callable[[], tuple[str, int]],
    profile: PrinterProfile,
    surroundings: Surroundings,
    simulator: SimulatedPrinter | None = None,
) -> PrinterStation:
    link = EscPosLink(TcpTransport(find), profile)
    printer = EscPosPrinter(link, EscPosEncoder(profile, cache=surroundings.cache), profile)
    return PrinterStation(printer, DrawerOnPrinter(link, profile.drawer), simulator)


_Factory = Callable[[str, tuple[str, int], PrinterProfile, Surroundings], PrinterStation]
MODELS: Mapping[str, _Factory] = MappingProxyType({"escpos-tcp": _on_network, "simulated": _simulated})
