"""Messages as bytes and back; whatever the bytes are, the answer is a message, nothing, or Malformed."""

from __future__ import annotations

import msgspec
import zstandard

from sync.protocol import MESSAGE_LIMIT, MESSAGES, Facts, Hello, Message

COMPRESSED = 0x80
WORTH_COMPRESSING = 256  # bytes; below, the frame of the compression eats what it saves
LEVEL = 5

_ENCODER = msgspec.msgpack.Encoder()
_DECODERS = {number: msgspec.msgpack.Decoder(type_) for number, type_ in MESSAGES.items()}
_NUMBERS: dict[type[Message], int] = {type_: number for number, type_ in MESSAGES.items()}
HELLO, FACTS = _NUMBERS[Hello], _NUMBERS[Facts]


class Malformed(Exception):
    """These bytes are no message of the protocol; the text says why in plain words."""


class Unheard(Exception):
    """A message of another version: well formed as far as can be told, its number is not in the table."""


def number_of(data: bytes) -> int:
    """Which message it claims to be; 0 for none."""
    return data[0] & ~COMPRESSED if data else 0


class Wire:
    """Encodes and decodes on one thread."""

    def __init__(self) -> None:
        self._compressor = zstandard.ZstdCompressor(level=LEVEL)
        self._decompressor = zstandard.ZstdDecompressor(max_window_size=2 * MESSAGE_LIMIT)

    def encode(self, message: Message) -> bytes:
        """The message as it goes on the wire, compressed where that makes it shorter."""
        number, body = _NUMBERS[type(message)], _ENCODER.encode(message)
        if len(body) >= WORTH_COMPRESSING:
            shorter = self._compressor.compress(body)
            if len(shorter) < len(body):
                return bytes((number | COMPRESSED,)) + shorter
        return bytes((number,)) + body

    def decode(self, data: bytes) -> Message:
        """The message, every bound checked. Raises Malformed, or Unheard for a number that is not in the table."""
        if not data:
            raise Malformed("an empty message")
        if len(data) > MESSAGE_LIMIT:
            raise Malformed(f"a message of {len(data)} bytes is longer than {MESSAGE_LIMIT}")
        decoder = _DECODERS.get(number_of(data))
        if decoder is None:
            raise Unheard(f"message {number_of(data)} is not known")
        body = self._decompressed(data[1:]) if data[0] & COMPRESSED else data[1:]
        try:
            return decoder.decode(body)
        except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
            raise Malformed(f"a message that does not read: {wrong}") from None

    def _decompressed(self, body: bytes) -> bytes:
        """The bytes a zstd frame holds; its stated size is checked before anything is made of it."""
        try:
            size = zstandard.frame_content_size(body)
            if not 0 <= size <= MESSAGE_LIMIT:
                raise Malformed(f"a compressed message would be longer than {MESSAGE_LIMIT} bytes")
            whole = self._decompressor.decompress(body, allow_extra_data=False)
        except zstandard.ZstdError as wrong:
            raise Malformed(f"a compressed message that does not read: {wrong}") from None
        if len(whole) != size:
            raise Malformed("a compressed message is not as long as it says")
        return whole
