"""A printer made of software, on a TCP port, with paper that can be read and a drawer that can be closed.

It speaks the language of its profile: ESC/POS, Star's line mode or ZPL.

It is chosen in settings as the model `simulated`; the driver that talks to it is the one that talks to a real printer.
"""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.printing import Fault
from devices.printers.drawing import Pen, receipt_fonts
from devices.printers.profiles import GENERIC_80, Dialect, PrinterProfile
from devices.simulators.caller import Caller
from devices.simulators.mechanism import Mechanism
from devices.simulators.paper import KEPT_BESIDE_FILES, DecodedSlip
from devices.simulators.slip_folder import lay_down
from devices.simulators.zpl_mechanism import LabelMechanism

_CHUNK = 65536


class SimulatedPrinter:
    """Serves on a port from `open()` to `close()`; paper, faults and drawer outlast a close, as they do at a real one.

    With a `folder`, every slip that is cut is written there as text, as a picture and as the bytes that made it. All
    methods may be called from any thread.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        profile: PrinterProfile = GENERIC_80,
        host: str = "127.0.0.1",
        port: int = 0,
        folder: Path | None = None,
        fonts: Path | None = None,
    ) -> None:
        self._address = (host, port)
        self._folder = folder
        self._pen = Pen(fonts or receipt_fonts(), profile.dots, cell=profile.cell)
        self._mechanism = _mechanism(profile, now, self._keep, KEPT_BESIDE_FILES if folder else None)
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._bell: socket.socket | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens; a port of 0 becomes the one the system chose when it opens."""
        return self._address

    @property
    def slips(self) -> tuple[DecodedSlip, ...]:
        """Every slip cut off so far, oldest first; with a folder only the newest, for all of them lie there."""
        with self._changed:
            return self._mechanism.slips

    @property
    def hanging(self) -> str:
        """What is printed and not cut yet."""
        with self._changed:
            return self._mechanism.hanging

    @property
    def is_drawer_open(self) -> bool:
        with self._changed:
            return self._mechanism.is_drawer_open

    @property
    def kicks(self) -> int:
        """How often the drawer was kicked."""
        with self._changed:
            return self._mechanism.kicks

    def open(self) -> None:
        """Start to serve; `Unavailable` when the port is taken."""
        if self._thread is not None:
            return
        try:
            server = socket.create_server(self._address)
        except OSError as error:
            raise Unavailable(
                "simulated printer", f"port {self._address[1]} cannot be used: {error.strerror}"
            ) from error
        self._address = server.getsockname()[:2]
        self._bell, listener = socket.socketpair()
        service = _Service(server, listener, self._mechanism, self._changed)
        self._thread = threading.Thread(target=service.run, name=f"simulated-printer-{self._address[1]}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving and cut every connection, as a printer does that loses its power; may be called twice."""
        if self._thread is None or self._bell is None:
            return
        self._bell.close()
        self._thread.join()
        self._thread = self._bell = None

    def cause(self, fault: Fault) -> None:
        """Let a fault begin: paper out, paper low, cover open or offline."""
        self._change(lambda: self._mechanism.cause(fault))

    def mend(self, fault: Fault) -> None:
        """Let a fault end; whatever waited in the printer is printed."""
        self._change(lambda: self._mechanism.mend(fault))

    def leave_paper_for(self, lines: int) -> None:
        """Let the roll end after so many more lines."""
        self._change(lambda: self._mechanism.leave_paper_for(lines))

    def close_drawer(self) -> None:
        """Push the drawer shut."""
        self._change(self._mechanism.close_drawer)

    def wait_for_slips(self, count: int, within: float) -> bool:
        """Whether so many slips were cut off within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._mechanism.cut >= count, within)

    def _change(self, change: Callable[[], None]) -> None:
        with self._changed:
            change()
            self._changed.notify_all()
        if self._bell is not None:
            self._bell.send(b"!")

    def _keep(self, slip: DecodedSlip) -> None:
        if self._folder is not None:
            lay_down(slip, self._folder, self._pen)


_Inside = Mechanism | LabelMechanism


def _mechanism(
    profile: PrinterProfile, now: Callable[[], datetime], on_slip: Callable[[DecodedSlip], None], most: int | None
) -> _Inside:
    if profile.dialect is Dialect.ZPL:
        return LabelMechanism(now=now, on_slip=on_slip, most=most)
    return Mechanism(profile, now=now, on_slip=on_slip, most=most)


class _Service:
    """The one thread that talks to every connection."""

    def __init__(
        self, server: socket.socket, bell: socket.socket, mechanism: _Inside, changed: threading.Condition
    ) -> None:
        self._server = server
        self._bell = bell
        self._mechanism = mechanism
        self._changed = changed
        self._selector = selectors.DefaultSelector()
        self._callers: dict[socket.socket, Caller] = {}

    def run(self) -> None:
        self._selector.register(self._server, selectors.EVENT_READ)
        self._selector.register(self._bell, selectors.EVENT_READ)
        try:
            while all(self._serve(key.fileobj) for key, _ in self._selector.select()):
                self._speak()
        finally:
            for pipe in list(self._callers):
                self._drop(pipe)
            self._selector.close()
            self._server.close()
            self._bell.close()

    def _serve(self, ready: object) -> bool:
        """Handle one ready socket; false when it is time to stop."""
        if ready is self._bell:
            return bool(self._bell.recv(_CHUNK))
        if ready is self._server:
            self._greet()
        elif isinstance(ready, socket.socket) and ready in self._callers:
            self._hear(ready)
        return True

    def _greet(self) -> None:
        pipe, _ = self._server.accept()
        pipe.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._changed:
            self._callers[pipe] = self._mechanism.connect()
        self._selector.register(pipe, selectors.EVENT_READ)

    def _hear(self, pipe: socket.socket) -> None:
        try:
            data = pipe.recv(_CHUNK)
        except OSError:
            data = b""
        if not data:
            self._drop(pipe)
            return
        with self._changed:
            self._mechanism.receive(self._callers[pipe], data)
            self._changed.notify_all()

    def _speak(self) -> None:
        for pipe, caller in list(self._callers.items()):
            with self._changed:
                replies, caller.replies = bytes(caller.replies), bytearray()
            try:
                pipe.sendall(replies)
            except OSError:
                self._drop(pipe)

    def _drop(self, pipe: socket.socket) -> None:
        with self._changed:
            self._mechanism.disconnect(self._callers.pop(pipe))
        self._selector.unregister(pipe)
        pipe.close()
