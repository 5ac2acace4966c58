"""Pipes nothing comes back through: files, the queue of Windows against stand-ins of its functions; addresses."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PrintJobId
from aura_terminal.ports.printing import Accepted, Fault, Held, Unconfirmed
from devices.catalog import Surroundings, build_printer
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.profiles import GENERIC_80, profile_named
from devices.printers.queued import QueuedPrinter
from devices.transports.addresses import transport_at
from devices.transports.cups import CupsTransport
from devices.transports.file import FileTransport
from devices.transports.libusb import LibUsbTransport
from devices.transports.queues import QueueCondition
from devices.transports.transport import Transport
from devices.transports.windows_queue import SpoolLibrary, WindowsQueueTransport, load_winspool
from tests.contract.transport_contract import FarEnd, TransportContract
from tests.support.printer_bench import StoppedTime
from tests.support.printer_samples import RECEIPT

JOB = PrintJobId("job-1")


class _ReadPipe:
    """A named pipe that somebody reads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        os.mkfifo(path)
        self.pipe: Transport = FileTransport(path)
        self._reader: int | None = None
        self.come_back()

    def come_back(self) -> None:
        self._reader = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK)
        fcntl_size = 1031  # F_SETPIPE_SZ: room for a whole job, so that nobody has to read meanwhile
        import fcntl

        fcntl.fcntl(self._reader, fcntl_size, 1 << 20)

    def hang_up(self) -> None:
        assert self._reader is not None
        os.close(self._reader)
        self._reader = None

    def refuse(self) -> None:
        self.hang_up()

    def read(self, count: int) -> bytes:
        assert self._reader is not None
        found = b""
        while len(found) < count:
            found += os.read(self._reader, count - len(found))
        return found

    def end(self) -> None:
        self.pipe.close()
        if self._reader is not None:
            self.hang_up()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes in the file system are a matter of Unix")
class TestFileTransport(TransportContract):
    def arrived(self, far_end: FarEnd, count: int) -> bytes:
        assert isinstance(far_end, _ReadPipe)
        return far_end.read(count)

    @pytest.fixture
    def far_end(self, tmp_path: Path) -> Any:
        far_end = _ReadPipe(tmp_path / "printer")
        yield far_end
        far_end.end()


class FakeDll:
    """Stands for winspool.drv: the same functions, taking the same C values."""

    def __init__(self) -> None:
        self.jobs: list[bytes] = []
        self.refusal = 0
        self.takes = 1 << 30
        self.bits = 0
        self._under_way: bytes | None = None
        self.thrown_away = 0

    def last_error(self) -> int:
        return self.refusal

    def OpenPrinterW(self, name: Any, handle: Any, defaults: None) -> int:
        handle._obj.value = 7
        return int(not self.refusal)

    def ClosePrinter(self, handle: Any) -> int:
        return 1

    def StartDocPrinterW(self, handle: Any, level: int, info: Any) -> int:
        assert (handle.value, level, info._obj.kind) == (7, 1, "RAW")
        self._under_way = b""
        return int(not self.refusal)

    def WritePrinter(self, handle: Any, data: bytes, count: int, taken: Any) -> int:
        assert self._under_way is not None
        taken._obj.value = min(count, self.takes)
        self._under_way += data[: taken._obj.value]
        return int(not self.refusal)

    def EndDocPrinter(self, handle: Any) -> int:
        assert self._under_way is not None
        self.jobs.append(self._under_way)
        self._under_way = None
        return 1

    def AbortPrinter(self, handle: Any) -> int:
        self.thrown_away += 1
        self._under_way = None
        return 1

    def GetPrinterW(self, handle: Any, level: int, space: Any, size: Any, needed: Any) -> int:
        needed._obj.value = 12 * ctypes.sizeof(ctypes.c_void_p) + ctypes.sizeof(ctypes.c_void_p) + 8 * 4
        if space is None:
            return 0
        words = (ctypes.c_uint32 * 8).from_buffer(space, 13 * ctypes.sizeof(ctypes.c_void_p))
        words[5], words[6] = self.bits, 3
        return 1


class _WindowsFarEnd:
    def __init__(self) -> None:
        self.dll = FakeDll()
        self.pipe: Transport = WindowsQueueTransport(
            "EPSON TM-T20II", load=lambda: SpoolLibrary(self.dll, self.dll.last_error)
        )

    def hang_up(self) -> None:
        self.dll.refusal = 1905

    def come_back(self) -> None:
        self.dll.refusal = 0

    def refuse(self) -> None:
        self.dll.refusal = 5


class TestWindowsQueueTransport(TransportContract):
    """Against stand-ins of the functions of winspool.drv; no Windows was asked."""

    def arrived(self, far_end: FarEnd, count: int) -> bytes:
        assert isinstance(far_end, _WindowsFarEnd)
        return b"".join(far_end.dll.jobs)[:count]

    @pytest.fixture
    def far_end(self) -> _WindowsFarEnd:
        return _WindowsFarEnd()


def windows_printer(far_end: _WindowsFarEnd, cache: Path) -> QueuedPrinter:
    assert isinstance(far_end.pipe, WindowsQueueTransport)
    return QueuedPrinter(far_end.pipe, EscPosEncoder(GENERIC_80, cache=cache))


def test_what_windows_took_is_accepted_and_never_called_printed(cache: Path) -> None:
    far_end = _WindowsFarEnd()
    printer = windows_printer(far_end, cache)
    assert printer.print(JOB, RECEIPT) == Accepted()
    assert [b"Trattoria" in job for job in far_end.dll.jobs] == [True]
    assert printer.resume() is None


def test_a_paused_queue_is_not_given_paper(cache: Path) -> None:
    far_end = _WindowsFarEnd()
    far_end.dll.bits = 0x1 | 0x80
    outcome = windows_printer(far_end, cache).print(JOB, RECEIPT)
    assert isinstance(outcome, Held)
    assert (outcome.fault, far_end.dll.jobs) == (Fault.OFFLINE, [])
    assert "offline" in outcome.hint


def test_the_words_of_windows_about_its_queue_are_read(cache: Path) -> None:
    far_end = _WindowsFarEnd()
    far_end.dll.bits = 0x10
    pipe = far_end.pipe
    assert isinstance(pipe, WindowsQueueTransport)
    state = pipe.state()
    assert (state.condition, state.message, state.waiting) == (QueueCondition.WORKING, "paper out", 3)


def test_a_job_taken_only_in_part_is_thrown_away_and_unconfirmed(cache: Path) -> None:
    far_end = _WindowsFarEnd()
    far_end.dll.takes = 0
    assert isinstance(windows_printer(far_end, cache).print(JOB, RECEIPT), Unconfirmed)
    assert (far_end.dll.jobs, far_end.dll.thrown_away) == ([], 1)


@pytest.mark.skipif(os.name == "nt", reason="Windows has the library")
def test_elsewhere_the_library_of_windows_is_not_there() -> None:
    with pytest.raises(Unavailable, match="no Windows"):
        load_winspool()


def test_a_file_grows_and_a_full_one_says_so(tmp_path: Path) -> None:
    pipe = FileTransport(tmp_path / "receipts.bin")
    for piece in (b"one", b"two"):
        pipe.open()
        pipe.send(piece, 1.0)
        pipe.close()
    assert (tmp_path / "receipts.bin").read_bytes() == b"onetwo"
    with pytest.raises(Unavailable, match="folder"):
        FileTransport(tmp_path / "none" / "receipts.bin").open()
    if Path("/dev/full").exists():
        full = FileTransport(Path("/dev/full"))
        full.open()
        with pytest.raises(Unavailable, match="full"):
            full.send(b"x", 1.0)


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("cups:front", CupsTransport, "front"),
        ("cups://192.168.1.5:1631/front", CupsTransport, "front"),
        ("windows:EPSON TM-T20II Receipt", WindowsQueueTransport, "EPSON TM-T20II Receipt"),
        ("file:/var/spool/receipts.bin", FileTransport, "/var/spool/receipts.bin"),
        ("usb:04b8:0202", LibUsbTransport, "USB 04b8:0202"),
        ("usb:04b8:0202:J4AF000123", LibUsbTransport, "USB 04b8:0202:J4AF000123"),
    ],
)
def test_an_address_leads_to_its_pipe(address: str, kind: type, name: str) -> None:
    pipe = transport_at(address)
    assert (type(pipe), pipe.name) == (kind, name)


@pytest.mark.parametrize("address", ["cups:", "cups://host", "windows: ", "file:receipts.bin", "usb:4b8", "cups:a/b"])
def test_a_wrong_address_says_how_to_write_it(address: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        transport_at(address)


def test_a_file_is_a_printer_that_never_answers(tmp_path: Path) -> None:
    around = Surroundings(tmp_path / "cache", tmp_path / "slips", StoppedTime().now)
    address = f"file:{tmp_path / 'out.bin'}"
    station = build_printer(name="f", model="escpos", address=address, profile=GENERIC_80, surroundings=around)
    assert station.printer.print(JOB, RECEIPT) == Accepted()
    assert (tmp_path / "out.bin").read_bytes().startswith(b"\x1b@")


@pytest.mark.parametrize(("model", "profile"), [("star", "generic-80"), ("escpos", "star-80"), ("zpl", "tm-t20")])
def test_a_profile_of_another_language_is_refused(tmp_path: Path, model: str, profile: str) -> None:
    around = Surroundings(tmp_path / "cache", tmp_path / "slips", StoppedTime().now)
    with pytest.raises(ValueError, match="choose one of"):
        build_printer(name="x", model=model, address="h", profile=profile_named(profile), surroundings=around)


def test_a_missing_usb_printer_says_what_to_check() -> None:
    with pytest.raises(Unavailable, match=r"cable|pyusb|libusb"):
        transport_at("usb:04b8:0fff").open()
