"""The pipe over USB endpoints, through pyusb with a back end that stands for libusb and one echoing printer."""

from __future__ import annotations

import errno
from array import array
from types import SimpleNamespace
from typing import Any

import pytest

usb_backend = pytest.importorskip("usb.backend", reason="NOT CHECKED: the package pyusb is not installed")
usb_core = pytest.importorskip("usb.core", reason="NOT CHECKED: the package pyusb is not installed")

from aura_terminal.domain.errors import Unavailable  # noqa: E402
from devices.transports.libusb import LibUsbTransport, UsbName  # noqa: E402
from tests.contract.transport_contract import TransportContract  # noqa: E402

EPSON = UsbName(0x04B8, 0x0202)
_OUT, _IN = 0x01, 0x82


class OnePrinter(usb_backend.IBackend):  # type: ignore[misc, name-defined]  # pyusb has no types
    """A bus with one printer whose far end says back what it hears."""

    def __init__(self) -> None:
        self.heard = bytearray()
        self.is_plugged_in = True
        self.is_busy = False
        self.kernel_has_it = True
        self.interface_class = 7
        self.endpoints: tuple[int, ...] = (_OUT, _IN)

    def enumerate_devices(self) -> Any:
        return iter([self] if self.is_plugged_in else [])

    def get_device_descriptor(self, dev: Any) -> Any:
        names = (
            "bLength bDescriptorType bcdUSB bDeviceClass bDeviceSubClass bDeviceProtocol bMaxPacketSize0 idVendor "
            "idProduct bcdDevice iManufacturer iProduct iSerialNumber bNumConfigurations"
        )
        values = (18, 1, 0x200, 0, 0, 0, 64, EPSON.vendor, EPSON.product, 0x100, 0, 0, 0, 1)
        return SimpleNamespace(
            **dict(zip(names.split(), values, strict=True)), address=1, bus=1, port_number=1, port_numbers=(1,), speed=3
        )

    def get_configuration_descriptor(self, dev: Any, config: int) -> Any:
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=len(self.endpoints),
            bInterfaceClass=self.interface_class, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0,
            extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=self.endpoints[ep], bmAttributes=2, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Any) -> Any:
        return self

    def close_device(self, dev_handle: Any) -> None: ...

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        if self.is_busy:
            raise usb_core.USBError("Resource busy", errno=errno.EBUSY)
        assert not self.kernel_has_it

    def release_interface(self, dev_handle: Any, intf: int) -> None:
        self._must_be_there()

    def is_kernel_driver_active(self, dev_handle: Any, intf: int) -> bool:
        return self.kernel_has_it

    def detach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self.kernel_has_it = False

    def attach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self.kernel_has_it = True

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert ep == _OUT
        self._must_be_there()
        self.heard += bytes(data)
        return len(data)

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: Any, timeout: int) -> int:
        assert ep == _IN
        self._must_be_there()
        if not self.heard:
            raise usb_core.USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT)
        piece = self.heard[: len(buff)]
        del self.heard[: len(piece)]
        buff[: len(piece)] = array("B", piece)
        return len(piece)

    def _must_be_there(self) -> None:
        if not self.is_plugged_in:
            raise usb_core.USBError("No such device", errno=errno.ENODEV)


class _Bus:
    def __init__(self) -> None:
        self.bus = OnePrinter()
        self.pipe = LibUsbTransport(EPSON, find=self._find)

    def hang_up(self) -> None:
        self.bus.is_plugged_in = False

    def come_back(self) -> None:
        self.bus.is_plugged_in = True
        self.bus.kernel_has_it = True
        self.bus.heard.clear()

    def refuse(self) -> None:
        self.bus.is_busy = True

    def _find(self, wanted: UsbName) -> Any:
        return usb_core.find(backend=self.bus, idVendor=wanted.vendor, idProduct=wanted.product)


class TestLibUsbTransport(TransportContract):
    @pytest.fixture
    def far_end(self) -> _Bus:
        return _Bus()


def test_the_kernel_gets_the_printer_back() -> None:
    far_end = _Bus()
    far_end.pipe.open()
    assert not far_end.bus.kernel_has_it
    far_end.pipe.close()
    assert far_end.bus.kernel_has_it


def test_a_printer_that_is_not_plugged_in_says_what_to_check() -> None:
    far_end = _Bus()
    far_end.hang_up()
    with pytest.raises(Unavailable, match="cable"):
        far_end.pipe.open()


@pytest.mark.parametrize("endpoints", [(_OUT,), (_IN,)])
def test_a_printer_that_cannot_both_hear_and_speak_is_left_to_the_kernel(endpoints: tuple[int, ...]) -> None:
    far_end = _Bus()
    far_end.bus.endpoints = endpoints
    with pytest.raises(Unavailable, match="usb:/dev/usb/lp0"):
        far_end.pipe.open()
    assert far_end.bus.kernel_has_it


def test_what_is_no_printer_is_not_called_unplugged() -> None:
    far_end = _Bus()
    far_end.bus.interface_class = 3
    with pytest.raises(Unavailable, match="no printer"):
        far_end.pipe.open()
