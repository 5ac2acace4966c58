"""Which screen follows which, and where what they say is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from aura_terminal.domain.ids import OrderId
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.shell.screens import View

if TYPE_CHECKING:
    from aura_terminal.domain.errors import RuleBroken, Unavailable
    from aura_terminal.ui.screens.orders.screen import OrdersScreen
    from aura_terminal.ui.screens.payment.screen import PaymentScreen
    from aura_terminal.ui.screens.register.screen import RegisterScreen
    from aura_terminal.ui.shell.window import ShellWindow
    from aura_terminal.view_models.order_options import OrderOptionsModel
    from aura_terminal.view_models.runner import Runner


class Routes(QObject):
    """Joins screens to one window as they come; each may be joined before or after the others.

    A refusal nobody asked to hear, and a store that cannot be used, are said by the window.
    """

    def __init__(self, window: ShellWindow, runner: Runner) -> None:
        super().__init__(window)
        self._window = window
        self._payment: PaymentScreen | None = None
        self._options: OrderOptionsModel | None = None
        runner.rule_broken.connect(self._say_refusal)
        runner.unavailable.connect(self._say_trouble)

    def join_register(self, register: RegisterScreen, options: OrderOptionsModel) -> None:
        """The register searches with the window's field and leads to payment; orders chosen elsewhere open there."""
        self._options = options
        register.use_search(self._window.search)
        register.said.connect(self._window.say)
        register.pay_requested.connect(self._pay)

    def join_payment(self, payment: PaymentScreen) -> None:
        """Paying leads back to the register."""
        self._payment = payment
        payment.said.connect(self._window.say)
        payment.finished.connect(self._to_register)
        payment.back_requested.connect(self._to_register)

    def join_orders(self, orders: OrdersScreen) -> None:
        """An open order is taken to the register."""
        orders.said.connect(self._window.say)
        orders.order_chosen.connect(self._open)

    @Slot(str)
    def _pay(self, order_id: str) -> None:
        if self._payment is not None:
            self._payment.open(order_id)
            self._window.go(View.PAYMENT)

    @Slot(str)
    def _open(self, order_id: str) -> None:
        if self._options is not None:
            self._options.open_order(OrderId(order_id))
            self._window.go(View.REGISTER)

    @Slot()
    def _to_register(self) -> None:
        self._window.go(View.REGISTER)

    @Slot(object)
    def _say_refusal(self, broken: RuleBroken) -> None:
        self._window.say(sentence(broken))

    @Slot(object)
    def _say_trouble(self, trouble: Unavailable) -> None:
        self._window.say(f"{trouble.what}: {trouble.hint}")
