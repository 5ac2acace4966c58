"""What every feature of the counter is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject

from aura_terminal.app.settings import Settings
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.orders.screen import OrdersScreen
from aura_terminal.ui.screens.payment.screen import PaymentScreen
from aura_terminal.ui.screens.register.screen import RegisterScreen
from aura_terminal.ui.shell.routes import Routes
from aura_terminal.ui.shell.window import ShellWindow
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.counter import Counter
from aura_terminal.view_models.order_options import OrderOptionsModel
from aura_terminal.view_models.orders_list import OrdersListModel
from aura_terminal.view_models.payment import PaymentModel
from aura_terminal.view_models.register import RegisterModel
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel
from aura_terminal.view_models.status import StatusModel


@dataclass(frozen=True, slots=True)
class CounterParts:
    """The models a feature builds on, and the screens it joins; `owner` is the parent of the models it makes.

    `folder` is the terminal's own folder.
    """

    runner: Runner
    session: SessionModel
    changes: Changes
    status: StatusModel
    counter: Counter
    register: RegisterModel
    options: OrderOptionsModel
    payment: PaymentModel
    orders: OrdersListModel
    theme: Theme
    money: MoneyText
    now: Callable[[], datetime]
    folder: Path
    settings: Settings
    owner: QObject
    window: ShellWindow
    routes: Routes
    register_screen: RegisterScreen
    payment_screen: PaymentScreen
    orders_screen: OrdersScreen
