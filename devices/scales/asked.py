"""The driver of every scale that answers when it is asked: one dialect over one pipe."""

from __future__ import annotations

import time
from collections.abc import Callable

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from aura_terminal.ports.scale import Bounds, Reading
from devices.scales.dialect import Dialect
from devices.transports.transport import Transport

ANSWERS_WITHIN = 0.5
_NO_ANSWER = told("the scale does not answer; check its power, its cable, and that the settings name the right model")


class AskedScale:
    """Opens the pipe with the first reading and keeps it; after any failure the next reading begins anew."""

    def __init__(
        self, pipe: Transport, dialect: Dialect, bounds: Bounds, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._pipe = pipe
        self._dialect = dialect
        self._bounds = bounds
        self._monotonic = monotonic

    @property
    def bounds(self) -> Bounds:
        return self._bounds

    def read(self) -> Reading:
        try:
            return self._ask()
        except Unavailable:
            self._pipe.close()
            raise

    def cancel(self) -> None:
        self._pipe.cancel()

    def close(self) -> None:
        self._pipe.close()

    def _ask(self) -> Reading:
        self._pipe.open()
        until = self._monotonic() + ANSWERS_WITHIN
        self._pipe.send(self._dialect.question(), ANSWERS_WITHIN)
        while (left := until - self._monotonic()) > 0:
            for said in self._dialect.feed(self._pipe.receive(left)):
                if isinstance(said, Reading):
                    return said
                self._pipe.send(said, ANSWERS_WITHIN)
        raise Unavailable(self._pipe.name, _NO_ANSWER)
