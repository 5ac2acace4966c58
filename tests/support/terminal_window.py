"""A whole terminal in one window: every real screen over one store, joined as the program joins them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from aura_terminal.app.counter.house import join_counter
from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.app.rooms.house import rooms_screen
from aura_terminal.app.rooms.parts import RoomParts
from aura_terminal.app.settings import Settings
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.back_office.screen import BackOfficeScreen
from aura_terminal.ui.screens.conflicts.screen import ConflictsScreen
from aura_terminal.ui.screens.day.screen import DayScreen
from aura_terminal.ui.screens.kitchen.screen import KitchenScreen
from aura_terminal.ui.screens.look.screen import LookScreen
from aura_terminal.ui.screens.orders.screen import OrdersScreen
from aura_terminal.ui.screens.payment.screen import PaymentScreen
from aura_terminal.ui.screens.register.screen import RegisterScreen
from aura_terminal.ui.screens.reservations.screen import ReservationsScreen
from aura_terminal.ui.screens.rooms.screen import RoomsScreen
from aura_terminal.ui.screens.sign_in.screen import SignInScreen
from aura_terminal.ui.screens.terminals.screen import TerminalsScreen
from aura_terminal.ui.shell.routes import Routes
from aura_terminal.ui.shell.screens import Screens, View
from aura_terminal.ui.shell.window import ShellWindow
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import shipped
from aura_terminal.view_models.back_office import BackOfficeModel
from aura_terminal.view_models.cash_reminder import CashReminder
from aura_terminal.view_models.conflicts import ConflictsModel
from aura_terminal.view_models.day import DayModel
from aura_terminal.view_models.deliveries import DeliveriesModel
from aura_terminal.view_models.discounts import DiscountsModel
from aura_terminal.view_models.guests import GuestsModel
from aura_terminal.view_models.kitchen import KitchenModel, screen_actor
from aura_terminal.view_models.order_moves import OrderMovesModel
from aura_terminal.view_models.outages import OutagesModel
from aura_terminal.view_models.pairing import PairingModel
from aura_terminal.view_models.presences import PresencesModel
from aura_terminal.view_models.reservations import ReservationsModel
from aura_terminal.view_models.runner import StoreThread
from aura_terminal.view_models.screen_choices import ScreenChoice, ScreenChoicesModel
from aura_terminal.view_models.status import NodeState, StatusModel
from aura_terminal.view_models.stock import StockModel
from aura_terminal.view_models.terminals import TerminalsModel
from aura_terminal.view_models.together import Together
from tests.support.memory_shop import MemoryStore
from tests.support.till import Till, till_over

NO_FOLDER = Path(os.devnull) / "no-folder"  # nothing can be written there


@dataclass(frozen=True)
class TerminalWindow:
    """The window, its screens and what is behind them."""

    till: Till
    kitchen_model: KitchenModel
    status: StatusModel
    register: RegisterScreen
    payment: PaymentScreen
    orders: OrdersScreen
    kitchen: KitchenScreen
    sign_in: SignInScreen
    window: ShellWindow
    routes: Routes
    together: Together
    conflicts: ConflictsModel
    terminals: TerminalsModel
    outages: OutagesModel
    pairing: PairingModel
    offices: BackOfficeModel
    exports: list[str]
    rooms: RoomsScreen

    def close(self) -> None:
        """End what runs by itself."""
        self.till.changes.stop()
        self.status.stop()
        self.window.close()


def terminal_over(store: MemoryStore, thread: StoreThread, theme: Theme, folder: Path = NO_FOLDER) -> TerminalWindow:
    """Join every screen of a terminal to a store thread; the window is not shown yet.

    Rooms of the manager that write files write them into `folder`.
    """
    till = till_over(store, thread)
    now = store.clock.now
    kitchen_model = KitchenModel(till.runner, till.changes, till.session, now, screen_actor("R1"))
    status = StatusModel(till.runner, till.changes, till.session, now, read_after_milliseconds=0)
    register = RegisterScreen(till.board, till.register, till.options, till.session, theme)
    payment = PaymentScreen(till.payment, theme, calm_milliseconds=0)
    orders = OrdersScreen(till.orders, till.held, theme)
    kitchen = KitchenScreen(theme, kitchen_model, monotonic=store.clock.monotonic)
    sign_in = SignInScreen(till.session, theme)
    screens = Screens(register=register, payment=payment, orders=orders, kitchen=kitchen, sign_in=sign_in)
    window = ShellWindow(theme, screens, status, till.session)
    routes = Routes(window, till.runner)
    routes.join_register(register, till.options)
    routes.join_payment(payment)
    routes.join_cash(CashReminder(till.runner, till.session, till.changes, window))
    routes.join_orders(orders)
    routes.join_held_orders(till.held)
    reservations = ReservationsModel(till.runner, till.session, till.changes, now, till.counter)
    routes.join_reservations(orders, ReservationsScreen(reservations, theme))
    routes.join_day(DayScreen(DayModel(till.runner, till.session, till.changes, now, till.counter), theme))
    parts = RoomParts(
        till.runner, till.session, till.changes, theme, MoneyText(), now, folder, Settings(), till.counter
    )
    rooms = rooms_screen(parts)
    routes.join_rooms(rooms)
    routes.join_service(
        DiscountsModel(till.counter, status, till.counter), GuestsModel(till.counter, till.changes, till.counter)
    )
    together = Together(
        DeliveriesModel(till.runner, till.counter, till.changes, now),
        PresencesModel(till.counter, till.session),
        StockModel(till.runner, till.session, till.changes),
        OrderMovesModel(till.counter),
    )
    conflicts = ConflictsModel(till.runner, till.session, till.changes)
    terminals = TerminalsModel(till.runner, till.session, till.changes, now)
    outages = OutagesModel(till.runner, till.changes)
    pairing = PairingModel(till.runner, till.session)
    page = TerminalsScreen(terminals, outages, till.session, theme, pairing=pairing)
    page.back_requested.connect(window.go_back)
    page.said.connect(window.say)
    window.offer(View.TERMINALS, page)
    outages.watch.wake()
    choices = ScreenChoicesModel(ScreenChoice(theme.look.tokens.name), shipped(), parent=window)
    look = LookScreen(choices, theme)
    look.back_requested.connect(window.go_back)
    window.offer(View.LOOK, look)
    routes.join_together(together)
    routes.join_conflicts(ConflictsScreen(conflicts, till.session, theme), conflicts)
    join_counter(CounterParts(
        till.runner, till.session, till.changes, status, till.counter, till.register, till.options, till.payment,
        till.orders, theme, MoneyText(), now, folder, Settings(), till.counter, window, routes, register,
        payment, orders,
    ))  # fmt: skip
    exports: list[str] = []
    offices = BackOfficeModel(till.runner, till.session, till.changes, now, lambda text: _keep(exports, text))
    routes.join_back_office(BackOfficeScreen(offices, till.session, theme), offices)
    status.node_changed(NodeState.RUNNING)
    status.start()
    till.session.refresh()
    return TerminalWindow(
        till, kitchen_model, status, register, payment, orders, kitchen, sign_in, window, routes, together, conflicts,
        terminals, outages, pairing, offices, exports, rooms,
    )  # fmt: skip


def _keep(exports: list[str], text: str) -> str:
    exports.append(text)
    return "the list of exports"
