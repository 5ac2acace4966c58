"""The terminal's connections to its peers, on one thread of their own. Carries messages; knows no fact."""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
import ssl
import threading
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass

from aura_terminal.domain import telling
from aura_terminal.domain.errors import Unavailable
from sync.net.addresses import read_address, write_address
from sync.net.dialing import Dialing, Source
from sync.net.door import Door, Entry
from sync.net.greeting import (
    LONGEST_GREETING,
    RUN_BYTES,
    Greeting,
    NoGreeting,
    decode_greeting,
    encode_greeting,
)
from sync.net.invitation import Invitation
from sync.net.links import Ears, Links
from sync.net.pairs import Held
from sync.net.reception import House, Reception
from sync.net.roll import Member, Roll
from sync.net.tls import SPEAKS_FACTS, SPEAKS_PAIRING
from sync.net.wire import BROKEN, HANDSHAKE_WITHIN, Wire, called, secured

LOOK_EVERY = 0.1
SWEEP_EVERY = 1.0
_BACKLOG = 128
_PAUSE_WITHOUT_HANDLES = 0.2
_LAST_TURNS = 5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen (port 0 for any), and the addresses that were typed."""

    bind: str
    port: int
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Me:
    """This terminal as the network needs it: who it is and its two ways into TLS."""

    terminal_id: str
    fingerprint: str
    certificate: bytes
    listening: ssl.SSLContext
    calling: ssl.SSLContext


class PeerNetwork:
    """Listens, calls and keeps one connection with every terminal on the roll.

    `open` starts the thread and `close` ends it; every other method may be called from any thread in between and
    returns at once. A bug on the thread is raised there, after everything was closed.
    """

    def __init__(
        self,
        me: Me,
        place: Place,
        ears: Ears,
        house: House,
        told: Callable[[str], None],
        *,
        longest_message: int,
        chance: Callable[[], float],
    ) -> None:
        self._me = me
        self._place = place
        self._roll = Roll()
        self._ears = ears
        self._longest = longest_message
        self._run = secrets.token_bytes(RUN_BYTES)
        self._links = Links(me.terminal_id, ears)
        self._dialing = Dialing(me.terminal_id, chance)
        for address in place.addresses:
            self._dialing.know(write_address(*read_address(address)), Source.TYPED)
        self._door = Door()
        self._entries: dict[Entry, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._reception = Reception(me.certificate, house, told)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._port = 0
        self._bug: BaseException | None = None

    @property
    def port(self) -> int:
        """Where it listens, once opened."""
        return self._port

    def open(self) -> int:
        """Start listening and calling; the port. Another port where the one in the settings is taken."""
        listener = _listener(self._place)
        self._port = listener.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._news = asyncio.Event()
        self._thread = threading.Thread(target=self._work, args=(listener,), name="network")
        self._thread.start()
        return self._port

    def close(self) -> None:
        """End every connection and the thread; may be called twice."""
        if self._thread is not None:
            self._soon(self._stopping.set)
            self._thread.join()
            self._thread = None

    def send(self, messages: Sequence[tuple[int, bytes]]) -> None:
        """Send messages to links, in this order; those whose link is gone are forgotten."""
        self._soon(self._send_all, messages)

    def hang_up(self, link: int, why: str) -> None:
        """End a connection."""
        self._soon(self._links.hang_up, link, why)

    def taken(self, link: int, size: int, count: int) -> None:
        """So much of what the link brought was taken in; it may bring more."""
        self._soon(self._links.taken, link, size, count)

    def enrol(self, roll: Roll) -> None:
        """Who belongs to the store from now on; the connections of all others end."""
        self._soon(self._enrol, roll)

    def announced(self, address: str, terminal_id: str) -> None:
        """A terminal was heard of on the local network."""
        self._soon(self._announced, address, terminal_id)

    def learnt(self, address: str, terminal_id: str) -> None:
        """A peer told where a terminal can be called."""
        self._soon(self._dialing.know, address, Source.LEARNT, terminal_id)

    def show(self, invitation: Invitation) -> None:
        """Let in the newcomer that knows the code of this invitation."""
        self._soon(self._reception.show, invitation)

    def _soon(self, call: Callable[..., object], *arguments: object) -> None:  # any method of this loop's objects
        if self._loop is not None and not self._loop.is_closed():
            try:
                self._loop.call_soon_threadsafe(call, *arguments)
            except RuntimeError:  # it closed just now: there is nobody left to tell
                _log.debug("network_closed_already")

    def _work(self, listener: socket.socket) -> None:
        assert self._loop is not None
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve(listener))
        finally:
            self._loop.close()

    async def _serve(self, listener: socket.socket) -> None:
        duties = [asyncio.ensure_future(duty) for duty in (self._accept(listener), self._dial(), self._sweep())]
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            done, _ = await asyncio.wait([*duties, stopping], return_when=asyncio.FIRST_COMPLETED)
            for duty in done:
                duty.result()
            if self._bug is not None:
                raise self._bug
        finally:
            self._links.end_all()
            listener.close()
            rest = [*duties, stopping, *self._tasks]
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)
            await asyncio.get_running_loop().shutdown_default_executor()
            for _ in range(_LAST_TURNS):
                await asyncio.sleep(0)  # what was dropped is let go in the loop's next turns

    def _begin(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (bug := task.exception()) is not None:
            self._bug = bug
            self._stopping.set()

    async def _accept(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                pipe, peer = await loop.sock_accept(listener)
            except OSError:  # it went away again, or this process has no file handle left for it
                await asyncio.sleep(_PAUSE_WITHOUT_HANDLES)
                continue
            self._knocked(pipe, str(peer[0]))

    def _knocked(self, pipe: socket.socket, host: str) -> None:
        entry = self._door.enter(host, self._now())
        if entry is None:
            pipe.close()
            self._ears.refused(host, telling.told("it calls too often"))
            return
        task = self._begin(self._let_in(pipe, entry))
        self._entries[entry] = task
        task.add_done_callback(lambda _: self._gone(entry, pipe))
        while (gone := self._door.crowded_out()) is not None:
            self._entries[gone].cancel()
            self._ears.refused(gone.host, telling.told("too many wait at the door"))

    def _gone(self, entry: Entry, pipe: socket.socket) -> None:
        """A connection that came in has ended, perhaps before anything was done with it."""
        del self._entries[entry]
        self._door.leave(entry)
        pipe.close()

    async def _let_in(self, pipe: socket.socket, entry: Entry) -> None:
        try:
            wire = await secured(pipe, self._me.listening, self._longest)
        except BROKEN as broken:
            self._ears.refused(entry.host, telling.told("it did not prove itself: {why}", why=_words(broken)))
        else:
            await self._receive(wire, entry)

    async def _receive(self, wire: Wire, entry: Entry) -> None:
        why = ""
        try:
            if wire.protocol == SPEAKS_PAIRING:
                why = await self._reception.serve(wire, lambda: self._door.leave(entry))
            elif wire.protocol == SPEAKS_FACTS and (member := self._roll.member(wire.fingerprint)) is not None:
                self._door.leave(entry)
                self._door.forgive(entry.host)
                await self._hold(wire, member, member.terminal_id)
            else:
                why = telling.told("it does not belong to this store, or not any more")
        except BROKEN as broken:
            why = _words(broken)
        finally:
            await wire.close()
        if why:
            self._ears.refused(entry.host, why)

    async def _dial(self) -> None:
        while True:
            for address in self._dialing.due(self._now(), self._links.terminals):
                self._begin(self._call(address))
            self._news.clear()
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def _call(self, address: str) -> None:
        try:
            wire = await called(*read_address(address), self._me.calling, LONGEST_GREETING)
        except BROKEN as broken:
            self._dialing.failed(address, self._now())
            if isinstance(broken, ssl.SSLError):
                self._ears.refused(address, telling.told("it is no terminal of this store: {why}", why=_words(broken)))
            return
        try:
            await self._join(wire, address)
        except BROKEN as broken:
            self._dialing.failed(address, self._now())
            _log.debug("call_failed: %s", broken)
        finally:
            await wire.close()

    async def _join(self, wire: Wire, address: str) -> None:
        if wire.fingerprint == self._me.fingerprint:
            self._dialing.reached(address, self._me.terminal_id, self._now())
            return
        member = self._roll.member(wire.fingerprint)
        if member is None or wire.protocol != SPEAKS_FACTS:
            self._ears.refused(address, telling.told("it does not belong to this store, or not any more"))
            raise NoGreeting(telling.told("it is not on the roll"))
        await self._hold(wire, member, self._me.terminal_id, address)

    async def _hold(self, wire: Wire, member: Member, caller: str, address: str = "") -> None:
        wire.say(encode_greeting(Greeting(self._run, self._port)))
        greeting = decode_greeting(await wire.hear_within(HANDSHAKE_WITHIN))
        wire.may_hear(self._longest)
        place = address or write_address(wire.host, greeting.port)
        self._dialing.know(place, Source.LEARNT, member.terminal_id)
        self._dialing.reached(place, member.terminal_id, self._now())
        if self._roll.member(wire.fingerprint) is None:
            raise NoGreeting(telling.told("it was revoked meanwhile"))
        link = self._links.begin(member, Held(caller, greeting.run), wire, place, self._now())
        if link is not None:
            await self._links.listen(link)
            self._dialing.lost(member.terminal_id, self._now())
            self._news.set()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_EVERY)
            self._links.put_out_the_silent(self._now())

    def _send_all(self, messages: Sequence[tuple[int, bytes]]) -> None:
        for link, message in messages:
            self._links.send(link, message)

    def _enrol(self, roll: Roll) -> None:
        self._roll = roll
        self._links.put_out_the_revoked(roll)

    def _announced(self, address: str, terminal_id: str) -> None:
        self._dialing.announced(address, terminal_id, self._now())
        self._news.set()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _listener(place: Place) -> socket.socket:
    """A listening socket; where the port is taken any other will do, since peers are told which."""
    for port in (place.port, 0):
        try:
            family = socket.AF_INET6 if ":" in place.bind else socket.AF_INET
            listener = socket.create_server((place.bind, port), family=family, backlog=_BACKLOG)
        except OSError as error:
            trouble = error
            continue
        listener.setblocking(False)
        return listener
    raise Unavailable(
        telling.told("The network"),
        telling.told(
            "nothing can listen on {bind}: {reason}. Mend peers.bind.", bind=place.bind, reason=trouble.strerror
        ),
    )


def _words(broken: Exception) -> str:
    if isinstance(broken, ssl.SSLError):
        return str(broken.verify_message if isinstance(broken, ssl.SSLCertVerificationError) else broken.reason)
    return str(broken) or telling.told("it was too slow")
