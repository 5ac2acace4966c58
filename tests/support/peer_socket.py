"""A terminal with a real store that speaks to the central over a real WebSocket, turn by turn."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from socket import socket
from typing import Literal

import uvicorn
from starlette.types import ASGIApp
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from aura_terminal.domain.ids import OrderId
from aura_terminal.store.open_store import Store
from sync.mesh.contract import HangUp, Keeping, LinkId, Me, Moment, PeerIdentity, Send
from sync.mesh.machine import Mesh
from sync.protocol import MESSAGE_LIMIT

PATIENCE = 60.0
LINK = LinkId(1)


@dataclass
class StoreHost:
    """The store as the machine's host."""

    journal: Store
    keeping: Keeping | None = None

    def release_token(self, order_id: OrderId, to: str) -> None:
        """This terminal gives no tokens away."""


@dataclass
class SocketTerminal:
    """One terminal and its line to the central; `run_until` makes both go on."""

    store: Store
    url: str
    token: str
    central_id: str
    terminal_id: str = "00000000-0000-7000-8000-000000000001"
    tenant: str = ""
    line: ClientConnection = field(init=False)
    mesh: Mesh = field(init=False)
    hung_up: str = ""
    _open: ExitStack = field(default_factory=ExitStack, init=False)

    def call(self) -> None:
        """Connect and say hello."""
        identity = self.store.identity
        headers = {
            "Authorization": f"Bearer {self.token}", "X-Terminal-ID": self.terminal_id,
            "X-Terminal-Label": identity.label, "X-Tenant-ID": self.tenant or identity.store_id,
        }  # fmt: skip
        calling = connect(self.url, additional_headers=headers, max_size=MESSAGE_LIMIT, open_timeout=PATIENCE)
        self.line = self._open.enter_context(calling)
        me = Me(self.terminal_id, identity.label, identity.origin, identity.store_id, "test")
        self.mesh = Mesh(me, StoreHost(self.store), Random(identity.label))
        self.mesh.connected(LINK, PeerIdentity(self.central_id, "C1"), self._now())
        self._send()

    def run_until(self, is_done: Callable[[], bool]) -> None:
        """Hear, work and say until something is so; fails after a minute."""
        deadline = time.monotonic() + PATIENCE
        while not is_done():
            assert time.monotonic() < deadline, f"it did not come to that ({self.hung_up})"
            self._turn()

    def tell(self) -> None:
        """The terminal's store has new facts."""
        self.mesh.committed(self._now())
        self._send()

    def close(self) -> None:
        """Hang up."""
        self._open.close()

    def _turn(self) -> None:
        try:
            message = self.line.recv(timeout=0.05)
        except TimeoutError:
            self.mesh.tick(self._now())
        except ConnectionClosed as closed:
            self.hung_up = f"{closed.rcvd.code} {closed.rcvd.reason}" if closed.rcvd else "cut"
            return
        else:
            assert isinstance(message, bytes)
            self.mesh.received(LINK, message, self._now())
        while self.mesh.work(self._now()):
            self._send()
        self._send()

    def _send(self) -> None:
        for effect in self.mesh.drain():
            if isinstance(effect, Send):
                with suppress(ConnectionClosed):  # the next turn hears why
                    self.line.send(effect.message)
            elif isinstance(effect, HangUp):
                self.hung_up = effect.why

    def _now(self) -> Moment:
        return Moment(time.monotonic(), int(time.time() * 1000))


@contextmanager
def served(app: ASGIApp, http: type[asyncio.Protocol] | Literal["auto"] = "auto") -> Iterator[str]:
    """An application of this process behind a real socket; answers HOST:PORT."""
    listening = socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(64)
    config = uvicorn.Config(
        app, log_level="warning", ws_max_size=MESSAGE_LIMIT, timeout_graceful_shutdown=5, http=http
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive()
        listening.close()
