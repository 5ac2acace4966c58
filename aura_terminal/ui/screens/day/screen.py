"""The figures of a business day; printing them, and closing the day."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.language.formats import date_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.day.check_list import CheckList
from aura_terminal.ui.screens.day.checks import CheckWords, check_words
from aura_terminal.ui.screens.day.figures import Figures
from aura_terminal.ui.screens.day.rules_sheet import ClosingRulesSheet
from aura_terminal.ui.screens.day.shift_sheet import ShiftSheet
from aura_terminal.ui.screens.day.words import closing_words, covers, day_words, figure_lines, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Ground, Voice, Words
from aura_terminal.ui.widgets.page import Page
from aura_terminal.ui.widgets.page_edges import Side, TurningHead, stand_beside
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.day import DayClosed, DayModel

WIDTH, TALL = 412, 60


class DayScreen(Page):
    """`said(sentence)` is for the window's notice, `back_requested` follows Esc. The arrows turn the days."""

    said = Signal(str)
    back_requested = Signal()

    def __init__(self, model: DayModel, theme: Theme, money: MoneyText | None = None) -> None:
        super().__init__(theme, Ground.CANVAS, model.showing)
        self._model, self._theme, self._money = model, theme, money or MoneyText()
        self._head = TurningHead(theme, tr("The day before"), tr("The day after"))
        self._figures = Figures(theme, tr("Figures of the day"))
        self._checks = CheckList(theme, tr("What is still going on"))
        self._closings = QVBoxLayout()
        self._print = Button(theme, tr("Print the figures"), icon="printer")
        self._close = Button(theme, tr("Close the day"), kind=Kind.PRIMARY, icon="lock")
        self._shift = Button(theme, tr("One person's report"), icon="users")
        self._rules = Button(theme, icon="settings", say=tr("Rules for closing"), kind=Kind.FUNCTION)
        self._sheet: Sheet | None = None
        self._shift_sheet: ShiftSheet | None = None
        self._rules_sheet: ClosingRulesSheet | None = None
        self._named: tuple[str, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("The day"))
        self._arrange()
        self._connect()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self._model.step_day(-1)
            case Qt.Key.Key_Right:
                self._model.step_day(1)
            case Qt.Key.Key_Escape:
                self.back_requested.emit()
            case _:
                super().keyPressEvent(event)

    def _arrange(self) -> None:
        self._rules.keep_at_least(48, 48)
        self._head.bar.addWidget(self._rules)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._head)
        left.addWidget(self._figures, 1)
        side = Side(self._theme, WIDTH, WIDTH)
        side.column.addWidget(self._checks, 1)
        self._closings.setSpacing(8)
        side.column.addLayout(self._closings)
        side.offer(300, TALL, self._print, self._shift, self._close)
        stand_beside(self, left, side)

    def _connect(self) -> None:
        model = self._model
        self._head.turned.connect(model.step_day)
        self._print.clicked.connect(model.print_reading)
        self._close.clicked.connect(self._ask)
        self._shift.clicked.connect(self._ask_who)
        self._rules.clicked.connect(self._ask_rules)
        model.changed.connect(self._show)
        model.closed.connect(self._say_closed)
        model.printed.connect(self._say_printed)
        model.refused.connect(self._refuse)

    @Slot()
    def _show(self) -> None:
        model, day = self._model, self._model.day
        self._head.show_title(day_words(model))
        self._head.later.setEnabled(day is not None and not model.is_today)
        self._checks.show_checks("" if day is None else covers(day), self._said())
        self._figures.show_lines([] if day is None else figure_lines(day.totals, self._money))
        self._name_closings(() if day is None else day.closings)
        self._rules.setVisible(model.may(Permission.EDIT_SETTINGS))
        for button in (self._head.earlier, self._print, self._shift, self._close, self._rules):
            button.setEnabled(day is not None)

    def _said(self) -> list[CheckWords]:
        """What stands against closing the day that is shown."""
        day = self._model.day
        return [] if day is None else [check_words(check, self._model, self._money) for check in day.checks]

    def _name_closings(self, closings: tuple[DayClosed, ...]) -> None:
        words = tuple(closing_words(one, self._model, self._money) for one in closings)
        if words == self._named:
            return
        self._named = words
        while (item := self._closings.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one, line in zip(closings, words, strict=True):
            button = Button(self._theme, line, icon="printer", say=tr("Print {closing} again").format(closing=line))
            button.keep_at_least(300, TALL)
            button.clicked.connect(partial(self._model.reprint, one.closing_id))
            self._closings.addWidget(button)
            button.show()

    @Slot()
    def _ask(self) -> None:
        """Say what closing does before it is done: a Z report is numbered and never changed."""
        day = self._model.day
        if day is None:
            return
        if self._sheet is None:
            self._sheet = Sheet(self._theme, self, "", tr("Not now"), 640, 640)
        self._sheet.set_title(tr("Close {date}?").format(date=date_text(day.day)))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        told = tr("A numbered Z report is made and printed. It is never changed; what comes later is an addendum.")
        line = Words(self._theme, told, Voice.BODY)
        line.setWordWrap(True)
        column.addWidget(line)
        checks = CheckList(self._theme, tr("What is still going on"))
        checks.show_checks(covers(day), self._said())
        column.addWidget(checks, 1)
        self._sheet.set_content(content)
        button = Button(self._theme, tr("Close and print"), kind=Kind.PRIMARY, icon="lock")
        button.keep_at_least(240, TALL)
        button.clicked.connect(self._close_now)
        button.setEnabled(day.can_be_closed)
        self._sheet.set_actions(button)
        self._sheet.open()

    @Slot()
    def _ask_who(self) -> None:
        """Show what one person did."""
        day = self._model.day
        if day is None:
            return
        if self._shift_sheet is None:
            self._shift_sheet = ShiftSheet(self._model.shifts, self._theme, self._money, self)
            self._shift_sheet.said.connect(self.said)
        self._shift_sheet.ask(day.day)

    @Slot()
    def _ask_rules(self) -> None:
        """Show what lets nobody close the day."""
        day = self._model.day
        if day is None:
            return
        if self._rules_sheet is None:
            self._rules_sheet = ClosingRulesSheet(self._model, self._theme, self)
        self._rules_sheet.ask(day.rules)

    @Slot()
    def _close_now(self) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet()
        self._model.close_day()

    @Slot(object)
    def _say_closed(self, closed: DayClosed) -> None:
        words = tr("Z {number} is made: {amount}.")
        self.said.emit(words.format(number=closed.number, amount=self._money.total(closed.totals.gross)))

    @Slot()
    def _say_printed(self) -> None:
        self.said.emit(tr("It comes out at the receipt printer."))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))
