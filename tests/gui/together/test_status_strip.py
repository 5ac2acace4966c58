"""How far a terminal reaches, and what it has not shared, in the strip and behind it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from aura_terminal.ports.mesh_reads import Unshared
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.shell.status_words import pills_of, reach_of
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.top_bar import TopBar
from aura_terminal.view_models.status import StatusRow, Tier
from tests.gui.together.conftest import Desk
from tests.support.staged_mesh import StagedMesh, member, peer, stage_mesh


def paired(desk: Desk, *, heard_before: timedelta) -> StagedMesh:
    """R1 belongs to a store with R2, which was heard so long ago; 14 facts are not shared."""
    mesh, now = stage_mesh(desk.store), desk.store.clock.now()
    mesh.terminal_rows = (member("R1", now), member("R2", now))
    mesh.peer_states = (peer("R2", now - heard_before),)
    mesh.not_shared = Unshared(14, now - timedelta(minutes=2))
    return mesh


def view(desk: Desk) -> View | None:
    """The screen in front."""
    return desk.terminal.window.view


def test_a_terminal_that_was_never_paired_says_so_calmly(desk: Desk) -> None:
    desk.terminal.status.reach(Tier.ALONE, Tier.INTERNET)
    assert "Status: Saved on this till. Show details" in desk.names()


def test_what_is_not_shared_is_counted_with_its_age(desk: Desk) -> None:
    paired(desk, heard_before=timedelta(minutes=5))
    desk.terminal.status.reach(Tier.ALONE, Tier.INTERNET)
    desk.others_did()
    assert "Status: Alone  ·  14 not shared yet, oldest 2 min. Show details" in desk.names()


def test_the_count_is_true_within_two_seconds_of_the_word_of_the_network(desk: Desk) -> None:
    mesh = paired(desk, heard_before=timedelta(seconds=1))
    desk.terminal.status.reach(Tier.INTERNET, Tier.INTERNET)
    desk.others_did()
    assert desk.terminal.status.row.unshared == 14
    mesh.not_shared = Unshared(0, None)
    desk.terminal.status.peers_heard(mesh.peer_states)
    desk.qtbot.waitUntil(lambda: desk.terminal.status.row.unshared == 0, timeout=2000)
    assert "Status: Online. Show details" in desk.names()


def test_what_is_on_its_way_to_a_terminal_that_is_heard_is_no_news(desk: Desk) -> None:
    mesh = paired(desk, heard_before=timedelta(seconds=1))
    mesh.not_shared = Unshared(1, desk.store.clock.now())
    desk.others_did()
    assert desk.terminal.status.row.unshared == 0
    desk.store.clock.advance(seconds=2)
    desk.terminal.status.tick()
    assert desk.terminal.status.row.unshared == 1


def test_a_terminal_that_falls_silent_is_named_without_another_reading(desk: Desk) -> None:
    paired(desk, heard_before=timedelta(seconds=1))
    desk.others_did()
    assert not desk.terminal.status.row.silent
    desk.store.clock.advance(seconds=15)
    desk.terminal.status.tick()
    assert desk.terminal.status.row.silent == ("R2",)


def test_each_tier_has_words_an_icon_and_a_letter_of_its_own(qapp: QApplication) -> None:
    rows = [StatusRow(tier=tier, best=Tier.INTERNET, peers=("R2",)) for tier in Tier]
    reached = [reach_of(row) for row in rows]
    assert [each.letter for each in reached] == ["A", "B", "C"]
    assert len({each.icon for each in reached}) == len({each.words for each in reached}) == 3
    assert all(each.goes_on for each in reached)


def test_a_trouble_stands_beside_the_tier_and_hides_nothing(qapp: QApplication) -> None:
    row = StatusRow(tier=Tier.STORE, best=Tier.INTERNET, peers=("R2",), unshared=3)
    assert [pill.words for pill in pills_of(row)] == ["No internet  ·  3 not shared yet"]


@pytest.mark.parametrize(("width", "is_short"), [(1024, True), (1366, False)])
def test_on_a_narrow_bar_the_strip_is_short_and_nothing_is_cut(desk: Desk, width: int, is_short: bool) -> None:
    paired(desk, heard_before=timedelta(minutes=5))
    desk.terminal.status.reach(Tier.ALONE, Tier.INTERNET)
    desk.terminal.window.resize(width, 768)
    desk.others_did()
    bar = desk.terminal.window.findChild(TopBar)
    assert bar is not None
    pill = next(each for each in bar.findChildren(type(bar._pills["reach"])) if each.isVisible())
    assert (pill.width() < 150) is is_short
    assert pill.width() >= pill.sizeHint().width()
    assert bar.rect().contains(pill.geometry())


def test_the_details_say_what_goes_on_and_lead_to_the_terminals_and_back(desk: Desk) -> None:
    paired(desk, heard_before=timedelta(minutes=5))
    desk.terminal.status.reach(Tier.ALONE, Tier.INTERNET)
    desk.others_did()
    desk.press("Status: Alone")
    words = desk.words()
    assert "C  ·  Alone, orders are safe here" in words
    assert "14 not shared yet, oldest 2 min" in words
    assert "Not heard: R2" in words
    desk.press("Terminals and outages")
    assert view(desk) is View.TERMINALS
    desk.press("Back")
    assert view(desk) is View.REGISTER


def test_the_pages_open_no_window_of_their_own(desk: Desk) -> None:
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert shown == [desk.terminal.window]


def test_without_a_central_the_stores_own_network_is_all_there_is() -> None:
    row = StatusRow(tier=Tier.STORE, best=Tier.STORE, peers=("K1", "R2"))
    assert [(pill.words, pill.tone) for pill in pills_of(row)] == [("Connected", Tone.OK)]


def test_a_terminal_that_is_not_heard_is_named_while_others_are() -> None:
    row = StatusRow(tier=Tier.STORE, best=Tier.STORE, peers=("K1", "R2"), silent=("K1",))
    assert [(pill.words, pill.tone) for pill in pills_of(row)] == [("K1 not heard", Tone.WARN)]
