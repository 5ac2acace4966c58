"""The machine of one store in one worker, with the links of the terminals that are connected to this worker.

The machine wants one call at a time; calls are made one after the other off the event loop. What other workers and REST
write is found by the store's last place, which is asked for all stores of a worker at once.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from anyio import to_thread

from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.chance import Clock
from sync.central.peer.shared import CentralJournal
from sync.central.store.journal import Tenant
from sync.mesh.contract import Effect, HangUp, Keeping, LinkId, Me, Moment, PeerIdentity, Refused, Send
from sync.mesh.machine import Mesh

LOG = logging.getLogger("aura_terminal.central")

APP = "central"
MOST_UNSENT = 64 * 1024 * 1024
"""Bytes that may wait for a terminal that does not read; then its link ends, and it comes again."""

Event = Callable[[Mesh, Moment], object]


class SystemChance:
    """Draws from the operating system."""

    def random(self) -> float:
        """From 0 up to but not 1."""
        return secrets.randbits(53) / (1 << 53)

    def getrandbits(self, k: int, /) -> int:
        """So many random bits."""
        return secrets.randbits(k)


@dataclass(frozen=True, slots=True)
class Host:
    """The central as the machine sees it: a terminal that keeps no closed days and gives no snapshots."""

    journal: CentralJournal
    keeping: Keeping | None = None

    def release_token(self, order_id: OrderId, to: str) -> None:
        """Hand an order's money token to a terminal, if it may be."""
        self.journal.release_token(order_id, to)


@dataclass(frozen=True, slots=True)
class End:
    """The last thing told on a line: why it ends, and the close code; 0 where the reason decides."""

    why: str
    code: int = 0


Judge = Callable[[], End | None]
"""Whether who is at the other end may still be there; End says why not. Off the event loop."""


@dataclass(slots=True)
class Line:
    """What waits to be sent to one terminal; an End at its end hangs up."""

    judge: Judge
    judged: float
    waiting: asyncio.Queue[bytes | End] = field(default_factory=asyncio.Queue)
    unsent: int = 0
    is_over: bool = False

    def put(self, message: bytes) -> None:
        """One more message; too many end the line."""
        if self.is_over:
            return
        if self.unsent + len(message) > MOST_UNSENT:
            self.end("it does not take what is sent to it")
            return
        self.unsent += len(message)
        self.waiting.put_nowait(message)

    def end(self, why: str, code: int = 0) -> None:
        """Nothing more is sent after what waits; the reason is the last thing told."""
        if not self.is_over:
            self.is_over = True
            self.waiting.put_nowait(End(why, code))


class Station:
    """One store's machine with its links."""

    def __init__(self, tenant: Tenant, journal: CentralJournal, clock: Clock) -> None:
        self.tenant = tenant.number
        self.lines: dict[LinkId, Line] = {}
        self.place = tenant.last_place
        self._clock = clock
        self._lock = asyncio.Lock()
        me = Me(terminal_id_of(tenant.store_id), tenant.label, tenant.origin, tenant.store_id, APP)
        self._mesh = Mesh(me, Host(journal), SystemChance())
        self._next = 0

    async def join(self, peer: PeerIdentity, address: str, judge: Judge) -> tuple[LinkId, Line]:
        """A terminal is connected; what goes to it comes on the line."""
        self._next += 1
        link, line = LinkId(self._next), Line(judge, self._clock.monotonic())
        self.lines[link] = line
        await self.turn(lambda mesh, now: mesh.connected(link, peer, now, address))
        return link, line

    async def leave(self, link: LinkId) -> None:
        """A terminal is gone."""
        if self.lines.pop(link, None) is not None:
            await self.turn(lambda mesh, now: mesh.lost(link, now))

    async def hear(self, link: LinkId, message: bytes) -> None:
        """A terminal said something; it is worked on before the next is read, so that nobody floods anybody."""
        await self.turn(lambda mesh, now: mesh.received(link, message, now))

    async def turn(self, event: Event) -> None:
        """One event, then all the work there is, one short transaction at a time."""
        has_more = await self._once(event)
        while has_more:
            has_more = await self._once(_nothing)

    async def _once(self, event: Event) -> bool:
        async with self._lock:
            effects, has_more = await to_thread.run_sync(self._work, event)
        for effect in effects:
            self._do(effect)
        return has_more

    def _work(self, event: Event) -> tuple[list[Effect], bool]:
        now = Moment(self._clock.monotonic(), round(self._clock.now().timestamp() * 1000))
        event(self._mesh, now)
        has_more = self._mesh.work(now)
        return self._mesh.drain(), has_more

    def _do(self, effect: Effect) -> None:
        if isinstance(effect, Send):
            line = self.lines.get(effect.link)
            if line is not None:
                line.put(effect.message)
        elif isinstance(effect, HangUp):
            line = self.lines.pop(effect.link, None)
            if line is not None:
                line.end(effect.why)
        elif isinstance(effect, Refused):
            LOG.warning("Store %s refused something of terminal %s: %s", self.tenant, effect.label, effect.why)


def terminal_id_of(store_id: str) -> str:
    """The central's terminal id in a store: the same in every worker, and after every restart."""
    return str(uuid5(UUID(store_id), APP))


def _nothing(mesh: Mesh, now: Moment) -> None:
    """Only go on with what waits."""
