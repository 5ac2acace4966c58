"""A till with its screens, over the demo shop on a real store thread."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import CategoryId
from aura_terminal.ui.screens.orders.screen import OrdersScreen
from aura_terminal.ui.screens.payment.screen import PaymentScreen
from aura_terminal.ui.screens.register.screen import RegisterScreen
from aura_terminal.ui.screens.sign_in.screen import SignInScreen
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.search_field import SearchField
from tests.support.memory_shop import RealStoreThread, demo_store
from tests.support.till import MARTA, Till, pin_of, till_over

UNDO_MILLISECONDS, CALM_MILLISECONDS = 60_000, 20


@dataclass
class Stage:
    """The screens of one till, each in a window of its own size."""

    qtbot: QtBot
    till: Till
    theme: Theme
    said: list[str]
    search: SearchField
    register: RegisterScreen
    window: QWidget

    def settle(self) -> None:
        """Wait until everything that was tapped is done."""
        self.qtbot.waitUntil(lambda: self.till.runner.is_idle)

    def category(self, name: str) -> None:
        """Show a category."""
        self.till.board.choose_category(CategoryId(name))
        self.settle()

    def payment(self) -> PaymentScreen:
        """The payment screen, open for the order on the counter."""
        screen = PaymentScreen(self.till.payment, self.theme, calm_milliseconds=CALM_MILLISECONDS)
        screen.said.connect(self.said.append)
        self._show(screen)
        screen.open(self.till.order.order_id)
        self.settle()
        return screen

    def orders(self) -> OrdersScreen:
        """The orders screen."""
        screen = OrdersScreen(self.till.orders, self.till.held, self.theme)
        screen.said.connect(self.said.append)
        self._show(screen)
        self.settle()
        return screen

    def sign_in(self) -> SignInScreen:
        """The sign-in screen."""
        screen = SignInScreen(self.till.session, self.theme)
        self._show(screen)
        return screen

    def _show(self, screen: QWidget) -> None:
        self.qtbot.addWidget(screen)
        screen.resize(1366, 712)
        screen.show()
        screen.setFocus()


@pytest.fixture
def locked(qtbot: QtBot, theme: Theme) -> Iterator[Stage]:
    """The register before anybody has signed in."""
    store = demo_store()
    with RealStoreThread(store.shop) as thread:
        till = till_over(store, thread)
        till.session.refresh()
        window, search = QWidget(), SearchField(theme, "Search or scan")
        register = RegisterScreen(
            till.board, till.register, till.options, till.session, theme, undo_milliseconds=UNDO_MILLISECONDS
        )
        register.use_search(search)
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(search)
        column.addWidget(register, 1)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        stage = Stage(qtbot, till, theme, [], search, register, window)
        register.said.connect(stage.said.append)
        register.setFocus()
        stage.settle()
        yield stage
        stage.settle()


@pytest.fixture
def stage(locked: Stage) -> Stage:
    """The register as Marta uses it, showing the beer."""
    locked.till.session.sign_in(MARTA, pin_of(MARTA))
    locked.settle()
    locked.category("beer")
    return locked
