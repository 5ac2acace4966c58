"""HTTP for the courier: requests out, answers in, on one thread of its own; nothing it carries is ever logged.

Every request has an end: connecting, each read and the whole are bounded, and so is what is read. Redirects are not
followed, because a page that wants somebody to sign in to the Wi-Fi would otherwise look like an answer.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpx

from sync.reconcile.bodies import BODY_LIMIT, Body, Unwanted
from sync.reconcile.contract import Answer, Lost, Reply
from sync.reconcile.effects import Send, Ticket

_SPEAKERS = ("httpx", "httpcore", "hpack")
"""Libraries that log addresses and headers."""
KEPT_OPEN = 3.0
"""Seconds a connection is kept for the next request: servers close theirs after five, and a race would be a doubt."""
_LEFT = "send_request_headers.started"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long each part of a request may take, in seconds."""

    connect: float = 5.0
    read: float = 20.0
    whole: float = 30.0
    probe: float = 3.0


DEFAULT_DEADLINES = Deadlines()

Answered = Callable[[Ticket, Answer], None]
Probing = Callable[[str, float], Coroutine[Any, Any, bool]]  # Any: asyncio's own type of a coroutine
"""Whether anybody is at an address, found out within so many seconds."""


async def takes_connections(url: str, within: float) -> bool:
    """Whether the machine of an address takes connections, or the proxy on the way to it does."""
    try:
        await _connect(url, within)
    except (OSError, TimeoutError, ValueError):
        return False
    return True


async def is_reached(url: str, within: float) -> bool:
    """Whether there is a way to that machine at all, even if nobody listens there."""
    try:
        await _connect(url, within)
    except ConnectionRefusedError:
        return True
    except (OSError, TimeoutError, ValueError):
        return False
    return True


async def _connect(url: str, within: float) -> None:
    host, port = _first_hop(url)
    async with asyncio.timeout(within):
        _, writer = await asyncio.open_connection(host, port)
    writer.close()


class HttpCarrier:
    """Makes the courier's requests below one base address.

    `answered` is called for every request, once, on this carrier's thread; after `close` no more. `broken` is told of
    a bug. `verify` is for centrals with a certificate of their own; there is no way to go without one.
    `health` is an address that costs no request of the budget; where there is one it is asked whether anybody answers,
    where there is none `probing` finds it out.
    """

    def __init__(
        self, url: str, answered: Answered, broken: Callable[[BaseException], None], *,
        deadlines: Deadlines = DEFAULT_DEADLINES, verify: ssl.SSLContext | None = None, limit: int = BODY_LIMIT,
        health: str = "", probing: Probing = takes_connections,
    ) -> None:  # fmt: skip
        self._url = url.rstrip("/")
        self._answered = answered
        self._broken = broken
        self._deadlines = deadlines
        self._verify = verify
        self._limit = limit
        self._health = health
        self._probing = probing
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._client: httpx.AsyncClient | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def start(self) -> None:
        """Be ready for requests; to be called once."""
        for name in _SPEAKERS:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(self._loop,), name="central", daemon=True)
        self._thread.start()

    def send(self, send: Send) -> None:
        """Make a request; returns at once, on any thread."""
        self._spawn(lambda: self._make(send))

    def probe(self, found: Callable[[bool], None]) -> None:
        """Find out whether the address of health answers, or whether anybody is there. Told on this thread."""
        self._spawn(lambda: self._probe(found))

    def close(self) -> None:
        """End what is under way, without a word, and stop; may be called twice."""
        was_closed, self._is_closed = self._is_closed, True
        if was_closed or self._loop is None or self._thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(timeout=self._deadlines.whole)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=self._deadlines.whole)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
        finally:
            loop.close()

    def _spawn(self, make: Callable[[], Coroutine[Any, Any, None]]) -> None:  # Any: asyncio's own type of a coroutine
        loop = self._loop
        if self._is_closed or loop is None:
            return

        def begin() -> None:
            task = loop.create_task(make())
            self._tasks.add(task)
            task.add_done_callback(self._ended)

        loop.call_soon_threadsafe(begin)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        bug = None if task.cancelled() else task.exception()
        if bug is not None:
            self._broken(bug)

    async def _end(self) -> None:
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    def _open(self) -> httpx.AsyncClient:
        """The client is made on its thread, at the first request: reading the system's certificates takes its time."""
        if self._client is None:
            limits = self._deadlines
            timeout = httpx.Timeout(limits.read, connect=limits.connect, pool=limits.connect)
            verify = self._verify or ssl.create_default_context()
            self._client = httpx.AsyncClient(
                timeout=timeout, verify=verify, follow_redirects=False, trust_env=True,
                limits=httpx.Limits(keepalive_expiry=KEPT_OPEN),
            )  # fmt: skip
        return self._client

    async def _make(self, send: Send) -> None:
        progress = _Progress()
        try:
            async with asyncio.timeout(self._deadlines.whole):
                answer: Answer = await self._exchange(send, progress)
        except TimeoutError:
            answer = Lost("no answer in time", progress.has_left)
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError, UnicodeError) as broken:
            answer = Lost(_words(broken, progress), progress.has_left, _is_turned_away(broken))
        except Unwanted as unwanted:
            answer = Lost(str(unwanted), progress.has_left)
        if not self._is_closed:
            self._answered(send.ticket, answer)

    async def _exchange(self, send: Send, progress: _Progress) -> Reply:
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip", **send.headers}
        if send.body:
            headers["Content-Type"] = "application/json"
        client = self._open()
        request = client.build_request(
            send.method, joined(self._url, send.path), headers=headers, content=send.body or None,
            extensions={"trace": progress.note},
        )  # fmt: skip
        response = await client.send(request, stream=True)
        try:
            body = Body(response.headers.get("content-encoding", ""), self._limit)
            async for piece in response.aiter_raw():
                body.add(piece)
            return Reply(response.status_code, dict(response.headers), body.whole())
        finally:
            await response.aclose()
            client.cookies.clear()

    async def _probe(self, found: Callable[[bool], None]) -> None:
        if self._health:
            is_there = await self._is_well()
        else:
            is_there = await self._probing(self._url, self._deadlines.probe)
        if not self._is_closed:
            found(is_there)

    async def _is_well(self) -> bool:
        """Whether the address of health gives a good answer; a page that wants somebody to sign in is none."""
        try:
            async with asyncio.timeout(self._deadlines.probe):
                response = await self._open().get(
                    joined(self._url, self._health), headers={"Accept": "application/json"}
                )
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError, TimeoutError):
            return False
        return response.is_success and "json" in response.headers.get("content-type", "")


def joined(base: str, path: str) -> str:
    """The address of a path below a base address, which may end with what the path begins with: `…/v1` and `/v1/x`.

    Documents write base addresses with and without it, and people copy them from there.
    """
    parts = path.partition("?")[0].split("/")[1:-1]
    shared = ("/" + "/".join(parts[:count]) for count in range(len(parts), 0, -1))
    twice = next((one for one in shared if base.endswith(one)), "")
    return base + path[len(twice) :]


class _Progress:
    """Whether a request has begun to leave this machine: before that nobody can have done it."""

    def __init__(self) -> None:
        self.has_left = False

    async def note(self, event: str, info: object) -> None:
        """What the transport says it is doing."""
        if event.endswith(_LEFT):
            self.has_left = True


def _first_hop(url: str) -> tuple[str, int]:
    """The machine a request connects to first: the address's own, or its proxy's."""
    whole = httpx.URL(url)
    proxies = getproxies()
    proxy = proxies.get(whole.scheme) or proxies.get("all")
    if proxy and not proxy_bypass(whole.host):
        whole = httpx.URL(proxy if "://" in proxy else f"http://{proxy}")
    return whole.host, whole.port or (443 if whole.scheme == "https" else 80)


def _is_turned_away(broken: BaseException | None) -> bool:
    """Whether a machine was reached at which nobody listens: said deep within what the transport raised."""
    if isinstance(broken, ConnectionRefusedError):
        return True
    if isinstance(broken, BaseExceptionGroup):
        return any(_is_turned_away(one) for one in broken.exceptions)
    return broken is not None and _is_turned_away(broken.__cause__ or broken.__context__)


def _words(broken: Exception, progress: _Progress) -> str:
    """What went wrong, without what was sent."""
    if isinstance(broken, httpx.TimeoutException):
        return "no answer in time" if progress.has_left else "no connection in time"
    if isinstance(broken, httpx.ConnectError | ssl.SSLError | OSError):
        is_trust = "CERTIFICATE_VERIFY_FAILED" in str(broken)
        return "its certificate is not trusted here" if is_trust else "no connection"
    return "the line was cut" if progress.has_left else "no connection"
