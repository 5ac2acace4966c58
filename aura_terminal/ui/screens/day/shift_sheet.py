"""What one person did on the day: who, their figures, and printing them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.day.figures import Figures
from aura_terminal.ui.screens.day.words import FigureLine, figure_group
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.shift_reports import DrawerClosed, ShiftReport, ShiftReportsModel

TALL = 440


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("ShiftSheet", words)


class ShiftSheet(Sheet):
    """People at the left, the figures of the one who is chosen beside them."""

    said = Signal(str)

    def __init__(self, model: ShiftReportsModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, tr("What one person did"), tr("Close"), 900, 660)
        self._model, self._money = model, money
        self._people = ChoiceList(theme, tr("Who"), Picking.ONE)
        self._figures = Figures(theme, tr("Figures of the shift"))
        self._print = Button(theme, tr("Print the report"), kind=Kind.PRIMARY, icon="printer")
        self._print.keep_at_least(240, 60)
        content = QWidget()
        content.setMinimumHeight(TALL)
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(14)
        line.addWidget(self._people, 2)
        line.addWidget(self._figures, 3)
        self.set_content(content)
        self.set_actions(self._print)
        self._people.tapped.connect(self._choose)
        self._print.clicked.connect(model.print_report)
        model.listed.connect(self._show)
        model.changed.connect(self._show)
        model.printed.connect(self._say_printed)
        model.refused.connect(self._refuse)
        self._show()

    def ask(self, day: date) -> None:
        """Open for a day."""
        self._model.ask(day)
        self.open()

    @Slot()
    def _show(self) -> None:
        report = self._model.report
        chosen = "" if report is None else report.staff_id
        self._people.show_rows([ChoiceRow(id_, name, quantity=int(id_ == chosen)) for id_, name in self._model.people])
        self._figures.show_lines([] if report is None else list(shift_lines(report, self._money)))
        self._print.setEnabled(report is not None)

    def _choose(self, staff_id: str) -> None:
        self._model.choose(StaffId(staff_id))

    @Slot()
    def _say_printed(self) -> None:
        self.close_sheet()
        self.said.emit(tr("It comes out at the receipt printer."))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))


def shift_lines(report: ShiftReport, money: MoneyText) -> Iterator[FigureLine]:
    """A report in the order of the printed one."""
    yield FigureLine(tr("Orders closed"), str(report.orders), money.amount(report.sales), is_sum=True)
    groups = (
        (tr("Taken"), report.tenders),
        (tr("Tips"), report.tips),
        (tr("Given back"), (*report.refunds, *report.reversals)),
        (tr("Discounts"), report.given_away),
        (tr("Taken back"), tuple(one for one in (report.voids, report.removed) if one is not None)),
    )
    for heading, figures in groups:
        yield from figure_group(heading, figures, money)
    yield FigureLine(tr("Taken in all"), "", money.amount(report.taken), is_sum=True)
    yield FigureLine(tr("Drawer opened"), str(report.openings))
    for drawer in report.drawers:
        yield from _drawer(drawer, money)


def _drawer(drawer: DrawerClosed, money: MoneyText) -> Iterator[FigureLine]:
    yield FigureLine(tr("Drawer {name}").format(name=drawer.drawer))
    yield FigureLine(tr("Float"), "", money.amount(drawer.float))
    yield FigureLine(tr("Expected"), "", money.amount(drawer.expected))
    if drawer.counted is not None and drawer.over_short is not None:
        yield FigureLine(tr("Counted"), "", money.amount(drawer.counted))
        words = tr("Short") if drawer.over_short.minor < 0 else tr("Over")
        yield FigureLine(words if drawer.over_short else tr("Exact"), "", money.amount(drawer.over_short))
    else:
        yield FigureLine(tr("Not counted yet"), "", "-")
