"""The page of printers and routes: what comes out where, who takes over, and a test page of each."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.paper_ways import DRAWER_ROUTE, RECEIPT_ROUTE
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.form import Change, Form, FormRow
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.device_cards import SetUp
from aura_terminal.view_models.printer_routes import PrinterRoutesModel, Way
from aura_terminal.view_models.session import SessionModel

ROUTE, BACKUP, TEST = "route:", "backup:", "test:"
LABELS = "labels"


class PrinterRoutesPage(RoomPage):
    """What is chosen is written to the settings at once, and the node begins anew with them."""

    def __init__(self, model: PrinterRoutesModel, session: SessionModel, theme: Theme) -> None:
        super().__init__(theme, sleeper=model.watch)
        self._model, self._session, self._theme = model, session, theme
        self._form = Form(theme, tr("Printers and routes"), tr("{what} less"), tr("{what} more"))
        self._nothing = Words(theme, tr("There is no printer at this terminal yet: set one up under Devices (F7)."))
        self._nothing.setContentsMargins(14, 10, 14, 10)
        self._nothing.setWordWrap(True)
        self._sheet: Sheet | None = None
        self._approval: ApprovalSheet | None = None
        self._asked = ""
        self.setAccessibleName(tr("Printers and routes"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._nothing)
        column.addWidget(self._form, 1)
        self._nothing.speak(Voice.WARNING)
        self._form.tapped.connect(self._open)
        model.changed.connect(self._show)
        model.devices.failed.connect(self._say_failed)
        model.devices.done.connect(self._say_done)
        model.devices.refused.connect(self._refuse)
        model.devices.approvals.wanted.connect(self._ask_approval)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.devices.refresh()

    @Slot()
    def _show(self) -> None:
        model = self._model
        self._nothing.setVisible(not model.printers and not model.label_printers)
        rows = [FormRow("ways", tr("What comes out where"), change=Change.HEADING)]
        rows += [_way_row(way) for way in model.ways]
        for printer in (*model.printers, *model.label_printers):
            rows += _printer_rows(printer)
        self._form.show_rows(rows)

    @Slot(str)
    def _open(self, id: str) -> None:
        if id.startswith(TEST):
            self._model.devices.test_print(id.removeprefix(TEST))
            return
        self._asked = id
        if id.startswith(ROUTE):
            way = next(each for each in self._model.ways if each.route == id.removeprefix(ROUTE))
            rows = [ChoiceRow("", tr("No printer here"), quantity=int(not way.printer))]
            printers = self._model.choices(way.route)
            rows += [ChoiceRow(each.name, each.name, each.address, int(each.name == way.printer)) for each in printers]
            self._ask(tr("Where shall {what} come out?").format(what=_way_words(way)), rows, Picking.ONE)
        else:
            name = id.removeprefix(BACKUP)
            own = next(each for each in self._model.devices.set_ups if each.name == name)
            others = [each for each in self._model.printers if each.name != name]
            rows = [ChoiceRow(each.name, each.name, each.address, int(each.name in own.backups)) for each in others]
            self._ask(tr("Who takes over when {printer} is down?").format(printer=name), rows, Picking.MANY)

    def _ask(self, title: str, rows: list[ChoiceRow], picking: Picking) -> None:
        if not rows:
            self.said.emit(tr("There is no other printer at this terminal."))
            return
        if self._sheet is None:
            self._sheet = Sheet(self._theme, self, "", tr("Close"), 640, 460)
        self._sheet.set_title(title)
        choices = ChoiceList(self._theme, title, picking)
        choices.setMinimumHeight(160)
        choices.show_rows(rows)
        choices.tapped.connect(self._chosen)
        self._sheet.set_content(choices)
        self._sheet.open()

    @Slot(str)
    def _chosen(self, printer: str) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet()
        if self._asked.startswith(ROUTE):
            self._model.lead(self._asked.removeprefix(ROUTE), printer)
        else:
            self._model.take_over(self._asked.removeprefix(BACKUP), printer)

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if not self.isVisible():
            return  # the page of devices asks for the same
        if self._approval is None:
            self._approval = ApprovalSheet(self._model.devices.approvals, self._session, self._theme, self)
        self._approval.ask(permission)

    @Slot(str)
    def _say_failed(self, words: str) -> None:
        if self.isVisible():
            self.said.emit(heard(words))

    @Slot(str, str)
    def _say_done(self, what: str, device: str) -> None:
        if self.isVisible() and what == "test_print":
            self.said.emit(tr("The test page is on its way to {device}.").format(device=device))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        if self.isVisible():
            self.said.emit(sentence(broken))


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("PrinterRoutes", words)


def _way_words(way: Way) -> str:
    known = {RECEIPT_ROUTE: tr("Receipts and reports"), DRAWER_ROUTE: tr("The cash drawer"), LABELS: tr("Labels")}
    if way.route in known:
        return known[way.route]
    return tr("Slips of {stations}").format(stations=", ".join(way.stations) or way.route)


def _way_row(way: Way) -> FormRow:
    nowhere = tr("Nothing of this comes out at this terminal.") if way.stations or way.route == RECEIPT_ROUTE else ""
    note = "" if way.printer else nowhere
    return FormRow(f"{ROUTE}{way.route}", _way_words(way), way.printer or tr("no printer here"), note=note)


def _printer_rows(printer: SetUp) -> Iterator[FormRow]:
    yield FormRow(f"printer:{printer.name}", printer.name, change=Change.HEADING)
    backups = tr(", then ").join(printer.backups) or tr("nobody")
    yield FormRow(
        f"{BACKUP}{printer.name}", tr("Takes over when {printer} is down").format(printer=printer.name), backups
    )
    yield FormRow(f"{TEST}{printer.name}", tr("Test page of {printer}").format(printer=printer.name), tr("Print"))
