"""The room of value accounts: what there is on the left, the chosen one with its moves and acts beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import ValueAccountId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.value_facts import AccountKind
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.accounts.invoices_sheet import InvoicesSheet
from aura_terminal.ui.screens.accounts.words import rule_rows, rule_title, sheet_words, shown_rows
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.value_words import kind_words, tr
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.page_edges import Head, Side, stand_beside
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.invoice_office import InvoiceOffice
from aura_terminal.view_models.value_accounts import AccountsModel
from aura_terminal.view_models.value_rows import AccountSheet

SIDE, SIDE_NARROW, TALL, NARROW_BUTTON = 360, 300, 52, 200
ALL = "all"


class AccountsPage(RoomPage):
    """Shows an AccountsModel. What needs words is asked in one sheet; nothing is done before they are given."""

    def __init__(
        self, model: AccountsModel, theme: Theme, money: MoneyText, office: InvoiceOffice | None = None
    ) -> None:
        super().__init__(theme, sleeper=model.showing)
        self._model, self._theme, self._money, self._office = model, theme, money, office
        self._kinds = Chips(theme, tr("Kinds of accounts"))
        self._find = Button(theme, icon="search", say=tr("Look for an account"), kind=Kind.FUNCTION)
        self._rules = Button(theme, icon="settings", say=tr("Rules for value"), kind=Kind.FUNCTION)
        self._list = ChoiceList(theme, tr("Accounts"), Picking.ONE)
        self._title = Words(theme, "", Voice.TITLE)
        self._about = Words(theme, "", Voice.STRONG)
        self._moves = Words(theme, "", Voice.MUTED)
        self._new = Button(theme, tr("New house account"), icon="plus", kind=Kind.PRIMARY)
        self._limit = Button(theme, tr("Limit and terms"))
        self._block = Button(theme, tr("Block"))
        self._number = Button(theme, tr("New number"))
        self._statement = Button(theme, tr("Print a statement"), icon="printer")
        self._invoices = Button(theme, tr("Invoices"))
        self._pay = Button(theme, tr("Take a payment"))
        self._pay_out = Button(theme, tr("Pay out in cash"))
        self._keep = Button(theme, tr("Keep the deposit"))
        self._typing = TextSheet(theme, self)
        self._said = ""
        self._rules_sheet: RulesSheet | None = None
        self._invoices_sheet: InvoicesSheet | None = None
        self._approval: ApprovalSheet | None = None
        self._side = Side(theme, SIDE, SIDE_NARROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Accounts"))
        self._arrange(theme)
        self._bind()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.fit(self.width())

    def _arrange(self, theme: Theme) -> None:
        head = Head(theme)
        head.bar.addWidget(self._kinds, 1)
        head.bar.addWidget(self._find)
        head.bar.addWidget(self._rules)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(head)
        inside = QVBoxLayout()
        inside.setContentsMargins(14, 14, 6, 14)
        inside.addWidget(self._list)
        left.addLayout(inside, 1)
        self._side.say(self._title, self._about, self._moves)
        self._side.column.addStretch(1)
        self._side.offer(
            NARROW_BUTTON, TALL, self._pay, self._invoices, self._statement, self._limit, self._number, self._block,
            self._pay_out, self._keep, self._new,
        )  # fmt: skip
        stand_beside(self, left, self._side)
        rows = [ChipRow(ALL, tr("All")), *(ChipRow(kind, kind_words(kind)) for kind in AccountKind)]
        self._kinds.show_rows(rows)
        self._kinds.select(ALL)

    def _bind(self) -> None:
        model = self._model
        self._kinds.chosen.connect(self._choose_kind)
        self._list.tapped.connect(self._open)
        self._typing.written.connect(self._hear)
        self._find.clicked.connect(lambda: self._ask("find", tr("Number or name")))
        self._new.clicked.connect(lambda: self._ask("name", tr("Whose house account is it?")))
        self._limit.clicked.connect(lambda: self._ask("limit", tr("How much may be owed?")))
        self._pay.clicked.connect(lambda: self._ask("pay:", tr("How much is paid?")))
        self._invoices.clicked.connect(self._ask_invoices)
        self._pay_out.clicked.connect(lambda: self._ask("pay_out", tr("Why is it paid out?")))
        self._keep.clicked.connect(lambda: self._ask("keep", tr("Why is it kept?")))
        self._block.clicked.connect(self._block_or_not)
        self._number.clicked.connect(model.number_anew)
        self._statement.clicked.connect(model.print_statement)
        self._rules.clicked.connect(self._ask_rules)
        model.changed.connect(self._show)
        model.refused.connect(self._refuse)
        model.done.connect(self._say_done)
        model.ordered.connect(self._say_ordered)
        model.approvals.wanted.connect(self._ask_approval)

    @Slot()
    def _show(self) -> None:
        page = self._model.page
        sheet = None if page is None else page.sheet
        self._list.show_rows([] if page is None else shown_rows(self._model, page, self._money))
        title, about, moves = ("", tr("Choose an account."), "") if page is None or sheet is None else sheet_words(
            sheet, page.calendar, self._money
        )  # fmt: skip
        for words, text in ((self._title, title), (self._about, about), (self._moves, moves)):
            words.setText(text)
        self._offer(sheet)
        self._rules.setVisible(self._model.may(Permission.EDIT_SETTINGS))

    def _offer(self, sheet: AccountSheet | None) -> None:
        """Only what fits the account that is open."""
        kind = None if sheet is None else sheet.row.kind
        is_full = sheet is not None and sheet.row.balance.minor > 0 and kind is not AccountKind.HOUSE
        self._statement.setVisible(sheet is not None)
        self._limit.setVisible(kind is AccountKind.HOUSE)
        self._pay.setVisible(kind is AccountKind.HOUSE)
        self._invoices.setVisible(sheet is not None and bool(sheet.invoices))
        self._number.setVisible(kind is AccountKind.GIFT_CARD)
        self._block.setVisible(sheet is not None)
        self._block.show_words(tr("Unblock") if sheet is not None and sheet.row.is_blocked else tr("Block"))
        self._pay_out.setVisible(is_full)
        self._keep.setVisible(is_full and kind is AccountKind.DEPOSIT)

    @Slot()
    def _choose_kind(self) -> None:
        chosen = self._kinds.selected()
        self._model.choose_kind(None if chosen in (None, ALL) else AccountKind(str(chosen)))

    @Slot(str)
    def _open(self, account_id: str) -> None:
        self._model.open(ValueAccountId(account_id))

    def _ask(self, what: str, title: str) -> None:
        self._typing.ask(what, title, "")

    @Slot()
    def _block_or_not(self) -> None:
        page = self._model.page
        if page is not None and page.sheet is not None and page.sheet.row.is_blocked:
            self._model.unblock()
        else:
            self._ask("block", tr("Why is it blocked?"))

    @Slot(str, str)
    def _hear(self, what: str, words: str) -> None:
        """What was typed for a question; some ask another one after it."""
        model = self._model
        match what:
            case "find":
                model.search(words)
            case "name" if words:
                self._said = words
                self._ask("opening", tr("How much may be owed?"))
            case "opening":
                model.open_house(self._said, words)
            case "limit":
                self._said = words
                self._ask("terms", tr("When is it to be paid?"))
            case "terms":
                model.set_limit(self._said, words)
            case "block":
                model.block(words)
            case "pay_out":
                model.pay_out(words)
            case "keep":
                model.keep(words)
            case payment if payment.startswith("pay:"):
                model.pay(words, payment.removeprefix("pay:"))
            case rule if rule.startswith("rule:"):
                model.put_rule(rule.removeprefix("rule:"), words)

    @Slot()
    def _ask_invoices(self) -> None:
        if self._invoices_sheet is None:
            self._invoices_sheet = InvoicesSheet(
                self._model, self._theme, self._money, self._typing, self, self._office
            )
        self._invoices_sheet.ask()

    @Slot(str)
    def _say_ordered(self, number: str) -> None:
        self.said.emit(tr("Order {number} is open for it. Take the money there.").format(number=number))

    @Slot()
    def _ask_rules(self) -> None:
        if self._rules_sheet is None:
            self._rules_sheet = RulesSheet(self._model, self._theme, self._money, self._typing, self)
        self._rules_sheet.ask()

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


class RulesSheet(Sheet):
    """The house's bounds for value, one row each; a tap asks for another amount."""

    def __init__(
        self, model: AccountsModel, theme: Theme, money: MoneyText, typing: TextSheet, host: AccountsPage
    ) -> None:
        super().__init__(theme, host, tr("Rules for value"), tr("Close"), 760, 560)
        self._model, self._money, self._typing = model, money, typing
        self._list = ChoiceList(theme, tr("Rules for value"), Picking.ONE)
        self.set_content(self._list)
        self._list.tapped.connect(self._change)
        model.changed.connect(self._show)

    def ask(self) -> None:
        """Show what holds now."""
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        page = self._model.page
        if page is not None:
            self._list.show_rows(rule_rows(page, self._money))

    @Slot(str)
    def _change(self, rule: str) -> None:
        self._typing.ask(f"rule:{rule}", rule_title(rule), "")
