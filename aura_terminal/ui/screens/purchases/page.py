"""The room of purchase orders: the orders on the left, the open one's lines in the middle, what to do at the side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import PurchaseId, PurchaseLineId, SupplierId
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.purchases.words import line_rows, order_rows, sheet_words, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.page_edges import Side, stand_beside
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.purchases import Purchases, PurchasesModel

SIDE, SIDE_NARROW, TALL, NARROW_BUTTON = 320, 280, 52, 200


class PurchasesPage(RoomPage):
    """Shows a PurchasesModel. A tap on a line asks how much is wanted of a draft, or came of what was sent."""

    def __init__(self, model: PurchasesModel, theme: Theme, money: MoneyText) -> None:
        super().__init__(theme, sleeper=model.showing)
        self._model, self._theme, self._money = model, theme, money
        self._orders = ChoiceList(theme, tr("Purchase orders"), Picking.ONE)
        self._lines = ChoiceList(theme, tr("What is ordered"), Picking.ONE)
        self._title = Words(theme, "", Voice.TITLE)
        self._about = Words(theme, "", Voice.STRONG)
        self._new = Button(theme, tr("New from low stock"), icon="plus", kind=Kind.PRIMARY)
        self._approve = Button(theme, tr("Approve"))
        self._send = Button(theme, tr("Send to the supplier"))
        self._receive = Button(theme, tr("Take the delivery in"), icon="check", kind=Kind.PRIMARY)
        self._cancel = Button(theme, tr("Cancel the order"))
        self._typing = TextSheet(theme, self)
        self._suppliers: SuppliersSheet | None = None
        self._approval: ApprovalSheet | None = None
        self._line = PurchaseLineId("")
        self._came = self._bad = ""
        self._side = Side(theme, SIDE, SIDE_NARROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Purchasing"))
        self._arrange()
        self._bind()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.fit(self.width())

    def _arrange(self) -> None:
        both = QHBoxLayout()
        both.setContentsMargins(14, 14, 6, 14)
        both.setSpacing(10)
        both.addWidget(self._orders, 1)
        both.addWidget(self._lines, 1)
        left = QVBoxLayout()
        left.addLayout(both, 1)
        self._side.say(self._title, self._about)
        self._side.column.addStretch(1)
        self._side.offer(
            NARROW_BUTTON, TALL, self._receive, self._approve, self._send, self._cancel, self._new
        )  # fmt: skip
        stand_beside(self, left, self._side)

    def _bind(self) -> None:
        model = self._model
        self._orders.tapped.connect(self._open)
        self._lines.tapped.connect(self._ask_line)
        self._typing.written.connect(self._hear)
        self._new.clicked.connect(self._ask_supplier)
        self._approve.clicked.connect(model.approve)
        self._send.clicked.connect(model.send)
        self._receive.clicked.connect(model.receive)
        self._cancel.clicked.connect(lambda: self._ask("cancel", tr("Why is it cancelled?")))
        model.changed.connect(self._show)
        model.refused.connect(self._refuse)
        model.done.connect(self._say_done)
        model.approvals.wanted.connect(self._ask_approval)

    @Slot()
    def _show(self) -> None:
        page = self._model.page
        self._orders.show_rows([] if page is None else order_rows(page, self._money))
        self._lines.show_rows([] if page is None else line_rows(page, self._money))
        title, about = ("", "") if page is None else sheet_words(page, self._money)
        self._title.setText(title)
        self._about.setText(about)
        self._offer(page)

    def _offer(self, page: Purchases | None) -> None:
        """Only what fits the order that is open."""
        self._receive.setVisible(page is not None and page.is_awaited)
        self._approve.setVisible(page is not None and page.is_draft)
        self._send.setVisible(page is not None and page.is_approved)
        self._cancel.setVisible(page is not None and page.may_be_cancelled)
        self._new.setVisible(page is not None and bool(page.suppliers))

    @Slot(str)
    def _open(self, purchase_id: str) -> None:
        self._model.open(PurchaseId(purchase_id))

    @Slot(str)
    def _ask_line(self, line_id: str) -> None:
        page = self._model.page
        if page is None or not (page.is_draft or page.is_awaited):
            return
        self._line = PurchaseLineId(line_id)
        if page.is_draft:
            self._ask("want", tr("How much is wanted?"))
        else:
            self._ask("came", tr("How much of it came?"))

    def _ask(self, what: str, title: str) -> None:
        self._typing.ask(what, title, "")

    @Slot(str, str)
    def _hear(self, what: str, words: str) -> None:
        """What was typed for a question; some ask another one after it."""
        match what:
            case "want":
                self._model.want(self._line, words)
            case "came":
                self._came = words
                self._ask("bad", tr("How much of that is rejected?"))
            case "bad" if words.strip(" 0.,"):
                self._bad = words
                self._ask("reason", tr("What is wrong with it?"))
            case "bad":
                self._model.came(self._line, self._came)
            case "reason":
                self._model.came(self._line, self._came, self._bad, words)
            case "cancel":
                self._model.cancel(words)

    @Slot()
    def _ask_supplier(self) -> None:
        if self._suppliers is None:
            self._suppliers = SuppliersSheet(self._model, self._theme, self)
        self._suppliers.ask()

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None:
            self._approval = ApprovalSheet(self._model.approvals, self._model.session, self._theme, self)
        self._approval.ask(permission)

    @Slot()
    def _say_done(self) -> None:
        self.said.emit(tr("That is kept."))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))


class SuppliersSheet(Sheet):
    """Whom to buy from; a tap drafts an order of what runs low and they bring."""

    def __init__(self, model: PurchasesModel, theme: Theme, host: PurchasesPage) -> None:
        super().__init__(theme, host, tr("Whom to buy from?"), tr("Close"), 640, 520)
        self._model = model
        self._list = ChoiceList(theme, tr("Suppliers"), Picking.ONE)
        self.set_content(self._list)
        self._list.tapped.connect(self._choose)

    def ask(self) -> None:
        """Show who delivers."""
        page = self._model.page
        if page is not None:
            self._list.show_rows([ChoiceRow(one.id, one.name, one.terms) for one in page.suppliers])
        self.open()

    @Slot(str)
    def _choose(self, supplier_id: str) -> None:
        self.close()
        self._model.draft(SupplierId(supplier_id))
