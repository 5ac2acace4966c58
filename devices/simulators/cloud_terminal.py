"""A cloud with one card reader, made of software, on a port of this machine: in the words of Stripe or of SumUp."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from devices.simulators import card_http
from devices.simulators.card_desk import CardDesk, Turn
from devices.simulators.card_http import BeingRead, HttpRequest, NotHttp, read_request
from devices.simulators.card_line import LoopbackLine
from devices.simulators.cloud_faces import MALFORMED, Answer, Face, StripeFace, SumUpFace
from devices.simulators.cloud_reader import CloudCardReader

SECRET = "training-key"
READ_WITHIN = 1.0
MALFORMED_AS = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What looking into a request raises that leaves out, or turns around, what its document asks for."""
_ENCODER = msgspec.json.Encoder(decimal_format="number")
FACES: Mapping[str, Callable[[CloudCardReader], Face]] = MappingProxyType({"stripe": StripeFace, "sumup": SumUpFace})


class SimulatedCloud:
    """Serves on a port from `open()` to `close()`; what it did outlasts a close."""

    def __init__(
        self,
        dialect: str,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        desk: CardDesk | None = None,
        stall: float = 60.0,
        secret: str = SECRET,
    ) -> None:
        self.desk = desk or CardDesk()
        self._reader = CloudCardReader(self.desk, stall)
        self._face = FACES[dialect](self._reader)
        self._line = LoopbackLine(self._serve, host=host, port=port)
        self._secret = secret
        self._arriving = BeingRead()
        self._acting = threading.Lock()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        return self._line.address

    def open(self) -> None:
        """Start to serve; `Unavailable` when the port is taken."""
        self._reader.open()
        self._line.open()

    def close(self) -> None:
        """Stop; may be called twice."""
        self._reader.close()
        self._line.close()

    def _serve(self, pipe: socket.socket) -> None:
        self._arriving.begin()
        try:
            request = read_request(card_http.stream_of(pipe))
        except NotHttp:
            return
        finally:
            self._arriving.end()
        if request.headers.get("authorization") != f"Bearer {self._secret}":
            pipe.sendall(card_http.reply(401, b'{"error": {"code": "unauthorized"}}'))
            return
        if request.method == "GET" or request.path.endswith("/cancel"):
            self._arriving.wait(READ_WITHIN)
        with self._acting:
            (status, body), turn = self._answered(request)
        if turn is Turn.LOSE_REPLY:
            return
        if turn is Turn.GARBAGE:
            pipe.sendall(card_http.reply(status, b'{"id": \x00\xff'))
            return
        pipe.sendall(card_http.reply(status, _ENCODER.encode(body) if body else b""))

    def _answered(self, request: HttpRequest) -> tuple[Answer, Turn]:
        try:
            return self._face.answer(request)
        except MALFORMED_AS:
            return MALFORMED, Turn.APPROVE
