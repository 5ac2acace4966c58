"""Charges for service and the tip the house asks: what is on the order, what may be put on it, and what is waived."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.ids import ChargeId
from aura_terminal.domain.service_facts import GRATUITY
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.table_service import TableServiceModel

translate = QCoreApplication.translate
ADD, ASKED, WAIVED = "add/", "asked/", "waived/"


class ChargesSheet(Sheet):
    """A tap on what may be put on puts it on, on what was waived asks it again; waiving asks for a reason first."""

    def __init__(self, service: TableServiceModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(
            theme, host, translate("RegisterScreen", "Service charge and gratuity"),
            translate("RegisterScreen", "Close"), 720, 600,
        )  # fmt: skip
        self._service, self._money = service, money
        self._chosen = ""
        self._rows = ChoiceList(theme, self.tr("Charges"), Picking.ONE)
        self._rows.setMinimumHeight(220)
        self._nothing = Words(theme, self.tr("The house charges nothing here. Charges are set up in the room Store."))
        self._reasons = ChoiceList(theme, self.tr("Why is it waived?"), Picking.ONE)
        self._reasons.setMinimumHeight(160)
        self._why = Words(theme, self.tr("Why is it waived?"), Voice.SMALL)
        self._restore = Button(theme, self.tr("Ask it after all"), kind=Kind.PRIMARY)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._nothing, self._rows, self._why, self._reasons):
            column.addWidget(part)
        column.addStretch(1)
        self.set_content(content)
        self._rows.tapped.connect(self._choose)
        self._reasons.tapped.connect(self._waive)
        service.changed.connect(self._show)
        service.counter.changed.connect(self._show)

    def ask(self) -> None:
        """Open for the order on the counter."""
        self._chosen = ""
        self._service.refresh()
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        rows = self._offered()
        self._rows.show_rows(rows)
        self._nothing.setVisible(not rows)
        self._rows.setVisible(bool(rows))
        may_waive = self._chosen.startswith(ASKED)
        self._why.setVisible(may_waive)
        self._reasons.setVisible(may_waive)
        self._reasons.show_rows([ChoiceRow(each, each) for each in waiving_reasons()])

    def _offered(self) -> list[ChoiceRow]:
        order = self._service.counter.order
        rows: list[ChoiceRow] = []
        for charge in () if order is None else order.charges:
            kind = WAIVED if charge.waived else ASKED
            words = self.tr("waived: {reason}").format(reason=charge.waived) if charge.waived else ""
            amount = words or self._money.amount(charge.amount)
            rows.append(self._row(kind, charge.charge_id, charge.name, amount))
        gratuity = None if order is None else order.gratuity
        if gratuity is not None:
            name = self.tr("Gratuity {percent} %").format(percent=gratuity.percent)
            kind = WAIVED if gratuity.waived else ASKED
            words = self.tr("waived: {reason}").format(reason=gratuity.waived) if gratuity.waived else ""
            rows.append(self._row(kind, GRATUITY, name, words or self._money.amount(gratuity.amount)))
        for each in self._service.addable:
            rows.append(self._row(ADD, each.rule.id, each.rule.name, self.tr("put on")))
        return rows

    def _row(self, kind: str, id: ChargeId, name: str, detail: str) -> ChoiceRow:
        return ChoiceRow(f"{kind}{id}", name, detail, int(self._chosen == f"{kind}{id}"))

    @Slot(str)
    def _choose(self, id: str) -> None:
        if id.startswith(ADD):
            self._service.add_charge(ChargeId(id.removeprefix(ADD)))
            self.close_sheet()
        elif id.startswith(WAIVED):
            self._service.restore(ChargeId(id.removeprefix(WAIVED)))
            self.close_sheet()
        else:
            self._chosen = "" if id == self._chosen else id
            self._show()

    @Slot(str)
    def _waive(self, reason: str) -> None:
        self._service.waive(ChargeId(self._chosen.removeprefix(ASKED)), reason)
        self.close_sheet()


def waiving_reasons() -> tuple[str, ...]:
    """What is said most, in the order it is said."""
    return (
        translate("RegisterScreen", "Guest asked for it"),
        translate("RegisterScreen", "Not content with the service"),
        translate("RegisterScreen", "Regular or staff"),
    )
