"""From the words of the settings to devices: a table. Building touches no hardware."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from aura_terminal.ports.printing import CashDrawer, Printer
from devices.drawers.on_printer import DrawerOnPrinter
from devices.drawers.on_star import StarDrawer
from devices.labels.zpl import ZplPrinter
from devices.labels.zpl_bytes import ZplEncoder
from devices.labels.zpl_link import ZplLink
from devices.printers.escpos import EscPosPrinter
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.escpos_link import EscPosLink
from devices.printers.profiles import Dialect, DrawerSensor, PrinterProfile, Proof, StatusAbility, profiles
from devices.printers.queued import QueuedPrinter
from devices.printers.star import StarPrinter
from devices.printers.star_bytes import StarEncoder
from devices.printers.star_link import StarLink
from devices.simulators.escpos_printer import SimulatedPrinter
from devices.simulators.served_printer import ServedPrinter
from devices.transports.addresses import read_address, read_url, transport_at
from devices.transports.queues import PrintQueue
from devices.transports.tcp import TcpTransport
from devices.transports.transport import Transport

ANY_PORT_HERE = "127.0.0.1:0"
_QUEUES, _ONE_WAY = ("cups:", "windows:"), ("cups:", "windows:", "file:")
_HTTP = "http://"


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
    drawer: CashDrawer | None
    simulator: ServedPrinter | None = None


def build_printer(
    *, name: str, model: str, address: str, profile: PrinterProfile, surroundings: Surroundings
) -> PrinterStation:
    """The station a line of the settings names; `ValueError` says what is wrong with it.

    `address` is one that `transport_at` reads, of an `epos` printer `http://host` or a host. A simulated printer speaks
    the language of its profile and listens on `host:port` (on `http://host:port` it speaks ePOS-Print), without an
    address on a port of this machine that the system chooses when the simulator opens.
    """
    if model not in MODELS:
        raise ValueError(f"there is no printer model {model!r}; known are {', '.join(MODELS)}")
    return MODELS[model](name, address, profile, surroundings)


def _escpos(name: str, address: str, profile: PrinterProfile, surroundings: Surroundings) -> PrinterStation:
    _must_speak(Dialect.ESCPOS, "escpos", profile)
    pipe, profile = _reached(address, profile)
    if not address.startswith(_QUEUES):
        return _station(pipe, profile, surroundings)
    link = EscPosLink(pipe, profile)
    printer = QueuedPrinter(_queue(pipe), EscPosEncoder(profile, cache=surroundings.cache))
    return PrinterStation(printer, DrawerOnPrinter(link, profile.drawer))


def _star(name: str, address: str, profile: PrinterProfile, surroundings: Surroundings) -> PrinterStation:
    _must_speak(Dialect.STAR, "star", profile)
    pipe, profile = _reached(address, profile)
    if address.startswith(_QUEUES):
        return PrinterStation(QueuedPrinter(_queue(pipe), StarEncoder(profile)), None)
    return _star_station(pipe, profile)


def _zpl(name: str, address: str, profile: PrinterProfile, surroundings: Surroundings) -> PrinterStation:
    _must_speak(Dialect.ZPL, "zpl", profile)
    pipe, profile = _reached(address, profile)
    if address.startswith(_QUEUES):
        return PrinterStation(QueuedPrinter(_queue(pipe), ZplEncoder(profile)), None)
    return _label_station(pipe, profile)


def _epos(name: str, address: str, profile: PrinterProfile, surroundings: Surroundings) -> PrinterStation:
    _must_speak(Dialect.ESCPOS, "epos", profile)
    url = read_url(address)
    return _epos_station(lambda: url, profile)


def _simulated(name: str, address: str, profile: PrinterProfile, surroundings: Surroundings) -> PrinterStation:
    folder = surroundings.slips / name
    if address.startswith(_HTTP):
        from devices.simulators.epos_printer import SimulatedEposPrinter  # its web server is slow to load

        host, port = read_address(address.removeprefix(_HTTP))
        epos = SimulatedEposPrinter(now=surroundings.now, profile=profile, host=host, port=port, folder=folder)
        return _epos_station(lambda: "http://{}:{}".format(*epos.address), profile, epos)
    host, port = read_address(address or ANY_PORT_HERE)
    simulator = SimulatedPrinter(now=surroundings.now, profile=profile, host=host, port=port, folder=folder)
    pipe = TcpTransport(lambda: simulator.address)
    if profile.dialect is Dialect.STAR:
        return _star_station(pipe, profile, simulator)
    if profile.dialect is Dialect.ZPL:
        return _label_station(pipe, profile, simulator)
    return _station(pipe, profile, surroundings, simulator)


def _station(
    pipe: Transport,
    profile: PrinterProfile,
    surroundings: Surroundings,
    simulator: ServedPrinter | None = None,
) -> PrinterStation:
    link = EscPosLink(pipe, profile)
    printer = EscPosPrinter(link, EscPosEncoder(profile, cache=surroundings.cache), profile)
    return PrinterStation(printer, DrawerOnPrinter(link, profile.drawer), simulator)


def _star_station(pipe: Transport, profile: PrinterProfile, simulator: ServedPrinter | None = None) -> PrinterStation:
    link = StarLink(pipe, profile)
    return PrinterStation(StarPrinter(link, StarEncoder(profile), profile), StarDrawer(link, profile.drawer), simulator)


def _label_station(pipe: Transport, profile: PrinterProfile, simulator: ServedPrinter | None = None) -> PrinterStation:
    return PrinterStation(ZplPrinter(ZplLink(pipe, profile), ZplEncoder(profile), profile), None, simulator)


def _epos_station(
    find: Callable[[], str], profile: PrinterProfile, simulator: ServedPrinter | None = None
) -> PrinterStation:
    from devices.drawers.on_epos import EposDrawer  # HTTP is slow to load
    from devices.printers.epos import EposPrinter, EposService
    from devices.printers.epos_xml import EposEncoder

    service = EposService(find)
    printer = EposPrinter(service, EposEncoder(profile), profile.drawer)
    return PrinterStation(printer, EposDrawer(service, profile.drawer), simulator)


def _reached(address: str, profile: PrinterProfile) -> tuple[Transport, PrinterProfile]:
    """The pipe, and what the model can do through it: a one-way pipe brings no answer back."""
    pipe = transport_at(address)
    if not address.startswith(_ONE_WAY):
        return pipe, profile
    drawer = replace(profile.drawer, sensor=DrawerSensor.NONE)
    return pipe, replace(profile, status=StatusAbility.NONE, proof=Proof.NONE, drawer=drawer)


def _queue(pipe: Transport) -> PrintQueue:
    from devices.transports.cups import CupsTransport  # already loaded by the address, where it is one
    from devices.transports.windows_queue import WindowsQueueTransport

    assert isinstance(pipe, CupsTransport | WindowsQueueTransport)
    return pipe


def _must_speak(dialect: Dialect, model: str, profile: PrinterProfile) -> None:
    if profile.dialect is not dialect:
        fitting = ", ".join(each.name for each in profiles().values() if each.dialect is dialect)
        raise ValueError(f"the profile {profile.name!r} is none of the model {model!r}; choose one of {fitting}")


_Factory = Callable[[str, str, PrinterProfile, Surroundings], PrinterStation]
MODELS: Mapping[str, _Factory] = MappingProxyType(
    {"escpos": _escpos, "simulated": _simulated, "epos": _epos, "star": _star, "zpl": _zpl}
)
