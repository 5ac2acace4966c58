"""What a scanned code does, by real keys on the real screens of a register."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from aura_terminal.domain.barcodes import is_gtin
from aura_terminal.domain.card_numbers import mask_cards
from aura_terminal.domain.ids import ItemId
from aura_terminal.ui.shell.burst import WedgeRule
from aura_terminal.ui.shell.scanner_desk import ScannerDesk
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.shell.wedge import Wedge
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.view_models.scanning import Place, ScanningModel, badge_of, number_in
from tests.gui.register.hands import press
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING

WATER = "2100000000012"


@dataclass
class Scanner:
    """A scanner that types into the window, twelve milliseconds a key."""

    desk: Desk
    moment: float = 5000.0
    badges: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        terminal = self.desk.terminal
        self.scanning = ScanningModel(self.desk.till.runner, self.desk.till.register, terminal.window)
        self.scanning.badge_read.connect(self.badges.append)
        self.place = ScannerDesk(terminal.window, self.scanning)
        self.place.join(terminal.payment, terminal.orders)
        self.wedge = Wedge(WedgeRule(), terminal.window, at=self._at, now=lambda: self.moment)
        self.wedge.scanned.connect(self.place.take)
        handle = terminal.window.windowHandle()
        assert handle is not None
        self.handle = handle
        self.wedge.watch(handle)

    def scan(self, code: str) -> None:
        for letter in code:
            QTest.keyClick(self.handle, ord(letter))
        QTest.keyClick(self.handle, Qt.Key.Key_Return)
        self.desk.settle()

    @property
    def said(self) -> str:
        return self.desk.terminal.window.sentence

    @property
    def names(self) -> list[str]:
        order = self.desk.till.counter.order
        return [] if order is None else [line.name for line in order.lines]

    def _at(self, event: QKeyEvent) -> float:
        self.moment += 12.0
        return self.moment


@pytest.fixture
def scanner(desk: Desk) -> Scanner:
    return Scanner(desk)


def item_with(desk: Desk, code: str) -> str:
    tile = desk.store.shop.reads.menu.by_code(code)
    assert tile is not None
    return tile.name


def test_a_code_at_the_register_adds_its_item_whatever_has_the_focus(scanner: Scanner) -> None:
    water = item_with(scanner.desk, WATER)
    scanner.scan(WATER)
    assert scanner.names == [water]
    search = scanner.desk.terminal.window.search
    search.setFocus()
    scanner.scan(WATER)
    assert [line.quantity for line in scanner.desk.till.order.lines] == [2]
    assert search.text() == ""


def test_an_unknown_code_says_so_also_where_it_could_be_a_cards_number(scanner: Scanner) -> None:
    scanner.scan("4006381333931")
    assert "4006381333931" in scanner.said
    luhn_valid = "4000000000105"  # an EAN-13 whose digits pass the check of card numbers as well
    assert is_gtin(luhn_valid)
    assert mask_cards(luhn_valid)[1] == 1
    scanner.scan(luhn_valid)
    assert luhn_valid in scanner.said
    assert scanner.names == []


def test_a_code_into_an_open_question_is_typed_nowhere_and_said(scanner: Scanner) -> None:
    press(scanner.desk.terminal.window, "Order options")
    assert scanner.place.place is Place.QUESTION
    scanner.scan(WATER)
    assert scanner.names == []
    assert "finish what is open first" in scanner.said


def test_a_code_on_a_screen_that_sells_nothing_or_is_locked_is_said_and_is_no_pin(scanner: Scanner) -> None:
    scanner.desk.terminal.window.go(View.KITCHEN)
    scanner.scan(WATER)
    assert "scan at the register" in scanner.said
    scanner.desk.terminal.window.lock()
    scanner.scan(WATER)
    assert "sign in first" in scanner.said
    assert scanner.names == []


def test_a_receipts_code_at_the_payment_screen_finds_its_order_paid_or_not(scanner: Scanner) -> None:
    desk, ordering = scanner.desk, scanner.desk.store.shop.ordering
    first = ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId(_item_of(desk, WATER)))).order_id
    ended = ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId(_item_of(desk, WATER)))).order_id
    ordering.cancel_order(EVERYTHING, ended, "gone")
    numbers = [desk.store.shop.reads.orders.sheet(each).number for each in (first, ended)]
    desk.terminal.window.go(View.PAYMENT)
    scanner.scan(numbers[0])
    assert view_of(desk) is View.PAYMENT
    assert desk.till.payment.order is not None
    assert desk.till.payment.order.number == numbers[0]
    scanner.scan("R9-999")
    assert "R9-999" in scanner.said
    scanner.scan(numbers[1])
    assert view_of(desk) is View.ORDERS
    assert desk.till.orders.shown is not None
    assert desk.till.orders.shown.number == numbers[1]


def view_of(desk: Desk) -> View | None:
    return desk.terminal.window.view


def _item_of(desk: Desk, code: str) -> str:
    tile = desk.store.shop.reads.menu.by_code(code)
    assert tile is not None
    return str(tile.item_id)


def test_a_badge_is_a_badge_wherever_it_is_read(scanner: Scanner) -> None:
    scanner.scan(";0042-7?")
    scanner.desk.terminal.window.lock()
    scanner.scan("%marta?")
    assert scanner.badges == ["0042-7", "marta"]


@pytest.mark.parametrize(
    ("code", "badge"), [(";77?", "77"), ("%A?;77?", "A"), (";?", None), ("77?", None), (";77", None)]
)
def test_a_badge_stands_between_its_sentinels(code: str, badge: str | None) -> None:
    assert badge_of(code) == badge


@pytest.mark.parametrize(
    ("code", "link", "number"),
    [
        ("R1-042", "", "R1-042"),
        ("https://aurora.example/r/R1-042", "https://aurora.example/r/{number}", "R1-042"),
        ("https://aurora.example/R1-042/pdf", "https://aurora.example/{number}/pdf", "R1-042"),
        (
            "https://elsewhere.example/r/R1-042",
            "https://aurora.example/r/{number}",
            "https://elsewhere.example/r/R1-042",
        ),
        ("https://aurora.example/r/", "https://aurora.example/r/{number}", "https://aurora.example/r/"),
    ],
)
def test_a_receipts_link_names_its_order(code: str, link: str, number: str) -> None:
    assert number_in(code, link) == number
