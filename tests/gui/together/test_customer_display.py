"""What the guest sees while the cashier works, from welcome to thanks."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import ItemId
from aura_terminal.ports.card_rows import ReaderRow
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.customer_display.idle_pictures import IdlePictures, next_picture
from aura_terminal.ui.screens.customer_display.screen import CustomerDisplayScreen
from aura_terminal.ui.screens.customer_display.tips import GuestTips
from aura_terminal.ui.screens.customer_display.words import receipt_code, two_lines
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.use_cases.asking import Asked
from aura_terminal.view_models.card_readers import CardReadersModel
from aura_terminal.view_models.customer_display import CustomerDisplayModel, Stage
from aura_terminal.view_models.payment import PaymentModel
from tests.gui.register.hands import press
from tests.gui.together.conftest import Desk
from tests.peers.using import program_named
from tests.support.card_till import READER, CardTill
from tests.support.memory_shop import InlineStoreThread
from tests.support.till import MARTA, pin_of, till_over

THANKS_MILLISECONDS = 500
WHITE = 0xFFFFFFFF
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


@pytest.mark.parametrize("reading", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (800, 600)])
def test_the_code_lies_over_no_sum(guest: Guest, reading: Qt.LayoutDirection, size: tuple[int, int]) -> None:
    guest.order("margherita")
    guest.go_to_pay()
    guest.desk.till.payment.press("5000")
    guest.desk.till.payment.pay()
    guest.desk.qtbot.waitUntil(lambda: guest.model.view.stage is Stage.THANKS)
    guest.screen.setLayoutDirection(reading)
    guest.screen.resize(*size)
    shown = guest.screen.grab().toImage()
    tall, wide = range(shown.height()), range(shown.width())
    columns = [[shown.pixel(x, y) for y in tall] for x in wide]
    edges = [x for x in wide if columns[x].count(WHITE) > shown.height() // 3]  # the quiet zone of the code
    ground = columns[0][0]
    for beside in (*range(edges[0] - 12, edges[0]), *range(edges[-1] + 1, edges[-1] + 13)):
        assert set(columns[beside]) == {ground}
    assert (edges[0] > shown.width() // 2) is (reading is Qt.LayoutDirection.LeftToRight)


def test_of_many_lines_the_newest_are_shown(guest: Guest) -> None:
    for seat in range(12):
        guest.desk.till.register.add(Asked(ItemId("margherita"), seat=seat))
    guest.desk.settle()
    shown, hidden = guest.screen.shown_lines()
    assert (len(shown), hidden) == (9, 3)
    assert guest.screen.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus  # the register keeps the keys


def test_the_guest_chooses_a_tip_where_a_card_can_be_charged(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    cards = CardTill(tmp_path / "reversals.jsonl")
    till = till_over(cards.memory, InlineStoreThread(cards.store.shop))
    till.session.sign_in(MARTA, pin_of(MARTA))
    readers = CardReadersModel(())
    payment = PaymentModel(till.runner, till.session, till.changes, readers=readers)
    model = CustomerDisplayModel(till.counter, payment, till.session, STORE, cards.memory.clock.now)
    screen = CustomerDisplayScreen(theme, model, MoneyText())
    qtbot.addWidget(screen)
    screen.resize(1024, 600)
    screen.show()
    payment.watch.wake()
    payment.card.watch.wake()
    payment.open(cards.order(4))
    model.begin_paying()
    qtbot.waitUntil(lambda: till.runner.is_idle and bool(payment.card.tips))
    assert not model.view.tips, "no card can be charged: a tip is left in cash"
    readers.hear([ReaderRow(READER, can_cancel=True, asks_tip=True, power="online")])
    assert [tip.percent for tip in model.view.tips] == [0, 10, 15, 20]
    chosen = model.view.tips[2]
    press(screen, "15 % tip")
    assert payment.card.tip == chosen.amount
    assert [tip.percent for tip in model.view.tips if tip.is_chosen] == [15]
    press(screen, "No tip")
    assert not payment.card.tip
    buttons = [each for each in screen.findChildren(Button) if each.isVisible()]
    assert len(buttons) == 4
    row = screen.findChildren(GuestTips)[0]
    assert all(screen.rect().contains(each.geometry().translated(row.pos())) for each in buttons)
    assert all(min(each.width(), each.height()) >= 64 for each in buttons)
    payment.card.charge()
    qtbot.waitUntil(lambda: not model.view.tips)  # the card is on its way: nothing is changed any more
    till.changes.stop()


def test_pictures_of_the_house_turn_while_nobody_orders(
    qtbot: QtBot, guest: Guest, theme: Theme, tmp_path: Path
) -> None:
    for place, colour in enumerate((Qt.GlobalColor.red, Qt.GlobalColor.blue)):
        image = QImage(400, 300, QImage.Format.Format_RGB32)
        image.fill(colour)
        assert image.save(str(tmp_path / f"{place}.png"))
    (tmp_path / "2.jpg").write_bytes(b"no picture at all")
    (tmp_path / "notes.txt").write_text("nothing for guests")
    pictures = IdlePictures(tmp_path, each_milliseconds=20)
    screen = CustomerDisplayScreen(theme, guest.model, MoneyText(), pictures=pictures)
    qtbot.addWidget(screen)
    screen.resize(800, 600)
    seen: list[int] = []
    pictures.changed.connect(lambda: seen.append(screen.grab().toImage().pixel(400, 300) & 0xFFFFFF))
    screen.show()
    qtbot.waitUntil(lambda: {0xFF0000, 0x0000FF} <= set(seen), timeout=5000)
    guest.order("margherita")
    assert stage_of(guest) is Stage.ORDER
    assert screen.grab().toImage().pixel(400, 300) & 0xFFFFFF not in (0xFF0000, 0x0000FF)
    pictures.rest()
    qtbot.waitUntil(lambda: not pictures._work.is_busy, timeout=5000)


def test_without_pictures_the_house_says_welcome(tmp_path: Path) -> None:
    assert next_picture(tmp_path / "none", "", QSize(100, 100)) is None
    (tmp_path / "broken.png").write_bytes(b"")
    assert next_picture(tmp_path, "", QSize(100, 100)) is None
