"""A simulated device on a TCP port of this machine: one thread, a conversation of its own for each caller."""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Callable

from aura_terminal.domain.errors import Unavailable

Conversation = Callable[[bytes], bytes]
"""Answers what was heard, in whatever pieces it comes; empty for nothing yet."""

_CHUNK = 4096


class Served:
    """Serves from `open()` to `close()`; `begin` makes the conversation of a new caller. Safe from any thread."""

    def __init__(self, name: str, begin: Callable[[], Conversation], *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._name = name
        self._begin = begin
        self._address = (host, port)
        self._thread: threading.Thread | None = None
        self._bell: socket.socket | None = None
        self._callers: dict[socket.socket, Conversation] = {}

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens; a port of 0 becomes the one the system chose when it opens."""
        return self._address

    def open(self) -> None:
        """Start to serve; `Unavailable` when the port is taken."""
        if self._thread is not None:
            return
        try:
            server = socket.create_server(self._address)
        except OSError as error:
            raise Unavailable(self._name, f"port {self._address[1]} cannot be used: {error.strerror}") from error
        self._address = server.getsockname()[:2]
        self._bell, listener = socket.socketpair()
        self._thread = threading.Thread(target=self._run, args=(server, listener), name=self._name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving and cut every caller off, as a device does that loses its power; may be called twice."""
        if self._thread is not None and self._bell is not None:
            self._bell.close()
            self._thread.join()
            self._thread = self._bell = None

    def _run(self, server: socket.socket, listener: socket.socket) -> None:
        with selectors.DefaultSelector() as selector, server, listener:
            selector.register(server, selectors.EVENT_READ)
            selector.register(listener, selectors.EVENT_READ)
            while all(self._serve(key.fileobj, server, listener, selector) for key, _ in selector.select()):
                pass
            for pipe in tuple(self._callers):
                self._drop(pipe, selector)

    def _serve(
        self, ready: object, server: socket.socket, listener: socket.socket, selector: selectors.BaseSelector
    ) -> bool:
        """Attend to one socket; false when it is time to stop."""
        if ready is listener:
            return False
        if ready is server:
            pipe, _ = server.accept()
            self._callers[pipe] = self._begin()
            selector.register(pipe, selectors.EVENT_READ)
        elif isinstance(ready, socket.socket) and ready in self._callers:
            self._answer(ready, selector)
        return True

    def _answer(self, pipe: socket.socket, selector: selectors.BaseSelector) -> None:
        try:
            data = pipe.recv(_CHUNK)
            pipe.sendall(self._callers[pipe](data) if data else b"")
        except OSError:
            data = b""
        if not data:
            self._drop(pipe, selector)

    def _drop(self, pipe: socket.socket, selector: selectors.BaseSelector) -> None:
        del self._callers[pipe]
        selector.unregister(pipe)
        pipe.close()
