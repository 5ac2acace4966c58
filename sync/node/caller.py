"""A command's way to a running node: a plain socket on the bus, for as long as one question takes."""

from __future__ import annotations

import socket
import time
from collections import deque
from pathlib import Path
from types import TracebackType

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from sync.node.address import read_address
from sync.node.frames import LONGEST_TO_SCREEN, Frame, FrameReader, Topic, encode_frame

_CHUNK = 65536
_CONNECT_WITHIN = 2.0


class BusCaller:
    """One connection to the node of a data folder. `Unavailable` when none answers there."""

    def __init__(self, folder: Path) -> None:
        address = read_address(folder)
        if address is None:
            raise Unavailable(told("The node"), told("none runs in {folder}", folder=folder))
        try:
            self._pipe = socket.create_connection(("127.0.0.1", address.port), timeout=_CONNECT_WITHIN)
        except OSError as error:
            raise Unavailable(
                told("The node"),
                told("it does not answer in {folder} ({reason})", folder=folder, reason=error.strerror),
            ) from error
        self._reader = FrameReader(LONGEST_TO_SCREEN)
        self._frames: deque[Frame] = deque()
        self._say(Frame(Topic.TOKEN, address.token))

    def __enter__(self) -> BusCaller:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.close()

    def ask(self, topic: Topic) -> None:
        """Say a topic to the node."""
        self._say(Frame(topic))

    def hear(self, *topics: Topic, within: float) -> Frame | None:
        """The next frame of one of the topics; None when none came in so many seconds. The others are passed over."""
        until = time.monotonic() + within
        while True:
            while self._frames:
                frame = self._frames.popleft()
                if frame.topic in topics:
                    return frame
            left = until - time.monotonic()
            if left <= 0:
                return None
            self._read(left)

    def _read(self, within: float) -> None:
        self._pipe.settimeout(within)
        try:
            data = self._pipe.recv(_CHUNK)
        except TimeoutError:
            return
        except OSError as error:
            raise Unavailable(told("The node"), told("it ended meanwhile ({reason})", reason=error.strerror)) from error
        if not data:
            raise Unavailable(told("The node"), told("it ended meanwhile"))
        self._frames.extend(self._reader.feed(data))

    def _say(self, frame: Frame) -> None:
        try:
            self._pipe.sendall(encode_frame(frame))
        except OSError as error:
            raise Unavailable(told("The node"), told("it does not listen ({reason})", reason=error.strerror)) from error
