"""A piece of the menu as a form: every field a large button, what is wrong said below it, its tile beside it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.dishes import ComboChoice, PreModifier
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.menu_editing.field_column import FieldColumn, FieldLine
from aura_terminal.ui.screens.menu_editing.value_sheets import FigureSheet, ManySheet, OneSheet
from aura_terminal.ui.screens.menu_editing.words import (
    LABELS,
    NEW_PART,
    component_words,
    label_words,
    option_words,
    part_name,
    part_words,
    slip_words,
    thing_words,
    tr,
    value_words,
)
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.tile_grid import TileGrid
from aura_terminal.ui.widgets.tile_rows import TileRow
from aura_terminal.view_models.menu_editing_fields import FieldKind, at
from aura_terminal.view_models.menu_editing_form import FormModel, FormRow

TALL = 56
SHORT_PATH = 2


class FormSheet(Sheet):
    """Shows a FormModel. `act(word)` follows one of the other things that can be done with what is open."""

    act = Signal(str)

    def __init__(self, form: FormModel, theme: Theme, host: QWidget, money: MoneyText) -> None:
        super().__init__(theme, host, "", tr("Close"), 1180, 700)
        self._form, self._theme, self._money = form, theme, money
        self._fields = FieldColumn(theme, tr("Fields"))
        self._fields.setMinimumHeight(420)
        self._owner = Words(theme, "", Voice.WARNING)
        self._owner.setWordWrap(True)
        self._wrong = Words(theme, "", Voice.REFUSAL)
        self._tile = TileGrid(theme, tr("As a tile of the register"))
        self._tile.setFixedSize(176, 128)
        self._side = QWidget()
        self._text = TextSheet(theme, host)
        self._figure = FigureSheet(theme, host, money)
        self._one = OneSheet(theme, host)
        self._many = ManySheet(theme, host)
        self._shown_actions: tuple[object, ...] = ()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        side = QVBoxLayout(self._side)
        side.setContentsMargins(12, 0, 0, 0)
        side.setSpacing(8)
        side.addWidget(Words(self._theme, tr("On the register"), Voice.MUTED))
        side.addWidget(self._tile)
        side.addStretch(1)
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._owner)
        left.addWidget(self._wrong)
        left.addWidget(self._fields, 1)
        line.addLayout(left, 1)
        line.addWidget(self._side)
        self.set_content(content)

    def _connect(self) -> None:
        self._form.changed.connect(self._show)
        self._form.ended.connect(self.close_sheet)
        self.cancelled.connect(self._form.end)
        self._fields.tapped.connect(self._tap)
        self._text.written.connect(self._write)
        self._figure.typed.connect(self._type)
        self._one.picked.connect(self._pick)
        self._many.chosen.connect(self._choose)

    @Slot()
    def _show(self) -> None:
        if self._form.draft is None:
            return
        self.set_title(self._words_of_place())
        owner = self._form.owner
        self._owner.setText(tr("{owner} keeps this. Change it there; it arrives here by itself.").format(owner=owner))
        self._owner.setVisible(bool(owner))
        wrong = " ".join(slip_words(one) for one in self._form.own_slips())
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        self._fields.show_lines([self._line(row) for row in self._form.rows()])
        self._show_tile()
        self._show_actions()
        if self.isHidden():
            self.open()

    def _words_of_place(self) -> str:
        draft, place = self._form.draft, self._form.place
        name = getattr(draft, "name", "")
        words = [thing_words(draft), name] if name else [tr("New: {thing}").format(thing=thing_words(draft).lower())]
        if not hasattr(draft, "name"):
            words = [tr("Taxes")]
        for depth, step in enumerate(place, 1):
            is_list = isinstance(step, str)
            words.append(label_words(str(step)) if is_list else part_name(at(draft, place[:depth])))
        return " › ".join(words if len(words) <= SHORT_PATH + 2 else (*words[:1], "…", *words[-SHORT_PATH:]))

    def _line(self, row: FormRow) -> FieldLine:
        wrong = tuple(slip_words(one) for one in row.slips)
        if self._form.is_list:
            is_component = isinstance(row.value, ComboChoice)
            words, detail = (component_words if is_component else _part_words)(row, self._money)
            return FieldLine(row.id, words, detail, wrong)
        return FieldLine(row.id, label_words(row.key), value_words(row, self._money), wrong)

    def _show_tile(self) -> None:
        draft = self._form.draft
        self._side.setVisible(isinstance(draft, Item) and not self._form.place)
        if isinstance(draft, Item):
            several = len({one.price for one in draft.variants}) > 1
            amount = self._money.amount(draft.from_price())
            price = tr("from {price}").format(price=amount) if several else amount
            sold_out = "" if draft.active else tr("Off the menu")
            self._tile.show_rows([TileRow("tile", draft.name or "–", price, self._form.colour, sold_out=sold_out)])

    def _show_actions(self) -> None:
        form = self._form
        shape = (type(form.draft), form.is_new, bool(form.place), form.is_list, form.owner, self._is_off())
        if shape == self._shown_actions:
            return
        self._shown_actions = shape
        if form.place:
            self.set_actions(*self._part_actions())
        else:
            self.set_actions(*self._whole_actions())

    def _part_actions(self) -> list[Button]:
        form = self._form
        back = self._button(tr("Back"), "arrow-left", form.leave)
        if form.owner:
            return [back]
        if form.is_list:
            key = str(form.place[-1])
            return [back, self._button(tr(NEW_PART[key]), "plus", form.add, Kind.PRIMARY)]
        return [
            back,
            self._button(tr("Move up"), "chevron-up", form.raise_part),
            self._button(tr("Take away"), "trash", form.take_away, Kind.GRAVE),
            self._button(tr("Done"), "check", form.leave, Kind.PRIMARY),
        ]

    def _whole_actions(self) -> list[Button]:
        form, draft = self._form, self._form.draft
        others: list[Button] = []
        if not form.is_new:
            others.append(self._acting(tr("History"), "history", "history"))
        if not form.is_new and not form.owner:
            if isinstance(draft, Item):
                others.append(self._acting(tr("Duplicate"), "copy", "duplicate"))
                others.append(self._acting(tr("Count"), "package", "left"))
            if isinstance(draft, Item | Category | ModifierGroup | PreModifier) and not self._is_off():
                words = tr("Ask it nowhere") if isinstance(draft, ModifierGroup) else tr("Off the menu")
                others.append(self._acting(words, "eye-off", "withdraw", Kind.GRAVE))
            if isinstance(draft, ModifierGroup):
                others.insert(0, self._acting(tr("Asked by …"), "list-checks", "attach"))
        if form.owner:
            return others or [self._button(tr("Close"), "x", self.cancel)]
        return [*others, self._button(tr("Save"), "check", form.keep, Kind.PRIMARY)]

    def _is_off(self) -> bool:
        before = self._form.before
        return isinstance(before, Item) and not before.active

    def _button(self, words: str, icon: str, then: object, kind: Kind = Kind.PLAIN) -> Button:
        button = Button(self._theme, words, icon=icon, kind=kind)
        button.keep_at_least(100, TALL)
        button.clicked.connect(then)
        return button

    def _acting(self, words: str, icon: str, act: str, kind: Kind = Kind.PLAIN) -> Button:
        return self._button(words, icon, partial(self.act.emit, act), kind)

    @Slot(str)
    def _tap(self, id: str) -> None:
        row = next((one for one in self._form.rows() if one.id == id), None)
        if row is None:
            return
        if row.kind is FieldKind.PARTS:
            self._form.enter(row.place)
        elif not self._form.owner:
            self._ask(row)

    def _ask(self, row: FormRow) -> None:
        title = label_words(row.key) if row.key in LABELS else row.key
        rows = [ChoiceRow(one.id, option_words(row.source, one.id, one.name), one.detail) for one in row.options]
        match row.kind:
            case FieldKind.TEXT:
                self._text.ask(row.id, title, str(row.value))
            case FieldKind.PERCENT:
                self._text.ask(row.id, title, f"{row.value.normalize():f}")
            case FieldKind.MONEY:
                self._figure.ask_amount(row.id, title, row.value)
            case FieldKind.SIGNED_MONEY:
                self._figure.ask_amount(row.id, title, row.value, signed=True)
            case FieldKind.WHOLE:
                self._figure.ask_number(row.id, title, row.value)
            case FieldKind.ONE:
                ticked = [ChoiceRow(one.id, one.words, one.detail, int(one.id == row.value)) for one in rows]
                self._one.ask(row.id, title, ticked)
            case FieldKind.MANY:
                self._many.ask(row.id, title, rows, row.value)
            case FieldKind.SWITCH:
                self._form.put(row.place, not row.value)

    def _row(self, id: str) -> FormRow | None:
        return next((one for one in self._form.rows() if one.id == id), None)

    @Slot(str, str)
    def _write(self, id: str, words: str) -> None:
        row = self._row(id)
        if row is None:
            return
        if row.kind is FieldKind.PERCENT:
            self._form.put(row.place, _percent(words, row.value))
        else:
            self._form.put(row.place, " ".join(words.split()))

    @Slot(str, int)
    def _type(self, id: str, minor: int) -> None:
        row = self._row(id)
        if row is None:
            return
        is_amount = row.kind in (FieldKind.MONEY, FieldKind.SIGNED_MONEY)
        self._form.put(row.place, type(row.value)(minor, row.value.currency) if is_amount else minor)

    @Slot(str, str)
    def _pick(self, id: str, choice: str) -> None:
        row = self._row(id)
        if row is not None:
            self._form.put(row.place, choice)

    @Slot(str, object)
    def _choose(self, id: str, chosen: tuple[str, ...]) -> None:
        row = self._row(id)
        if row is not None:
            self._form.put(row.place, chosen)


def _percent(words: str, before: Decimal) -> Decimal:
    """What was typed as a percentage, with a point or a comma; what is no number leaves it as it was."""
    try:
        found = Decimal(words.replace("%", "").replace(",", ".").strip())
    except InvalidOperation:
        return before
    return found if found.is_finite() else before


def _part_words(row: FormRow, money: MoneyText) -> tuple[str, str]:
    return part_words(row.value, money)
