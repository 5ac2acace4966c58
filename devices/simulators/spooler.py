"""A print server made of software: IPP over HTTP with one raw queue, whose jobs can be read.

It answers what a driver of raw queues asks (Print-Job, Get-Printer-Attributes) as RFC 8011 says, and takes jobs whether
or not anything could be printed, as the real ones do.
"""

from __future__ import annotations

import struct
import threading

from devices.simulators.http_house import HttpHouse, Trade
from devices.transports.ipp import Operation, Tag

_OK, _BAD_REQUEST, _NOT_FOUND, _NOT_ACCEPTING = 0x0000, 0x0400, 0x0406, 0x0506
_IDLE, _STOPPED = 3, 5
_PRINTER_GROUP, _END = 0x04, 0x03
_TRUTH = 0x22


class SimulatedSpooler:
    """Serves from `open()` to `close()`; its queue outlasts a close. All methods may be called from any thread."""

    def __init__(self, queue: str = "front", *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.queue = queue
        self._house = HttpHouse(Trade("simulated print server", "application/ipp", self.answer), host, port)
        self._changed = threading.Condition()
        self._jobs: list[bytes] = []
        self._is_accepting = True
        self._is_stopped = False
        self._message = ""

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        return self._house.address

    @property
    def jobs(self) -> tuple[bytes, ...]:
        """Every job it took, oldest first."""
        with self._changed:
            return tuple(self._jobs)

    def open(self) -> None:
        """Start to serve; `Unavailable` when the port is taken."""
        self._house.open()

    def close(self) -> None:
        """Stop serving; may be called twice."""
        self._house.close()

    def accept(self, *, jobs: bool) -> None:
        """Take jobs, or take no more."""
        with self._changed:
            self._is_accepting = jobs

    def stop(self, message: str) -> None:
        """Let the queue stand still, with these words about the printer."""
        with self._changed:
            self._is_stopped, self._message = True, message

    def go_on(self) -> None:
        """Let the queue work again."""
        with self._changed:
            self._is_stopped, self._message = False, ""

    def answer(self, path: str, message: bytes) -> bytes:
        """The answer to one request; one that is no message of the protocol is told so."""
        try:
            operation, number = struct.unpack_from(">HI", message, 2)
            document = _document(message)
        except (struct.error, IndexError):
            return _answer(_BAD_REQUEST, 0, b"")
        with self._changed:
            if path != f"/printers/{self.queue}":
                return _answer(_NOT_FOUND, number, b"")
            if operation == Operation.GET_PRINTER_ATTRIBUTES:
                return _answer(_OK, number, self._attributes())
            if operation == Operation.PRINT_JOB and not self._is_accepting:
                return _answer(_NOT_ACCEPTING, number, b"")
            if operation == Operation.PRINT_JOB:
                self._jobs.append(document)
                self._changed.notify_all()
            return _answer(_OK, number, b"")

    def wait_for_jobs(self, count: int, within: float) -> bool:
        """Whether it took so many jobs within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._jobs) >= count, within)

    def _attributes(self) -> bytes:
        state = struct.pack(">i", _STOPPED if self._is_stopped else _IDLE)
        said = (
            (0x23, "printer-state", state),
            (0x41, "printer-state-message", self._message.encode("utf-8")),
            (_TRUTH, "printer-is-accepting-jobs", bytes([self._is_accepting])),
            (Tag.INTEGER, "queued-job-count", struct.pack(">i", len(self._jobs) if self._is_stopped else 0)),
        )
        return bytes([_PRINTER_GROUP]) + b"".join(_attribute(tag, name, value) for tag, name, value in said)


def _answer(status: int, number: int, attributes: bytes) -> bytes:
    head = b"\x01\x01" + struct.pack(">HI", status, number) + b"\x01"
    language = _attribute(0x47, "attributes-charset", b"utf-8") + _attribute(0x48, "attributes-natural-language", b"en")
    return head + language + attributes + bytes([_END])


def _attribute(tag: int, name: str, value: bytes) -> bytes:
    return bytes([tag]) + struct.pack(">H", len(name)) + name.encode("ascii") + struct.pack(">H", len(value)) + value


def _document(message: bytes) -> bytes:
    """What follows the end of the attributes; raises where they do not end."""
    at = 8
    while message[at] != _END:
        if message[at] < 0x10:
            at += 1
            continue
        at += 1
        for _ in ("name", "value"):
            at += 2 + int(struct.unpack_from(">H", message, at)[0])
    return message[at + 1 :]
