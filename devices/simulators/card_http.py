"""Just enough of HTTP/1.1 to play a card terminal or its cloud: one request in, one reply out, chunked bodies too."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

LONGEST_LINE, LONGEST_BODY, MOST_HEADERS = 8192, 1_000_000, 100
REASONS = {200: "OK", 201: "Created", 204: "No Content", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found",
           409: "Conflict", 422: "Unprocessable Content"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request, whole."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class NotHttp(OSError):
    """The caller does not speak HTTP, or went away inside a request."""


class BeingRead:
    """How many requests are just arriving; a look at what was done waits for those that came before it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    def begin(self) -> None:
        """A caller is there."""
        with self._changed:
            self._count += 1

    def end(self) -> None:
        """Its request is whole, or will never be."""
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait(self, within: float) -> None:
        """Until no request is arriving any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._count == 0, within)


def read_request(stream: BinaryIO) -> HttpRequest:
    """The next request of a connection; `NotHttp` where it ends or is none."""
    method, _, rest = _line(stream).partition(" ")
    path, _, version = rest.rpartition(" ")
    if not version.startswith("HTTP/1."):
        raise NotHttp("no request")
    headers: dict[str, str] = {}
    while line := _line(stream):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
        if len(headers) > MOST_HEADERS:
            raise NotHttp("too many headers")
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return HttpRequest(method, path, headers, _chunks(stream))
    return HttpRequest(method, path, headers, _exactly(stream, headers.get("content-length", "0"), 10))


def reply(status: int, body: bytes, kind: str = "application/json") -> bytes:
    """The bytes of a reply after which the connection ends."""
    head = (
        f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode("ascii") + body


def stream_of(pipe: socket.socket) -> BinaryIO:
    """The connection as a stream to read from."""
    return pipe.makefile("rb")


def _chunks(stream: BinaryIO) -> bytes:
    body = bytearray()
    while (piece := _exactly(stream, _line(stream).partition(";")[0], 16)) != b"":
        body += piece
        _line(stream)
        if len(body) > LONGEST_BODY:
            raise NotHttp("too long")
    while _line(stream):
        continue
    return bytes(body)


def _exactly(stream: BinaryIO, size: str, base: int) -> bytes:
    try:
        wanted = int(size, base)
    except ValueError:
        raise NotHttp("no length") from None
    if not 0 <= wanted <= LONGEST_BODY:
        raise NotHttp("too long")
    body = stream.read(wanted)
    if len(body) < wanted:
        raise NotHttp("it ended inside its body")
    return body


def _line(stream: BinaryIO) -> str:
    line = stream.readline(LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise NotHttp("it ended inside a line")
    return line.decode("latin-1").rstrip("\r\n")
