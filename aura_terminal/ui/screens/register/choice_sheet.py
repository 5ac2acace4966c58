"""The choice sheet: sizes and modifiers of one item, group by group, with the price running along."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from aura_terminal.domain.ids import ModifierId, VariantId
from aura_terminal.domain.kinds import ModifierKind
from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.register.quiet import Quiet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.choices import ChoicesModel, GroupChoice, ModifierChoice
from aura_terminal.view_models.register import RegisterModel

translate = QCoreApplication.translate
WIDEST, TALLEST = 1042, 640
VARIANTS = "variants"
ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChoiceSheet(Sheet):
    """Puts a ChoicesModel before the cashier. A forced choice that is made leads on to the next one that is missing."""

    def __init__(self, register: RegisterModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), WIDEST, TALLEST)
        self._register, self._money = register, money
        self._choices: ChoicesModel | None = None
        self._group = ""
        self._chips = Chips(theme, self.tr("Groups"))
        self._hint = Words(theme, "", Voice.MUTED)
        self._lists = {picking: ChoiceList(theme, self.tr("Choices"), picking) for picking in Picking}
        self._stack = QStackedWidget()
        self._fewer = Button(theme, icon="minus", say=self.tr("One fewer"))
        self._quantity = Words(theme, "1", Voice.TITLE)
        self._more = Button(theme, icon="plus", say=self.tr("One more"))
        self._add = Button(theme, self.tr("Add"), kind=Kind.PRIMARY)
        self._quiet = Quiet(host)
        self._arrange()
        self._chips.chosen.connect(self._choose_group)
        for each in self._lists.values():
            each.tapped.connect(self._tap)
            each.step_tapped.connect(self._step)
        self._fewer.clicked.connect(self._one_fewer)
        self._more.clicked.connect(self._one_more)
        self._add.clicked.connect(self._finish)
        self.cancelled.connect(register.drop_choices)

    def ask(self, choices: ChoicesModel) -> None:
        """Open for these choices."""
        self._choices = choices
        choices.changed.connect(self._follow)
        self._group = self._first_missing() or next(iter(self._ids()), "")
        self.set_title(choices.name)
        is_new = choices.line is None
        for part in (self._fewer, self._quantity, self._more):
            part.setVisible(is_new)
        self._show()
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in ENTERING and self._add.isEnabled():
            self._finish()
            return
        super().keyPressEvent(event)

    def _arrange(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._chips)
        column.addWidget(self._hint)
        for each in self._lists.values():
            self._stack.addWidget(each)
        self._stack.setMinimumHeight(350)
        column.addWidget(self._stack, 1)
        self._quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button in (self._fewer, self._more, self._add):
            button.keep_at_least(64, 60)
        self.set_content(content)
        self.set_actions(self._fewer, self._quantity, self._more, self._add)

    @Slot()
    def _follow(self) -> None:
        group = self._shown_group()
        if group is not None and group.is_one_of and not group.needed and group.least:
            self._group = self._first_missing() or self._group
        if self._group not in self._ids():
            self._group = next(iter(self._ids()), "")
        self._show()

    def _show(self) -> None:
        choices = self._choices
        if choices is None:
            return
        self._chips.show_rows(self._chip_rows(choices))
        self._chips.select(self._group)
        group = self._shown_group()
        picking = _picking(group)
        self._stack.setCurrentWidget(self._lists[picking])
        self._lists[picking].show_rows(self._rows(choices, group))
        problem = choices.problem
        hint = _hint(group) if group is not None else translate("RegisterScreen", "Choose one")
        is_elsewhere = problem is not None and self._first_missing() != self._group
        self._hint.setText(sentence(problem) if problem is not None and is_elsewhere else hint)
        self._hint.speak(Voice.WARNING if is_elsewhere else Voice.MUTED)
        self._quantity.setText(str(choices.quantity))
        self._fewer.setEnabled(choices.quantity > 1)
        words = self.tr("Add") if choices.line is None else self.tr("Update")
        missing = "" if problem is None else sentence(problem)
        self._add.show_words(words, detail=self._money.total(choices.price), say=missing)
        self._add.setEnabled(problem is None)

    def _chip_rows(self, choices: ChoicesModel) -> list[ChipRow]:
        rows = []
        if choices.variants:
            chosen = any(variant.is_chosen for variant in choices.variants)
            rows.append(ChipRow(VARIANTS, self.tr("Kind"), "" if chosen else "0/1"))
        for group in choices.groups:
            counted = f"{group.chosen}/{group.least}" if group.needed else str(group.chosen or "")
            rows.append(ChipRow(group.id, group.name, counted))
        return rows

    def _rows(self, choices: ChoicesModel, group: GroupChoice | None) -> list[ChoiceRow]:
        if group is None:
            return [
                ChoiceRow(variant.id, variant.name, self._money.amount(variant.price), int(variant.is_chosen))
                for variant in choices.variants
            ]
        return [self._row(group, modifier) for modifier in group.modifiers]

    def _row(self, group: GroupChoice, modifier: ModifierChoice) -> ChoiceRow:
        full = not modifier.count and not modifier.most and not group.is_one_of
        name = modifier.name
        if modifier.kind is ModifierKind.NO:
            name = translate("RegisterScreen", "No {what}").format(what=modifier.name.lower())
        refused = translate("RegisterScreen", "enough chosen") if full else ""
        return ChoiceRow(modifier.id, name, self._plus(modifier.price), modifier.count, refused)

    def _plus(self, price: Money) -> str:
        if not price:
            return ""
        return self._money.amount(price) if price.minor < 0 else f"+{self._money.amount(price)}"

    def _ids(self) -> list[str]:
        choices = self._choices
        if choices is None:
            return []
        return [*([VARIANTS] if choices.variants else []), *(group.id for group in choices.groups)]

    def _first_missing(self) -> str:
        choices = self._choices
        if choices is None:
            return ""
        if choices.variants and not any(variant.is_chosen for variant in choices.variants):
            return VARIANTS
        return next((group.id for group in choices.groups if group.needed), "")

    def _shown_group(self) -> GroupChoice | None:
        groups = self._choices.groups if self._choices is not None else ()
        return next((group for group in groups if group.id == self._group), None)

    @Slot(str)
    def _choose_group(self, group: str) -> None:
        self._group = group
        self._show()

    @Slot(str)
    def _tap(self, id: str) -> None:
        if self._choices is None:
            return
        if self._group == VARIANTS:
            self._choices.choose_variant(VariantId(id))
            self._group = self._first_missing() or self._group
            self._show()
        else:
            self._choices.tap(ModifierId(id))

    @Slot(str, int)
    def _step(self, id: str, by: int) -> None:
        if self._choices is not None:
            self._choices.step(ModifierId(id), by)

    @Slot()
    def _one_fewer(self) -> None:
        if self._choices is not None:
            self._choices.step_quantity(-1)

    @Slot()
    def _one_more(self) -> None:
        if self._choices is not None:
            self._choices.step_quantity(1)

    @Slot()
    def _finish(self) -> None:
        self._choices = None
        self._quiet.cover(self._add)
        self.close_sheet()
        self._register.add_choices()


def _picking(group: GroupChoice | None) -> Picking:
    if group is None or (group.is_one_of and group.units == 1):
        return Picking.ONE
    return Picking.COUNTED if group.is_counted else Picking.MANY


def _hint(group: GroupChoice) -> str:
    under = f"{group.under}: " if group.under else ""
    if group.needed:
        return under + translate("RegisterScreen", "Choose {needed} more").format(needed=group.needed)
    if group.least and group.least == group.most:
        return under + translate("RegisterScreen", "{chosen} chosen").format(chosen=group.chosen)
    if group.most:
        return under + translate("RegisterScreen", "Up to {most}").format(most=group.most)
    return under + translate("RegisterScreen", "As many as you like")
