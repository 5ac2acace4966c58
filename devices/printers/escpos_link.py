"""The conversation with one ESC/POS printer: questions, answers, and the barrier after a job. Used by one thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from aura_terminal.ports.printing import Fault, PrinterStatus
from devices.printers import commands
from devices.printers.profiles import PrinterProfile, Proof, StatusAbility
from devices.printers.status import Barrier, ProcessDone, RealTime, Reply, ReplyReader, names_cutter, read_status
from devices.printers.wire import CANNOT_SAY, NO_REPLY, Wire
from devices.transports.transport import Transport

_ANSWER_WITHIN = 0.5


class EscPosLink:
    """Asks and listens over a transport. Losing the pipe raises `Unavailable`; silence is an answer of its own."""

    def __init__(
        self, transport: Transport, profile: PrinterProfile, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._wire = Wire(transport, profile)
        self._profile = profile
        self._monotonic = monotonic
        self._reader = ReplyReader()
        self._barriers = 0
        self._awaited = 0

    @property
    def name(self) -> str:
        return self._wire.name

    @property
    def can_answer(self) -> bool:
        return self._profile.status is StatusAbility.REAL_TIME

    def open(self) -> None:
        self._wire.open()

    def open_anew(self) -> None:
        """Begin again on a new connection, unless the call under way was cancelled."""
        self.close()
        self._wire.open_anew()

    def close(self) -> None:
        self._wire.close()
        self._reader = ReplyReader()
        self._barriers = 0

    def cancel(self) -> None:
        self._wire.cancel()

    def send(self, data: bytes) -> None:
        """Hand over all of the data in one piece, in the time this printer needs for it."""
        self._wire.send(data)

    def status(self) -> PrinterStatus:
        """What the printer says now; `NO_REPLY` when it is silent, `CANNOT_SAY` when its model never answers."""
        if not self.can_answer:
            return CANNOT_SAY
        bits = self.ask(commands.STATUS_PRINTER, commands.STATUS_OFFLINE, commands.STATUS_PAPER)
        if bits is None:
            return NO_REPLY
        printer, offline, paper = bits
        status = read_status(printer, offline, paper, self._profile.drawer.sensor)
        return self._with_cause(status) if Fault.MECHANICAL in status.faults else status

    def ask(self, *questions: bytes) -> list[int] | None:
        """The answers to real-time questions, in their order; None when not all came in time."""
        self._listen(0.0)  # an answer that came late belongs to an earlier question
        self._wire.send(b"".join(questions))
        answers: list[int] = []
        until = self._monotonic() + _ANSWER_WITHIN
        while len(answers) < len(questions):
            left = until - self._monotonic()
            heard = self._listen(left) if left > 0 else None
            if heard is None:
                return None
            answers += heard
        return answers[: len(questions)]

    def heard_barrier(self, within: float) -> bool:
        """Whether a barrier has been answered, after listening for at most this long; counts each answer once."""
        if not self._barriers and within > 0:
            self._listen(within)
        return self.took_barrier()

    def took_barrier(self) -> bool:
        """Whether an answered barrier was waiting; counts each answer once."""
        if not self._barriers:
            return False
        self._barriers -= 1
        return True

    def rest(self, seconds: float) -> None:
        """Listen for a while, so that the next question is not asked at once."""
        self._listen(seconds)

    def new_barrier(self) -> bytes:
        """What ends the job that comes now; nothing heard so far belongs to it. Empty for a model without proof."""
        self._barriers = 0
        if self._profile.proof is Proof.PROCESS_ID:
            self._awaited = self._awaited % 9999 + 1
            return commands.process_id(self._awaited)
        return commands.BARRIER if self._profile.proof is Proof.BARRIER else b""

    def _listen(self, within: float) -> list[int] | None:
        """Real-time answers in the next piece of the stream; None when it stayed silent."""
        data = self._wire.receive(within)
        if not data:
            return None
        replies = self._reader.feed(data)
        self._barriers += sum(map(self._is_barrier, replies))
        return [reply.bits for reply in replies if isinstance(reply, RealTime)]

    def _is_barrier(self, reply: Reply) -> bool:
        if self._profile.proof is Proof.PROCESS_ID:
            return reply == ProcessDone(self._awaited)
        return isinstance(reply, Barrier)

    def _with_cause(self, status: PrinterStatus) -> PrinterStatus:
        errors = self.ask(commands.STATUS_ERROR)
        if errors is None or not names_cutter(errors[0]):
            return status
        faults = tuple(Fault.CUTTER if fault is Fault.MECHANICAL else fault for fault in status.faults)
        return replace(status, faults=faults)
