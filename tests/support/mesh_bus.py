"""A screen's end of the bus without a screen: says topics to the node of a data folder and hears what it says."""

from __future__ import annotations

import select
import socket
from contextlib import suppress
from pathlib import Path

from sync.node.address import NodeAddress, read_address
from sync.node.frames import LONGEST_TO_SCREEN, Frame, FrameReader, Topic, encode_frame

CHUNK = 1 << 16
CONNECTS_WITHIN = 1.0


class BusEnd:
    """One connection at a time to whatever node runs; without one, what is said is forgotten, as a screen's is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket: socket.socket | None = None
        self._address: NodeAddress | None = None
        self._reader = FrameReader(LONGEST_TO_SCREEN)

    @property
    def is_connected(self) -> bool:
        """Whether a node listens, as far as is known."""
        return self._socket is not None

    def connect(self) -> bool:
        """Connect to the node that runs now, if there is one and it is another than the one talked to."""
        address = read_address(self._folder)
        if address == self._address and self._socket is not None:
            return True
        self.close()
        if address is None:
            return False
        try:
            self._socket = socket.create_connection(("127.0.0.1", address.port), CONNECTS_WITHIN)
        except OSError:
            return False
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._address, self._reader = address, FrameReader(LONGEST_TO_SCREEN)
        self.say(Topic.TOKEN, address.token)
        return self.is_connected

    def say(self, topic: Topic, payload: str = "") -> None:
        """Send a frame; a broken connection is dropped."""
        if self._socket is None:
            return
        try:
            self._socket.sendall(encode_frame(Frame(topic, payload)))
        except OSError:
            self.close()

    def hear(self, within: float = 0.0) -> list[Frame]:
        """What the node said, waiting at most so many seconds for the first word."""
        frames: list[Frame] = []
        while self._has_word(within):
            frames.extend(self._reader.feed(self._read()))
            within = 0.0
        return frames

    def close(self) -> None:
        """End the connection; may be called twice."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.close()
        self._socket = self._address = None

    def _has_word(self, within: float) -> bool:
        return self._socket is not None and bool(select.select([self._socket], [], [], within)[0])

    def _read(self) -> bytes:
        assert self._socket is not None
        try:
            data = self._socket.recv(CHUNK)
        except OSError:
            data = b""
        if not data:
            self.close()
        return data
