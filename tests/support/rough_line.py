"""The line of a fault campaign's run: terminals work over it, and it holds back, breaks and becomes good again."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.support.central_terminal import Terminal
from tests.support.fault_proxy import Fault, FaultProxy

LATEST = 20.0
"""Virtual seconds by any terminal's clock within which what is held back on the line has arrived."""
OUTAGE = 0.02
"""How likely it is after an act that nothing gets through for a while."""
PAUSES = (0.2, 2.0, 6.0, 20.0, 90.0)
"""Seconds that may pass after an act."""


class RoughLine:
    """Leads from these terminals to their office; how bad it is, is what the proxy chose when this began."""

    def __init__(self, terminals: Sequence[Terminal], proxy: FaultProxy, chance: Random) -> None:
        self._terminals, self._proxy, self._chance = terminals, proxy, chance
        self._choose = proxy.choose
        self._outage = 0
        self._late_since: list[float] | None = None

    def pass_time(self) -> None:
        """Time passes after an act, at every terminal its own."""
        for terminal in self._terminals:
            seconds = self._chance.choice(PAUSES)
            self._hurry(seconds)
            terminal.pass_time(seconds)
            terminal.courier.committed(terminal.now)

    def work(self) -> None:
        """Some steps of those that speak, and sometimes a wait for an answer."""
        for terminal in self._terminals:
            for _ in range(self._chance.choice((0, 3, 10, 40))):
                more = terminal.step()
                if self._proxy.has_late and self._late_since is None:
                    self._late_since = self._times()
                if not more and self._chance.random() < 0.7:
                    pause = terminal.courier.standing(terminal.now).resumes_ms - terminal.now.wall_ms
                    self._hurry(max(1.0, pause / 1000))
                    terminal.rest()
            sign_in(terminal)

    def weather(self) -> None:
        """Now and then nothing gets through at all."""
        if self._outage:
            self._outage -= 1
            if not self._outage:
                self._proxy.choose = self._choose
        elif self._chance.random() < OUTAGE:
            self._outage = self._chance.randint(3, 15)
            fault = self._chance.choice((Fault.DROP_BEFORE, Fault.PORTAL, Fault.GATEWAY_502, Fault.DROP_AFTER))
            self._proxy.choose = lambda method, path: fault

    def let_late_arrive(self) -> None:
        """What is held back arrives."""
        self._late_since = None
        self._proxy.let_late_arrive()

    def heal(self) -> None:
        """The line is good, and clocks that went apart agree: what one hears is judged by when another was told."""
        self._proxy.choose = lambda method, path: Fault.NONE
        self.let_late_arrive()
        latest = max(terminal.now.wall_ms for terminal in self._terminals)
        for terminal in self._terminals:
            terminal.pass_time((latest - terminal.now.wall_ms) / 1000)

    def _times(self) -> list[float]:
        return [terminal.now.monotonic for terminal in self._terminals]

    def _hurry(self, seconds: float) -> None:
        """Whatever is held back on the line arrives before too much time has passed, and sometimes earlier."""
        since = self._late_since
        if since is None:
            return
        oldest = max(now - then for now, then in zip(self._times(), since, strict=True))
        if oldest + seconds > LATEST or self._chance.random() < 0.1:
            self.let_late_arrive()


def sign_in(terminal: Terminal) -> None:
    """A person looks when the account was refused."""
    if terminal.courier.is_refused:
        terminal.courier.sign_in_again(terminal.now)


def tidy(terminal: Terminal) -> None:
    """Who is on standby finds out what was told by another, once it was quiet for long enough."""
    terminal.courier.committed(terminal.now)
    for _ in range(400):
        while terminal.step():
            pass
        if not terminal.stored.store.central_book.counts(terminal.name)["pending"]:
            return
        terminal.rest()
