"""The screen and the real node together: what is sold is printed, and printing comes back by itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.devices import DEMO_DEVICES
from aura_terminal.app.supervisor import NodeSupervisor
from aura_terminal.domain.paper import SpoolKind, SpoolState
from aura_terminal.ports.printing import DeviceHealth, HealthKind, Power
from aura_terminal.view_models.status import NodeState
from tests.integration.node.node_process import ROOT, Shop

PATIENCE = 30_000
NOTICED_WITHIN = 2.0


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path, DEMO_DEVICES)
    yield shop
    shop.store.close()


@pytest.fixture
def supervisor(qtbot: QtBot, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[NodeSupervisor]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    supervisor = NodeSupervisor(shop.folder, SystemClock())
    supervisor.start()
    qtbot.waitUntil(lambda: supervisor.state is NodeState.RUNNING, timeout=PATIENCE)
    yield supervisor
    supervisor.stop()


def test_a_receipt_is_printed_and_the_screen_is_told(qtbot: QtBot, shop: Shop, supervisor: NodeSupervisor) -> None:
    with qtbot.waitSignal(supervisor.changed, timeout=PATIENCE):
        receipt = shop.spool(SpoolKind.RECEIPT, "receipt", "Receipt R1-042")
        supervisor.nudge_spool()
    qtbot.waitUntil(lambda: shop.job(receipt).state is SpoolState.PRINTED, timeout=PATIENCE)
    assert "Receipt R1-042" in shop.slips("front")[0]


def _is_well(row: DeviceHealth) -> bool:
    return row.kind is HealthKind.PRINTER and row.power is Power.ONLINE


def test_the_health_of_printers_that_answer_is_known(qtbot: QtBot, shop: Shop, supervisor: NodeSupervisor) -> None:
    shop.spool(SpoolKind.RECEIPT, "receipt", "Receipt R1-043")
    qtbot.waitUntil(
        lambda: [row.device for row in supervisor.devices if _is_well(row)] == ["front", "kitchen", "bar"],
        timeout=PATIENCE,
    )


def test_a_killed_node_is_seen_at_once_and_what_was_sold_meanwhile_is_printed(
    qtbot: QtBot, shop: Shop, supervisor: NodeSupervisor
) -> None:
    pid = supervisor.node_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    killed = time.monotonic()
    qtbot.waitUntil(lambda: supervisor.state is NodeState.STOPPED, timeout=PATIENCE)
    assert time.monotonic() - killed < NOTICED_WITHIN
    slip = shop.spool(SpoolKind.KITCHEN_SLIP, "kitchen", "2 x Margherita")
    qtbot.waitUntil(lambda: supervisor.state is NodeState.RUNNING, timeout=PATIENCE)
    qtbot.waitUntil(lambda: shop.job(slip).state is SpoolState.PRINTED, timeout=PATIENCE)
    assert supervisor.restarts == 1
    assert "2 x Margherita" in shop.slips("kitchen")[0]
