"""What the page of devices writes takes effect at once: the node begins anew, the screen does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.device_office import DeviceOffice
from aura_terminal.app.device_settings import DeviceSettings
from aura_terminal.app.settings import FILE_NAME, Settings, read_settings
from aura_terminal.app.supervisor import NodeSupervisor
from aura_terminal.domain.paper import SpoolKind, SpoolState
from aura_terminal.ports.printing import Power
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.device_cards import SetUp
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.status import NodeState
from tests.integration.node.node_process import PATIENCE, Shop
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, memory_shop

MILLISECONDS = int(PATIENCE * 1000)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path, (DeviceSettings("front", routes=("receipt",)),))
    with (tmp_path / FILE_NAME).open("a", encoding="utf-8") as out:
        out.write("\n# the landlord's number is 555-0199\n")
    yield shop
    shop.store.close()


def test_a_printer_that_is_set_up_at_the_screen_prints_without_restarting_it(qtbot: QtBot, shop: Shop) -> None:
    owner = QObject()
    runner = Runner(InlineStoreThread(memory_shop()), owner)
    office = DeviceOffice(
        runner, Changes(runner, owner), None, lambda: EVERYTHING, shop.folder, Settings(), owner
    )  # fmt: skip
    supervisor = NodeSupervisor(shop.folder, SystemClock())
    office.join_node(supervisor)
    supervisor.start()
    try:
        qtbot.waitUntil(lambda: supervisor.state is NodeState.RUNNING, timeout=MILLISECONDS)
        refused: list[str] = []
        office.devices.failed.connect(refused.append)
        office.devices.write((SetUp("bar", routes=("receipt",)), ""))
        qtbot.waitUntil(lambda: bool(refused), timeout=MILLISECONDS)
        assert 'The jobs of the route "receipt" go to front and to bar.' in refused[0]
        office.devices.write((SetUp("bar", routes=("bar",)), ""))
        qtbot.waitUntil(
            lambda: any(row.device == "bar" and row.power is Power.ONLINE for row in supervisor.devices),
            timeout=MILLISECONDS,
        )
        slip = shop.spool(SpoolKind.KITCHEN_SLIP, "bar", "2 x Negroni")
        qtbot.waitUntil(lambda: shop.job(slip).state is SpoolState.PRINTED, timeout=MILLISECONDS)
        assert "555-0199" in (shop.folder / FILE_NAME).read_text("utf-8")
        assert [each.name for each in read_settings(shop.folder, {}, {}).devices] == ["front", "bar"]
    finally:
        supervisor.stop()
