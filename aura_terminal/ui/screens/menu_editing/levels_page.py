"""Price levels: the list by position, and one of them as fields, each a large button."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from decimal import Decimal

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import AreaId, CategoryId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.money import Money
from aura_terminal.domain.price_levels import PriceLevel
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.screens.menu_editing.field_column import FieldColumn, FieldLine
from aura_terminal.ui.screens.menu_editing.level_words import DAYS, FIELDS, level_words, value_of
from aura_terminal.ui.screens.menu_editing.value_sheets import FigureSheet, ManySheet, OneSheet
from aura_terminal.ui.screens.menu_editing.words import tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.menu_editing_levels import Application, LevelsModel, Priceable, Weekday

TALL = 52
PRICE, CATEGORY = "price/", "price-category"
STEPS = (1, 5, 10, 50, 100)
PER_CENT = Decimal(100)
ADD_PRICE = "add-price"


class LevelsPage(QWidget):
    """Shows a LevelsModel; `house_tapped` leads to the house's rules of selling."""

    house_tapped = Signal()

    def __init__(self, model: LevelsModel, theme: Theme, host: QWidget, money: MoneyText) -> None:
        super().__init__()
        self._model, self._money = model, money
        self._priceable: tuple[Priceable, ...] = ()
        self._said = Words(theme, "", Voice.STRONG)
        self._note = Words(theme, tr("Of several levels that change a price the first one counts."), Voice.MUTED)
        self._list = FieldColumn(theme, tr("Price levels"))
        self._new = Button(theme, tr("New level"), kind=Kind.PRIMARY, icon="plus")
        self._house = Button(theme, tr("Reasons and counts"), icon="list-checks")
        self._back = Button(theme, tr("Drop"), icon="x")
        self._up = Button(theme, tr("Further in front"), icon="chevron-up")
        self._withdraw = Button(theme, tr("Use no more"), kind=Kind.GRAVE, icon="trash-2")
        self._keep = Button(theme, tr("Keep level"), kind=Kind.PRIMARY, icon="check")
        self._text, self._figure = TextSheet(theme, host), FigureSheet(theme, host, money)
        self._one, self._many = OneSheet(theme, host), ManySheet(theme, host)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._said, 1)
        for button in (self._house, self._new, self._back, self._up, self._withdraw, self._keep):
            button.keep_at_least(TALL, TALL)
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._note)
        column.addWidget(self._list, 1)

    def _connect(self) -> None:
        model = self._model
        model.changed.connect(self._show)
        model.priceable_read.connect(self._offer_items)
        self._list.tapped.connect(self._tap)
        self._new.clicked.connect(self._begin)
        self._house.clicked.connect(self.house_tapped)
        self._back.clicked.connect(model.drop)
        self._up.clicked.connect(model.raise_draft)
        self._withdraw.clicked.connect(model.withdraw)
        self._keep.clicked.connect(model.keep)
        self._text.written.connect(self._write)
        self._figure.typed.connect(self._typed)
        self._one.picked.connect(self._picked)
        self._many.chosen.connect(self._chose)

    @Slot()
    def _show(self) -> None:
        draft, levels = self._model.draft, self._model.read.levels
        is_old = draft is not None and bool(draft.id)
        self._said.setText(tr("Price levels") if draft is None else draft.name or tr("New level"))
        self._note.setVisible(draft is None)
        for button in (self._new, self._house):
            button.setVisible(draft is None and self._model.may_write)
        for button in (self._back, self._keep):
            button.setVisible(draft is not None)
        self._withdraw.setVisible(is_old)
        self._up.setVisible(is_old and draft is not None and bool(levels) and levels[0].id != draft.id)
        if draft is None:
            self._list.show_lines([FieldLine(one.id, one.name, self._words(one)) for one in levels])
        else:
            self._list.show_lines(self._fields(draft))

    def _words(self, level: PriceLevel) -> str:
        return level_words(level, self._model.read, self._money)

    def _fields(self, level: PriceLevel) -> list[FieldLine]:
        read = self._model.read
        lines = [FieldLine(key, tr(label), value_of(key, level, read, self._money)) for key, label in FIELDS.items()]
        for place, each in enumerate(level.prices):
            name = str(each.item_id or each.modifier_id or "")
            named = " ".join(filter(None, (name, each.variant_id or "")))
            lines.append(FieldLine(f"{PRICE}{place}", named, self._money.amount(each.price)))
        return [*lines, FieldLine(ADD_PRICE, tr("Write out a price"), "", icon="plus")]

    @Slot()
    def _begin(self) -> None:
        self._model.begin()

    @Slot(str)
    def _tap(self, id: str) -> None:
        draft, read = self._model.draft, self._model.read
        if not self._model.may_write:
            return
        if draft is None:
            self._model.begin(id)
        elif id.startswith(PRICE):
            self._model.take_price_off(int(id.removeprefix(PRICE)))
        elif id in (ADD_PRICE, CATEGORY):
            self._one.ask(CATEGORY, tr("Of which category?"), [ChoiceRow(key, name) for key, name in read.categories])
        else:
            self._ask(id, draft)

    def _ask(self, id: str, level: PriceLevel) -> None:
        read, title = self._model.read, tr(FIELDS[id])
        many = {
            "days": ([ChoiceRow(day, tr(DAYS[day])) for day in Weekday], level.days),
            "order_types": ([ChoiceRow(kind, order_type_words(kind)) for kind in OrderType], level.order_types),
            "areas": ([ChoiceRow(key, name) for key, name in read.areas], level.areas),
            "categories": ([ChoiceRow(key, name) for key, name in read.categories], level.categories),
        }
        if id == "name":
            self._text.ask(id, title, level.name)
        elif id in many:
            rows, ticked = many[id]
            self._many.ask(id, title, rows, ticked)
        elif id == "percent":
            self._figure.ask_hundredths(id, title)
        elif id == "amount":
            self._figure.ask_amount(id, title, level.amount or Money(0, read.currency), signed=True)
        elif id in ("from_time", "until_time"):
            at = level.from_time if id == "from_time" else level.until_time
            self._figure.ask_number(
                id, tr("Hour and minute, such as 1730"), 0 if at is None else at.hour * 100 + at.minute
            )
        elif id == "step":
            rows = [ChoiceRow(str(one), self._money.amount(Money(one, read.currency))) for one in STEPS]
            self._one.ask(id, title, rows)
        elif id == "application":
            by_itself, by_hand = tr("By itself"), tr("Only when somebody chooses it")
            self._one.ask(
                id, title, [ChoiceRow(Application.BY_ITSELF, by_itself), ChoiceRow(Application.BY_HAND, by_hand)]
            )
        elif id == "active":
            self._model.put(replace(level, active=not level.active))

    @Slot(str, str)
    def _write(self, id: str, words: str) -> None:
        if self._model.draft is not None:
            self._model.put(replace(self._model.draft, name=words))

    @Slot(str, int)
    def _typed(self, id: str, minor: int) -> None:
        draft = self._model.draft
        if draft is None:
            return
        if id == "percent":
            self._model.put(replace(draft, percent=Decimal(minor) / PER_CENT, amount=None))
        elif id == "amount":
            amount = Money(minor, self._model.read.currency) if minor else None
            self._model.put(replace(draft, amount=amount, percent=Decimal(0) if amount else draft.percent))
        elif id in ("from_time", "until_time"):
            hour, minute = divmod(minor, 100)
            at = time(hour % 24, minute) if minute < 60 and hour <= 24 and minor else None
            self._model.put(replace(draft, from_time=at) if id == "from_time" else replace(draft, until_time=at))
        else:
            found = next((one for one in self._priceable if f"{PRICE}{one.id}" == id), None)
            if found is not None:
                self._model.write_price(found.key, minor)

    @Slot(str, str)
    def _picked(self, id: str, choice: str) -> None:
        draft = self._model.draft
        if draft is None:
            return
        if id == CATEGORY:
            self._model.read_priceable(choice)
        elif id == PRICE:
            found = next((one for one in self._priceable if one.id == choice), None)
            if found is not None:
                self._figure.ask_amount(f"{PRICE}{found.id}", found.name, found.price)
        elif id == "step":
            self._model.put(replace(draft, step=int(choice)))
        elif id == "application":
            self._model.put(replace(draft, application=Application(choice)))

    @Slot(str, object)
    def _chose(self, id: str, chosen: tuple[str, ...]) -> None:
        draft = self._model.draft
        if draft is None:
            return
        if id == "days":
            self._model.put(replace(draft, days=tuple(day for day in Weekday if day in chosen)))
        elif id == "order_types":
            self._model.put(replace(draft, order_types=tuple(OrderType(one) for one in chosen)))
        elif id == "areas":
            self._model.put(replace(draft, areas=tuple(AreaId(one) for one in chosen)))
        elif id == "categories":
            self._model.put(replace(draft, categories=tuple(CategoryId(one) for one in chosen)))

    @Slot(object)
    def _offer_items(self, priceable: tuple[Priceable, ...]) -> None:
        self._priceable = priceable
        rows = [ChoiceRow(one.id, one.name, self._money.amount(one.price)) for one in priceable]
        self._one.ask(PRICE, tr("Which price?"), rows)
