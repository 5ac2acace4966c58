"""A store with real certificates, and terminals that are closed whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.net.roll import Roll
from sync.net.tls import Credentials
from tests.integration.net.net_terminal import NetTerminal
from tests.support.peer_store import PeerStore

OpenTerminal = Callable[..., NetTerminal]


@pytest.fixture(scope="session")
def store() -> PeerStore:
    return PeerStore()


@pytest.fixture
def open_terminal(tmp_path: Path) -> Iterator[OpenTerminal]:
    opened: list[NetTerminal] = []

    def open_one(mine: Credentials, roll: Roll, addresses: tuple[str, ...] = ()) -> NetTerminal:
        terminal = NetTerminal(mine, roll, tmp_path, addresses)
        opened.append(terminal)
        return terminal

    yield open_one
    for terminal in opened:
        terminal.network.close()
