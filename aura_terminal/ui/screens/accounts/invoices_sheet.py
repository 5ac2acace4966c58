"""The invoices of a house account: what is open of each; one is paid, sent to its company, or had as a document."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.account_invoices import Invoice
from aura_terminal.ui.language.formats import date_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.accounts.words import no_document_words
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.value_words import tr
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.invoice_office import InvoiceOffice
from aura_terminal.view_models.live import Trouble
from aura_terminal.view_models.value_accounts import AccountsModel

WIDE, TALL, BUTTON_WIDE, BUTTON_TALL = 760, 560, 200, 52


class InvoicesSheet(Sheet):
    """A tap chooses one. What is typed for a payment is heard by the page under `pay:` and the invoice."""

    def __init__(
        self, model: AccountsModel, theme: Theme, money: MoneyText, typing: TextSheet, host: QWidget,
        office: InvoiceOffice | None,
    ) -> None:  # fmt: skip
        super().__init__(theme, host, tr("Invoices"), tr("Close"), WIDE, TALL)
        self._model, self._money, self._typing, self._office = model, money, typing, office
        self._chosen = ""
        self._list = ChoiceList(theme, tr("Invoices"), Picking.ONE)
        self._pay = Button(theme, tr("Pay this one"), kind=Kind.PRIMARY)
        self._send = Button(theme, tr("Send by e-mail"))
        self._document = Button(theme, tr("Open as PDF"))
        self._state = Words(theme, "", Voice.MUTED)
        self._state.setWordWrap(True)
        content, buttons = QWidget(), QHBoxLayout()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list, 1)
        for button in (self._pay, self._send, self._document):
            button.keep_at_least(BUTTON_WIDE, BUTTON_TALL)
            buttons.addWidget(button)
        column.addWidget(self._state)
        column.addLayout(buttons)
        self.set_content(content)
        self._list.tapped.connect(self._choose)
        self._pay.clicked.connect(self._ask_amount)
        self._send.clicked.connect(self._send_it)
        self._document.clicked.connect(self._fetch)
        self._send.setVisible(office is not None)
        self._document.setVisible(office is not None)
        if office is not None:
            office.came.connect(self._open_document)
            office.failed.connect(self._say_why_not)
        model.changed.connect(self._show)

    def ask(self) -> None:
        """Show what there is now; nothing is chosen yet."""
        self._chosen = ""
        self._say("")
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        found = self._invoices()
        self._list.show_rows([self._row(one) for one in found])
        chosen = self._chosen_one()
        self._pay.setEnabled(chosen is not None and chosen.open.minor > 0)
        self._send.setEnabled(chosen is not None)
        is_there = self._office is not None and not self._office.is_waiting
        self._document.setEnabled(is_there and chosen is not None and bool(chosen.invoice_id))

    def _chosen_one(self) -> Invoice | None:
        return next((one for one in self._invoices() if one.key == self._chosen), None)

    def _invoices(self) -> tuple[Invoice, ...]:
        page = self._model.page
        return () if page is None or page.sheet is None else page.sheet.invoices

    def _row(self, one: Invoice) -> ChoiceRow:
        name = one.number or tr("Check of {day}").format(day=date_text(one.day))
        due = tr("due {day}").format(day=date_text(one.due_on))
        is_open = tr("{amount} open").format(amount=self._money.amount(one.open)) if one.open else tr("paid")
        return ChoiceRow(one.key, name, f"{due} · {is_open}", int(one.key == self._chosen))

    @Slot(str)
    def _choose(self, key: str) -> None:
        self._chosen = key
        self._show()

    @Slot()
    def _ask_amount(self) -> None:
        chosen = self._chosen_one()
        if chosen is not None:
            self.close()
            self._typing.ask(f"pay:{chosen.key}", tr("How much is paid?"), chosen.open.plain())

    @Slot()
    def _send_it(self) -> None:
        self.close()
        self._model.send_invoice(self._chosen)

    @Slot()
    def _fetch(self) -> None:
        chosen = self._chosen_one()
        if self._office is not None and chosen is not None and self._office.fetch(chosen.invoice_id):
            self._say(tr("Fetching it from the back office …"))
            self._show()

    @Slot(str)
    def _open_document(self, place: str) -> None:
        self._say(tr("It lies at {place}").format(place=place))
        self._show()
        if self.isVisible():
            QDesktopServices.openUrl(QUrl.fromLocalFile(place))

    @Slot(object, int)
    def _say_why_not(self, trouble: Trouble, seconds: int) -> None:
        self._say(no_document_words(trouble, seconds))
        self._show()

    def _say(self, words: str) -> None:
        self._state.setText(words)
        self._state.setVisible(bool(words))
