"""Marta at R1 goes on with the order of a terminal nobody hears, from the paper it printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from aura_terminal.domain.bridge_rules import BridgeRules, Printed
from aura_terminal.domain.ids import OrderId, StaffId, TicketId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.ui.screens.bridge_rules.page import BridgeRulesPage
from aura_terminal.ui.shell.burst import WedgeRule
from aura_terminal.ui.shell.kitchen_papers import KitchenPapers
from aura_terminal.ui.shell.scanner_desk import ScannerDesk
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.shell.wedge import Wedge
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.view_models.bridge_rules import BridgeRulesModel
from aura_terminal.view_models.kitchen import screen_actor
from aura_terminal.view_models.paper_scanning import PREFIX, PaperScanningModel
from aura_terminal.view_models.scanning import ScanningModel
from tests.gui.register.hands import press
from tests.gui.together.conftest import Desk
from tests.support.memory_mesh_of_shops import at, meet
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, MemoryStore, demo_store, with_press
from tests.support.paper_shops import codes_on, enrol, papers_of, press_of, sealed_in
from tests.support.terminal_window import terminal_over
from tests.support.till import MARTA, pin_of


@pytest.fixture
def lost() -> MemoryStore:
    """R2, which founded the store with R1 and is alone since."""
    founded = demo_store()
    enrol(founded.shop, ("R1", "R2"))
    return with_press(at(founded.journal, "R2", founded.clock.now(), seed=2), press_of("R2", "demo"))


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, tmp_path: Path, lost: MemoryStore) -> Iterator[Desk]:
    """Marta at R1."""
    here = at(lost.journal, "R1", lost.clock.now(), seed=1)
    store = with_press(here, press_of("R1", "demo"))
    store.clock.advance(minutes=12)
    terminal = terminal_over(store, InlineStoreThread(store.shop), theme, tmp_path)
    qtbot.addWidget(terminal.window)
    terminal.window.resize(1366, 768)
    terminal.window.show()
    terminal.till.session.sign_in(MARTA, pin_of(MARTA))
    desk = Desk(qtbot, store, terminal)
    desk.settle()
    yield desk
    terminal.close()


@pytest.fixture
def scanner(desk: Desk) -> ScannerDesk:
    """What takes the codes of a scanner."""
    scanning = ScanningModel(desk.till.runner, desk.till.register, desk.terminal.window)
    return ScannerDesk(desk.terminal.window, scanning)


def order_of(store: MemoryStore, items: int = 2) -> OrderId:
    """An order at R2, sent to the kitchen; its slips bear its code, for R2 hears nobody."""
    target: OrderId | NewOrder = NewOrder()
    menu = store.shop.reads.menu
    plain = [tile.item_id for category in menu.categories() for tile in menu.tiles(category.id) if not tile.asks]
    for item in plain[:items]:
        target = store.shop.ordering.add_item(EVERYTHING, target, Asked(item)).order_id
    assert not isinstance(target, NewOrder)
    store.shop.ordering.send(EVERYTHING, target)
    return target


def codes_of(store: MemoryStore) -> list[str]:
    """The codes of the paper that came out last."""
    papers = [codes for job in store.journal.jobs if (codes := codes_on([job.job]))]
    return papers[-1]


def strips(desk: Desk) -> list[str]:
    """What the strips in sight say."""
    return [strip.words for strip in desk.terminal.window.findChildren(Strip) if strip.isVisible()]


def live(desk: Desk) -> set[TicketId]:
    """The tickets on the board."""
    return {card.ticket_id for card in desk.terminal.kitchen_model.cards}


def paste(desk: Desk, sheet: Sheet, words: str) -> None:
    """Put words into a sheet's field and press Enter."""
    field = sheet.findChildren(QLineEdit)[0]
    field.setText(words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()


def scan(desk: Desk, scanner: ScannerDesk, codes: list[str]) -> None:
    for code in codes:
        scanner.take(code)
        desk.settle()


def test_a_scanned_check_opens_the_order_and_says_calmly_where_it_came_from_until_that_terminal_is_heard(
    desk: Desk, scanner: ScannerDesk, lost: MemoryStore
) -> None:
    order_id = order_of(lost)
    scan(desk, scanner, codes_of(lost))
    order = desk.till.counter.order
    assert order is not None
    assert (order.order_id, order.holder) == (order_id, "R1")
    assert "Taken over by paper from R2, printed 19:30; R2 is not heard" in strips(desk)
    meet([desk.store, lost])
    heard = [replace(peer, terminal_id=papers_of(peer.label).terminal_id) for peer in desk.store.journal.peers]
    desk.store.journal.peers[:] = heard
    desk.others_did()
    desk.terminal.status.peers_heard(heard)
    desk.settle()
    assert strips(desk) == []
    desk.press("Pay")
    assert desk.terminal.window.view is View.PAYMENT
    assert desk.terminal.till.payment.token.may_pay


def test_the_codes_of_a_large_order_are_taken_in_any_order_and_what_is_missing_is_said(
    desk: Desk, scanner: ScannerDesk, lost: MemoryStore
) -> None:
    order_id = order_of(lost, 14)
    codes = codes_of(lost)
    assert len(codes) > 1
    scan(desk, scanner, codes[1:])
    assert desk.store.shop.reads.orders.open_orders() == ()
    assert desk.terminal.window.sentence == "Now code 1 of the same paper."
    scan(desk, scanner, codes[:1])
    assert desk.till.counter.order is not None
    assert desk.till.counter.order.order_id == order_id


def test_a_code_is_pasted_where_no_scanner_reads_it(desk: Desk, lost: MemoryStore) -> None:
    order_of(lost)
    desk.press("Order options")
    desk.press("Order from paper")
    sheet = next(each for each in desk.terminal.window.findChildren(Sheet) if each.isVisible())
    paste(desk, sheet, codes_of(lost)[0][:-3])
    assert any("cut off or damaged" in words for words in desk.words(sheet))
    paste(desk, sheet, " ".join(codes_of(lost)).lower())
    assert sheet.isHidden()
    assert desk.till.counter.order is not None


def test_a_paid_order_is_shown_with_its_receipt(desk: Desk, scanner: ScannerDesk, lost: MemoryStore) -> None:
    order_id = order_of(lost)
    due = lost.shop.reads.orders.sheet(order_id).due
    lost.shop.paying.take_cash(EVERYTHING, order_id, due, lost.shop.paying.new_attempt())
    scan(desk, scanner, codes_of(lost))
    assert desk.terminal.window.view is View.ORDERS
    assert desk.store.shop.reads.orders.sheet(order_id).status is OrderStatus.CLOSED
    number = desk.store.shop.reads.orders.sheet(order_id).number
    assert desk.terminal.window.sentence == f"Order {number} was paid at R2. Here is its receipt."


def test_the_code_of_an_order_is_printed_on_demand(desk: Desk, lost: MemoryStore) -> None:
    meet([desk.store, lost])
    order_id = order_of(desk.store)
    desk.till.counter.resume(order_id)
    desk.settle()
    desk.press("Order options")
    desk.press("Print the code")
    assert desk.terminal.window.sentence == "The code is printed. Any terminal of the store can read it."
    lost.shop.bridge.scan(EVERYTHING, sealed_in(codes_of(desk.store)))
    assert lost.shop.reads.orders.sheet(order_id).number == desk.store.shop.reads.orders.sheet(order_id).number


def test_a_slip_scanned_at_a_kitchen_screen_shows_its_ticket_and_it_is_bumped_there(
    desk: Desk, lost: MemoryStore
) -> None:
    order_of(lost)
    window = desk.terminal.window
    window.go(View.KITCHEN)
    moments = iter(range(5000, 10**6, 12))
    wedge = Wedge(WedgeRule(PREFIX), window, at=lambda _: float(next(moments)), now=lambda: 0.0)
    cook = screen_actor("R1")
    KitchenPapers(PaperScanningModel(desk.till.runner, lambda: cook, desk.till.changes, window), window, wedge)
    handle = window.windowHandle()
    assert handle is not None
    assert live(desk) == set()
    for code in codes_of(lost):
        for letter in code:
            shift = Qt.KeyboardModifier.ShiftModifier if letter.isalpha() else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(handle, ord(letter), shift)
        QTest.keyClick(handle, Qt.Key.Key_Return)
        desk.settle()
    assert live(desk) == {row.ticket_id for row in lost.shop.reads.kitchen.live(None)}
    assert window.sentence.endswith("is on the board, from paper.")
    for ticket_id in live(desk):
        desk.store.shop.kitchen.bump(EVERYTHING, ticket_id)
    meet([desk.store, lost])
    assert lost.shop.reads.kitchen.live(None) == ()


def test_a_manager_says_when_papers_bear_codes_and_each_tap_is_kept(desk: Desk, theme: Theme) -> None:
    carla = StaffId("carla-lombardi")
    desk.till.session.lock()
    desk.till.session.sign_in(carla, pin_of(carla))
    desk.settle()
    model = BridgeRulesModel(desk.till.runner, desk.till.session, desk.till.changes, desk.terminal.window)
    page = BridgeRulesPage(model, theme)
    desk.qtbot.addWidget(page)
    page.show()
    desk.settle()
    press(page, "Checks and receipts bear the code of their order: while no other terminal is heard")
    desk.settle()
    assert desk.store.shop.bridge.rules() == BridgeRules(checks=Printed.ALWAYS)
    assert "Slips for the kitchen bear it: while no other terminal is heard" in desk.names_in(page)
