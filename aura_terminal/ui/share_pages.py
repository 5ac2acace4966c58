"""The four ways to share a bill, each a page of the split sheet."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from aura_terminal.domain.ids import LineId
from aura_terminal.domain.money import Money
from aura_terminal.domain.share_parts import MOST_SHARES
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.bill_sharing import BillSharingModel
from aura_terminal.view_models.share_draft import Pieces

translate = QCoreApplication.translate
NUMBERS = range(2, 10)
PARTS = (2, 3, 4)
MOST_DIGITS = 9


class EvenPage(QWidget):
    """So many even checks: a tap on a number, or one more or fewer."""

    def __init__(self, model: BillSharingModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._numbers = {ways: Button(theme, str(ways), kind=Kind.CHIP) for ways in NUMBERS}
        self._fewer = Button(theme, icon="minus", say=translate("Sharing", "One check fewer"))
        self._more = Button(theme, icon="plus", say=translate("Sharing", "One check more"))
        self._ways = Words(theme, "", Voice.TITLE)
        grid = QGridLayout()
        grid.setSpacing(10)
        for place, button in enumerate(self._numbers.values()):
            button.setCheckable(True)
            button.keep_at_least(90, 64)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self._choose)
            grid.addWidget(button, place // 4, place % 4)
        beside = QHBoxLayout()
        for part in (self._fewer, self._ways, self._more):
            beside.addWidget(part)
        beside.insertStretch(0, 1)
        beside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addLayout(beside)
        column.addStretch(1)
        self._fewer.clicked.connect(self._one_fewer)
        self._more.clicked.connect(self._one_more)

    def refresh(self, money: MoneyText) -> None:
        """Show what is chosen."""
        ways = self._model.draft.ways
        for number, button in self._numbers.items():
            button.setChecked(number == ways)
        self._ways.setText(translate("Sharing", "{checks} checks").format(checks=ways))
        self._fewer.setEnabled(ways > 1)
        self._more.setEnabled(ways < MOST_SHARES)

    @Slot()
    def _choose(self) -> None:
        self._model.choose_ways(next(ways for ways, button in self._numbers.items() if button is self.sender()))

    @Slot()
    def _one_fewer(self) -> None:
        self._model.choose_ways(self._model.draft.ways - 1)

    @Slot()
    def _one_more(self) -> None:
        self._model.choose_ways(self._model.draft.ways + 1)


class SeatsPage(QWidget):
    """A check for each seat; seats that are ticked pay with the one before them."""

    def __init__(self, model: BillSharingModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._hint = Words(theme, "", Voice.MUTED)
        self._hint.setWordWrap(True)
        self._seats = ChoiceList(theme, translate("Sharing", "Seats"), Picking.MANY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._hint)
        column.addWidget(self._seats, 1)
        self._seats.tapped.connect(self._join)

    def refresh(self, money: MoneyText) -> None:
        """Show who pays with whom."""
        words = translate(
            "Sharing", "Tap a seat to let it pay with the one before. What stands in the middle is shared by all seats."
        )
        if not self._model.has_seats:
            words = translate("Sharing", "No dishes of two seats yet. Give dishes to seats at the register first.")
        self._hint.setText(words)
        rows = [self._row(group, seat) for group in self._model.draft.seats for seat in group]
        self._seats.show_rows(sorted(rows, key=lambda row: int(row.id)))

    def _row(self, group: list[int], seat: int) -> ChoiceRow:
        others = "+".join(str(one) for one in group if one != seat)
        beside = translate("Sharing", "pays with {seats}").format(seats=others) if others else ""
        words = translate("Sharing", "Seat {seat}").format(seat=seat)
        return ChoiceRow(str(seat), words, beside, int(seat != group[0]))

    @Slot(str)
    def _join(self, seat: str) -> None:
        self._model.join_seat(int(seat))


class AmountPage(QWidget):
    """Amounts that are typed; whoever is last pays the rest."""

    def __init__(self, model: BillSharingModel, theme: Theme) -> None:
        super().__init__()
        self._model, self._typed = model, 0
        self._figure = Words(theme, "", Voice.TITLE)
        self._pad = PaymentPad(theme, translate("Sharing", "Amount"), translate("Sharing", "Erase"))
        self._add = Button(theme, translate("Sharing", "Add this check"), kind=Kind.RAISED, icon="plus")
        self._add.keep_at_least(200, 64)
        self._amounts = Chips(theme, translate("Sharing", "Amounts"))
        self._hint = Words(theme, translate("Sharing", "Tap an amount to take it off."), Voice.MUTED)
        side = QVBoxLayout()
        for part in (self._figure, self._add, self._hint, self._amounts):
            side.addWidget(part)
        side.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._pad, 1)
        line.addSpacing(14)
        line.addLayout(side, 1)
        self._pad.digit_tapped.connect(self.press)
        self._pad.erase_tapped.connect(self.erase)
        self._add.clicked.connect(self._keep)
        self._amounts.chosen.connect(self._drop)

    def refresh(self, money: MoneyText) -> None:
        """Show what is typed and what was added."""
        self._money = money
        order, amounts = self._model.order, self._model.draft.amounts
        if order is None:
            return
        typed = Money(self._typed, order.due.currency)
        self._figure.setText(money.total(typed))
        self._add.setEnabled(0 < typed.minor <= order.due.minor)
        self._hint.setVisible(bool(amounts))
        self._amounts.show_rows([ChipRow(str(place), money.amount(one)) for place, one in enumerate(amounts)])
        self._amounts.select_none()

    def forget(self) -> None:
        """Nothing is typed."""
        self._typed = 0

    @Slot(str)
    def press(self, digits: str) -> None:
        """Type an amount as minor units from the right."""
        text = f"{self._typed or ''}{digits}"
        if len(text) <= MOST_DIGITS:
            self._typed = int(text)
            self.refresh(self._money)

    @Slot()
    def erase(self) -> None:
        """Take the last digit away."""
        self._typed //= 10
        self.refresh(self._money)

    @Slot()
    def _keep(self) -> None:
        order = self._model.order
        if order is not None:
            amount, self._typed = Money(self._typed, order.due.currency), 0
            self._model.add_amount(amount)

    @Slot(str)
    def _drop(self, place: str) -> None:
        self._model.drop_amount(int(place))


class ItemsPage(QWidget):
    """Dishes to be put on checks: tap dishes, then a check below; a dish can be cut into parts first."""

    def __init__(self, model: BillSharingModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        words = translate("Sharing", "Tap dishes, then a check below. What is on none is on the last check.")
        self._hint = Words(theme, words, Voice.MUTED)
        self._hint.setWordWrap(True)
        self._lines = ChoiceList(theme, translate("Sharing", "Dishes"), Picking.COUNTED)
        self._parts = {parts: Button(theme, f"÷{parts}", say=_say(parts)) for parts in PARTS}
        self._check = Button(theme, translate("Sharing", "One more check"), icon="plus")
        foot = QHBoxLayout()
        foot.setSpacing(10)
        for button in (*self._parts.values(), self._check):
            button.keep_at_least(72, 56)
            foot.addWidget(button)
        foot.insertStretch(len(PARTS), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._hint)
        column.addWidget(self._lines, 1)
        column.addLayout(foot)
        self._lines.tapped.connect(self._take)
        self._lines.step_tapped.connect(self._step)
        self._check.clicked.connect(model.add_check)
        for button in self._parts.values():
            button.clicked.connect(self._divide)

    def refresh(self, money: MoneyText) -> None:
        """Show what is on no check yet."""
        items = self._model.draft.items
        rows = [self._row(line, items.free(line_id), money) for line_id, line in items.lines.items()]
        self._lines.show_rows(rows)
        for button in self._parts.values():
            button.setEnabled(items.touched is not None)

    def _row(self, line: Pieces, free: int, money: MoneyText) -> ChoiceRow:
        row = line.line
        amount = "" if line.held else money.amount(row.price)
        given = "" if free else translate("Sharing", "on checks")
        words = f"{_pieces(line, line.held or free)} × {row.name}" if _is_cut(line) else f"{free} × {row.name}"
        return ChoiceRow(row.line_id, words, amount, line.held, given)

    @Slot(str)
    def _take(self, line_id: str) -> None:
        self._model.take(LineId(line_id))

    @Slot(str, int)
    def _step(self, line_id: str, by: int) -> None:
        self._model.step(LineId(line_id), by)

    @Slot()
    def _divide(self) -> None:
        self._model.divide(next(parts for parts, button in self._parts.items() if button is self.sender()))


def _is_cut(line: Pieces) -> bool:
    return line.pieces != line.line.quantity - line.line.voided


def _pieces(line: Pieces, free: int) -> str:
    """How much of a line is left: `2`, or `2/3` of one that was cut."""
    whole = line.line.quantity - line.line.voided
    units, over = divmod(free * whole, line.pieces)
    if not over:
        return str(units)
    part = f"{over}/{line.pieces}"
    return f"{units} {part}" if units else part


def _say(parts: int) -> str:
    return translate("Sharing", "Cut the dish in {parts}").format(parts=parts)
