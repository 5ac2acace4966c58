"""A shop with the demo devices, and a node beside it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.app.devices import DEMO_DEVICES
from tests.integration.node.node_process import Shop, running


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path, DEMO_DEVICES)
    yield shop
    shop.store.close()


@pytest.fixture
def node(shop: Shop) -> Iterator[subprocess.Popen[bytes]]:
    with running(shop.start_node()) as process:
        shop.address()
        yield process
