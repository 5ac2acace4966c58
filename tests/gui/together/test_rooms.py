"""The manager's screen shows each person the rooms that are theirs."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage
from aura_terminal.ui.screens.rooms.screen import RoomsScreen
from aura_terminal.ui.theme.theme import Theme
from tests.gui.together.conftest import Desk
from tests.support.till import pin_of

SOFIA, CARLA = StaffId("sofia-conti"), StaffId("carla-lombardi")


@dataclass
class House:
    """A manager's screen with two rooms, and how often each was built."""

    screen: RoomsScreen
    built: list[str]


@pytest.fixture
def house(desk: Desk, theme: Theme, qtbot: QtBot) -> House:
    built: list[str] = []

    def made(name: str) -> RoomPage:
        built.append(name)
        return RoomPage(theme)

    rooms = (
        Room("cash", "Cash drawer", "vault", frozenset({Permission.USE_DRAWER}), lambda: made("cash")),
        Room("staff", "Staff", "users", frozenset({Permission.MANAGE_STAFF}), lambda: made("staff")),
    )
    screen = RoomsScreen(rooms, desk.till.session, theme)
    qtbot.addWidget(screen)
    screen.show()
    return House(screen, built)


def doors(screen: QWidget, desk: Desk) -> list[str]:
    return [words for words in ("Cash drawer", "Staff") if words in desk.names_in(screen)]


def test_a_person_sees_the_rooms_that_are_theirs_and_is_in_the_first(desk: Desk, house: House) -> None:
    desk.till.session.sign_in(SOFIA, pin_of(SOFIA))
    desk.settle()
    assert (doors(house.screen, desk), house.built) == (["Cash drawer"], ["cash"])
    house.screen.enter("staff")
    assert house.built == ["cash"]


def test_another_person_meets_their_own_rooms_and_a_room_is_built_once(desk: Desk, house: House) -> None:
    desk.till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    for room in ("staff", "cash", "staff"):
        house.screen.enter(room)
    assert house.built == ["cash", "staff"]
    desk.till.session.sign_in(SOFIA, pin_of(SOFIA))
    desk.settle()
    assert doors(house.screen, desk) == ["Cash drawer"]
    desk.till.session.lock()
    desk.settle()
    assert (doors(house.screen, desk), house.screen.page) == ([], None)


def test_escape_leaves_and_what_a_room_says_is_heard(desk: Desk, house: House, qtbot: QtBot) -> None:
    desk.till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    page = house.screen.page
    assert page is not None
    with qtbot.waitSignal(house.screen.said) as said:
        page.said.emit("Counted.")
    assert said.args == ["Counted."]
    with qtbot.waitSignal(house.screen.back_requested):
        QTest.keyClick(page, Qt.Key.Key_Escape)
