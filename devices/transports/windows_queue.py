"""A printer queue of Windows, fed RAW through winspool (OpenPrinter, StartDocPrinter, WritePrinter).

The queue takes jobs while the printer is off, and nothing tells when paper came out: what it took is handed over, never
called printed. Source: Microsoft's documentation of the print spooler API. The calls of the library can be given from
outside; without them `winspool.drv` is loaded when the queue is opened.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from devices.transports.queues import QueueCondition, QueueState
from devices.transports.transport import Refused

_CHUNK = 65536
_HINTS = {
    5: told("this user may not print there; check the rights of the printer"),
    1722: told("the print service does not answer; start the service Print Spooler"),
    1801: told("there is no such printer; check its name in the settings"),
    1905: told("the printer was deleted; check its name in the settings"),
}
_PAUSED = 0x1  # PRINTER_STATUS_PAUSED
_STATUS = {
    0x2: told("error"),
    0x8: told("paper jam"),
    0x10: told("paper out"),
    0x40: told("paper problem"),
    0x80: told("offline"),
    0x1000: told("not available"),
    0x100000: told("user intervention"),
    0x400000: told("door open"),
}


class WinSpool(Protocol):
    """The calls of winspool this house needs, numbers and bytes only; each raises `OSError` with Windows' number."""

    def open_printer(self, name: str) -> int:
        """OpenPrinterW: a handle."""

    def close_printer(self, handle: int) -> None:
        """ClosePrinter."""

    def start_document(self, handle: int, title: str) -> int:
        """StartDocPrinterW with the data type RAW: the job's number."""

    def write(self, handle: int, data: bytes) -> int:
        """WritePrinter: how many bytes it took."""

    def end_document(self, handle: int) -> None:
        """EndDocPrinter: the job may be printed."""

    def abort(self, handle: int) -> None:
        """AbortPrinter: the job under way is thrown away."""

    def status(self, handle: int) -> tuple[int, int]:
        """GetPrinterW, level 2: the bits of Status and the number of jobs waiting."""


class WindowsQueueTransport:
    """A RAW queue. Each piece sent is a job of its own; a piece that could not be given whole is thrown away."""

    def __init__(
        self, printer: str, *, load: Callable[[], WinSpool] | None = None, title: str = "Aura Terminal"
    ) -> None:
        self._printer = printer
        self._load = load or load_winspool
        self._title = title
        self._spool: WinSpool | None = None
        self._handle = 0
        self._cancelled = threading.Event()

    @property
    def name(self) -> str:
        return self._printer

    def open(self) -> None:
        if self._handle:
            return
        self._cancelled.clear()
        try:
            self._spool = self._load()
            self._handle = self._spool.open_printer(self._printer)
        except OSError as error:
            raise self._unavailable(error) from error

    def close(self) -> None:
        if self._handle and self._spool is not None:
            self._spool.close_printer(self._handle)
        self._handle = 0

    def send(self, data: bytes, within: float) -> None:
        spool, until = self._opened(), time.monotonic() + within
        try:
            spool.start_document(self._handle, self._title)
            self._write(spool, data, until)
            spool.end_document(self._handle)
        except (OSError, Unavailable) as error:
            self._throw_away(spool)
            self.close()
            raise error if isinstance(error, Unavailable) else self._unavailable(error) from error

    def receive(self, within: float) -> bytes:
        """Nothing ever comes back from a queue."""
        self._opened()
        return b""

    def cancel(self) -> None:
        self._cancelled.set()

    def state(self) -> QueueState:
        self.open()
        spool = self._opened()
        try:
            bits, waiting = spool.status(self._handle)
        except OSError as error:
            self.close()
            raise self._unavailable(error) from error
        said = ", ".join(words for bit, words in _STATUS.items() if bits & bit)
        return QueueState(QueueCondition.PAUSED if bits & _PAUSED else QueueCondition.WORKING, said, waiting)

    def _write(self, spool: WinSpool, data: bytes, until: float) -> None:
        rest = data
        while rest:
            if self._cancelled.is_set():
                raise Unavailable(self.name, told("stopped, because this program is closing"))
            if time.monotonic() >= until:
                raise Unavailable(self.name, told("the print service takes no more bytes; see its queue"))
            taken = spool.write(self._handle, rest[:_CHUNK])
            if taken <= 0:
                raise Unavailable(self.name, told("the print service took only a part of the job; it was thrown away"))
            rest = rest[taken:]

    def _throw_away(self, spool: WinSpool) -> None:
        try:
            spool.abort(self._handle)
        except OSError:
            return  # there is no job left to throw away

    def _opened(self) -> WinSpool:
        if not self._handle or self._spool is None or self._cancelled.is_set():
            self.close()
            raise Unavailable(self.name, told("the queue is closed; it is opened again with the next job"))
        return self._spool

    def _unavailable(self, error: OSError) -> Unavailable:
        number = getattr(error, "winerror", None) or error.errno or 0
        hint = _HINTS.get(number, told("Windows says {number}: {reason}", number=number, reason=error.strerror))
        return Refused(self.name, hint) if number == 5 else Unavailable(self.name, hint)


def load_winspool() -> WinSpool:
    """The library of this Windows; `Unavailable` on every other system."""
    open_library = getattr(ctypes, "WinDLL", None)  # only Windows has it
    if open_library is None:
        raise Unavailable(
            told("Windows print queue"), told("this is no Windows; use cups: or the printer's network address")
        )
    return SpoolLibrary(open_library("winspool.drv", use_last_error=True), getattr(ctypes, "get_last_error"))  # noqa: B009


class _DocInfo(ctypes.Structure):
    """DOC_INFO_1W."""

    _fields_ = (("title", ctypes.c_wchar_p), ("output", ctypes.c_wchar_p), ("kind", ctypes.c_wchar_p))


class SpoolLibrary:
    """winspool.drv through ctypes; `last_error` tells Windows' number of the call that failed."""

    def __init__(self, library: Any, last_error: Callable[[], int]) -> None:  # its functions have no types
        self._library = library
        self._last_error = last_error

    def open_printer(self, name: str) -> int:
        handle = ctypes.c_void_p()
        self._check(self._library.OpenPrinterW(ctypes.c_wchar_p(name), ctypes.byref(handle), None))
        return int(handle.value or 0)

    def close_printer(self, handle: int) -> None:
        self._library.ClosePrinter(ctypes.c_void_p(handle))

    def start_document(self, handle: int, title: str) -> int:
        info = _DocInfo(title, None, "RAW")
        return self._check(self._library.StartDocPrinterW(ctypes.c_void_p(handle), 1, ctypes.byref(info)))

    def write(self, handle: int, data: bytes) -> int:
        taken = ctypes.c_uint32()
        self._check(self._library.WritePrinter(ctypes.c_void_p(handle), data, len(data), ctypes.byref(taken)))
        return taken.value

    def end_document(self, handle: int) -> None:
        self._check(self._library.EndDocPrinter(ctypes.c_void_p(handle)))

    def abort(self, handle: int) -> None:
        self._check(self._library.AbortPrinter(ctypes.c_void_p(handle)))

    def status(self, handle: int) -> tuple[int, int]:
        needed = ctypes.c_uint32()
        self._library.GetPrinterW(ctypes.c_void_p(handle), 2, None, 0, ctypes.byref(needed))
        space = ctypes.create_string_buffer(max(1, needed.value))
        self._check(self._library.GetPrinterW(ctypes.c_void_p(handle), 2, space, needed, ctypes.byref(needed)))
        info = _PrinterInfo.from_buffer(space)
        return info.status, info.jobs

    def _check(self, answer: int) -> int:
        if not answer:
            raise OSError(self._last_error(), "winspool")
        return answer


class _PrinterInfo(ctypes.Structure):
    """PRINTER_INFO_2W."""

    _fields_ = (
        *((f"words_{place}", ctypes.c_void_p) for place in range(7)),
        ("mode", ctypes.c_void_p),
        *((f"words_{place}", ctypes.c_void_p) for place in range(7, 11)),
        ("security", ctypes.c_void_p),
        *(
            (name, ctypes.c_uint32)
            for name in ("attributes", "priority", "default", "start", "until", "status", "jobs")
        ),
        ("speed", ctypes.c_uint32),
    )
