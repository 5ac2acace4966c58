"""The ways between screens, which know nothing of one another."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import OrderId
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.orders.screen import OrdersScreen
from aura_terminal.ui.screens.payment.screen import PaymentScreen
from aura_terminal.ui.screens.register.screen import RegisterScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.shell.window import ShellWindow
from aura_terminal.view_models.order_options import OrderOptionsModel
from aura_terminal.view_models.payment import PaymentModel


class Routes(QObject):
    """From the register to the payment and back, from the list of orders to the register, refusals to the window."""

    def __init__(self, window: ShellWindow, model: PaymentModel, options: OrderOptionsModel) -> None:
        super().__init__(window)
        self._window, self._model, self._options = window, model, options

    def join(self, register: RegisterScreen, payment: PaymentScreen, orders: OrdersScreen) -> None:
        """Lead from each screen to the next."""
        register.pay_requested.connect(self._pay)
        payment.finished.connect(self._to_register)
        payment.back_requested.connect(self._to_register)
        orders.order_chosen.connect(self._serve)
        register.said.connect(self._window.say)
        payment.said.connect(self._window.say)
        orders.said.connect(self._window.say)

    @Slot(object)
    def say_refused(self, broken: RuleBroken) -> None:
        """Say a refusal that no screen asked to hear."""
        self._window.say(sentence(broken))

    @Slot(str)
    def _pay(self, order_id: str) -> None:
        self._model.open(OrderId(order_id))
        self._window.go(View.PAYMENT)

    @Slot(str)
    def _serve(self, order_id: str) -> None:
        self._options.open_order(OrderId(order_id))
        self._to_register()

    @Slot()
    def _to_register(self) -> None:
        self._window.go(View.REGISTER)
