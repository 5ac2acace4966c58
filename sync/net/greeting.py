"""The first message each way on a new connection: which run of a node is there, and where it can be called."""

from __future__ import annotations

import msgspec

from aura_terminal.domain.telling import told

LONGEST_GREETING = 1024
RUN_BYTES = 16


class NoGreeting(OSError):
    """The other end is proved and speaks something else."""


class Greeting(msgspec.Struct, frozen=True):
    """Fields that a newer version adds are passed over."""

    run: bytes
    port: int


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Greeting)


def encode_greeting(greeting: Greeting) -> bytes:
    """The greeting as a message."""
    return _ENCODER.encode(greeting)


def decode_greeting(message: bytes) -> Greeting:
    """The greeting; NoGreeting for anything else."""
    try:
        greeting = _DECODER.decode(message)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise NoGreeting(told("it does not greet as terminals do")) from wrong
    if len(greeting.run) != RUN_BYTES or not 0 < greeting.port < 65536:
        raise NoGreeting(told("its greeting makes no sense"))
    return greeting
