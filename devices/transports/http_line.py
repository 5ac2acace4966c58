"""Requests over HTTP to a device or a print server: one at a time, each with a deadline, cancelled at once."""

from __future__ import annotations

import errno
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from devices.transports.transport import Refused

_CONNECT_WITHIN = 3.0
_STOPPED = told("stopped, because this program is closing")
_HINTS: Mapping[int, str] = {
    errno.EHOSTUNREACH: told("no way to this address; check the network cable and the address"),
    errno.ENETUNREACH: told("no network; check this terminal's network cable"),
}


class NotReached(Unavailable):
    """Nothing was sent: the request may be made again at any time."""


class HttpLine:
    """A way to the address that `find` answers. `cancel` is for any thread, every other method for one."""

    def __init__(self, find: Callable[[], str]) -> None:
        self._find = find
        self._client: httpx.Client | None = None
        self._socket: socket.socket | None = None
        self._ended = ""

    @property
    def name(self) -> str:
        """Host and port, as staff call the other end."""
        return urlsplit(self._find()).netloc

    def open(self) -> None:
        """Be ready for requests; connects to nothing."""
        if self._client is None:
            self._ended = ""
            unkept = httpx.Limits(max_keepalive_connections=0)  # one that ended unheard would look like a lost job
            self._client = httpx.Client(trust_env=False, follow_redirects=False, limits=unkept)

    def close(self) -> None:
        """Let connections go; may be called twice."""
        if self._client is not None:
            self._client.close()
            self._client = self._socket = None

    def cancel(self) -> None:
        """Make the request under way fail now."""
        self._end(_STOPPED)

    def post(self, path: str, body: bytes, kind: str, within: float) -> bytes:
        """The answer's body; `Refused` or `NotReached` where nothing was sent, `Unavailable` where nobody knows."""
        if self._client is None:
            raise NotReached(self.name, told("the connection is closed; it is opened again with the next job"))
        if self._ended:
            self.close()
            raise NotReached(self.name, _STOPPED)
        late = threading.Timer(within, self._end, (told("no answer in time; check its power and its cable"),))
        late.daemon = True
        late.start()
        try:
            answer = self._client.post(
                self._find() + path,
                content=body,
                headers={"Content-Type": kind},
                timeout=httpx.Timeout(within, connect=min(within, _CONNECT_WITHIN)),
                extensions={"trace": self._noted},
            )
            answer.raise_for_status()
            return answer.content
        except httpx.HTTPError as error:
            raise self._unavailable(error) from error
        finally:
            late.cancel()

    def _noted(self, event: str, info: Mapping[str, Any]) -> None:  # whatever httpcore tells of itself
        if event == "connection.connect_tcp.complete":
            found = info["return_value"].get_extra_info("socket")
            self._socket = found if isinstance(found, socket.socket) else None

    def _end(self, why: str) -> None:
        self._ended = why
        found = self._socket
        if found is not None:
            try:
                found.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it had ended by itself

    def _unavailable(self, error: httpx.HTTPError) -> Unavailable:
        said, self._ended = self._ended, ""
        self.close()
        if isinstance(error, httpx.HTTPStatusError):
            return Unavailable(
                self.name,
                told(
                    "it answers {status_code}; check the address in the settings",
                    status_code=error.response.status_code,
                ),
            )
        if isinstance(error, httpx.ConnectError):
            number = _number(error)
            if number == errno.ECONNREFUSED:
                return Refused(self.name, told("refused; it may be serving another terminal, or the port may be wrong"))
            if _is_of_tls(error):
                return NotReached(self.name, told("its certificate is not trusted here; install it, or write http://"))
            return NotReached(self.name, said or _HINTS.get(number, told("no answer; check power, cable and address")))
        if isinstance(error, httpx.ConnectTimeout):
            return NotReached(self.name, said or told("no answer; check its power, its cable and its address"))
        return Unavailable(self.name, said or told("the connection was cut by the device; check its power and cable"))


def _is_of_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _number(error: BaseException | None) -> int:
    """The system's number of the failure, wherever it hides below."""
    while error is not None:
        if isinstance(error, OSError) and error.errno:
            return error.errno
        error = error.__cause__ or error.__context__
    return 0
