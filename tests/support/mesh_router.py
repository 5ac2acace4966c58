"""A router made of sockets: every pair of terminals talks through it, and a test decides what it does to them.

Each way between two terminals is a listening port of its own on the loopback. Bytes are passed on as they come and
counted; a way can be cut (connections end, new ones are refused), or stalled (connections stay, nothing moves: the
half-open socket).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")

Address = tuple[str, int]  # host and port

LOOPBACK = "127.0.0.1"
CHUNK = 1 << 16
PATIENCE_SECONDS = 10.0


class Line(StrEnum):
    """What becomes of the bytes on a way."""

    UP = "up"
    CUT = "cut"
    STALLED = "stalled"


@dataclass(slots=True)
class Traffic:
    """What went over a way: bytes there, bytes back, and how often one side began to speak after the other."""

    there: int = 0
    back: int = 0
    turns: int = 0
    connections: int = 0


@dataclass(eq=False)
class Way:
    """From one terminal to another; whoever calls our port reaches the target."""

    port: int
    target: Callable[[], Address | None]
    line: Line = Line.UP
    traffic: Traffic = field(default_factory=Traffic)
    server: asyncio.Server | None = None
    writers: set[asyncio.StreamWriter] = field(default_factory=set)
    moving: asyncio.Event = field(default_factory=asyncio.Event)
    last_was_there: bool | None = None


class Router:
    """Ways between terminals, on a thread and an event loop of its own; every method may be called from anywhere."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="router", daemon=True)
        self._ways: list[Way] = []

    def start(self) -> None:
        """Begin to pass things on."""
        self._thread.start()

    def close(self) -> None:
        """End every way."""
        for way in self._ways:
            self._do(self._hang_up(way))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_SECONDS)
        self._loop.close()

    def lay(self, target: Callable[[], Address | None]) -> Way:
        """A way to wherever the target listens by then; its own port is known when this returns."""
        way = self._do(self._lay(target))
        self._ways.append(way)
        return way

    def set(self, ways: Iterable[Way], line: Line) -> None:
        """Cut, stall or mend; returns when it is so."""
        for way in ways:
            self._do(self._turn(way, line))

    async def _lay(self, target: Callable[[], Address | None]) -> Way:
        way = Way(0, target)
        way.moving.set()
        await self._listen(way)
        return way

    async def _listen(self, way: Way) -> None:
        async def taken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._carry(way, reader, writer)

        way.server = await asyncio.start_server(taken, LOOPBACK, way.port)
        way.port = way.server.sockets[0].getsockname()[1]

    async def _turn(self, way: Way, line: Line) -> None:
        way.line = line
        if line is Line.STALLED:
            way.moving.clear()
        else:
            way.moving.set()
        if line is Line.CUT:
            await self._hang_up(way)
        elif way.server is None:
            await self._listen(way)

    async def _hang_up(self, way: Way) -> None:
        if way.server is not None:
            way.server.close()
            way.server = None
        for writer in tuple(way.writers):
            writer.transport.abort()

    async def _carry(self, way: Way, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        target = way.target()
        if target is None:
            writer.transport.abort()
            return
        try:
            onward_reader, onward = await asyncio.open_connection(*target)
        except OSError:
            writer.transport.abort()
            return
        way.traffic.connections += 1
        way.writers |= {writer, onward}
        try:
            await asyncio.gather(
                self._pump(way, reader, onward, is_there=True), self._pump(way, onward_reader, writer, is_there=False)
            )
        finally:
            way.writers -= {writer, onward}
            for end in (writer, onward):
                end.transport.abort()

    async def _pump(
        self, way: Way, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_there: bool
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                await way.moving.wait()
                _count(way, len(data), is_there)
                writer.write(data)
                await writer.drain()
        writer.close()

    def _do(self, task: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(task, self._loop).result(PATIENCE_SECONDS)


def _count(way: Way, size: int, is_there: bool) -> None:
    if is_there:
        way.traffic.there += size
    else:
        way.traffic.back += size
    if way.last_was_there is not is_there:
        way.traffic.turns += 1
    way.last_was_there = is_there
