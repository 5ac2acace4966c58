"""A machine joins a store that runs by its code, with what a person clicks and types, and sells there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aura_terminal.app.commands.set_up import set_up
from aura_terminal.app.countries import country_named
from aura_terminal.app.first_run.house import DEMO_PLACE, demo_words
from aura_terminal.app.new_shop import first_devices, new_shop, with_demo_menu
from aura_terminal.app.opening import opened
from aura_terminal.app.peer_settings import PeerSettings
from aura_terminal.app.screen import is_first_run
from aura_terminal.app.settings import Settings, read_settings
from aura_terminal.store.locks import Role
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.use_cases.first_roles import OWNER_ROLE
from aura_terminal.use_cases.new_store import OWNER, NewPerson, NewStore
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.newcomer import PIN, Newcomer

HERE = PeerSettings(bind="127.0.0.1", port=0, discovery=False)
WITHIN = 60


@pytest.fixture
def inviter(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A store that shows a code until somebody has joined; its code and address."""
    country = country_named("DE")
    assert country is not None
    shop = with_demo_menu(new_shop(NewStore("Corner", country.terms, (NewPerson("Ada", OWNER_ROLE, PIN),))))
    folder = tmp_path / "R1"
    folder.mkdir()
    set_up(folder, "R1", shop, Settings("R1", devices=first_devices(shop, country.terms), peers=HERE))
    words = [sys.executable, "-m", "aura_terminal", "pair", "--show-code", "--wait", "--json", "--data", str(folder)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=os.environ.copy())
    assert process.stdout is not None
    said = json.loads(process.stdout.readline())
    yield said["code"], said["addresses"][0]
    process.stdout.close()
    process.kill()
    process.wait(WITHIN)


@pytest.mark.campaign
def test_a_machine_joins_by_code_and_sells_what_the_store_sells(
    qtbot: QtBot, theme: Theme, tmp_path: Path, inviter: tuple[str, str]
) -> None:
    code, address = inviter
    folder = tmp_path / "R2"
    folder.mkdir()
    newcomer = Newcomer(folder, theme, settings=replace(Settings(), peers=HERE))
    qtbot.addWidget(newcomer.window)
    newcomer.press("Join a store by its code")
    for field in ("AAAAA-AAAAA", "R2", address):
        newcomer.type(field)
        newcomer.enter()
    assert newcomer.window.sentence
    newcomer.run.model.back()
    newcomer.settle()
    newcomer.press("Join a store by its code")
    for field in (code, "R2", address):
        newcomer.type(field)
        newcomer.enter()
    assert newcomer.run.joining.inviter == "R1", newcomer.window.sentence
    newcomer.press("Open the register")
    newcomer.close()
    assert not is_first_run(folder)
    assert read_settings(folder, {}, {}).terminal == "R2"
    with opened(folder, Role.SCREEN) as here:
        by = here.shop.access.sign_in(OWNER, PIN)
        menu = here.shop.reads.menu
        tile = next(tile for each in menu.categories() for tile in menu.tiles(each.id) if not tile.asks)
        order_id = here.shop.ordering.add_item(by, NewOrder(), Asked(tile.item_id)).order_id
        assert here.shop.reads.orders.sheet(order_id).number.startswith("R2-")


def test_the_demo_becomes_a_program_of_its_own_in_a_folder_of_its_own(tmp_path: Path) -> None:
    assert demo_words(tmp_path)[-3:] == ("demo", "--data", str(tmp_path / DEMO_PLACE))
