"""A message with one fact altered on the way: well-formed, of the right length, and not what was said."""

from __future__ import annotations

from msgspec.structs import replace

from sync.mesh.wire import Malformed, Unheard, Wire
from sync.protocol import Facts


class Alterer:
    """Somebody between two terminals."""

    def __init__(self) -> None:
        self._wire = Wire()

    def alter(self, message: bytes) -> bytes | None:
        """The same facts with a digit changed in the last one's payload; None when the message carries no facts."""
        try:
            said = self._wire.decode(message)
        except (Malformed, Unheard):
            return None
        if not isinstance(said, Facts) or not said.runs:
            return None
        last = said.runs[-1]
        changed = _other_digit(last.payloads[-1])
        if changed is None:
            return None
        return self._wire.encode(Facts([*said.runs[:-1], replace(last, payloads=[*last.payloads[:-1], changed])]))


def _other_digit(payload: bytes) -> bytes | None:
    for place, byte in enumerate(payload):
        if chr(byte) in "123456":
            return payload[:place] + str(int(chr(byte)) + 1).encode() + payload[place + 1 :]
    return None
