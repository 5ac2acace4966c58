"""What the guest sees while the cashier works, from welcome to thanks."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from aura_terminal.domain.ids import ItemId
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.customer_display.screen import CustomerDisplayScreen
from aura_terminal.ui.screens.customer_display.words import receipt_code, two_lines
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.use_cases.asking import Asked
from aura_terminal.view_models.customer_display import CustomerDisplayModel, Stage
from tests.gui.register.hands import press
from tests.gui.together.conftest import Desk
from tests.peers.using import program_named

THANKS_MILLISECONDS = 500
STORE = "Trattoria Aurora"


@dataclass
class Guest:
    """The guest's side of the counter."""

    desk: Desk
    model: CustomerDisplayModel
    screen: CustomerDisplayScreen

    @property
    def lines(self) -> tuple[tuple[str, str], tuple[str, str]]:
        return two_lines(self.model.view, MoneyText())

    def order(self, *items: str) -> None:
        for item in items:
            self.desk.till.register.add(Asked(ItemId(item)))
        self.desk.settle()

    def go_to_pay(self) -> None:
        press(self.desk.terminal.window, "Pay")
        self.desk.settle()


@pytest.fixture
def guest(desk: Desk, theme: Theme) -> Guest:
    till, terminal = desk.till, desk.terminal
    model = CustomerDisplayModel(
        till.counter, till.payment, till.session, STORE, desk.store.clock.now, terminal.window,
        thanks_milliseconds=THANKS_MILLISECONDS,
    )  # fmt: skip
    terminal.payment.paying.connect(model.begin_paying)
    terminal.payment.paying_over.connect(model.end_paying)
    screen = CustomerDisplayScreen(theme, model, MoneyText())
    desk.qtbot.addWidget(screen)
    screen.resize(1280, 720)
    screen.show()
    desk.settle()
    return Guest(desk, model, screen)


def test_the_guest_follows_from_the_welcome_to_what_is_to_be_paid(guest: Guest) -> None:
    assert guest.lines == ((STORE, ""), ("Welcome", ""))
    assert guest.screen.accessibleName() == f"{STORE}. Welcome"
    guest.order("margherita")
    assert stage_of(guest) is Stage.ORDER
    (upper, price), (lower, total) = guest.lines
    assert (upper, lower) == ("Margherita", "Total")
    assert price == total
    guest.order("margherita")
    assert guest.lines[0][0] == "2 × Margherita"
    guest.go_to_pay()
    assert stage_of(guest) is Stage.PAYING
    due = guest.model.view.due
    assert due is not None
    assert guest.lines[0] == ("To pay", MoneyText().amount(due))
    guest.desk.till.payment.press("5000")
    assert guest.lines[1][0] == "Change"
    guest.desk.terminal.window.go(View.REGISTER)
    guest.desk.settle()
    assert stage_of(guest) is Stage.ORDER
    guest.desk.terminal.window.lock()
    guest.desk.settle()
    assert stage_of(guest) is Stage.IDLE  # a locked terminal shows nobody's order


def stage_of(guest: Guest) -> Stage:
    return guest.model.view.stage


def test_paying_ends_with_thanks_and_then_a_welcome(guest: Guest) -> None:
    guest.order("margherita")
    guest.go_to_pay()
    guest.desk.till.payment.press("5000")
    guest.desk.till.payment.pay()
    guest.desk.qtbot.waitUntil(lambda: guest.model.view.stage is Stage.THANKS)
    view = guest.model.view
    assert guest.lines[0] == ("Thank you", "")
    assert view.change is not None
    assert guest.lines[1] == ("Change", MoneyText().amount(view.change))
    code = receipt_code(view, MoneyText())
    assert code.splitlines()[0] == STORE
    assert f"{view.number}  15.05.2026 19:30" in code.splitlines()  # by the clock on the wall
    assert "Margherita" in code
    guest.desk.qtbot.waitUntil(lambda: guest.model.view.stage is Stage.IDLE)


def test_the_code_of_the_receipt_can_be_read_by_a_telephone(guest: Guest, tmp_path: Path) -> None:
    reader = program_named("zbarimg")
    guest.order("margherita", "diavola")
    guest.go_to_pay()
    guest.desk.till.payment.name_exact()
    guest.desk.till.payment.pay()
    guest.desk.qtbot.waitUntil(lambda: guest.model.view.stage is Stage.THANKS)
    picture = tmp_path / "thanks.png"
    assert guest.screen.grab().save(str(picture))
    said = subprocess.run([reader, "--raw", "-q", picture], capture_output=True, text=True, timeout=20, check=True)
    assert said.stdout.strip() == receipt_code(guest.model.view, MoneyText()).strip()


def test_of_many_lines_the_newest_are_shown(guest: Guest) -> None:
    for seat in range(12):
        guest.desk.till.register.add(Asked(ItemId("margherita"), seat=seat))
    guest.desk.settle()
    shown, hidden = guest.screen.shown_lines()
    assert (len(shown), hidden) == (9, 3)
    assert guest.screen.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus  # the register keeps the keys
