"""One bill, several checks: by dish, by seat, in even parts or by amount, with what each check comes to in sight."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.sharing_facts import SharedBy
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.share_pages import AmountPage, EvenPage, ItemsPage, SeatsPage
from aura_terminal.ui.share_words import share_detail, share_name
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.bill_sharing import BillSharingModel, Shared
from aura_terminal.view_models.rows import ShareRow

translate = QCoreApplication.translate
ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
WIDTH, HEIGHT, LEAST_LIST, LIST = 1000, 720, 76, 148
ANY_HEIGHT = (1 << 24) - 1
"""What Qt takes for no bound."""


class Steady(QWidget):
    """Wants to be as tall as its parts ever wanted it: what is above them stays where it is, whatever is tapped."""

    def __init__(self) -> None:
        super().__init__()
        self._tallest = 0

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        self._tallest = max(self._tallest, wanted.height())
        return QSize(wanted.width(), self._tallest)


class ShareSheet(Sheet):
    """`pay_wanted(order_id)` follows sharing when money is to be taken next. Digits type or choose, Enter shares."""

    pay_wanted = Signal(str)

    def __init__(self, model: BillSharingModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), WIDTH, HEIGHT)
        self._model, self._money = model, money
        self._pays = False
        self._tabs = Chips(theme, translate("Sharing", "How is the bill shared?"))
        self._tabs.show_rows([ChipRow(by.value, words) for by, words in _tabs()])
        self._pages: dict[SharedBy, ItemsPage | SeatsPage | EvenPage | AmountPage] = {
            SharedBy.ITEM: ItemsPage(model, theme),
            SharedBy.SEAT: SeatsPage(model, theme),
            SharedBy.EVEN: EvenPage(model, theme),
            SharedBy.AMOUNT: AmountPage(model, theme),
        }
        self._stack = QStackedWidget()
        self._sum = Words(theme, "", Voice.STRONG)
        self._checks = ChoiceList(theme, translate("Sharing", "Checks"), Picking.COUNTED)
        self._one = Button(theme, translate("Sharing", "One bill again"), icon="undo-2")
        self._apart = Button(theme, translate("Sharing", "Separate checks"), icon="split")
        self._share = Button(theme, translate("Sharing", "Share"))
        self._pay = Button(theme, translate("Sharing", "Share and pay"), kind=Kind.PRIMARY, icon="split")
        self._arrange()
        self._connect()

    def ask(self, order_id: OrderId) -> None:
        """Open for an order."""
        self._pays = False
        amount = self._pages[SharedBy.AMOUNT]
        if isinstance(amount, AmountPage):
            amount.forget()
        self._model.open(order_id)
        self.open()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, page = event.text(), self._pages[self._model.draft.by]
        if Qt.Key(event.key()) in ENTERING and self._pay.isEnabled():
            self._pay.click()
        elif isinstance(page, AmountPage) and Qt.Key(event.key()) is Qt.Key.Key_Backspace:
            page.erase()
        elif text.isdecimal() and text.isascii() and isinstance(page, AmountPage):
            page.press(text)
        elif text in "23456789" and text and self._model.draft.by is SharedBy.EVEN:
            self._model.choose_ways(int(text))
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._checks.setMinimumHeight(LEAST_LIST)
        for button in (self._one, self._apart, self._share, self._pay):
            button.keep_at_least(150, 64)
        content = Steady()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)
        column.addWidget(self._sum)
        column.addWidget(self._checks)
        self._parts = column
        self.set_content(content)
        self.set_actions(self._one, self._apart, self._share, self._pay)

    def _connect(self) -> None:
        self._tabs.chosen.connect(self._choose)
        self._checks.tapped.connect(self._give)
        self._one.clicked.connect(self._model.one_bill)
        self._apart.clicked.connect(self._model.separate)
        self._share.clicked.connect(self._model.share)
        self._pay.clicked.connect(self._share_and_pay)
        self._model.changed.connect(self._show)
        self._model.shared.connect(self._leave)
        self._model.separated.connect(self._leave)

    @Slot()
    def _show(self) -> None:
        if self.isHidden():
            return
        order, plan, by = self._model.order, self._model.plan, self._model.draft.by
        words = translate("Sharing", "Share the bill")
        if order is not None:
            words = translate("Sharing", "Share the bill of order {number}").format(number=order.number)
        self.set_title(words)
        self._tabs.select(by.value)
        self._give_room(self._pages[by])
        for page in self._pages.values():
            page.refresh(self._money)
        self._checks.show_rows(self._rows())
        self._sum.setText("" if order is None else self._sum_words())
        self._one.setVisible(self._model.is_shared)
        self._apart.setVisible(by is SharedBy.SEAT and self._model.has_seats)
        for button in (self._share, self._pay):
            button.setEnabled(plan is not None)

    def _give_room(self, page: QWidget) -> None:
        """How many ways asks for little; the checks have the rest then."""
        is_short = isinstance(page, EvenPage)
        self._stack.setCurrentWidget(page)
        self._stack.setMaximumHeight(page.sizeHint().height() if is_short else ANY_HEIGHT)
        self._checks.setMaximumHeight(ANY_HEIGHT if is_short else LIST)
        self._parts.setStretchFactor(self._checks, int(is_short))

    def _rows(self) -> list[ChoiceRow]:
        plan = self._model.plan
        if plan is None:
            return []
        return [self._row(place, share) for place, share in enumerate(plan.shares)]

    def _row(self, place: int, share: ShareRow) -> ChoiceRow:
        detail = share_detail(share, self._money)
        return ChoiceRow(str(place), share_name(share), detail, 0, detail if share.paid else "")

    def _sum_words(self) -> str:
        order, plan = self._model.order, self._model.plan
        assert order is not None
        if plan is None:
            return translate("Sharing", "{due} to share").format(due=self._money.total(order.due))
        words = translate("Sharing", "{checks} checks make {total}")
        return words.format(checks=len(plan.shares), total=self._money.total(order.total))

    @Slot(str)
    def _choose(self, by: str) -> None:
        self._model.choose(SharedBy(by))

    @Slot(str)
    def _give(self, place: str) -> None:
        plan = self._model.plan
        if plan is not None and self._model.draft.by is SharedBy.ITEM:
            self._model.give(int(place) - sum(bool(share.paid) for share in plan.shares))

    @Slot()
    def _share_and_pay(self) -> None:
        self._pays = True
        self._model.share()

    @Slot(object)
    def _leave(self, outcome: object) -> None:
        self.close_sheet()
        if self._pays and isinstance(outcome, Shared):
            self.pay_wanted.emit(outcome.order_id)
        self._pays = False


def _tabs() -> tuple[tuple[SharedBy, str], ...]:
    return (
        (SharedBy.ITEM, translate("Sharing", "Items")),
        (SharedBy.SEAT, translate("Sharing", "Seats")),
        (SharedBy.EVEN, translate("Sharing", "Even")),
        (SharedBy.AMOUNT, translate("Sharing", "Amount")),
    )
