"""The house's rules for its floor, changed by touch and kept at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.domain.floor_rules import AfterSending, FloorRules, OthersTables
from aura_terminal.ui.screens.tables.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.form import Change, Form, FormRow
from aura_terminal.ui.widgets.sheet import Sheet

STEP = 5
MINUTES = {
    "no_order_minutes": "Without an order, after",
    "no_course_minutes": "Waiting for the next course, after",
    "bill_minutes": "Bill printed and not paid, after",
}
OTHERS = {
    OthersTables.ALLOWED: "allowed",
    OthersTables.WARNED: "told",
    OthersTables.REFUSED: "with somebody's approval",
}
CLEARS, OTHERS_TABLES, AFTER = "clears_tables", "others_tables", "after_sending"


class RulesSheet(Sheet):
    """`given(FloorRules)` follows each change."""

    given = Signal(object)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, tr("Rules of the floor"), tr("Close"), 640, 600)
        self._rules = FloorRules()
        self._form = Form(theme, tr("Rules of the floor"), tr("less"), tr("more"))
        self.set_content(self._form)
        self._form.stepped.connect(self._step)
        self._form.tapped.connect(self._change)

    def ask(self, rules: FloorRules) -> None:
        """Open with the rules in force."""
        self._show(rules)
        self.open()

    def _show(self, rules: FloorRules) -> None:
        self._rules = rules
        rows = [FormRow("needs", tr("A table needs somebody"), change=Change.HEADING)]
        rows += [self._minutes(name, words) for name, words in MINUTES.items()]
        rows += [
            FormRow("service", tr("In service"), change=Change.HEADING),
            FormRow(CLEARS, tr("Tables are cleared by hand"), _on(rules.clears_tables), Change.SWITCH),
            FormRow(OTHERS_TABLES, tr("Another server's table"), tr(OTHERS[rules.others_tables])),
            FormRow(
                AFTER, tr("Back to the plan after Send"), _on(rules.after_sending is AfterSending.PLAN), Change.SWITCH
            ),
        ]  # fmt: skip
        self._form.show_rows(rows)

    def _minutes(self, name: str, words: str) -> FormRow:
        minutes: int = getattr(self._rules, name)
        value = tr("{minutes} min").format(minutes=minutes) if minutes else tr("never")
        return FormRow(name, tr(words), value, Change.STEP)

    @Slot(str, int)
    def _step(self, name: str, by: int) -> None:
        if name in MINUTES:
            minutes: int = getattr(self._rules, name)
            self._give(_with_minutes(self._rules, name, max(0, minutes + by * STEP)))

    @Slot(str)
    def _change(self, name: str) -> None:
        rules = self._rules
        if name == CLEARS:
            self._give(replace(rules, clears_tables=not rules.clears_tables))
        elif name == OTHERS_TABLES:
            choices = tuple(OthersTables)
            after = choices[(choices.index(rules.others_tables) + 1) % len(choices)]
            self._give(replace(rules, others_tables=after))
        elif name == AFTER:
            stays = rules.after_sending is AfterSending.PLAN
            self._give(replace(rules, after_sending=AfterSending.REGISTER if stays else AfterSending.PLAN))

    def _give(self, rules: FloorRules) -> None:
        self._show(rules)
        self.given.emit(rules)


def _on(is_on: bool) -> str:  # a switch is on or off
    return tr("yes") if is_on else ""


def _with_minutes(rules: FloorRules, name: str, minutes: int) -> FloorRules:
    match name:
        case "no_order_minutes":
            return replace(rules, no_order_minutes=minutes)
        case "no_course_minutes":
            return replace(rules, no_course_minutes=minutes)
        case _:
            return replace(rules, bill_minutes=minutes)
