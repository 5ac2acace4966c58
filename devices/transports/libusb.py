"""Bytes over the endpoints of a USB printer through libusb, where the kernel offers no device file for it.

The kernel's own device (`usb:/dev/usb/lp0`) is the better way: nothing is detached for it. This one takes the printer's
interface away from the kernel while it is open and gives it back when it is closed. It needs the package pyusb and the
system's libusb 1.0.
"""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from aura_terminal.domain import telling
from aura_terminal.domain.errors import Unavailable
from devices.transports.transport import Refused

PRINTER_CLASS = 7
_TICK_MS = 100
_CHUNK = 4096
_IN = 0x80
_GONE = telling.told("the printer is gone; check its USB cable and its power")
_HINTS = {
    errno.EACCES: telling.told("this user may not use the printer; add a udev rule for it, or use usb:/dev/usb/lp0"),
    errno.ENODEV: _GONE,
    errno.EIO: _GONE,
    errno.ETIMEDOUT: telling.told("the printer takes no more bytes; check its paper, its cover and its power"),
}


@dataclass(frozen=True, slots=True)
class UsbName:
    """Which device: maker and product, and the serial number where several are alike."""

    vendor: int
    product: int
    serial: str = ""

    def __str__(self) -> str:
        return f"{self.vendor:04x}:{self.product:04x}" + (f":{self.serial}" if self.serial else "")


Find = Callable[[UsbName], Any]  # a device of pyusb, which has no types; None where none is plugged in


class LibUsbTransport:
    """A USB printer's bulk endpoints, cancelled from any thread and opened again after any failure."""

    def __init__(self, wanted: UsbName, *, find: Find | None = None) -> None:
        self._wanted = wanted
        self._find = find or find_with_pyusb
        self._device: Any = None  # of pyusb, as are the endpoints
        self._out: Any = None
        self._in: Any = None
        self._interface = 0
        self._cancelled = threading.Event()

    @property
    def name(self) -> str:
        return f"USB {self._wanted}"

    def open(self) -> None:
        if self._device is not None:
            return
        self._cancelled.clear()
        try:
            device = self._find(self._wanted)
            if device is None:
                raise OSError(errno.ENODEV, "not plugged in")
            self._take_or_leave(device)
        except OSError as error:
            raise self._unavailable(error) from error
        self._device = device

    def close(self) -> None:
        if self._device is not None:
            device, self._device = self._device, None
            _release(device, self._interface)

    def send(self, data: bytes, within: float) -> None:
        self._opened()
        until = time.monotonic() + within
        rest = data
        try:
            while rest:
                self._must_go_on()
                rest = rest[self._some(self._out.write, rest[:_CHUNK], _TICK_MS) or 0 :]
                if rest and time.monotonic() >= until:
                    raise OSError(errno.ETIMEDOUT, "write")
        except OSError as error:
            self.close()
            raise self._unavailable(error) from error

    def receive(self, within: float) -> bytes:
        self._opened()
        until = time.monotonic() + within
        try:
            while True:
                self._must_go_on()
                left = max(1, min(_TICK_MS, int((until - time.monotonic()) * 1000)))
                data = bytes(self._some(self._in.read, _CHUNK, left) or b"")
                if data or time.monotonic() >= until:
                    return data
        except OSError as error:
            self.close()
            raise self._unavailable(error) from error

    def cancel(self) -> None:
        self._cancelled.set()

    def _some(self, call: Callable[..., Any], *told: object) -> Any:
        """What the call moved; None when its time was up, which is no failure."""
        try:
            return call(*told)
        except OSError as error:
            if error.errno == errno.ETIMEDOUT:
                return None
            raise

    def _take_or_leave(self, device: Any) -> None:
        """The printer's interface, or everything as it was."""
        try:
            self._take(device)
        except (OSError, Unavailable):
            _release(device, self._interface)
            raise

    def _take(self, device: Any) -> None:
        configuration = device.get_active_configuration()
        interface = next((each for each in configuration if each.bInterfaceClass == PRINTER_CLASS), None)
        if interface is None:
            raise Unavailable(self.name, telling.told("this is no printer; check the numbers in the settings"))
        self._interface = interface.bInterfaceNumber
        if _is_taken_by_kernel(device, self._interface):
            device.detach_kernel_driver(self._interface)
        usb_util().claim_interface(device, self._interface)
        self._out = next((each for each in interface if not each.bEndpointAddress & _IN), None)
        self._in = next((each for each in interface if each.bEndpointAddress & _IN), None)
        if self._out is None or self._in is None:
            raise Unavailable(self.name, telling.told("it only listens or only speaks; use usb:/dev/usb/lp0"))

    def _opened(self) -> None:
        if self._device is None:
            raise Unavailable(self.name, telling.told("the printer is closed; it is opened again with the next job"))

    def _must_go_on(self) -> None:
        if self._cancelled.is_set():
            raise OSError(errno.ECANCELED, "cancelled")

    def _unavailable(self, error: OSError) -> Unavailable:
        if error.errno == errno.ECANCELED:
            return Unavailable(self.name, telling.told("stopped, because this program is closing"))
        if error.errno == errno.EBUSY:
            return Refused(
                self.name, telling.told("another program uses this printer; end it, or give the printer to it")
            )
        return Unavailable(self.name, _HINTS.get(error.errno or 0, _GONE))


def find_with_pyusb(wanted: UsbName) -> Any:
    """The device, through pyusb; `Unavailable` where it or libusb is missing."""
    try:
        core = import_module("usb.core")
    except ImportError as missing:
        raise Unavailable(
            telling.told("USB {wanted}", wanted=wanted),
            telling.told("install the package pyusb, or use usb:/dev/usb/lp0"),
        ) from missing
    named = {"idVendor": wanted.vendor, "idProduct": wanted.product}
    try:
        return core.find(**named, **({"serial_number": wanted.serial} if wanted.serial else {}))
    except core.NoBackendError as missing:
        raise Unavailable(
            telling.told("USB {wanted}", wanted=wanted), telling.told("the library libusb 1.0 is missing; install it")
        ) from missing


def usb_util() -> Any:
    """pyusb's module that claims interfaces; it has no types."""
    return import_module("usb.util")


def _is_taken_by_kernel(device: Any, interface: int) -> bool:
    try:
        return bool(device.is_kernel_driver_active(interface))
    except NotImplementedError:  # pyusb's word for a system whose kernel never takes a printer
        return False


def _release(device: Any, interface: int) -> None:
    util = usb_util()
    try:
        util.release_interface(device, interface)
        device.attach_kernel_driver(interface)
    except (OSError, NotImplementedError):
        return  # it is unplugged, the kernel had no driver for it, or never takes one on this system
    finally:
        util.dispose_resources(device)
