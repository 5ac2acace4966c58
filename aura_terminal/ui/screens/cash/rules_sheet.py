"""The house's rules for cash: who must answer for it, how far a count may be off, when to take some to the safe."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.cash_rules import CashRules, DrawerPlace, Holding, SessionNeed, drawers_at
from aura_terminal.domain.ids import DrawerId
from aura_terminal.domain.money import LARGEST_MINOR, Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.cash.words import tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet

NEED, TOLERANCE, DROP, ADD, DRAWER = "need", "tolerance", "drop", "add", "drawer:"
REASONS_IN, REASONS_OUT = "reasons_in", "reasons_out"


class RulesSheet(Sheet):
    """`given(CashRules)` follows the button. Digits are for the amount that is marked."""

    given = Signal(object)

    def __init__(self, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, tr("Rules for cash"), tr("Close"), 1040, 680)
        self._money = money
        self._rules, self._currency, self._here, self._amount = CashRules(), "EUR", "", TOLERANCE
        self._list = ChoiceList(theme, tr("Rules for cash"), Picking.MANY)
        self._about = Words(theme, "", Voice.MUTED)
        self._about.setWordWrap(True)
        self._pad = PaymentPad(theme, tr("Amount"), tr("Erase"))
        self._done = Button(theme, tr("Keep these rules"), kind=Kind.PRIMARY, icon="check")
        self._done.keep_at_least(160, 60)
        self._text = TextSheet(theme, host)
        right = QVBoxLayout()
        right.addWidget(self._about)
        right.addWidget(self._pad, 1)
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(18)
        line.addWidget(self._list, 3)
        line.addLayout(right, 2)
        self.set_content(content)
        self.set_actions(self._done)
        self._list.tapped.connect(self._tap)
        self._pad.digit_tapped.connect(self._press)
        self._pad.erase_tapped.connect(self._erase)
        self._text.written.connect(self._written)
        self._done.clicked.connect(self._finish)

    def ask(self, rules: CashRules, currency: str, here: str) -> None:
        """Open with the rules in force; `here` is the terminal whose drawers are listed."""
        self._rules, self._currency, self._here, self._amount = rules, currency, here, TOLERANCE
        self._show()
        self.open()

    def _show(self) -> None:
        rules = self._rules
        tolerance, drop = (Money(minor, self._currency) for minor in (rules.tolerance_minor, rules.drop_above_minor))
        rows = [
            ChoiceRow(NEED, tr("Cash only with a session"), quantity=int(rules.session is SessionNeed.NEEDED)),
            ChoiceRow(TOLERANCE, tr("A count may be off by"), self._money.total(tolerance), self._is_typed(TOLERANCE)),
            ChoiceRow(
                DROP, tr("Remind of the safe above"), self._money.total(drop) if drop else tr("never"),
                self._is_typed(DROP),
            ),
        ]  # fmt: skip
        for place in drawers_at(rules, self._here):
            is_own = place.holding is Holding.ASSIGNED
            held = tr("one cashier's") if is_own else tr("shared by all")
            rows.append(ChoiceRow(f"{DRAWER}{place.id}", place.name, held, int(is_own)))
        rows.append(ChoiceRow(ADD, tr("Another drawer at {terminal} …").format(terminal=self._here)))
        for task, words, said in (
            (REASONS_IN, tr("Reasons to pay in …"), rules.reasons_in),
            (REASONS_OUT, tr("Reasons to pay out …"), rules.reasons_out),
        ):
            rows.append(ChoiceRow(task, words, str(len(said)) if said else tr("the usual ones")))
        self._list.show_rows(rows)
        telling = {
            TOLERANCE: tr("Digits set how far a count may be off before it has to be explained."),
            DROP: tr("Digits set from when on somebody is reminded of the safe; nothing never reminds."),
        }
        self._about.setText(telling[self._amount])

    def _is_typed(self, amount: str) -> int:
        return int(self._amount == amount)

    @Slot(str)
    def _tap(self, row: str) -> None:
        rules = self._rules
        if row == NEED:
            needed = rules.session is SessionNeed.NEEDED
            self._rules = replace(rules, session=SessionNeed.OPTIONAL if needed else SessionNeed.NEEDED)
        elif row in (TOLERANCE, DROP):
            self._amount = row
        elif row in (REASONS_IN, REASONS_OUT):
            said = rules.reasons_in if row == REASONS_IN else rules.reasons_out
            self._text.ask(row, tr("Reasons, with commas between them"), ", ".join(said))
            return
        elif row == ADD:
            self._text.ask(ADD, tr("What is the drawer called?"), "")
            return
        else:
            self._turn(DrawerId(row.removeprefix(DRAWER)))
        self._show()

    def _turn(self, drawer_id: DrawerId) -> None:
        """Make a drawer one cashier's, or shared again."""
        self._rules = replace(self._rules, drawers=tuple(
            replace(place, holding=Holding.SHARED if place.holding is Holding.ASSIGNED else Holding.ASSIGNED)
            if place.id == drawer_id else place for place in self._listed()
        ))  # fmt: skip

    def _listed(self) -> tuple[DrawerPlace, ...]:
        """The drawers with those here listed by name, which they are only once something is said of them."""
        others = tuple(place for place in self._rules.drawers if place.terminal != self._here)
        return (*drawers_at(self._rules, self._here), *others)

    @Slot(str, str)
    def _written(self, task: str, words: str) -> None:
        said = tuple(dict.fromkeys(word.strip() for word in words.split(",") if word.strip()))
        if task == REASONS_IN:
            self._rules = replace(self._rules, reasons_in=said)
        elif task == REASONS_OUT:
            self._rules = replace(self._rules, reasons_out=said)
        elif words:
            self._add(words)
        self._show()

    def _add(self, name: str) -> None:
        here = drawers_at(self._rules, self._here)
        place = DrawerPlace(DrawerId(f"{self._here}/{len(here) + 1}"), name, self._here)
        self._rules = replace(self._rules, drawers=(*self._listed(), place))

    @Slot(str)
    def _press(self, digits: str) -> None:
        self._set(int(f"{self._typed}{digits}"))

    @Slot()
    def _erase(self) -> None:
        self._set(self._typed // 10)

    @property
    def _typed(self) -> int:
        return self._rules.drop_above_minor if self._amount == DROP else self._rules.tolerance_minor

    def _set(self, minor: int) -> None:
        if minor <= LARGEST_MINOR:
            if self._amount == DROP:
                self._rules = replace(self._rules, drop_above_minor=minor)
            else:
                self._rules = replace(self._rules, tolerance_minor=minor)
            self._show()

    @Slot()
    def _finish(self) -> None:
        self.close_sheet()
        self.given.emit(self._rules)
