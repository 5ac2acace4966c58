"""A raw queue of CUPS, spoken to by IPP over HTTP. What it took is handed over, not printed: CUPS cannot know that."""

from __future__ import annotations

from itertools import count

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from devices.transports.http_line import HttpLine, NotReached
from devices.transports.ipp import Answer, Operation, Tag, read_answer, request
from devices.transports.queues import QueueCondition, QueueState
from devices.transports.transport import Refused

CUPS_PORT = 631
_LOOK_WITHIN = 3.0
_PAUSED = 5  # printer-state of RFC 8011: 3 idle, 4 processing, 5 stopped
_NOT_FOUND, _NOT_ACCEPTING = 0x0406, 0x0506
_WANTED = ("printer-state", "printer-state-message", "printer-is-accepting-jobs", "queued-job-count")


class CupsTransport:
    """A queue on a CUPS server. Each piece sent is a job of its own, taken whole or not at all."""

    def __init__(self, host: str, port: int, queue: str, *, title: str = "Aura Terminal") -> None:
        self._line = HttpLine(lambda: f"http://{host}:{port}")
        self._queue = queue
        self._title = title
        self._address = f"ipp://{host}:{port}/printers/{queue}"
        self._numbers = count(1)
        self._is_open = False
        self._is_cancelled = False

    @property
    def name(self) -> str:
        return self._queue

    def open(self) -> None:
        if self._is_open:
            return
        self._is_cancelled = False
        self._line.open()
        state = self._look()
        if state.condition is QueueCondition.REFUSING:
            self.close()
            raise Refused(
                self.name,
                told("the queue takes no jobs: {message}", message=state.message)
                if state.message
                else told("the queue takes no jobs: switch it on in the print settings"),
            )
        self._is_open = True

    def close(self) -> None:
        self._is_open = False
        self._line.close()

    def send(self, data: bytes, within: float) -> None:
        self._must_be_open()
        said = ((Tag.NAME, "job-name", self._title), (Tag.MIME, "document-format", "application/vnd.cups-raw"))
        try:
            self._ask(Operation.PRINT_JOB, said, within, document=data)
        except Unavailable:
            self.close()
            raise

    def receive(self, within: float) -> bytes:
        """Nothing ever comes back from a queue."""
        self._must_be_open()
        return b""

    def cancel(self) -> None:
        self._is_cancelled = True
        self._line.cancel()

    def state(self) -> QueueState:
        self._line.open()
        return self._look()

    def _look(self) -> QueueState:
        asked = tuple(
            (Tag.KEYWORD, "requested-attributes" if not place else "", name) for place, name in enumerate(_WANTED)
        )
        answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, asked, _LOOK_WITHIN)
        condition = QueueCondition.WORKING
        if answer.number("printer-state") == _PAUSED:
            condition = QueueCondition.PAUSED
        if not answer.number("printer-is-accepting-jobs"):
            condition = QueueCondition.REFUSING
        return QueueState(condition, answer.text("printer-state-message"), answer.number("queued-job-count"))

    def _ask(
        self, operation: Operation, said: tuple[tuple[Tag, str, str | int], ...], within: float, document: bytes = b""
    ) -> Answer:
        head = request(
            operation,
            next(self._numbers),
            ((Tag.URI, "printer-uri", self._address), (Tag.NAME, "requesting-user-name", "aura-terminal"), *said),
        )
        try:
            answer = read_answer(
                self._line.post(f"/printers/{self._queue}", head + document, "application/ipp", within)
            )
        except ValueError as broken:
            raise Unavailable(
                self.name, told("what answers there is no print server: {broken}", broken=broken)
            ) from broken
        if answer.status == _NOT_FOUND:
            raise NotReached(self.name, told("there is no such queue; check its name in the settings"))
        if answer.status == _NOT_ACCEPTING:
            raise Refused(self.name, told("the queue takes no jobs: switch it on in the print settings"))
        if not answer.is_well:
            raise Unavailable(
                self.name,
                told("the print server refused: {said}", said=answer.text("status-message") or hex(answer.status)),
            )
        return answer

    def _must_be_open(self) -> None:
        if not self._is_open or self._is_cancelled:
            self.close()
            raise Unavailable(self.name, told("the queue is closed; it is opened again with the next job"))
