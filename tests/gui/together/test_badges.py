"""Badges before a reader that types, over the real screens."""

from __future__ import annotations

import pytest

from aura_terminal.domain.ids import ItemId, StaffId
from aura_terminal.ui.shell.badge_sheet import BadgeSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.use_cases.asking import Asked
from aura_terminal.view_models.badges import BadgesModel
from tests.gui.together.conftest import Desk
from tests.gui.together.test_scanning import Scanner
from tests.support.memory_shop import EVERYTHING
from tests.support.till import MARTA, NINA, pin_of

CARLA = StaffId("carla-lombardi")


@pytest.fixture
def reader(desk: Desk, theme: Theme) -> Scanner:
    """A badge reader; Nina has a badge, Marta has none and is signed in."""
    desk.store.shop.badges.give(EVERYTHING, NINA, "0055-2222")
    scanner, till = Scanner(desk), desk.till
    badges = BadgesModel(till.runner, till.session, till.counter.approvals, till.register)
    scanner.place.join_badges(badges, theme)
    return scanner


def who(desk: Desk) -> str | None:
    actor = desk.till.session.actor
    return None if actor is None else actor.id


def waits(desk: Desk) -> bool:
    return desk.till.counter.approvals.is_waiting


def test_a_badge_opens_a_locked_terminal(desk: Desk, reader: Scanner) -> None:
    desk.terminal.window.lock()
    reader.scan(";0055-2222?")
    assert who(desk) == NINA
    assert not desk.terminal.window.is_locked


def test_a_badge_changes_who_works_here_and_the_order_stays(desk: Desk, reader: Scanner) -> None:
    desk.till.register.add(Asked(ItemId("margherita")))
    desk.settle()
    reader.scan(";0055-2222?")
    assert who(desk) == NINA
    assert reader.names == ["Margherita"]


def test_a_badge_allows_what_waits_for_somebodys_right(desk: Desk, reader: Scanner) -> None:
    desk.till.register.add(Asked(ItemId("margherita")))
    desk.settle()
    desk.till.register.send()
    desk.settle()
    line = desk.till.order.lines[0]
    desk.till.register.void(line.line_id, 1, "burnt")
    desk.settle()
    assert waits(desk)
    reader.scan(";0055-2222?")
    assert not waits(desk)
    assert desk.till.order.lines[0].voided == 1
    assert who(desk) == MARTA


def test_a_badge_nobody_has_is_refused_to_staff_and_offered_to_a_manager(desk: Desk, reader: Scanner) -> None:
    reader.scan(";0077-9999?")
    assert reader.said == "Nobody has that badge."
    desk.till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    reader.scan(";0077-9999?")
    sheet = desk.terminal.window.findChild(BadgeSheet)
    assert isinstance(sheet, BadgeSheet)
    assert sheet.isVisible()
    desk.pick("Marta Rossi")
    assert "Marta" in reader.said
    reader.scan(";0077-9999?")
    assert who(desk) == MARTA


def test_a_bank_card_is_no_badge_and_its_number_is_shown_nowhere(desk: Desk, reader: Scanner) -> None:
    desk.terminal.window.lock()
    for card in (";4111111111111111=29121010000000000?", "4111111111111111", "%B4111111111111111^DOE/J^2912101?"):
        reader.scan(card)
        assert who(desk) is None
        assert "bank card" in reader.said
        assert "4111" not in reader.said
