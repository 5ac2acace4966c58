"""HTTPS to one nexo terminal: its certificate must be its own, nothing is sent in clear, every call ends in time."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from devices.readers.http_exchange import Call, exchange


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
    """Carries sealed messages; for any thread. Address and certificate are asked for anew with every exchange."""

    def __init__(self, find: Callable[[], str], certificate: Callable[[], Certificate]) -> None:
        self._find = find
        self._certificate = certificate

    @property
    def name(self) -> str:
        return self._find().removeprefix("https://").partition("/")[0]

    def exchange(self, body: bytes, within: float) -> bytes:
        """The reply's body; `NotReached` when no byte of the request left, `Unavailable` when one may have."""
        url, certificate = self._find(), self._certificate()
        if not url.startswith("https://"):
            raise ValueError(told("a nexo terminal is reached by https only"))
        call = Call("POST", url, {"Content-Type": "application/json"}, body)
        knows = partial(_is_its_own, certificate.common_name)
        reply = exchange(call, name=self.name, trusted=_context(certificate.root), within=within, knows=knows)
        if reply.status != 200:
            raise Unavailable(
                self.name, told("the terminal answered with HTTP {status}; look at it", status=reply.status)
            )
        return reply.body


def _is_its_own(pattern: re.Pattern[str], common_name: str) -> bool:
    return pattern.fullmatch(common_name) is not None


def _context(root: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # the certificate names the terminal, not its address: its name is compared
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cadata=root)
    return context
