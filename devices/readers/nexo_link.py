"""HTTPS to one nexo terminal: its certificate must be its own, nothing is sent in clear, every call ends in time."""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from aura_terminal.domain.errors import Unavailable
from devices.transports.transport import Refused

CONNECT_WITHIN = 4.0
SEND_WITHIN = 10.0
LONGEST_REPLY = 1_000_000
_BEGUN = "http11.send_request_headers.started"
_TLS_DONE = "connection.start_tls.complete"
_STRANGER = "another device answers at this address, or its certificate is not the terminal's; check address and root"
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
class Certificate:
    """What the terminal's certificate must be: signed by this root (PEM), with a common name that matches."""

    root: str
    common_name: re.Pattern[str]


def adyen_name(poi_id: str) -> re.Pattern[str]:
    """The names Adyen's certificates give to this terminal (docs.adyen.com, protect local communications)."""
    own = re.escape(poi_id)
    return re.compile(rf"(?:{own}|legacy-terminal-certificate)\.(?:test|live)\.terminal\.adyen\.com")


class NexoLink:
    """One exchange is one connection, so that a reply can only be that of its own request. For any thread."""

    def __init__(self, url: str, certificate: Certificate, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._certificate = certificate
        self._monotonic = monotonic

    @property
    def name(self) -> str:
        return self._url.removeprefix("https://").partition("/")[0]

    def exchange(self, body: bytes, within: float) -> bytes:
        """The reply's body; `NotReached` when no byte of the request left, `Unavailable` when one may have."""
        watch = _Watch(self._certificate.common_name)
        timeout = httpx.Timeout(within, connect=CONNECT_WITHIN, write=SEND_WITHIN)
        try:
            transport = httpx.HTTPTransport(
                verify=_context(self._certificate.root), retries=0, socket_options=list(_KEEP_ALIVE)
            )
            with httpx.Client(transport=transport, timeout=timeout, trust_env=False) as client:
                headers = {"Content-Type": "application/json", "Connection": "close"}
                watching = {"trace": watch.hear}
                with client.stream("POST", self._url, content=body, headers=headers, extensions=watching) as reply:
                    return self._read(reply, self._monotonic() + within)
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
            raise self._unavailable(error, watch) from None  # a request's cause may hold what was sent

    def _read(self, reply: httpx.Response, until: float) -> bytes:
        if reply.status_code != httpx.codes.OK:
            raise Unavailable(self.name, f"the terminal answered with HTTP {reply.status_code}; look at it")
        body = bytearray()
        for piece in reply.iter_bytes():
            body += piece
            if len(body) > LONGEST_REPLY or self._monotonic() > until:
                raise Unavailable(self.name, "the terminal's answer did not end in time; look at it")
        return bytes(body)

    def _unavailable(self, error: Exception, watch: _Watch) -> Unavailable:
        if watch.is_stranger or "CERTIFICATE_VERIFY_FAILED" in str(error):
            return NotReached(self.name, _STRANGER)
        if not watch.has_begun:
            if "refused" in str(error).lower():
                return TurnedAway(self.name, "refused; check its address and whether the terminal is on")
            return NotReached(self.name, "no answer; check its power, its network cable and its address")
        if isinstance(error, httpx.TimeoutException):
            return Unavailable(self.name, "the terminal did not answer in time; look at it")
        return Unavailable(self.name, "the connection was cut; look at the terminal")


class _Watch:
    """Follows one exchange: whether the certificate is the terminal's own, and whether the request began to leave."""

    def __init__(self, common_name: re.Pattern[str]) -> None:
        self._common_name = common_name
        self.has_begun = False
        self.is_stranger = False

    def hear(self, event: str, info: Mapping[str, Any]) -> None:  # httpcore's shape
        if event == _BEGUN:
            self.has_begun = True
        elif event == _TLS_DONE:
            stream = info["return_value"]
            if not self._common_name.fullmatch(_common_name(stream.get_extra_info("ssl_object"))):
                self.is_stranger = True
                stream.close()
                raise ssl.SSLError("the certificate is another's")


def _common_name(connection: ssl.SSLObject | ssl.SSLSocket | None) -> str:
    told = connection.getpeercert() if connection is not None else None
    subject: Any = told.get("subject", ()) if told else ()  # a tuple of tuples of pairs, which typeshed does not say
    return next((value for part in subject for name, value in part if name == "commonName"), "")


def _context(root: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # the certificate names the terminal, not its address: `_Watch` compares
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cadata=root)
    return context
