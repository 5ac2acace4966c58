"""One line to a central of our own, on a thread of its own: the messages of the mesh over a WebSocket.

The central is one more peer of the store: facts go both ways, and which ones the mesh decides. What is not for it are
accounts at back offices; they stay among the store's own terminals, whoever asks.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from sync.mesh.wire import number_of
from sync.net.roll import Member
from sync.protocol import MESSAGES, Accounts

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

FIRST_LINK = 1_000_000_000
"""Links from this number on are lines to a central, so that nobody takes them for one of the local network."""
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
STEADY = 30.0
"""Seconds a line has to hold for its failures to be forgotten."""
OPEN_WITHIN, CLOSE_WITHIN = 10.0, 2.0
WINDOW = 8 * 1024 * 1024
"""Bytes that may wait to be taken in before no more is read."""
MOST_UNSENT = 32 * 1024 * 1024
UNAUTHORIZED = 4401
"""The close code for a token that is not good any more."""

_PRIVATE = frozenset(number for number, type_ in MESSAGES.items() if type_ is Accounts)
_log = logging.getLogger(__name__)


class NotAdmitted(Exception):
    """The central will not have this terminal; the text says why. Asking again soon is of no use."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Where the central listens, what to say when calling, and who answers there."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    central: Member


class Account(Protocol):
    """Lets this terminal in. Both calls may wait for the network, and are made off the line's own thread."""

    def admit(self) -> Admission:
        """A way in that is good now. Raises `Unavailable`, or NotAdmitted."""

    def expire(self) -> None:
        """The way in was refused: the next one is to be new."""


class Ears(Protocol):
    """Whom the line tells. Called on its thread; must return at once."""

    def beside(self, link: int, member: Member) -> None:
        """The central is there."""

    def received(self, link: int, message: bytes) -> None:
        """One whole message. The line pauses until `taken` was called for what it brought."""

    def lost(self, link: int) -> None:
        """The line is gone."""

    def refused(self, who: str, why: str) -> None:
        """It would not have us, or was put out."""


@dataclass(eq=False, slots=True)
class _Talk:
    """One connection."""

    number: int
    waiting: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)
    has_room: asyncio.Event = field(default_factory=asyncio.Event)
    unsent: int = 0
    untaken: int = 0


class CentralLine:
    """Calls the central whenever there is no line, a little later after each failure, until it is closed.

    `open` starts the thread and `close` ends it, at the latest once a request under way has ended; the other methods
    may be called from any thread and return at once. `chance` gives a float from 0 to 1.
    """

    def __init__(
        self, account: Account, ears: Ears, chance: Callable[[], float], *, longest_message: int,
        broken: Callable[[BaseException], None],
    ) -> None:  # fmt: skip
        self._account = account
        self._ears = ears
        self._chance = chance
        self._longest = longest_message
        self._broken = broken
        self._numbers = FIRST_LINK
        self._talk: _Talk | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Begin to call."""
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._work, args=(self._loop, self._stopping), name="central-facts")
        self._thread.start()

    def close(self) -> None:
        """End the line and the thread; may be called twice."""
        if self._thread is not None and self._stopping is not None:
            self._soon(self._stopping.set)
            self._thread.join()
            self._thread = None

    def send(self, messages: Sequence[tuple[int, bytes]]) -> None:
        """Send messages, in this order; those whose line is gone are forgotten."""
        self._soon(self._put, messages)

    def hang_up(self, link: int, why: str) -> None:
        """End a line from this side, for a reason."""
        self._soon(self._put_out, link, why)

    def taken(self, link: int, size: int, count: int) -> None:
        """So much of what the line brought was taken in; it may bring more."""
        self._soon(self._make_room, link, size)

    def _soon(self, call: Callable[..., object], *arguments: object) -> None:  # any method of this loop's objects
        if self._loop is not None and not self._loop.is_closed():
            try:
                self._loop.call_soon_threadsafe(call, *arguments)
            except RuntimeError:  # it closed just now: there is nobody left to tell
                _log.debug("central_line_closed_already")

    def _work(self, loop: asyncio.AbstractEventLoop, stopping: asyncio.Event) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(self._until(stopping))
        except Exception as bug:  # the top of this thread: the node ends, and a whole one takes over
            self._broken(bug)
        finally:
            loop.close()

    async def _until(self, stopping: asyncio.Event) -> None:
        keeping = asyncio.ensure_future(self._keep())
        ending = asyncio.ensure_future(stopping.wait())
        await asyncio.wait([keeping, ending], return_when=asyncio.FIRST_COMPLETED)
        keeping.cancel()
        ending.cancel()
        ended = (await asyncio.gather(keeping, ending, return_exceptions=True))[0]
        await asyncio.get_running_loop().shutdown_default_executor()
        if isinstance(ended, Exception):
            raise ended

    async def _keep(self) -> None:
        failures = 0
        while True:
            began = self._now()
            await self._once()
            failures = 0 if self._now() - began > STEADY else failures + 1
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures, 6))
            await asyncio.sleep(wait * (0.5 + 0.5 * self._chance()) if failures > 1 else FIRST_WAIT * self._chance())

    async def _once(self) -> None:
        """One connection from its beginning to its end, whichever way it goes."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import ConnectionClosed, WebSocketException

        try:
            way = await asyncio.to_thread(self._account.admit)
            async with connect(
                way.url, additional_headers=way.headers, max_size=self._longest, compression=None,
                open_timeout=OPEN_WITHIN, close_timeout=CLOSE_WITHIN,
            ) as line:  # fmt: skip
                await self._talk_on(line, way.central)
        except NotAdmitted as refused:
            self._ears.refused("central", str(refused))
        except ConnectionClosed as closed:
            await self._ended(closed.rcvd.code if closed.rcvd else 0, closed.rcvd.reason if closed.rcvd else "")
        except (Unavailable, WebSocketException, OSError, TimeoutError) as trouble:
            _log.info("central_not_reached: %s", trouble)

    async def _ended(self, code: int, why: str) -> None:
        if code == UNAUTHORIZED:
            await asyncio.to_thread(self._account.expire)
        elif why:
            self._ears.refused("central", why)
        _log.info("central_line_ended: %d %s", code, why)

    async def _talk_on(self, line: ClientConnection, central: Member) -> None:
        self._numbers += 1
        talk = self._talk = _Talk(self._numbers)
        self._ears.beside(talk.number, central)
        _log.info("central_connected", extra={"peer": central.label})
        sending = asyncio.ensure_future(_send(line, talk))
        try:
            while self._talk is talk:
                self._take(talk, await line.recv())
                while talk.untaken > WINDOW and self._talk is talk:
                    talk.has_room.clear()
                    await talk.has_room.wait()
        finally:
            self._talk = None
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            self._ears.lost(talk.number)

    def _take(self, talk: _Talk, message: str | bytes) -> None:
        if self._talk is talk and isinstance(message, bytes) and number_of(message) not in _PRIVATE:
            talk.untaken += len(message)
            self._ears.received(talk.number, message)

    def _put(self, messages: Sequence[tuple[int, bytes]]) -> None:
        talk = self._talk
        for link, message in messages:
            if talk is None or talk.number != link or number_of(message) in _PRIVATE:
                continue
            talk.unsent += len(message)
            if talk.unsent > MOST_UNSENT:
                self._put_out(link, told("it does not read what it is sent"))
                return
            talk.waiting.put_nowait(message)

    def _put_out(self, link: int, why: str) -> None:
        talk = self._talk
        if talk is not None and talk.number == link:
            self._ears.refused("central", why)
            talk.waiting.put_nowait(None)

    def _make_room(self, link: int, size: int) -> None:
        talk = self._talk
        if talk is not None and talk.number == link:
            talk.untaken -= size
            talk.has_room.set()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


async def _send(line: ClientConnection, talk: _Talk) -> None:
    """Send what waits, in order; None ends the line."""
    while (message := await talk.waiting.get()) is not None:
        await line.send(message)
        talk.unsent -= len(message)
    await line.close()
