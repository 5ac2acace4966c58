"""Stored value at the counter: more ways to pay, gift cards and deposits to sell."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.order_act import Group, OrderAct
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.payment.value_sheet import MoreSheet, ValueSheet
from aura_terminal.ui.screens.payment.ways_row import WaysRow
from aura_terminal.ui.screens.register.value_sheet import SellValueSheet
from aura_terminal.ui.shell.number_desk import NumberDesk
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.value_words import tr
from aura_terminal.view_models.scanning import Place
from aura_terminal.view_models.value_desk import TabsModel, ValueDeskModel
from aura_terminal.view_models.value_payment import ValuePaymentModel, WayKind


def join_value(parts: CounterParts) -> ValuePaymentModel:
    """Put the row of more ways on the payment screen, with the sheets behind it."""
    model = ValuePaymentModel(parts.runner, parts.session, parts.changes, parts.payment, parts.status, parts.owner)
    row = WaysRow(model, parts.theme.in_haste(), parts.money)
    parts.payment_screen.offer_ways(row)
    ways, selling = Ways(parts, model, row), Selling(parts, ValueDeskModel(parts.counter, parts.owner))
    numbers = NumberDesk(parts.window)
    numbers.scanned.connect(ways.hear_number)
    numbers.scanned.connect(selling.hear_number)
    return model


class Selling(QObject):
    """What the register sells beside the menu, made when it is first asked for."""

    def __init__(self, parts: CounterParts, model: ValueDeskModel) -> None:
        super().__init__(parts.register_screen)
        self._parts, self._model = parts, model
        self._sheet: SellValueSheet | None = None
        words = tr("Gift card, deposit")
        parts.register_screen.offer_act(OrderAct("value", words, "gift", self._ask, Group.MONEY, needs_order=False))
        model.refused.connect(self._refuse)
        self._tabs = TabsModel(parts.counter, parts.status, self)
        self._naming: TextSheet | None = None
        tab = OrderAct("tab", tr("Open a tab"), "beer", self._ask_name, Group.PARTY, needs_order=False)
        parts.register_screen.offer_act(tab)

    @Slot(object, str)
    def hear_number(self, place: Place, number: str) -> None:
        """A card was scanned at the register, or while its sheet is open there."""
        is_open = self._sheet is not None and self._sheet.isVisible()
        if place is Place.REGISTER and not is_open:
            self._ask()
            is_open = True
        if is_open and self._sheet is not None:
            self._sheet.take_number(number)

    def _ask_name(self) -> None:
        if self._naming is None:
            self._naming = TextSheet(self._parts.theme, self._parts.register_screen)
            self._naming.written.connect(self._open_tab)
        order = self._parts.counter.order
        self._naming.ask("tab", tr("Whose tab is it?"), "" if order is None else order.guest_name)

    @Slot(str, str)
    def _open_tab(self, _id: str, name: str) -> None:
        self._tabs.open(name)

    def _ask(self) -> None:
        if self._sheet is None:
            parts = self._parts
            self._sheet = SellValueSheet(self._model, parts.theme, parts.money, parts.register_screen)
        self._sheet.ask()

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._parts.payment_screen.said.emit(sentence(broken))


class Ways(QObject):
    """The sheets over the payment screen, made when they are first asked for."""

    def __init__(self, parts: CounterParts, model: ValuePaymentModel, row: WaysRow) -> None:
        super().__init__(parts.payment_screen)
        self._parts, self._model, self._row = parts, model, row
        self._look: ValueSheet | None = None
        self._more: MoreSheet | None = None
        self._approval: ApprovalSheet | None = None
        row.looked_for.connect(self._look_for)
        row.more_tapped.connect(self._ask_ways)
        row.rewards_tapped.connect(self._ask_rewards)
        model.refused.connect(self._refuse)
        model.approvals.wanted.connect(self._ask_approval)
        model.earned.connect(parts.payment_screen.show_points)

    @Slot(object)
    def _look_for(self, kind: WayKind) -> None:
        if self._look is None:
            parts = self._parts
            self._look = ValueSheet(self._model, parts.theme.in_haste(), parts.money, parts.payment_screen)
        self._look.ask(kind)

    @Slot(object, str)
    def hear_number(self, place: Place, number: str) -> None:
        """A card was scanned where money is taken, or while one is looked for there."""
        is_open = self._look is not None and self._look.isVisible()
        if place is Place.PAYMENT and self._model.can_pay:
            self._look_for(WayKind.GIFT)
            is_open = True
        if is_open and self._look is not None:
            self._look.take_number(number)

    @Slot()
    def _ask_ways(self) -> None:
        self._sheet().ask_ways()

    @Slot()
    def _ask_rewards(self) -> None:
        self._sheet().ask_rewards()

    def _sheet(self) -> MoreSheet:
        if self._more is None:
            parts = self._parts
            self._more = MoreSheet(self._model, self._row, parts.theme.in_haste(), parts.money, parts.payment_screen)
        return self._more

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None:
            parts = self._parts
            theme, approvals = parts.theme.in_haste(), self._model.approvals
            self._approval = ApprovalSheet(approvals, parts.session, theme, parts.payment_screen)
        self._approval.ask(permission)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._parts.payment_screen.said.emit(sentence(broken))
