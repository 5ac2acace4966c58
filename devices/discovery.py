"""What is plugged in or on the network and could be set up, and who answers at an address."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Event

from aura_terminal.domain.errors import Unavailable
from devices.transports.transport import Transport

MDNS_SERVICE = "_pdl-datastream._tcp.local."
USB_PRINTERS = Path("/dev/usb")
USB_CLASS = Path("/sys/class/usbmisc")
_ANSWER_WITHIN = 0.8
# GS I n (Epson's reference): 66 the maker, 67 the model; the answer is 5F, ASCII, 00.
_ASKS: Mapping[str, bytes] = {"maker": b"\x1dIB", "model": b"\x1dIC"}


class How(StrEnum):
    """Where something was found."""

    SERIAL = "serial"
    USB = "usb"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Found:
    """Something that could be a device: its address as settings write it, and what it says it is."""

    how: How
    address: str
    title: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who answers; both empty for something that takes bytes and does not say who it is."""

    maker: str
    model: str

    @property
    def title(self) -> str:
        """Maker and model in one line."""
        return f"{self.maker} {self.model}".strip()


def serial_lines() -> tuple[Found, ...]:
    """The serial lines of this machine that something is plugged into."""
    from serial.tools.list_ports import comports

    ports = (port for port in comports() if port.hwid != "n/a")
    return tuple(
        Found(How.SERIAL, f"serial:{port.device}", _described(port.device, port.description)) for port in ports
    )


def usb_printers(devices: Path = USB_PRINTERS, classes: Path = USB_CLASS) -> tuple[Found, ...]:
    """The printers the kernel serves over USB (Linux), by their IEEE-1284 device id."""
    found = []
    for device in sorted(devices.glob("lp*")):
        try:
            said = (classes / device.name / "device" / "ieee1284_id").read_text("ascii", "replace")
        except OSError:
            said = ""
        found.append(Found(How.USB, f"usb:{device}", device_id_title(said) or device.name))
    return tuple(found)


def device_id_title(said: str) -> str:
    """Maker and model of an IEEE-1284 device id, `MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;`; "" for none."""
    parts = dict(part.split(":", 1) for part in said.strip().split(";") if ":" in part)
    names = {name.strip().upper(): value.strip() for name, value in parts.items()}
    maker = names.get("MFG") or names.get("MANUFACTURER") or ""
    return f"{maker} {names.get('MDL') or names.get('MODEL') or ''}".strip()


def network_printers(within: float) -> tuple[Found, ...]:
    """The raw printers that tell of themselves by mDNS within so many seconds; none where there is no multicast."""
    from zeroconf import Error as ZeroconfError
    from zeroconf import ServiceBrowser, ServiceListener, Zeroconf

    class Names(ServiceListener):
        def __init__(self) -> None:
            self.seen: dict[str, None] = {}

        def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
            self.seen[name] = None

        def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
            self.seen[name] = None

        def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
            self.seen.pop(name, None)

    try:
        zeroconf = Zeroconf()
    except (OSError, ZeroconfError):
        return ()
    try:
        names = Names()
        ServiceBrowser(zeroconf, MDNS_SERVICE, names)
        Event().wait(within)
        infos = [zeroconf.get_service_info(MDNS_SERVICE, name, 500) for name in tuple(names.seen)]
    finally:
        zeroconf.close()
    return tuple(
        Found(How.NETWORK, f"tcp://{address}:{info.port}", info.name.removesuffix(f".{MDNS_SERVICE}"))
        for info in infos
        if info is not None
        for address in info.parsed_addresses()
        if _is_v4(address)
    )


def identify(pipe: Transport, *, monotonic: Callable[[], float] = time.monotonic) -> Identity:
    """Ask who is there by GS I; `Unavailable` when nobody can be reached. The pipe is closed afterwards."""
    try:
        pipe.open()
        said = {what: _ask(pipe, question, monotonic) for what, question in _ASKS.items()}
    finally:
        pipe.close()
    return Identity(said["maker"], said["model"])


def _ask(pipe: Transport, question: bytes, monotonic: Callable[[], float]) -> str:
    pipe.send(question, 2.0)
    heard, until = b"", monotonic() + _ANSWER_WITHIN
    while (left := until - monotonic()) > 0 and b"\0" not in heard.partition(b"_")[2]:
        try:
            heard += pipe.receive(left)
        except Unavailable:
            break
    text = heard.partition(b"_")[2].partition(b"\0")[0].decode("ascii", "replace").strip()
    return text if text.isprintable() else ""


def _described(device: str, description: str) -> str:
    return f"{description} ({device})" if description and description != "n/a" else device


def _is_v4(address: str) -> bool:
    try:
        socket.inet_pton(socket.AF_INET, address)
    except OSError:
        return False
    return True
