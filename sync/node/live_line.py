"""The line to a back office while somebody waits: one thread, begun by the first question; nothing of it is kept.

It signs in by itself, with tokens that live in memory alone, so that it never argues with the courier about one that
is only good once.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import httpx
from websockets.exceptions import WebSocketException

from aura_terminal.ports.chance import Clock
from sync.node.live_thread import Threads, is_unauthorised
from sync.reconcile.contract import Call, Connector, Done, Reply, canonical
from sync.reconcile.http import joined
from sync.reconcile.live import (
    LEAVE,
    Conversation,
    Download,
    EventStream,
    Failure,
    LiveAsk,
    LiveForms,
    LiveKind,
    LivePart,
    Pace,
)
from sync.reconcile.replies import wait_of

_SPEAKERS = ("httpx", "httpcore", "hpack", "websockets")
"""Libraries that log addresses and headers."""
_TOO_MANY, _UNAUTHORISED = 429, 401
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LiveLimits:
    """How long, in seconds, and how much, in bytes."""

    connect: float = 5.0
    silence: float = 30.0
    whole: float = 180.0
    most: int = 4 * 1024 * 1024


DEFAULT_LIMITS = LiveLimits()


class _Failed(Exception):
    """Nothing more comes of a question."""

    def __init__(self, failure: Failure, seconds: float = 0) -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.seconds = max(0, round(seconds))


class LiveLine:
    """One back office. `tell` is called on this line's thread, in the order in which parts come; `broken` of a bug.

    `keep` puts a document under a name where it stays, on this line's thread, and answers where that is.
    """

    def __init__(
        self, url: str, connector: Connector, forms: LiveForms, keep: Callable[[str, bytes], str], clock: Clock,
        tell: Callable[[LivePart], None], broken: Callable[[BaseException], None], *,
        limits: LiveLimits = DEFAULT_LIMITS,
    ) -> None:  # fmt: skip
        self._url = url.rstrip("/")
        self._connector = connector
        self._forms = forms
        self._keep = keep
        self._clock = clock
        self._tell = tell
        self._broken = broken
        self._limits = limits
        self._pace = Pace(forms.minute)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._client: httpx.AsyncClient | None = None
        self._signing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._threads = Threads(self._say, self._spawn)

    def ask(self, ask: LiveAsk) -> None:
        """Ask; returns at once, on any thread but this line's. Parts follow, the last one DONE, FILE or FAILED."""
        if self._loop is None:
            if ask.about == LEAVE:
                return
            self._start()
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._spawn, self._answer(ask))

    def close(self) -> None:
        """Drop what is under way, without a word; may be called twice."""
        loop, self._loop = self._loop, None
        if loop is None or self._thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._end(), loop).result(timeout=10.0)
        loop.call_soon_threadsafe(loop.stop)
        self._thread.join(timeout=10.0)

    def _start(self) -> None:
        for name in _SPEAKERS:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(self._loop,), name="live", daemon=True)
        self._thread.start()

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
        finally:
            loop.close()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:  # Any: asyncio's own type of a coroutine
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        bug = None if task.cancelled() else task.exception()
        if bug is not None:
            self._broken(bug)

    async def _end(self) -> None:
        await self._drop()
        if self._client is not None:
            await self._client.aclose()

    async def _drop(self) -> None:
        """End everything but what runs just now."""
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._threads.leave()

    def _say(self, part: LivePart) -> None:
        if self._loop is not None:
            self._tell(part)

    async def _answer(self, ask: LiveAsk) -> None:
        if ask.about == LEAVE:
            await self._drop()
            return
        try:
            async with asyncio.timeout(self._limits.whole):
                await self._ask(ask)
        except _Failed as failed:
            self._say(LivePart(ask.ask_id, LiveKind.FAILED, failed.failure, ask.thread, failed.seconds))
        except (TimeoutError, httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError):
            self._say(LivePart(ask.ask_id, LiveKind.FAILED, Failure.CUT, ask.thread))
        except (httpx.HTTPError, httpx.InvalidURL, WebSocketException, ssl.SSLError, OSError, UnicodeError):
            self._say(LivePart(ask.ask_id, LiveKind.FAILED, Failure.UNREACHED, ask.thread))

    async def _ask(self, ask: LiveAsk) -> None:
        form = self._forms.forms.get(ask.about)
        if form is None:
            raise _Failed(Failure.NOT_OFFERED)
        now = self._clock.monotonic()
        wait = self._pace.wait(now)
        if wait:
            raise _Failed(Failure.TOO_MANY, wait + 1)
        self._pace.note(now)
        await self._sign_in()
        match form:
            case EventStream():
                await self._stream(ask, form)
            case Download():
                await self._fetch(ask, form)
            case Conversation():
                await self._converse(ask, form)

    async def _converse(self, ask: LiveAsk, form: Conversation) -> None:
        """Words in a thread. A token that is refused is replaced once."""
        try:
            await self._threads.say(ask, form, self._socket_url(form, ask.thread))
        except WebSocketException as refused:
            if not is_unauthorised(refused):
                raise
            self._connector.expire(self._now_ms())
            await self._sign_in()
            await self._threads.say(ask, form, self._socket_url(form, ask.thread))

    async def _stream(self, ask: LiveAsk, form: EventStream) -> None:
        """Events, until one of them ends the answer. What ends before that was cut."""
        response = await self._send(form.call(ask), "text/event-stream")
        try:
            taken, said = 0, LiveKind.BEGUN
            async for line in response.aiter_lines():
                taken += len(line)
                if taken > self._limits.most:
                    raise _Failed(Failure.UNREADABLE)
                name, _, data = line.partition(":")
                heard = form.read(data.strip()) if name == "data" else None
                if heard is not None:
                    said = heard.kind
                    self._say(LivePart(ask.ask_id, heard.kind, heard.words, heard.thread or ask.thread))
                if said in (LiveKind.DONE, LiveKind.FAILED):
                    return
            raise _Failed(Failure.CUT)
        finally:
            await response.aclose()

    async def _fetch(self, ask: LiveAsk, form: Download) -> None:
        """A document into a file of its own, whole or not at all."""
        response = await self._send(form.call(ask), "*/*")
        body = bytearray()
        try:
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > self._limits.most:
                    raise _Failed(Failure.UNREADABLE)
        finally:
            await response.aclose()
        if not bytes(body).startswith(form.begins):
            raise _Failed(Failure.UNREADABLE)
        self._say(LivePart(ask.ask_id, LiveKind.FILE, self._keep(form.name(ask), bytes(body)), ask.thread))

    async def _send(self, call: Call, accept: str) -> httpx.Response:
        """The beginning of a good answer. A token that is refused is replaced once."""
        response = await self._request(call, accept)
        if response.status_code == _UNAUTHORISED:
            await response.aclose()
            self._connector.expire(self._now_ms())
            await self._sign_in()
            response = await self._request(call, accept)
        if 200 <= response.status_code < 300:
            return response
        await response.aread()
        reply = Reply(response.status_code, dict(response.headers), response.content)
        await response.aclose()
        if reply.status == _TOO_MANY:
            raise _Failed(Failure.TOO_MANY, wait_of(reply))
        if reply.status == _UNAUTHORISED:
            raise _Failed(Failure.SIGNED_OUT)
        raise _Failed(Failure.UNREACHED if reply.status >= 500 else Failure.REFUSED)

    async def _request(self, call: Call, accept: str) -> httpx.Response:
        headers = {"Accept": accept, **self._connector.headers("")}
        body = None if call.body is None else canonical(call.body)
        if body is not None:
            headers["Content-Type"] = "application/json"
        client = self._open()
        request = client.build_request(call.method, joined(self._url, call.path), headers=headers, content=body)
        response = await client.send(request, stream=True)
        client.cookies.clear()
        return response

    async def _sign_in(self) -> None:
        """Tokens that are good for another minute, where the account has such."""
        async with self._signing:
            for _ in range(2):  # a refresh that was refused is followed by a sign-in
                call = self._connector.sign_in(self._now_ms())
                if call is None:
                    return
                response = await self._request(call, "application/json")
                await response.aread()
                reply = Reply(response.status_code, dict(response.headers), response.content)
                await response.aclose()
                if reply.status == _TOO_MANY:
                    raise _Failed(Failure.TOO_MANY, wait_of(reply))
                outcome = self._connector.signed_in(reply, self._now_ms())
                if isinstance(outcome, Done):
                    return
                if reply.status >= 500:
                    raise _Failed(Failure.UNREACHED)
            raise _Failed(Failure.SIGNED_OUT)

    def _socket_url(self, form: Conversation, thread: str) -> str:
        """The address of a conversation. It holds the token, so it is neither logged nor told."""
        token = self._connector.headers("").get("Authorization", "").removeprefix("Bearer ")
        secure, plain = "https://", "http://"
        scheme, rest = ("wss://", secure) if self._url.startswith(secure) else ("ws://", plain)
        return scheme + joined(self._url, form.path(thread, token)).removeprefix(rest)

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            timeout = httpx.Timeout(self._limits.silence, connect=self._limits.connect)
            self._client = httpx.AsyncClient(
                timeout=timeout, verify=ssl.create_default_context(), follow_redirects=False, trust_env=True
            )
        return self._client

    def _now_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)
