"""From the address of a device, as settings write it, to the pipe that leads there: a table of schemes."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl, urlsplit

from devices.transports.serial_port import Flow, SerialLine, SerialTransport
from devices.transports.tcp import TcpTransport
from devices.transports.transport import Transport

PRINTER_PORT = 9100
SLOWEST, FASTEST = 300, 4_000_000
_FRAME = re.compile(r"[5-8][NEO][12]")
_SCHEME = re.compile(r"(tcp|serial|usb):(.*)", re.DOTALL)


def transport_at(address: str) -> Transport:
    """The pipe to `tcp://host:port` (or `host`), `serial:PORT?baud=38400&frame=8N1&flow=rtscts` or `usb:/dev/usb/lp0`.

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
        raise ValueError(f"{address!r} is no address of a printer; write it like 192.168.1.50:9100")
    return host, PRINTER_PORT if port is None else port


def read_line(address: str) -> SerialLine:
    """The serial line of `/dev/ttyUSB0?baud=38400&frame=8N1&flow=rtscts`; what is left out is 9600, 8N1 and none."""
    port, _, options = address.partition("?")
    named = dict(parse_qsl(options, keep_blank_values=True))
    unknown = sorted(named.keys() - {"baud", "frame", "flow"})
    if not port or unknown:
        what = f"{unknown[0]!r} is not known" if unknown else "the port is missing"
        raise ValueError(f"{what} in {address!r}; write it like serial:/dev/ttyUSB0?baud=38400&frame=8N1&flow=rtscts")
    return SerialLine(port, _baud(named.get("baud", "9600")), _frame(named.get("frame", "8N1")), _flow(named))


def _baud(written: str) -> int:
    if not written.isascii() or not written.isdigit() or not SLOWEST <= int(written) <= FASTEST:
        raise ValueError(f"{written!r} is no speed of a serial line; printers use 9600, 19200, 38400 or 115200")
    return int(written)


def _frame(written: str) -> str:
    if not _FRAME.fullmatch(written):
        raise ValueError(f"{written!r} is no frame of a serial line; write data bits, parity and stop bits, as in 8N1")
    return written


def _flow(named: Mapping[str, str]) -> Flow:
    written = named.get("flow", Flow.NONE)
    if written not in list(Flow):
        raise ValueError(f"{written!r} is no flow control; known are {', '.join(Flow)}")
    return Flow(written)


def _network(rest: str) -> Transport:
    where = read_address(rest.removeprefix("//"))
    return TcpTransport(lambda: where)


def _serial(rest: str) -> Transport:
    return SerialTransport(read_line(rest))


def _usb(rest: str) -> Transport:
    if sys.platform == "win32":
        raise ValueError("Windows has no device files for printers; use its serial port or its network address")
    from devices.transports.usb_printer import UsbPrinterTransport

    if not rest.startswith("/"):
        raise ValueError(f"{rest!r} is no device file; write it like usb:/dev/usb/lp0")
    return UsbPrinterTransport(rest)


SCHEMES: Mapping[str, Callable[[str], Transport]] = MappingProxyType({"tcp": _network, "serial": _serial, "usb": _usb})
