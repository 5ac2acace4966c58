"""A manager hires somebody, gives them a role and a PIN, takes a right away, and reads people from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import Money
from aura_terminal.domain.rights import Cap
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ui.screens.people.page import PeoplePage
from aura_terminal.ui.screens.people.words import GROUPS
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.people import PeopleModel
from tests.gui.register.hands import press, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING
from tests.support.till import pin_of

MARTA, CARLA, DAVIDE = StaffId("marta-rossi"), StaffId("carla-lombardi"), StaffId("davide-greco")


class Files:
    """One file, and what was written."""

    def __init__(self) -> None:
        self.text = b"name,roles\nAda Byron,Server\n"
        self.kept = ""

    def found(self) -> Sequence[str]:
        """The file."""
        return ("/stick/staff.csv",)

    def read(self, file: str) -> bytes:
        """What is in it."""
        return self.text

    def keep(self, text: str) -> str:
        """Remember it."""
        self.kept = text
        return "/data/exports/staff.csv"


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def page(desk: Desk, theme: Theme, files: Files) -> PeoplePage:
    desk.till.session.sign_in(DAVIDE, pin_of(DAVIDE))
    desk.settle()
    model = PeopleModel(files, desk.till.runner, desk.till.session, desk.till.changes, desk.terminal.window)
    page = PeoplePage(model, theme)
    desk.qtbot.addWidget(page)
    page.resize(1146, 700)
    page.show()
    desk.settle()
    return page


def sheet_of(page: QWidget) -> Sheet:
    """The sheet in front."""
    return [each for each in page.findChildren(Sheet) if each.isVisible()][-1]


def choose(desk: Desk, page: QWidget, words: str) -> None:
    tap(next(each for each in sheet_of(page).findChildren(ChoiceList)), words)
    desk.settle()


def cards(page: QWidget) -> ChoiceList:
    """The people, or the roles."""
    return next(each for each in page.findChildren(ChoiceList) if each.accessibleName() == "People")


def open_member(desk: Desk, page: PeoplePage, name: str) -> None:
    tap(cards(page), name)
    desk.settle()


def write(desk: Desk, page: QWidget, words: str) -> None:
    field = next(each for each in sheet_of(page).findChildren(QLineEdit))
    field.setText(words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()


def member(desk: Desk, staff_id: str) -> StaffMember:
    return next(one for one in desk.store.shop.people.sheet(EVERYTHING).members if one.id == staff_id)


def test_somebody_new_gets_a_role_and_a_pin_and_signs_in(desk: Desk, page: PeoplePage) -> None:
    press(page, "Somebody new")
    write(desk, page, "Ada Byron")
    assert member(desk, "ada-byron").initials == "AB"
    open_member(desk, page, "Ada Byron")
    choose(desk, page, "Roles")
    choose(desk, page, "Server")
    press(sheet_of(page), "Done")
    desk.settle()
    assert member(desk, "ada-byron").roles == ("server",)
    choose(desk, page, "PIN")
    for _ in range(2):
        for digit in "7352":
            press(sheet_of(page), digit)
        press(sheet_of(page), "Keep")
        desk.settle()
    assert desk.store.shop.access.sign_in(StaffId("ada-byron"), "7352").name == "Ada Byron"


def test_a_right_is_given_with_a_cap_and_another_is_withdrawn(desk: Desk, page: PeoplePage) -> None:
    open_member(desk, page, "Marta Rossi")
    choose(desk, page, "Given beside")
    choose(desk, page, "Give discounts")
    press(sheet_of(page), "Done")
    desk.settle()
    choose(desk, page, "Caps")
    choose(desk, page, "Give discounts")
    write(desk, page, "10 %")
    (grant,) = member(desk, MARTA).grants
    assert (grant.permission, grant.cap) == (Permission.DISCOUNT, Cap(percent=grant.cap.percent))
    assert grant.cap.percent == 10
    choose(desk, page, "Withdrawn")
    choose(desk, page, "Take reservations")
    press(sheet_of(page), "Done")
    desk.settle()
    assert member(desk, MARTA).withdrawn == (Permission.RESERVE,)


def test_a_role_is_changed_right_by_right(desk: Desk, page: PeoplePage) -> None:
    press(page, "Roles")
    desk.settle()
    tap(cards(page), "Server")
    desk.settle()
    choose(desk, page, "Rights")
    for right in ("Read the figures of the day", "Give discounts"):
        choose(desk, page, right)
    press(sheet_of(page), "Done")
    desk.settle()
    choose(desk, page, "Caps")
    choose(desk, page, "Give discounts")
    write(desk, page, "5.00")
    choose(desk, page, "Locks the terminal")
    write(desk, page, "45")
    role = page.model.role("server")
    assert role is not None
    assert Permission.REPORT_X in role.permissions
    assert [(one.permission, one.cap.amount) for one in role.caps] == [(Permission.DISCOUNT, Money(500, "EUR"))]
    desk.till.session.sign_in(MARTA, pin_of(MARTA))
    desk.settle()
    assert desk.till.session.actor is not None
    assert desk.till.session.actor.lock_after == 45


def test_people_leave_and_come_as_a_file(desk: Desk, page: PeoplePage, files: Files) -> None:
    press(page, "Export")
    desk.settle()
    assert "Marta Rossi" in files.kept
    press(page, "Import")
    desk.settle()
    choose(desk, page, "staff.csv")
    assert any("1 new, 0 changed" in words for words in desk.words(page))
    press(sheet_of(page), "Keep")
    desk.settle()
    assert member(desk, "ada-byron").roles == ("server",)


def test_a_flawed_file_is_told_by_line_and_column_and_keeps_nothing(desk: Desk, page: PeoplePage, files: Files) -> None:
    files.text = b"name,roles\nAda Byron,Boss\n"
    press(page, "Import")
    desk.settle()
    choose(desk, page, "staff.csv")
    assert "Line 2, column roles: there is no role “Boss”" in desk.words(page)
    keep = next(each for each in sheet_of(page).findChildren(Button) if each.words == "Keep")
    assert not keep.isEnabled()


def test_who_left_is_signed_out_where_they_stand(desk: Desk, page: PeoplePage) -> None:
    session = desk.till.session
    session.follow(desk.till.changes)
    session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    said: list[RuleBroken] = []
    session.dismissed.connect(said.append)
    shop = desk.store.opened_by("R2").shop
    shop.people.put_members(EVERYTHING, [replace(member(desk, CARLA), active=False)])
    desk.others_did()
    assert session.actor is None
    assert [one.rule.value for one in said] == ["staff_inactive"]


def test_every_right_is_in_one_group() -> None:
    grouped = [right for _, rights in GROUPS for right in rights]
    assert sorted(grouped) == sorted(Permission)
