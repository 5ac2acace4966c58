"""Bills paid in shares: the same sheet over the register and over the payment, and the shares beside the money."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Slot

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import OrderId, ShareId
from aura_terminal.ui.order_act import Group, OrderAct
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.share_chips import ShareChips
from aura_terminal.ui.share_sheet import ShareSheet
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.view_models.bill_sharing import BillSharingModel, Shared

translate = QCoreApplication.translate
SHARED = "shared"


def join_sharing(parts: CounterParts) -> BillSharingModel:
    """The bill can be shared at the register and while it is paid."""
    model = BillSharingModel(parts.runner, parts.session, parts.changes, parts.counter, parts.owner)
    SharingRoute(parts, model)
    return model


class SharingRoute(QObject):
    """Who opens the sheet, and what follows from it."""

    def __init__(self, parts: CounterParts, model: BillSharingModel) -> None:
        super().__init__(parts.owner)
        self._parts, self._model = parts, model
        self._sheets: dict[str, ShareSheet] = {}
        self._last: Shared | None = None
        words = translate("Sharing", "Share the bill")
        parts.register_screen.offer_act(
            OrderAct("share", words, "split", self._at_register, Group.MONEY, needs_lines=True)
        )
        chips = ShareChips(parts.payment, parts.theme.in_haste(), parts.money)
        self._button = Button(parts.theme.in_haste(), words, icon="split")
        parts.payment_screen.offer_shares(chips, self._button)
        chips.print_wanted.connect(self._print)
        self._button.clicked.connect(self._at_payment)
        parts.payment.changed.connect(self._follow)
        model.shared.connect(self._offer_undo)
        model.separated.connect(self._say_separated)
        model.refused.connect(self._refuse)
        parts.register_screen.panel.undone.connect(self._undo)
        self._follow()

    @Slot()
    def _at_register(self) -> None:
        order = self._parts.counter.order
        if order is not None:
            sheet = self._sheet("register")
            sheet.ask(order.order_id)

    @Slot()
    def _at_payment(self) -> None:
        order = self._parts.payment.order
        if order is not None:
            self._sheet("payment").ask(order.order_id)

    def _sheet(self, where: str) -> ShareSheet:
        if where not in self._sheets:
            host = self._parts.register_screen if where == "register" else self._parts.payment_screen
            theme = self._parts.theme if where == "register" else self._parts.theme.in_haste()
            sheet = self._sheets[where] = ShareSheet(self._model, theme, self._parts.money, host)
            if where == "register":
                sheet.pay_wanted.connect(self._parts.register_screen.pay_requested)
        return self._sheets[where]

    @Slot()
    def _follow(self) -> None:
        payment = self._parts.payment
        self._button.setEnabled(payment.order is not None and not payment.is_settled and not payment.is_free)

    @Slot(str)
    def _print(self, share_id: str) -> None:
        order = self._parts.payment.order
        if order is not None:
            self._model.print_share(OrderId(order.order_id), ShareId(share_id))

    @Slot(object)
    def _offer_undo(self, shared: Shared) -> None:
        self._last = shared
        words = translate("Sharing", "The bill is one again")
        if shared.checks:
            words = translate("Sharing", "Shared among {checks}").format(checks=shared.checks)
        self._parts.register_screen.panel.offer_undo(SHARED, words)

    @Slot(str)
    def _undo(self, id: str) -> None:
        if id == SHARED and self._last is not None:
            last, self._last = self._last, None
            self._model.restore(last)

    @Slot(int)
    def _say_separated(self, orders: int) -> None:
        words = translate("Sharing", "{orders} new orders at the same table, one for each seat.")
        self._parts.window.say(words.format(orders=orders))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._parts.window.say(sentence(broken))
