"""A proxy between a terminal and its central that does what real lines and gateways do to HTTP, and remembers it all.

It speaks plain HTTP/1.1 on the loopback, one request to a connection. Every write that reached it is kept with its key
and its bytes, and whether the central was given it, so that a test can say which keys were equal on a retry.
"""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from random import Random
from typing import Any

from tests.support.http_listener import Handler, HttpListener

KEY = "X-Idempotency-Key"
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "host"}
PORTAL = b"<!DOCTYPE html><html><head><title>Welcome to Cafe WiFi</title></head><body>Please accept.</body></html>"


class Fault(StrEnum):
    """What becomes of one request."""

    NONE = "none"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    DELAY = "delay"
    TRUNCATE = "truncate"
    PORTAL = "portal"
    REDIRECT = "redirect"
    BUSY_500 = "500"
    GATEWAY_502 = "502"
    GATEWAY_502_AFTER = "502_after"
    DOWN_503 = "503"
    LIMITED_429 = "429"
    EXPIRED_401 = "401"
    TWICE = "twice"
    LATE = "late"
    """The line is cut, and the request arrives when `let_late_arrive` says so."""


REACHES_THE_CENTRAL = {
    Fault.NONE, Fault.DROP_AFTER, Fault.DELAY, Fault.TRUNCATE, Fault.GATEWAY_502_AFTER, Fault.TWICE,
}  # fmt: skip

Choose = Callable[[str, str], Fault]
"""Which fault the next request meets, by its method and path."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came: `key` and `body` (its SHA-256) say whether two of them are one."""

    method: str
    path: str
    key: str
    body: str
    fault: Fault
    status: int


@dataclass(slots=True)
class FaultProxy:
    """Stands at `url` in front of the central at `upstream`, from `open` to `close`."""

    upstream: tuple[str, int]
    choose: Choose
    delay: float = 0.05
    hides_keys: bool = False
    """Whether the central is given writes without their keys, as one gets them that ignores keys."""
    seen: list[Seen] = field(default_factory=list)
    _listener: HttpListener = field(default_factory=HttpListener)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _ending: threading.Event = field(default_factory=threading.Event)
    _late: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    _under_way: int = 0
    _rest: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        """The base address to give the terminal."""
        return self._listener.url

    def open(self) -> FaultProxy:
        """Listen on a free port."""
        proxy = self

        class Served(_Served):
            owner = proxy

        self._listener.open(Served, "fault-proxy")
        return self

    def close(self) -> None:
        """Stop listening; may be called twice."""
        self._ending.set()
        self._listener.close()

    def writes(self) -> tuple[Seen, ...]:
        """Every request that wanted to change something and carried a key."""
        with self._lock:
            return tuple(each for each in self.seen if each.key)

    def given(self) -> int:
        """How many requests the central was given."""
        with self._lock:
            return sum(1 for each in self.seen if each.fault in REACHES_THE_CENTRAL)

    @property
    def has_late(self) -> bool:
        """Whether a request is held back."""
        with self._lock:
            return bool(self._late)

    def let_late_arrive(self) -> None:
        """The central is given what was held back; nobody hears what it says."""
        with self._lock:
            late, self._late = self._late, []
        for method, path, headers, body in late:
            self._forward(method, path, headers, body)

    def quiet(self, within: float = 30.0) -> None:
        """Wait until no request is under way any more, whoever sent it."""
        with self._rest:
            if not self._rest.wait_for(lambda: not self._under_way, within):
                raise TimeoutError("a request never ends")

    def _enter(self, by: int) -> None:
        with self._rest:
            self._under_way += by
            self._rest.notify_all()

    def _note(self, seen: Seen) -> None:
        with self._lock:
            self.seen.append(seen)

    def _chosen(self, method: str, path: str) -> Fault:
        with self._lock:
            return self.choose(method, path)

    def _forward(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any, bytes]:
        line = http.client.HTTPConnection(*self.upstream, timeout=30)
        try:
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            line.close()


class _Served(Handler):
    owner: FaultProxy

    def serve(self) -> None:
        self.close_connection = True
        body = self.whole_body()
        if body is None:
            return
        fault = self.owner._chosen(self.command, self.path)
        self.owner._enter(1)
        try:
            status, headers, reply = self._met(fault, body)
        finally:
            self.owner._enter(-1)
        self.owner._note(
            Seen(self.command, self.path, self.headers.get(KEY, ""), sha256(body).hexdigest(), fault, status)
        )
        if fault in (Fault.DROP_BEFORE, Fault.DROP_AFTER, Fault.LATE):
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if fault is Fault.DELAY:
            self.owner._ending.wait(self.owner.delay)
        self._answer(status, headers, reply, half=fault is Fault.TRUNCATE)

    def _met(self, fault: Fault, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        made = _MADE.get(fault)
        if made is not None and fault is not Fault.GATEWAY_502_AFTER:
            return made
        if fault is Fault.DROP_BEFORE:
            return 0, [], b""
        hidden = {*HOP_BY_HOP, KEY.lower()} if self.owner.hides_keys else HOP_BY_HOP
        headers = {name: value for name, value in self.headers.items() if name.lower() not in hidden}
        if fault is Fault.LATE:
            with self.owner._lock:
                self.owner._late.append((self.command, self.path, headers, body))
            return 0, [], b""
        answer = self.owner._forward(self.command, self.path, headers, body)
        if fault is Fault.TWICE:
            answer = self.owner._forward(self.command, self.path, headers, body)
        return made if made is not None else answer

    def _answer(self, status: int, headers: list[tuple[str, str]], reply: bytes, *, half: bool) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply[: len(reply) // 2] if half else reply)


def _json(status: int, code: str, message: str, **more: object) -> tuple[int, list[tuple[str, str]], bytes]:
    error: dict[str, object] = {"code": code, "message": message, **more}
    return status, [("Content-Type", "application/json")], json.dumps({"error": error}).encode()


def _html(status: int, body: bytes, *more: tuple[str, str]) -> tuple[int, list[tuple[str, str]], bytes]:
    return status, [("Content-Type", "text/html"), *more], body


_MADE = {
    Fault.PORTAL: _html(200, PORTAL),
    Fault.REDIRECT: _html(302, PORTAL, ("Location", "http://portal.invalid/login")),
    Fault.BUSY_500: _json(500, "INTERNAL_ERROR", "An unexpected error occurred", request_id="req_fault"),
    Fault.GATEWAY_502: _html(502, b"<html><body>502 Bad Gateway</body></html>"),
    Fault.GATEWAY_502_AFTER: _html(502, b"<html><body>502 Bad Gateway</body></html>"),
    Fault.DOWN_503: _html(503, b"", ("Retry-After", "2")),
    Fault.LIMITED_429: _json(429, "RATE_LIMITED", "Too many requests", retry_after=3),
    Fault.EXPIRED_401: _json(401, "UNAUTHORIZED", "Authentication required"),
}


def at_random(chance: Random, share: float) -> Choose:
    """Choose a fault for about `share` of all requests, each kind as likely as any other."""
    kinds = [fault for fault in Fault if fault is not Fault.NONE]

    def choose(method: str, path: str) -> Fault:
        return chance.choice(kinds) if chance.random() < share else Fault.NONE

    return choose
