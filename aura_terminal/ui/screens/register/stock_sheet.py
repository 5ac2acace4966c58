"""Whether an item can be sold and how many are left: opened by a finger that stays on its tile."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.kinds import Availability
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.rows import TileRow
from aura_terminal.view_models.stock import MOST_DIGITS, StockModel

translate = QCoreApplication.translate


class StockSheet(Sheet):
    """Sold out, on sale again, so many left; each closes the sheet, the tile shows what came of it."""

    def __init__(self, stock: StockModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), 760, 560)
        self._stock = stock
        self._item = ItemId("")
        self._digits = ""
        self._state = Words(theme, "", Voice.MUTED)
        self._state.setWordWrap(True)
        self._sold_out = _large(Button(theme, self.tr("Sold out"), kind=Kind.GRAVE, icon="ban"))
        self._restore = _large(Button(theme, self.tr("On sale again"), kind=Kind.PRIMARY, icon="check"))
        self._uncounted = _large(Button(theme, self.tr("Do not count"), icon="x"))
        self._figure = Words(theme, "", Voice.TOTAL)
        self._pad = PaymentPad(theme, self.tr("How many are left"), self.tr("Erase"))
        self._set = _large(Button(theme, self.tr("So many are left"), kind=Kind.PRIMARY))
        self._arrange(theme)
        self._sold_out.clicked.connect(self._eighty_six)
        self._restore.clicked.connect(self._put_back)
        self._uncounted.clicked.connect(self._stop_counting)
        self._set.clicked.connect(self._count)
        self._pad.digit_tapped.connect(self._press)
        self._pad.erase_tapped.connect(self._erase)

    def ask(self, tile: TileRow) -> None:
        """Open for one item."""
        self._item, self._digits = tile.item_id, ""
        is_out = tile.availability is Availability.EIGHTY_SIXED
        self.set_title(tile.name)
        self._state.setText(_state_words(tile))
        self._sold_out.setVisible(not is_out)
        self._restore.setVisible(is_out)
        self._uncounted.setVisible(tile.left is not None)
        self._show()
        self.open()

    def _arrange(self, theme: Theme) -> None:
        content = QWidget()
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self._state)
        for button in (self._sold_out, self._restore, self._uncounted):
            left.addWidget(button)
        left.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(Words(theme, self.tr("Left"), Voice.HEADING))
        head.addStretch(1)
        head.addWidget(self._figure)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addLayout(head)
        right.addWidget(self._pad, 1)
        right.addWidget(self._set)
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(24)
        line.addLayout(left, 2)
        line.addLayout(right, 3)
        self.set_content(content)

    def _show(self) -> None:
        self._figure.setText(self._digits or "–")
        self._set.setEnabled(bool(self._digits))

    @Slot(str)
    def _press(self, digits: str) -> None:
        self._digits = str(int(f"{self._digits}{digits}"))[:MOST_DIGITS]
        self._show()

    @Slot()
    def _erase(self) -> None:
        self._digits = self._digits[:-1]
        self._show()

    @Slot()
    def _eighty_six(self) -> None:
        self.close_sheet()
        self._stock.eighty_six(self._item)

    @Slot()
    def _put_back(self) -> None:
        self.close_sheet()
        self._stock.restore(self._item)

    @Slot()
    def _stop_counting(self) -> None:
        self.close_sheet()
        self._stock.count(self._item, None)

    @Slot()
    def _count(self) -> None:
        self.close_sheet()
        self._stock.count(self._item, int(self._digits))


def _large(button: Button) -> Button:
    button.keep_at_least(200, 60)
    return button


def _state_words(tile: TileRow) -> str:
    if tile.availability is Availability.EIGHTY_SIXED:
        return translate("RegisterScreen", "Sold out on every terminal.")
    if tile.left is not None:
        return translate("RegisterScreen", "On sale, {left} left.").format(left=tile.left)
    return translate("RegisterScreen", "On sale, not counted.")
