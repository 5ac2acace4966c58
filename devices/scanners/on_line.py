"""A scanner on a line of its own: serial, or a network port."""

from __future__ import annotations

from aura_terminal.domain.errors import Unavailable
from devices.scanners.codes import CodeReader
from devices.transports.transport import Transport

SILENCE = 0.06


class ScannerOnLine:
    """Opens the pipe with the first call and keeps it; after any failure the next call begins anew."""

    def __init__(self, pipe: Transport, reader: CodeReader) -> None:
        self._pipe = pipe
        self._reader = reader

    def codes(self, within: float) -> tuple[str, ...]:
        try:
            self._pipe.open()
            data = self._pipe.receive(SILENCE if self._reader.is_within_code else within)
        except Unavailable:
            self._reader.end()
            self._pipe.close()
            raise
        return tuple(self._reader.feed(data) if data else self._reader.end())

    def cancel(self) -> None:
        self._pipe.cancel()

    def close(self) -> None:
        self._pipe.close()
