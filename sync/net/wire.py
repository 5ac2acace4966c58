"""One TLS connection as whole messages, and who shows which certificate on it."""

from __future__ import annotations

import asyncio
import socket
import ssl

from aura_terminal.domain.telling import told
from sync.net.certificates import fingerprint
from sync.net.framing import MessageReader, TooLong, frame

HANDSHAKE_WITHIN = 3.0
MOST_UNSENT = 32 * 1024 * 1024
_CHUNK = 256 * 1024
_GOODBYE_WITHIN = 1.0

BROKEN = (OSError, EOFError, TooLong)
"""What ends a conversation: the network, a peer that hung up or was too slow, or a message that is too long."""


class Wire:
    """Messages both ways over one stream. `hear` raises EOFError at the end and TooLong for what may not be."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, longest: int) -> None:
        self._reader = reader
        self._writer = writer
        self._messages = MessageReader(longest)
        tls = writer.get_extra_info("ssl_object")
        assert isinstance(tls, ssl.SSLObject)
        try:
            self._protocol = tls.selected_alpn_protocol() or ""
            self._certificate = tls.getpeercert(binary_form=True)
        except ValueError as gone:  # it hung up in the very moment it had proved itself
            writer.transport.abort()
            raise ConnectionAbortedError(told("it hung up")) from gone

    @property
    def host(self) -> str:
        """The address at the other end."""
        peer = self._writer.get_extra_info("peername")
        return str(peer[0]) if peer else ""

    @property
    def protocol(self) -> str:
        """What both ends agreed to speak; empty for nothing."""
        return self._protocol

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the certificate the other end showed and has the key of; empty for none."""
        return fingerprint(self._certificate) if self._certificate else ""

    def may_hear(self, longest: int) -> None:
        """Messages up to this size from here on."""
        self._messages.longest = longest

    async def hear(self) -> bytes:
        """The next message."""
        while (message := self._messages.take()) is None:
            data = await self._reader.read(_CHUNK)
            if not data:
                raise EOFError(told("it hung up"))
            self._messages.feed(data)
        return message

    async def hear_within(self, seconds: float) -> bytes:
        """The next message; TimeoutError when it does not come in time."""
        async with asyncio.timeout(seconds):
            return await self.hear()

    def say(self, message: bytes) -> bool:
        """Send a message; False when the other end does not take what was sent before."""
        if self._writer.transport.get_write_buffer_size() > MOST_UNSENT:
            return False
        self._writer.write(frame(message))
        return True

    async def say_and_wait(self, message: bytes) -> None:
        """Send a message, and wait while the other end is slow to take it."""
        self._writer.write(frame(message))
        await self._writer.drain()

    def drop(self) -> None:
        """End it at once; may be called twice."""
        self._writer.transport.abort()

    async def close(self) -> None:
        """End it in order, so that what was said last still arrives."""
        self._writer.close()
        try:
            async with asyncio.timeout(_GOODBYE_WITHIN):
                await self._writer.wait_closed()
        except BROKEN:
            return  # it was slow to say goodbye, or gone already
        finally:
            self.drop()


async def secured(pipe: socket.socket, context: ssl.SSLContext, longest: int) -> Wire:
    """The wire of a connection that came in; OSError when it does not prove itself in time."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(_CHUNK, loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    transport, _ = await loop.connect_accepted_socket(
        lambda: protocol, pipe, ssl=context, ssl_handshake_timeout=HANDSHAKE_WITHIN, ssl_shutdown_timeout=1.0
    )
    return Wire(reader, asyncio.StreamWriter(transport, protocol, reader, loop), longest)


async def called(host: str, port: int, context: ssl.SSLContext, longest: int) -> Wire:
    """The wire of a call to an address; OSError when nobody answers in time or proves to be of this store."""
    async with asyncio.timeout(HANDSHAKE_WITHIN):
        reader, writer = await asyncio.open_connection(
            host, port, ssl=context, server_hostname="", limit=_CHUNK, ssl_shutdown_timeout=1.0
        )
    return Wire(reader, writer, longest)
