"""Real sockets that misbehave on request: an echo that hangs up, and a proxy that loses what a network can lose."""

from __future__ import annotations

import select
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

_TICK = 0.02


@dataclass(frozen=True, slots=True)
class Mischief:
    """What goes wrong, counted in bytes the caller sends on one connection."""

    cut_after: int | None = None
    stall_after: int | None = None
    mute_after: int | None = None


class LoopbackServer:
    """Serves every connection in a thread of its own until `close`."""

    def __init__(self, serve: Callable[[socket.socket, threading.Event], None]) -> None:
        self._serve = serve
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._listen(0)

    @property
    def address(self) -> tuple[str, int]:
        return self._address

    def close(self) -> None:
        """Stop listening and end every connection."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._server.close()

    def open_again(self) -> None:
        """Listen on the same port as before."""
        self._stop = threading.Event()
        self._threads = []
        self._listen(self._address[1])

    def _listen(self, port: int) -> None:
        self._server = socket.create_server(("127.0.0.1", port))
        self._address: tuple[str, int] = self._server.getsockname()
        self._start(self._accept)

    def _accept(self) -> None:
        while not self._stop.is_set():
            if select.select([self._server], [], [], _TICK)[0]:
                pipe, _ = self._server.accept()
                self._start(partial(self._serve, pipe, self._stop))

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()


def echo(pipe: socket.socket, stop: threading.Event) -> None:
    """Say back what is heard."""
    with pipe:
        while not stop.is_set():
            if select.select([pipe], [], [], _TICK)[0]:
                data = pipe.recv(4096)
                if not data:
                    return
                pipe.sendall(data)


class ChaosProxy:
    """Stands between a driver and its printer and loses what `mischief` says."""

    def __init__(self, target: Callable[[], tuple[str, int]]) -> None:
        self.mischief = Mischief()
        self._target = target
        self.server = LoopbackServer(self._pass_on)

    @property
    def address(self) -> tuple[str, int]:
        return self.server.address

    def close(self) -> None:
        self.server.close()

    def _pass_on(self, caller: socket.socket, stop: threading.Event) -> None:
        mischief, heard = self.mischief, 0
        with caller, socket.create_connection(self._target()) as printer:
            while not stop.is_set():
                for pipe in select.select([caller, printer], [], [], _TICK)[0]:
                    data = _received(pipe)
                    if not data:
                        return
                    if pipe is printer:
                        if not _passed(mischief.mute_after, heard):
                            caller.sendall(data)
                        continue
                    heard += len(data)
                    printer.sendall(_kept(data, heard, mischief))
                    if _passed(mischief.cut_after, heard):
                        _reset(caller)
                        return


def _kept(data: bytes, heard: int, mischief: Mischief) -> bytes:
    limits = [limit for limit in (mischief.cut_after, mischief.stall_after) if limit is not None]
    return data[: max(0, len(data) - max(0, heard - min(limits)))] if limits else data


def _passed(limit: int | None, heard: int) -> bool:
    return limit is not None and heard >= limit


def _received(pipe: socket.socket) -> bytes:
    try:
        return pipe.recv(4096)
    except ConnectionError:
        return b""


def _reset(pipe: socket.socket) -> None:
    pipe.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    pipe.close()
