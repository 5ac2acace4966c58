"""Cuts a stream into frames between two bytes; noise before, between and without an end is thrown away."""

from __future__ import annotations

from devices.scales.dialect import LONGEST_FRAME


class Frames:
    """What stands between `begin` and `end`; a new `begin` makes an unfinished frame void."""

    def __init__(self, begin: bytes, end: bytes) -> None:
        self._begin, self._end = begin, end
        self._held = bytearray()
        self._is_within = False

    def forget(self) -> None:
        """Whatever was half heard is void."""
        self._held.clear()
        self._is_within = False

    def feed(self, data: bytes) -> list[bytes]:
        """The frames these bytes complete."""
        found = []
        for place in range(len(data)):
            byte = data[place : place + 1]
            if byte == self._begin:
                self._held.clear()
                self._is_within = True
            elif byte == self._end and self._is_within:
                found.append(bytes(self._held))
                self.forget()
            elif self._is_within:
                self._held += byte
                if len(self._held) > LONGEST_FRAME:
                    self.forget()
        return found
