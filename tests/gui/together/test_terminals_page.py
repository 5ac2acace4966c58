"""The page of terminals: how each is, one sent away, one let in, and what happened in an outage."""

from __future__ import annotations

from datetime import timedelta

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.outages import Tier
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.use_cases.outages import OutageCounts
from tests.gui.register.hands import tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import demo_files
from tests.support.staged_mesh import peer


def pair(desk: Desk, label: str) -> None:
    """That terminal joins the store."""
    desk.store.shop.terminals.pair(f"id-{label}", label, "f" * 64, "R1")


def open_page(desk: Desk) -> None:
    """Look at it."""
    desk.terminal.window.go(View.TERMINALS)
    desk.settle()


def cards(desk: Desk) -> list[str]:
    """What each card says, this terminal first."""
    return [card.label for card in desk.terminal.terminals.cards]


def test_every_terminal_says_how_long_ago_it_was_heard_and_what_it_lacks(desk: Desk) -> None:
    for label in ("R1", "R2", "R3", "K1"):
        pair(desk, label)
    now, known = desk.store.clock.now(), desk.store.shop.reads.books.known()
    holds = tuple((str(origin), seq) for origin, seq in known)
    behind = tuple((origin, seq - 3) for origin, seq in holds)
    desk.store.journal.peers.extend(
        (peer("R2", now, holds=holds, skew_ms=-4000), peer("R3", now - timedelta(minutes=7), holds=behind))
    )
    open_page(desk)
    assert cards(desk) == ["R1", "K1", "R2", "R3"]
    words = desk.words()
    assert "has everything  ·  clock 4 s behind  ·  version 1.4.0  ·  192.168.1.20" in words
    assert any(each.startswith("3 changes behind") for each in words)
    assert [card.hearing for card in desk.terminal.terminals.cards] == ["here", "never", "now", "minutes"]


def test_what_the_network_says_counts_before_what_was_noted(desk: Desk) -> None:
    pair(desk, "R2")
    now = desk.store.clock.now()
    desk.store.journal.peers.append(peer("R2", now - timedelta(minutes=7)))
    open_page(desk)
    assert desk.terminal.terminals.cards[1].hearing == "minutes"
    desk.terminal.terminals.peers_heard((peer("R2", now),))
    assert desk.terminal.terminals.cards[1].hearing == "now"


def test_a_terminal_is_sent_away_with_a_reason_and_a_managers_pin(desk: Desk) -> None:
    pair(desk, "R1")
    pair(desk, "R3")
    open_page(desk)
    desk.press("Remove R3")
    page = desk.terminal.window
    reasons = next(each for each in page.findChildren(ChoiceList) if each.isVisible())
    tap(reasons, "Lost or stolen")
    desk.press("Remove from the store")
    people = next(each for each in page.findChildren(ChoiceList) if each.isVisible())
    tap(people, "Carla")
    desk.type_pin(demo_files().pins[person("Carla")])
    row = next(row for row in desk.store.shop.reads.mesh.terminals() if row.label == "R3")
    assert row.revoked_at is not None
    assert "Remove R3" not in desk.names()
    assert desk.terminal.terminals.cards[-1].removed_at is not None


def test_a_new_terminal_is_let_in_with_a_code_for_which_somebody_answers(desk: Desk) -> None:
    asked: list[bool] = []
    desk.terminal.pairing.wanted.connect(lambda: asked.append(True))
    open_page(desk)
    desk.press("Add a terminal")
    assert asked == []
    people = next(each for each in desk.terminal.window.findChildren(ChoiceList) if each.isVisible())
    tap(people, "Carla")
    desk.type_pin(demo_files().pins[person("Carla")])
    assert asked == [True]
    desk.terminal.pairing.show_code("7K2QD-0XV9M", 300, 7000)
    assert {"7K2QD-0XV9M", "Good for 5:00 more"} <= set(desk.words())
    desk.terminal.pairing.end("joined", "R2")
    desk.settle()
    assert "7K2QD-0XV9M" not in desk.words()
    assert desk.terminal.window.sentence == "R2 belongs to this store now."


def test_a_code_that_is_over_is_shown_no_more(desk: Desk) -> None:
    open_page(desk)
    desk.terminal.pairing.show_code("7K2QD-0XV9M", 1, 7000)
    desk.qtbot.waitUntil(lambda: desk.terminal.pairing.code == "", timeout=3000)
    assert "7K2QD-0XV9M" not in desk.words()


def test_an_outage_that_ended_is_said_once_and_reported(desk: Desk) -> None:
    began = desk.store.clock.now()
    desk.store.clock.advance(minutes=22)
    counts = OutageCounts(orders=14, taken=Money(31240, "EUR"), redirects=3, duplicates=1)
    desk.store.shop.outages.end(Tier.ALONE, began, counts)
    desk.others_did()
    said = "R1 hears the others again after 22 min; 14 orders were taken meanwhile."
    assert desk.terminal.window.sentence == said
    open_page(desk)
    listed = next(each for each in desk.terminal.window.findChildren(OrderList) if each.isVisible())
    assert len(listed.rows()) == 1
    assert {"14", "€312.40", "3", "1", "0", "22 min"} <= set(desk.words())


def person(name: str) -> StaffId:
    """The id of somebody in the demo shop by their first name."""
    return next(id for id in demo_files().pins if id.startswith(name.lower()))
