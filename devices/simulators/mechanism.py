"""The inside of a simulated printer, without any network: bytes of several lines in, paper and replies out.

It behaves as the real ones do in what hurts: it takes bytes while it is blocked and prints them when the fault ends, it
answers GS r in its turn and DLE EOT at once, and ESC p opens the drawer in its turn while DLE DC4 opens it at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime

from aura_terminal.ports.printing import Fault
from devices.printers.profiles import Dialect, PrinterProfile
from devices.simulators.caller import Caller
from devices.simulators.condition import Condition
from devices.simulators.paper import DecodedSlip, Paper
from devices.simulators.star_tokens import StarTokenizer
from devices.simulators.tokens import Command, Token, Tokenizer

_AT_ONCE = ("DLE EOT", "DLE ENQ", "DLE DC4", "STATUS")


class Mechanism:
    """One printer that any number of callers share, as they share the paper."""

    def __init__(
        self, profile: PrinterProfile, *, now: Callable[[], datetime], on_slip: Callable[[DecodedSlip], None],
        most: int | None = None,
    ) -> None:  # fmt: skip
        self._condition = Condition(profile.drawer.sensor)
        self._paper = Paper(profile, most)
        self._new_tokenizer = StarTokenizer if profile.dialect is Dialect.STAR else Tokenizer
        self._now = now
        self._on_slip = on_slip
        self._callers: dict[Caller, Tokenizer | StarTokenizer] = {}
        self._waiting: deque[tuple[Caller, Token]] = deque()
        self._last_line: int | None = None
        self.kicks = 0

    @property
    def slips(self) -> tuple[DecodedSlip, ...]:
        return self._paper.slips

    @property
    def cut(self) -> int:
        """How many slips were ever cut off."""
        return self._paper.pile.cut

    @property
    def hanging(self) -> str:
        """What is printed and not cut yet."""
        return self._paper.hanging

    @property
    def is_drawer_open(self) -> bool:
        return self._condition.is_drawer_open

    def connect(self) -> Caller:
        """A new connection."""
        caller = Caller()
        self._callers[caller] = self._new_tokenizer()
        return caller

    def disconnect(self, caller: Caller) -> None:
        """The connection is gone; what it sent stays in the printer."""
        del self._callers[caller]

    def receive(self, caller: Caller, data: bytes) -> None:
        """Take bytes from a connection."""
        for token in self._callers[caller].feed(data):
            if isinstance(token, Command) and token.name in _AT_ONCE:
                self._do_at_once(caller, token)
            else:
                self._waiting.append((caller, token))
        self._work()

    def cause(self, fault: Fault) -> None:
        """Let a fault begin."""
        self._condition.cause(fault)
        self._say_change()

    def mend(self, fault: Fault) -> None:
        """Let a fault end; whatever waited is printed."""
        if fault is Fault.PAPER_OUT:
            self._last_line = None
        self._condition.mend(fault)
        self._say_change()
        self._work()

    def leave_paper_for(self, lines: int) -> None:
        """Let the roll end after so many more lines."""
        self._last_line = self._paper.lines_fed + lines

    def close_drawer(self) -> None:
        """Push the drawer shut."""
        self._condition.is_drawer_open = False
        self._say_change()

    def _work(self) -> None:
        while self._waiting and not self._condition.is_blocked:
            caller, token = self._waiting.popleft()
            self._do(caller, token)
            if self._last_line is not None and self._paper.lines_fed >= self._last_line:
                self._last_line = None
                self.cause(Fault.PAPER_OUT)

    def _do(self, caller: Caller, token: Token) -> None:
        if isinstance(token, Command):
            caller.replies += self._condition.answer(token)
            if token.name == "ESC p":
                self._kick()
            if token.name == "GS a":
                caller.hears_changes = token.parameters != b"\0"
                caller.replies += self._condition.automatic() if caller.hears_changes else b""
        slip = self._paper.print(token, self._now())
        if slip is not None:
            self._on_slip(slip)

    def _do_at_once(self, caller: Caller, command: Command) -> None:
        caller.replies += self._condition.answer(command)
        if command.name == "DLE DC4" and command.parameters[0] == 1:
            self._kick()

    def _kick(self) -> None:
        self.kicks += 1
        self._condition.is_drawer_open = True
        self._say_change()

    def _say_change(self) -> None:
        for caller in self._callers:
            if caller.hears_changes:
                caller.replies += self._condition.automatic()
