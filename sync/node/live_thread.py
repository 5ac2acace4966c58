"""Conversations with a back office, a WebSocket each: begun by the first words, taken up again where the line is cut.

Words are said once. Where the line is cut after they left, nobody knows whether they were heard; that is told, and a
person says them again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from sync.reconcile.live import Conversation, Failure, LiveAsk, LiveKind, LivePart

CONNECT = 5.0
LONGEST_MESSAGE = 256 * 1024
IDLE = 300.0
"""Seconds without a word after which a conversation is let go; the next words take it up again."""
_UNAUTHORISED = 401
RETRIES = (0.5, 2.0, 5.0, 15.0)
"""Seconds before a line that was cut is taken up again; after the last one it is left until somebody speaks."""


@dataclass(slots=True)
class _Open:
    """A conversation whose line stands. `asked` is the last question, to which what comes belongs."""

    asked: LiveAsk
    form: Conversation
    url: str
    socket: ClientConnection
    is_waiting: bool = False


class Threads:
    """Every conversation of one back office; used on one event loop."""

    def __init__(
        self, say: Callable[[LivePart], None], spawn: Callable[[Coroutine[Any, Any, None]], None]
    ) -> None:  # Any: asyncio's own type of a coroutine
        self._say = say
        self._spawn = spawn
        self._open: dict[str, _Open] = {}

    async def say(self, ask: LiveAsk, form: Conversation, url: str) -> None:
        """Say something in a thread. OSError or WebSocketException where no line can be had."""
        known = self._open.get(ask.thread)
        if known is None:
            known = _Open(ask, form, url, await _connected(url))
            self._open[ask.thread] = known
            self._spawn(self._listen(known))
        known.asked, known.url, known.is_waiting = ask, url, True
        try:
            await known.socket.send(form.say(ask))
        except ConnectionClosed:
            self._tell(known, LiveKind.FAILED, Failure.CUT)
            return
        self._tell(known, LiveKind.BEGUN)

    async def leave(self) -> None:
        """End all of them."""
        threads, self._open = self._open, {}
        for one in threads.values():
            await one.socket.close()

    async def _listen(self, one: _Open) -> None:
        """Take what comes for as long as the thread is looked at."""
        while self._open.get(one.asked.thread) is one:
            try:
                async with asyncio.timeout(IDLE):
                    message = await one.socket.recv()
            except TimeoutError:
                self._open.pop(one.asked.thread, None)
                await one.socket.close()
            except ConnectionClosed:
                if not await self._take_up(one):
                    self._open.pop(one.asked.thread, None)
            else:
                self._hear(one, message)

    def _hear(self, one: _Open, message: str | bytes) -> None:
        heard = one.form.read(message) if isinstance(message, str) else None
        if heard is None:
            return
        one.is_waiting = one.is_waiting and heard.kind is not LiveKind.MESSAGE
        self._tell(one, heard.kind, heard.words)

    async def _take_up(self, one: _Open) -> bool:
        """The line was cut: take it up again, and say so where an answer was awaited."""
        if self._open.get(one.asked.thread) is not one:
            return False
        if one.is_waiting:
            one.is_waiting = False
            self._tell(one, LiveKind.FAILED, Failure.CUT)
        for seconds in RETRIES:
            await asyncio.sleep(seconds)
            try:
                one.socket = await _connected(one.url)
            except (OSError, WebSocketException):
                continue
            self._tell(one, LiveKind.RESTING)
            return True
        return False

    def _tell(self, one: _Open, kind: LiveKind, words: str = "") -> None:
        self._say(LivePart(one.asked.ask_id, kind, words, one.asked.thread))


def is_unauthorised(wrong: WebSocketException) -> bool:
    """Whether a conversation was refused for its token."""
    return isinstance(wrong, InvalidStatus) and wrong.response.status_code == _UNAUTHORISED


async def _connected(url: str) -> ClientConnection:
    return await connect(url, open_timeout=CONNECT, close_timeout=CONNECT, max_size=LONGEST_MESSAGE)
