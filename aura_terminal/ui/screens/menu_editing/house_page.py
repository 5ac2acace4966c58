"""The house's rules of selling: reasons that are offered, counts at nothing, limited promotions of a terminal alone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import CategoryId
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.menu_editing.field_column import FieldColumn, FieldLine
from aura_terminal.ui.screens.menu_editing.value_sheets import FigureSheet, OneSheet
from aura_terminal.ui.screens.menu_editing.words import tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.line_prices import AtNothing, HouseOfSaleModel
from aura_terminal.view_models.menu_editing_levels import LevelsModel

TALL = 52
BETWEEN = ";"
AGE = "age/"
REASONS = ("reasons_void", "reasons_comp", "reasons_discount")


class HousePage(QWidget):
    """Shows a HouseOfSaleModel; every tap is kept at once. `left` leads back to the levels."""

    left = Signal()

    def __init__(
        self, model: HouseOfSaleModel, levels: LevelsModel, theme: Theme, host: QWidget, money: MoneyText
    ) -> None:
        super().__init__()
        self._model, self._levels = model, levels
        self._list = FieldColumn(theme, tr("Reasons and counts"))
        self._back = Button(theme, tr("Price levels"), icon="arrow-left")
        self._back.keep_at_least(TALL, TALL)
        self._text, self._figure = TextSheet(theme, host), FigureSheet(theme, host, money)
        self._one = OneSheet(theme, host)
        head = QHBoxLayout()
        head.addWidget(self._back)
        note = Words(theme, tr("Reasons are written one after the other with ; between them."), Voice.MUTED)
        head.addWidget(note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        model.changed.connect(self._show)
        levels.changed.connect(self._show)
        self._back.clicked.connect(self.left)
        self._list.tapped.connect(self._tap)
        self._text.written.connect(self._write)
        self._figure.typed.connect(self._typed)
        self._one.picked.connect(self._picked)
        self._show()

    @Slot()
    def _show(self) -> None:
        rules = self._model.rules
        own = tr("The program's own")
        locks = rules.at_nothing is AtNothing.LOCK
        lines = [FieldLine(key, _label(key), "; ".join(getattr(rules, key)) or own) for key in REASONS]
        lines.append(FieldLine("at_nothing", _label("at_nothing"), _locked() if locks else _sold()))
        alone = tr("{count} a day").format(count=rules.uses_alone) if rules.uses_alone else tr("No bound")
        lines.append(FieldLine("uses_alone", _label("uses_alone"), alone))
        names = dict(self._levels.read.categories)
        for category_id, age in rules.ages:
            lines.append(
                FieldLine(
                    f"{AGE}{category_id}", names.get(category_id, category_id), tr("{age} or older").format(age=age)
                )
            )
        lines.append(FieldLine(AGE, tr("An age for a category"), "", icon="plus"))
        for one in self._levels.read.overused:
            told = tr("used {used} times of {limit}").format(used=one.used, limit=one.limit)
            lines.append(FieldLine(f"over/{one.promotion_id}", one.name, told, icon="triangle-alert"))
        self._list.show_lines(lines)

    @Slot(str)
    def _tap(self, id: str) -> None:
        rules = self._model.rules
        if id in REASONS:
            self._text.ask(id, _label(id), f"{BETWEEN} ".join(getattr(rules, id)))
        elif id == "at_nothing":
            rows = [ChoiceRow(AtNothing.SELL, _sold()), ChoiceRow(AtNothing.LOCK, _locked())]
            self._one.ask(id, _label(id), rows)
        elif id == AGE:
            rows = [ChoiceRow(key, name) for key, name in self._levels.read.categories]
            self._one.ask(AGE, tr("Of which category?"), rows)
        elif id.startswith(AGE):
            self._ask_age(id)
        elif id == "uses_alone":
            title = tr("Limited promotions a day while no other terminal is heard; 0: no bound")
            self._figure.ask_number(id, title, rules.uses_alone)

    def _ask_age(self, id: str) -> None:
        ages = dict(self._model.rules.ages)
        age = ages.get(CategoryId(id.removeprefix(AGE)), 18)
        self._figure.ask_number(id, tr("How old guests have to be; 0: every age"), age)

    @Slot(str, str)
    def _write(self, id: str, words: str) -> None:
        reasons = tuple(part.strip() for part in words.split(BETWEEN) if part.strip())
        rules = self._model.rules
        if id == "reasons_void":
            self._model.put(replace(rules, reasons_void=reasons))
        elif id == "reasons_comp":
            self._model.put(replace(rules, reasons_comp=reasons))
        elif id == "reasons_discount":
            self._model.put(replace(rules, reasons_discount=reasons))

    @Slot(str, int)
    def _typed(self, id: str, number: int) -> None:
        rules = self._model.rules
        if id.startswith(AGE):
            ages = dict(rules.ages) | {CategoryId(id.removeprefix(AGE)): number}
            self._model.put(replace(rules, ages=tuple(sorted((key, age) for key, age in ages.items() if age))))
        else:
            self._model.put(replace(rules, uses_alone=number))

    @Slot(str, str)
    def _picked(self, id: str, choice: str) -> None:
        if id == AGE:
            self._ask_age(f"{AGE}{choice}")
        else:
            self._model.put(replace(self._model.rules, at_nothing=AtNothing(choice)))


def _label(key: str) -> str:
    return {
        "reasons_void": tr("Why taken back"),
        "reasons_comp": tr("Why given away"),
        "reasons_discount": tr("Why lowered"),
        "at_nothing": tr("Count at nothing"),
        "uses_alone": tr("Codes when alone"),
    }[key]


def _sold() -> str:
    return tr("Sold on, and told")


def _locked() -> str:
    return tr("Locked until counted")
