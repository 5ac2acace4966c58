"""The node's end of the bus: tells screens to look at the store, and hears that it should.

Loopback TCP, because it is the same on every system. Losing a frame, a peer or the whole bus costs latency, never
data: nothing said here changes what is stored.
"""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from threading import Event, Thread

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from sync.node.admission import Admission, Misbehaved
from sync.node.frames import LONGEST_TO_SCREEN, Frame, Topic, encode_frame

MOST_PEERS = 16
MOST_WAITING = 4 * LONGEST_TO_SCREEN
_BACKLOG = 128  # a burst of strangers beyond it would cost a screen the second of a TCP retry
_CHUNK = 4096
_TICK = 0.5

_log = logging.getLogger(__name__)


class _Peer:
    """One connection and what is still to be sent on it."""

    def __init__(self, pipe: socket.socket, admission: Admission) -> None:
        self.pipe = pipe
        self.admission = admission
        self.waiting = bytearray()


class BusServer:
    """Listens on an ephemeral port of 127.0.0.1, on a thread of its own.

    `heard` is called on that thread with every frame an admitted peer sends, `TOKEN` when it is admitted; it must
    return at once. `publish` may be called from any thread.
    """

    def __init__(
        self, token: str, heard: Callable[[Frame], None], *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._token = token
        self._heard = heard
        self._monotonic = monotonic
        self._outgoing: deque[bytes] = deque()
        self._closing = Event()
        self._peers: list[_Peer] = []
        self._thread: Thread | None = None

    def open(self) -> int:
        """Start listening; the port. `Unavailable` when this machine gives none."""
        try:
            self._listener = socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG)
        except OSError as error:
            raise Unavailable(
                "node", told("this machine gives no local port: {reason}", reason=error.strerror)
            ) from error
        self._listener.setblocking(False)
        self._wake_end, self._waker = socket.socketpair()
        for pipe in (self._wake_end, self._waker):
            pipe.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._wake_end, selectors.EVENT_READ)
        self._thread = Thread(target=self._serve, name="bus")
        self._thread.start()
        port: int = self._listener.getsockname()[1]
        return port

    def publish(self, topic: Topic, payload: str = "") -> None:
        """Send a frame to every admitted peer; one that does not read it in time is dropped."""
        self._outgoing.append(encode_frame(Frame(topic, payload)))
        self._wake()

    def close(self) -> None:
        """Send what was published, end every connection and stop listening; may be called twice."""
        self._closing.set()
        if self._thread is not None:
            self._wake()
            self._thread.join()
            self._thread = None
            self._waker.close()

    def _wake(self) -> None:
        if self._thread is not None:
            with contextlib.suppress(BlockingIOError):  # a full pipe wakes the thread as well
                self._waker.send(b"!")

    def _serve(self) -> None:
        while not self._closing.is_set():
            for key, events in self._selector.select(_TICK):
                self._attend(key.fileobj, key.data, events)
            self._hand_out()
            self._put_out_the_late()
        self._hand_out()
        for peer in tuple(self._peers):
            self._drop(peer, "the node is ending")
        self._selector.close()
        self._listener.close()
        self._wake_end.close()

    def _attend(self, pipe: object, peer: _Peer | None, events: int) -> None:
        if pipe is self._listener:
            self._accept()
        elif pipe is self._wake_end:
            self._wake_end.recv(_CHUNK)
        elif peer is not None and peer in self._peers:
            if events & selectors.EVENT_WRITE:
                self._send(peer)
            if events & selectors.EVENT_READ:
                self._receive(peer)

    def _accept(self) -> None:
        try:
            pipe, _ = self._listener.accept()
        except OSError:  # the peer went away again, or this process has no file left for it: it will come back
            return
        pipe.setblocking(False)
        pipe.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._make_room()
        peer = _Peer(pipe, Admission(self._token, self._monotonic()))
        self._peers.append(peer)
        self._selector.register(pipe, selectors.EVENT_READ, peer)

    def _make_room(self) -> None:
        """Strangers never keep a screen out: the one waiting longest goes first, then the oldest screen."""
        if len(self._peers) >= MOST_PEERS:
            strangers = [peer for peer in self._peers if not peer.admission.is_admitted]
            self._drop((strangers or self._peers)[0], f"more than {MOST_PEERS} connections")

    def _receive(self, peer: _Peer) -> None:
        try:
            data = peer.pipe.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError as error:
            self._drop(peer, str(error.strerror))
            return
        if not data:
            self._drop(peer, "it hung up")
            return
        try:
            frames = peer.admission.take(data, self._monotonic())
        except Misbehaved as misbehaved:
            self._drop(peer, str(misbehaved))
            return
        for frame in frames:
            self._heard(frame)

    def _hand_out(self) -> None:
        while self._outgoing:
            frame = self._outgoing.popleft()
            for peer in tuple(self._peers):
                if peer.admission.is_admitted:
                    peer.waiting += frame
        for peer in tuple(self._peers):
            if peer.waiting:
                self._send(peer)

    def _send(self, peer: _Peer) -> None:
        try:
            sent = peer.pipe.send(peer.waiting)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            self._drop(peer, str(error.strerror))
            return
        del peer.waiting[:sent]
        if len(peer.waiting) > MOST_WAITING:
            self._drop(peer, "it does not read what it is sent")
            return
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if peer.waiting else 0)
        self._selector.modify(peer.pipe, wanted, peer)

    def _put_out_the_late(self) -> None:
        now = self._monotonic()
        for peer in tuple(self._peers):
            try:
                peer.admission.check(now)
            except Misbehaved as misbehaved:
                self._drop(peer, str(misbehaved))

    def _drop(self, peer: _Peer, why: str) -> None:
        _log.debug("bus_peer_dropped: %s", why)
        self._peers.remove(peer)
        self._selector.unregister(peer.pipe)
        peer.pipe.close()
