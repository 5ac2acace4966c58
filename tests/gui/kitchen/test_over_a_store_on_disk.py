"""The kitchen screen over the real store: what another connection commits is seen, and a bump outlives a restart."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from aura_terminal.store.locks import Role
from aura_terminal.ui.theme.theme import Theme
from tests.support.kitchen_cook import cook_over
from tests.support.kitchen_evening import Dish, at_table, fire
from tests.support.memory_shop import InlineStoreThread
from tests.support.store_shop import founded, opened


def test_a_ticket_committed_through_another_connection_appears(tmp_path: Path, qtbot: QtBot, theme: Theme) -> None:
    here = founded(tmp_path)
    node = opened(tmp_path, here.clock, here.ids, Role.NODE)
    cook = cook_over(here, InlineStoreThread(here.shop), theme, qtbot)
    cook.changes.start()
    cook.settle()
    assert cook.titles() == []
    fire(node, at_table(7), Dish("napoli"))
    qtbot.waitUntil(lambda: cook.titles() == ["T 7"], timeout=2000)
    cook.changes.stop()
    cook.screen.hide()
    node.store.close()
    here.store.close()


def test_a_bump_and_its_undo_outlive_a_restart(tmp_path: Path, qtbot: QtBot, theme: Theme) -> None:
    here = founded(tmp_path)
    for table in (4, 5, 6):
        fire(here, at_table(table), Dish("napoli"))
        here.clock.advance(seconds=1)
    cook = cook_over(here, InlineStoreThread(here.shop), theme, qtbot)
    cook.tap_header("T 5")
    cook.settle()
    assert cook.titles() == ["T 4", "T 6"]
    cook.screen.hide()
    here.reopen()
    again = cook_over(here, InlineStoreThread(here.shop), theme, qtbot)
    assert again.titles() == ["T 4", "T 6"]
    again.model.recall_last()
    again.settle()
    assert again.titles() == ["T 4", "T 5", "T 6"]
    again.screen.hide()
    here.store.close()
