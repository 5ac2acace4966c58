"""One HTTP exchange with a card terminal or its cloud: whether anything left this machine is always known."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from aura_terminal.domain import telling
from aura_terminal.domain.errors import Unavailable
from devices.transports.transport import Refused

CONNECT_WITHIN = 4.0
SEND_WITHIN = 10.0
LONGEST_REPLY = 1_000_000
_BEGUN = "http11.send_request_headers.started"
_TLS_DONE = "connection.start_tls.complete"
STRANGER = telling.told(
    "another device answers at this address, or its certificate is not the right one; check address and root"
)
_KEEP_ALIVE = (
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *(
        (socket.IPPROTO_TCP, getattr(socket, name), seconds)
        for name, seconds in (("TCP_KEEPIDLE", 15), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3))
        if hasattr(socket, name)
    ),
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
)


class NotReached(Unavailable):
    """Nothing of the request left this machine."""


class TurnedAway(NotReached, Refused):
    """The address is there and takes no connection."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request: where, what, and with which headers (which may hold a secret and are never shown)."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""

    def __repr__(self) -> str:
        return f"Call({self.method} {httpx.URL(self.url).path})"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole."""

    status: int
    body: bytes

    def __repr__(self) -> str:
        return f"Reply({self.status}, {len(self.body)} bytes)"


KnowsCommonName = Callable[[str], bool]


def anybody(common_name: str) -> bool:
    """Where the host's name in the certificate is checked by TLS itself."""
    return True


def exchange(
    call: Call,
    *,
    name: str,
    trusted: ssl.SSLContext,
    within: float,
    knows: KnowsCommonName = anybody,
    monotonic: Callable[[], float] = time.monotonic,
) -> Reply:
    """The reply; `NotReached` when no byte of the request left, `Unavailable` when one may have. Never asks twice.

    Each exchange has a connection of its own, so that a reply can only be that of its own request.
    """
    watch = _Watch(knows)
    timeout = httpx.Timeout(within, connect=CONNECT_WITHIN, write=SEND_WITHIN)
    try:
        transport = httpx.HTTPTransport(verify=trusted, retries=0, socket_options=list(_KEEP_ALIVE))
        with httpx.Client(transport=transport, timeout=timeout, trust_env=False) as client:
            headers = {**call.headers, "Connection": "close"}
            options = {"content": call.body, "headers": headers, "extensions": {"trace": watch.hear}}
            with client.stream(call.method, call.url, **options) as reply:  # type: ignore[arg-type]
                return Reply(reply.status_code, _read(reply, name, monotonic() + within, monotonic))
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
        raise _unavailable(name, error, watch) from None  # a request's cause may hold what was sent


def _read(reply: httpx.Response, name: str, until: float, monotonic: Callable[[], float]) -> bytes:
    body = bytearray()
    for piece in reply.iter_bytes():
        body += piece
        if len(body) > LONGEST_REPLY or monotonic() > until:
            raise Unavailable(name, telling.told("its answer did not end in time; look at the terminal"))
    return bytes(body)


def _unavailable(name: str, error: Exception, watch: _Watch) -> Unavailable:
    if watch.is_stranger or "CERTIFICATE_VERIFY_FAILED" in str(error):
        return NotReached(name, STRANGER)
    if not watch.has_begun:
        if "refused" in str(error).lower():
            return TurnedAway(name, telling.told("refused; check its address and whether it is on"))
        return NotReached(name, telling.told("no answer; check its power, its network cable and its address"))
    if isinstance(error, httpx.TimeoutException):
        return Unavailable(name, telling.told("it did not answer in time; look at the terminal"))
    return Unavailable(name, telling.told("the connection was cut; look at the terminal"))


class _Watch:
    """Follows one exchange: whether the certificate is the right one, and whether the request began to leave."""

    def __init__(self, knows: KnowsCommonName) -> None:
        self._knows = knows
        self.has_begun = False
        self.is_stranger = False

    def hear(self, event: str, info: Mapping[str, Any]) -> None:  # httpcore's shape
        if event == _BEGUN:
            self.has_begun = True
        elif event == _TLS_DONE:
            stream = info["return_value"]
            if not self._knows(_common_name(stream.get_extra_info("ssl_object"))):
                self.is_stranger = True
                stream.close()
                raise ssl.SSLError("the certificate is another's")


def _common_name(connection: ssl.SSLObject | ssl.SSLSocket | None) -> str:
    told = connection.getpeercert() if connection is not None else None
    subject: Any = told.get("subject", ()) if told else ()  # a tuple of tuples of pairs, which typeshed does not say
    return next((value for part in subject for name, value in part if name == "commonName"), "")
