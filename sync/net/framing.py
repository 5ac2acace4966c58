"""Messages on a stream of bytes: four bytes of length, most significant first, then the message.

The reader takes the stream in pieces of any size and gives the same messages however it was cut.
"""

from __future__ import annotations

from aura_terminal.domain.telling import told

HEAD = 4


class TooLong(Exception):
    """A message is announced that is larger than may be; the stream is not read further."""


def frame(message: bytes) -> bytes:
    """The message as it goes on the stream."""
    return len(message).to_bytes(HEAD, "big") + message


class MessageReader:
    """Reads messages of at most `longest` bytes; the limit may change between two of them."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self._pending = bytearray()

    @property
    def is_within_message(self) -> bool:
        """Whether something was fed that is not taken yet."""
        return bool(self._pending)

    def feed(self, data: bytes) -> None:
        """Add the next bytes of the stream."""
        self._pending += data

    def take(self) -> bytes | None:
        """The next message, None while it is not whole. TooLong as soon as a length is announced that may not be."""
        pending = self._pending
        if len(pending) < HEAD:
            return None
        length = int.from_bytes(pending[:HEAD], "big")
        if length > self.longest:
            raise TooLong(
                told(
                    "a message of {length} bytes is announced, more than {longest}", length=length, longest=self.longest
                )
            )
        if len(pending) < HEAD + length:
            return None
        message = bytes(pending[HEAD : HEAD + length])
        del pending[: HEAD + length]
        return message
