"""From the address of a device, as settings write it, to the pipe that leads there: a table of schemes."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import parse_qsl, urlsplit

from aura_terminal.domain.telling import told
from devices.transports.file import FileTransport
from devices.transports.libusb import LibUsbTransport, UsbName
from devices.transports.serial_port import Flow, SerialLine, SerialTransport
from devices.transports.tcp import TcpTransport
from devices.transports.transport import Transport
from devices.transports.windows_queue import WindowsQueueTransport

PRINTER_PORT = 9100
SLOWEST, FASTEST = 300, 4_000_000
_URLS = ("http://", "https://")
_FRAME = re.compile(r"[5-8][NEO][12]")
_SCHEME = re.compile(r"(tcp|serial|usb|cups|windows|file):(.*)", re.DOTALL)
_USB_NAME = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?::(\S+))?")


def transport_at(address: str) -> Transport:
    """The pipe an address leads to; the README of this package lists how they are written.

    Nothing is touched before it is opened. `ValueError` says what is wrong with the address.
    """
    found = _SCHEME.fullmatch(address)
    scheme, rest = found.groups() if found else ("tcp", f"//{address}")
    return SCHEMES[scheme](rest)


def read_address(address: str) -> tuple[str, int]:
    """Host and port of `host`, `host:port` or `[v6 address]:port`, with `tcp://` before it or not."""
    try:
        parts = urlsplit(f"//{address.removeprefix('tcp://')}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.path:
        raise ValueError(
            told("{address!r} is no address of a printer; write it like 192.168.1.50:9100", address=address)
        )
    return host, PRINTER_PORT if port is None else port


def read_url(address: str) -> str:
    """The `http://host` or `https://host:port` of an address; without a scheme it is `http`."""
    url = (address if address.startswith(_URLS) else f"http://{address.removeprefix('tcp://')}").rstrip("/")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # asking for a port that is none raises
    except ValueError:
        host = None
    if not host or url != f"{parts.scheme}://{parts.netloc}" or " " in url or not url.isprintable():
        raise ValueError(
            told("{address!r} is no address of a printer; write it like http://192.168.1.60", address=address)
        )
    return url


def read_line(address: str) -> SerialLine:
    """The serial line of `/dev/ttyUSB0?baud=38400&frame=8N1&flow=rtscts`; what is left out is 9600, 8N1 and none."""
    port, _, options = address.partition("?")
    named = dict(parse_qsl(options, keep_blank_values=True))
    unknown = sorted(named.keys() - {"baud", "frame", "flow"})
    if not port or unknown:
        what = told("{unknown!r} is not known", unknown=unknown[0]) if unknown else told("the port is missing")
        raise ValueError(
            told(
                "{what} in {address!r}; write it like serial:/dev/ttyUSB0?baud=38400&frame=8N1&flow=rtscts",
                what=what,
                address=address,
            )
        )
    return SerialLine(port, _baud(named.get("baud", "9600")), _frame(named.get("frame", "8N1")), _flow(named))


def _baud(written: str) -> int:
    if not written.isascii() or not written.isdigit() or not SLOWEST <= int(written) <= FASTEST:
        raise ValueError(
            told("{written!r} is no speed of a serial line; printers use 9600, 19200, 38400 or 115200", written=written)
        )
    return int(written)


def _frame(written: str) -> str:
    if not _FRAME.fullmatch(written):
        raise ValueError(
            told(
                "{written!r} is no frame of a serial line; write data bits, parity and stop bits, as in 8N1",
                written=written,
            )
        )
    return written


def _flow(named: Mapping[str, str]) -> Flow:
    written = named.get("flow", Flow.NONE)
    if written not in list(Flow):
        raise ValueError(
            told("{written!r} is no flow control; known are {flow}", written=written, flow=", ".join(Flow))
        )
    return Flow(written)


def _network(rest: str) -> Transport:
    where = read_address(rest.removeprefix("//"))
    return TcpTransport(lambda: where)


def _serial(rest: str) -> Transport:
    return SerialTransport(read_line(rest))


def _usb(rest: str) -> Transport:
    named = _USB_NAME.fullmatch(rest)
    if named is not None:
        return LibUsbTransport(UsbName(int(named[1], 16), int(named[2], 16), named[3] or ""))
    if sys.platform == "win32":
        raise ValueError(told("Windows has no device files for printers; use windows: or the network address"))
    from devices.transports.usb_printer import UsbPrinterTransport

    if not rest.startswith("/"):
        raise ValueError(
            told("{rest!r} is no device file; write it like usb:/dev/usb/lp0, or usb:04b8:0202 for libusb", rest=rest)
        )
    return UsbPrinterTransport(rest)


def _cups(rest: str) -> Transport:
    from devices.transports.cups import CUPS_PORT, CupsTransport  # HTTP is slow to load, and few shops need it here

    parts = urlsplit(rest if rest.startswith("//") else f"//localhost/{rest}")
    queue = parts.path.strip("/")
    if not queue or "/" in queue or not parts.hostname:
        raise ValueError(
            told("{rest!r} names no queue; write it like cups:front or cups://192.168.1.5:631/front", rest=rest)
        )
    return CupsTransport(parts.hostname, parts.port or CUPS_PORT, queue)


def _windows(rest: str) -> Transport:
    if not rest.strip():
        raise ValueError(told("the name of the printer is missing; write it like windows:EPSON TM-T20II Receipt"))
    return WindowsQueueTransport(rest.strip())


def _file(rest: str) -> Transport:
    path = Path(rest.removeprefix("//"))
    if not path.is_absolute():
        raise ValueError(told("{rest!r} is no whole path; write it like file:/var/spool/receipts.bin", rest=rest))
    return FileTransport(path)


SCHEMES: Mapping[str, Callable[[str], Transport]] = MappingProxyType(
    {"tcp": _network, "serial": _serial, "usb": _usb, "cups": _cups, "windows": _windows, "file": _file}
)
