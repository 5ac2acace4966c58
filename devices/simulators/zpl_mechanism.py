"""The inside of a simulated label printer: bytes of several lines in, labels and answers out.

It takes formats while it is blocked and prints them when the fault ends, and counts them as waiting until then.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime

from aura_terminal.domain.paper import CutStyle
from aura_terminal.ports.printing import Fault
from devices.simulators.caller import Caller
from devices.simulators.paper import DecodedSlip, Pile
from devices.simulators.zpl_labels import Format, Formats

_FAULTS = (Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE)


class LabelMechanism:
    """One label printer that any number of callers share, as they share the labels."""

    def __init__(
        self, *, now: Callable[[], datetime], on_slip: Callable[[DecodedSlip], None], most: int | None = None
    ) -> None:
        self._now = now
        self._on_slip = on_slip
        self._callers: dict[Caller, Formats] = {}
        self._faults: set[Fault] = set()
        self._waiting: deque[Format] = deque()
        self._pile = Pile(most)
        self._labels_left: int | None = None
        self.kicks = 0
        self.is_drawer_open = False
        self.hanging = ""

    @property
    def slips(self) -> tuple[DecodedSlip, ...]:
        return self._pile.slips

    @property
    def cut(self) -> int:
        """How many labels were ever printed."""
        return self._pile.cut

    def connect(self) -> Caller:
        """A new connection."""
        caller = Caller()
        self._callers[caller] = Formats()
        return caller

    def disconnect(self, caller: Caller) -> None:
        """The connection is gone; what it sent whole stays in the printer."""
        del self._callers[caller]

    def receive(self, caller: Caller, data: bytes) -> None:
        """Take bytes from a connection; a question is answered at once, as the memory is then."""
        for found in self._callers[caller].feed(data):
            if isinstance(found, Format):
                self._waiting += [found] * found.copies
                self._work()
            else:
                caller.replies += self._host_status()

    def cause(self, fault: Fault) -> None:
        """Let a fault begin; `ValueError` for one a label printer cannot have."""
        if fault not in _FAULTS:
            raise ValueError(f"a simulated label printer has no fault {fault!r}; it has {', '.join(_FAULTS)}")
        self._faults.add(fault)

    def mend(self, fault: Fault) -> None:
        """Let a fault end; whatever waited is printed."""
        if fault is Fault.PAPER_OUT:
            self._labels_left = None
        self._faults.discard(fault)
        self._work()

    def leave_paper_for(self, lines: int) -> None:
        """Let the roll end at once for anything shorter than a label of ten lines, else after so many labels."""
        self._labels_left = lines // 10

    def close_drawer(self) -> None:
        """No drawer hangs on a label printer."""

    def _work(self) -> None:
        while self._waiting and not self._faults:
            if self._labels_left == 0:
                self._faults.add(Fault.PAPER_OUT)
                return
            if self._labels_left is not None:
                self._labels_left -= 1
            label = self._waiting.popleft()
            number = self._pile.cut + 1
            slip = DecodedSlip(number, self._now(), label.lines, label.raw, CutStyle.FULL, 0, tuple(label.unknown))
            self._pile.add(slip)
            self._on_slip(slip)

    def _host_status(self) -> bytes:
        paper, head = (int(fault in self._faults) for fault in (Fault.PAPER_OUT, Fault.COVER_OPEN))
        paused = int(bool(self._faults))
        strings = (
            f"030,{paper},{paused},0240,{len(self._waiting):03d},0,0,0,000,0,0,0",
            f"000,0,{head},0,0,2,4,0,{len(self._waiting):08d},1,000",
            "1234,0",
        )
        return b"".join(b"\x02" + string.encode("ascii") + b"\x03\r\n" for string in strings)
