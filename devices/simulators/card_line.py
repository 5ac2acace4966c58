"""A port on which simulated card terminals are served: one thread for each caller, all cut off when it closes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

from aura_terminal.domain.errors import Unavailable

CHUNK = 4096


class LoopbackLine:
    """Listens from `open()` to `close()`; `serve` talks to one caller and may end by any failure of its socket."""

    def __init__(self, serve: Callable[[socket.socket], None], *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._serve = serve
        self._address = (host, port)
        self._server: socket.socket | None = None
        self._threads: list[threading.Thread] = []
        self._callers: set[socket.socket] = set()
        self._guard = threading.Condition()
        self._is_closing = False

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens; a port of 0 becomes the one the system chose when it opens."""
        return self._address

    def open(self) -> None:
        """Begin to listen; `Unavailable` when the port is taken."""
        if self._server is not None:
            return
        self._is_closing = False
        try:
            self._server = socket.create_server(self._address)
        except OSError as error:
            raise Unavailable(
                "simulated card terminal", f"port {self._address[1]} cannot be used: {error.strerror}"
            ) from error
        self._address = self._server.getsockname()[:2]
        self._start(lambda: self._greet(), "card-terminal-door")

    def close(self) -> None:
        """Stop listening, cut every caller off and wait for them to be gone; may be called twice."""
        if self._server is None:
            return
        self._is_closing = True
        self._knock()
        self._server.close()
        self.cut_off()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()
        self._threads.clear()
        self._server = None

    def wait_until_alone(self, within: float) -> bool:
        """Whether the last caller is served to the end within so many seconds."""
        with self._guard:
            return self._guard.wait_for(lambda: not self._callers, within)

    def cut_off(self) -> None:
        """Lose every caller, as a terminal does that restarts."""
        with self._guard:
            callers = tuple(self._callers)
        for caller in callers:
            _end(caller)

    def _knock(self) -> None:
        """Wake the door, which waits for callers; closing its socket alone does not do so on every system."""
        try:
            socket.create_connection(self._address, timeout=1.0).close()
        except OSError:
            return  # it does not wait any more

    def _greet(self) -> None:
        server = self._server
        while server is not None:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            if self._is_closing:
                caller.close()
                return
            caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._guard:
                self._callers.add(caller)
            self._start(lambda caller=caller: self._attend(caller), "card-terminal-caller")  # type: ignore[misc]

    def _attend(self, caller: socket.socket) -> None:
        try:
            self._serve(caller)
        except OSError:
            return  # the caller is gone, which is how conversations end
        finally:
            with self._guard:
                self._callers.discard(caller)
                self._guard.notify_all()
            caller.close()

    def _start(self, target: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=target, name=name, daemon=True)
        self._threads = [known for known in self._threads if known.is_alive()] + [thread]
        thread.start()


def _end(caller: socket.socket) -> None:
    try:
        caller.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was gone already
