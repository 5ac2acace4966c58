"""Something that is not on the menu: its price by number keys, its name, where it belongs and who makes it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import CategoryId, StationId
from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.register.number_sheet import NumberSheet
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.open_items import OpenItem, OpenItemsModel, Surroundings

translate = QCoreApplication.translate
AS_CATEGORY, NOBODY = "*", "nobody"
NAME, NOTE, ALLERGY = "name", "note", "allergy"


class OpenItemSheet(NumberSheet):
    """It closes once the item stands on the order."""

    def __init__(self, items: OpenItemsModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        title, price = translate("RegisterScreen", "Open item"), translate("RegisterScreen", "Price")
        super().__init__(theme, host, title, 980, 640, price)
        self._items, self._theme, self._money = items, theme, money
        self._around = Surroundings("", (), ())
        self._category = CategoryId("")
        self._words = {NAME: "", NOTE: "", ALLERGY: ""}
        self._price = Words(theme, "", Voice.TOTAL)
        self._categories = Chips(theme, self.tr("Category"))
        self._stations = Chips(theme, self.tr("Made at"))
        self._buttons = {
            NAME: Button(theme, "", icon="pencil"),
            NOTE: Button(theme, "", icon="message-square"),
            ALLERGY: Button(theme, "", icon="triangle-alert"),
        }
        self._add = Button(theme, "", kind=Kind.PRIMARY, icon="plus")
        self._add.keep_at_least(200, 64)
        self._text = TextSheet(theme, host)
        self._arrange(theme)
        self._connect()

    def ask(self, around: Surroundings, minor: int = 0, category: CategoryId | None = None) -> None:
        """Open with a price that was typed already, 0 for none, in a category."""
        self._around, self._number = around, minor
        self._words = dict.fromkeys(self._words, "")
        first = around.categories[0][0] if around.categories else CategoryId("")
        known = {id_ for id_, _ in around.categories}
        self._category = category if category in known and category is not None else first
        self._categories.show_rows([ChipRow(id_, name) for id_, name in around.categories])
        self._categories.select(self._category)
        self._stations.show_rows([
            ChipRow(AS_CATEGORY, self.tr("As its category")), ChipRow(NOBODY, self.tr("Nobody makes it")),
            *(ChipRow(id_, name) for id_, name in around.stations),
        ])  # fmt: skip
        self._stations.select(AS_CATEGORY)
        self._show()
        self.open()

    def _arrange(self, theme: Theme) -> None:
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(18)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self._price, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self._buttons[NAME])
        right.addWidget(Words(theme, self.tr("Category"), Voice.SMALL))
        right.addWidget(self._categories)
        right.addWidget(Words(theme, self.tr("Made at"), Voice.SMALL))
        right.addWidget(self._stations)
        pair = QHBoxLayout()
        pair.setSpacing(10)
        pair.addWidget(self._buttons[NOTE], 1)
        pair.addWidget(self._buttons[ALLERGY], 1)
        right.addLayout(pair)
        right.addStretch(1)
        for button in self._buttons.values():
            button.keep_at_least(150, 52)
        line.addWidget(self._pad, 2)
        line.addLayout(right, 3)
        self.set_content(content)
        self.set_actions(self._add)

    def _connect(self) -> None:
        self._categories.chosen.connect(self._choose)
        self._buttons[NAME].clicked.connect(self._ask_name)
        self._buttons[NOTE].clicked.connect(self._ask_note)
        self._buttons[ALLERGY].clicked.connect(self._ask_allergy)
        self._text.written.connect(self._write)
        self._add.clicked.connect(self._finish)
        self._items.added.connect(self._end)

    @Slot()
    def _show(self) -> None:
        if not self._around.currency:
            return
        price = self._money.total(Money(self._number, self._around.currency))
        self._price.setText(price)
        names = {NAME: self.tr("Name"), NOTE: self.tr("Note"), ALLERGY: self.tr("Allergy")}
        for key, button in self._buttons.items():
            button.show_words(self._words[key] or names[key])
        self._add.show_words(self.tr("Add {price}").format(price=price))
        self._add.setEnabled(bool(self._number or self._words[NAME]))

    @Slot(str)
    def _choose(self, category_id: str) -> None:
        self._category = CategoryId(category_id)

    @Slot()
    def _ask_name(self) -> None:
        self._text.ask(NAME, self.tr("What is it called?"), self._words[NAME])

    @Slot()
    def _ask_note(self) -> None:
        self._text.ask(NOTE, self.tr("A word to the kitchen"), self._words[NOTE])

    @Slot()
    def _ask_allergy(self) -> None:
        self._text.ask(ALLERGY, self.tr("What must the guest not have?"), self._words[ALLERGY])

    @Slot(str, str)
    def _write(self, id: str, words: str) -> None:
        self._words[id] = words
        self._show()

    @Slot()
    def _finish(self) -> None:
        if not self._add.isEnabled():
            return
        made = self._stations.selected()
        stations: dict[str, StationId | None] = {AS_CATEGORY: None, NOBODY: StationId("")}
        self._items.add(
            OpenItem(
                Money(self._number, self._around.currency),
                self._words[NAME],
                self._category,
                station=stations.get(made, StationId(made)),
                note=self._words[NOTE],
                allergy=self._words[ALLERGY],
            )
        )

    @Slot()
    def _end(self) -> None:
        if self.isVisible():
            self._close_over(self._add)
