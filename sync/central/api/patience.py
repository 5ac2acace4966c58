"""How long callers may take to say what they want: a line that stays half said is no reason to keep a place for it."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_WITHIN = 10.0
"""Seconds from the first byte of a request, or from the connection, to the end of its headers."""
BODY_WITHIN = 20.0
"""Seconds from there to the end of its body."""


class Impatient(H11Protocol):
    """The server's HTTP/1.1, that hangs up on whoever does not come to the end of the headers in time."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the server's own
        """Somebody called."""
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        """Some of what they say."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._expect()
        else:
            self._rest()

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        self._rest()
        super().connection_lost(exc)

    def _expect(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(HEADERS_WITHIN, self._give_up)

    def _rest(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()
