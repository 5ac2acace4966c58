"""A new reservation: first when, how many and where, then who."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aura_terminal.domain.ids import TableId
from aura_terminal.ui.screens.reservations.words import (
    DOT,
    NO_TABLE,
    guests_words,
    occasion_words,
    offer_id,
    offer_rows,
    tr,
)
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.typing_fields import TypingFields
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, Picking
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.reservations import Inquiry, Party, ReservationsModel

STAYS = (60, 90, 120, 150, 180)
USUAL_STAY, USUAL_PARTY, MOST_GUESTS = 120, 2, 99
ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NAME, PHONE, WISHES = "name", "phone", "wishes"
GAP = 12


class BookingSheet(Sheet):
    """Stays until the reservation is kept: what is refused is put right where it stands. The time is typed as four
    digits, on the pad or on real keys; Enter goes on."""

    def __init__(self, model: ReservationsModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, tr("New reservation"), tr("Close"), 960, 680)
        self._model, self._theme = model, theme
        self._digits, self._party, self._chosen = "", USUAL_PARTY, ""
        self._is_waiting = self._is_stay_said = False
        self._time = Words(theme, "", Voice.TOTAL)
        self._pad = PaymentPad(theme, tr("Time"), tr("Erase"))
        self._fewer = Button(theme, icon="minus", say=tr("One guest fewer"))
        self._guests = Words(theme, "", Voice.STRONG)
        self._more = Button(theme, icon="plus", say=tr("One guest more"))
        self._stay = Chips(theme, tr("How long"))
        self._tables = ChoiceList(theme, tr("Tables"), Picking.ONE)
        names = ((NAME, tr("Name")), (PHONE, tr("Telephone")), (WISHES, tr("Wishes")))
        self._fields = TypingFields(theme, names, tr("Save"), 1, GAP)
        self._occasion = Chips(theme, tr("What they come for"))
        self._fields.put_above_keys(self._occasion)
        self._fields.column.addStretch(1)
        self._next = Button(theme, tr("Who comes?"), kind=Kind.PRIMARY, icon="arrow-right")
        self._back = Button(theme, tr("When and where"), icon="arrow-left")
        self._pages = QStackedWidget()
        for page in (self._when(), self._fields):
            self._pages.addWidget(page)
        for button in (self._back, self._next):
            button.keep_at_least(200, 60)
        self.set_content(self._pages)
        self.set_actions(self._back, self._next)
        self._connect()

    def ask(self) -> None:
        """Open for the day that is shown."""
        self._digits, self._party, self._chosen, self._is_waiting = "", USUAL_PARTY, NO_TABLE, False
        for field in (NAME, PHONE, WISHES):
            self._fields.put(field, "")
        self._is_stay_said = False
        self._propose_stay()
        rows = [ChipRow(each, occasion_words(each) or tr("no occasion")) for each in self._model.occasions]
        self._occasion.show_rows(rows)
        self._occasion.select(rows[-1].id if rows else "")
        self._occasion.setVisible(bool(rows))
        self.open()
        self._ask_when()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        is_first = self._pages.currentIndex() == 0
        if is_first and len(text) == 1 and text.isdecimal() and text.isascii():
            self._press(text)
        elif is_first and event.key() == Qt.Key.Key_Backspace:
            self._erase()
        elif is_first and event.key() in ENTERING:
            self._next.click()
        else:
            super().keyPressEvent(event)

    @property
    def _inquiry(self) -> Inquiry | None:
        """What is asked for, once the time is one."""
        if len(self._digits) != 4:
            return None
        hour, minute = int(self._digits[:2]), int(self._digits[2:])
        if hour > 23 or minute > 59:
            return None
        return Inquiry(hour, minute, self._party, int(self._stay.selected() or USUAL_STAY))

    def _when(self) -> QWidget:
        page = QWidget()
        line = QHBoxLayout(page)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(18)
        left = QVBoxLayout()
        self._time.setAlignment(Qt.AlignmentFlag.AlignCenter)
        left.addWidget(self._time)
        left.addWidget(self._pad, 1)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        guests = QHBoxLayout()
        self._guests.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self._fewer, self._guests, self._more):
            guests.addWidget(part, 1)
        words = tr("{hours} h")
        self._stay.show_rows([ChipRow(str(each), words.format(hours=f"{each / 60:g}")) for each in STAYS])
        right.addLayout(guests)
        right.addWidget(self._stay)
        right.addWidget(self._tables, 1)
        line.addLayout(left, 2)
        line.addLayout(right, 3)
        return page

    def _connect(self) -> None:
        self._pad.digit_tapped.connect(self._press)
        self._pad.erase_tapped.connect(self._erase)
        self._fewer.clicked.connect(self._one_fewer)
        self._more.clicked.connect(self._one_more)
        self._stay.chosen.connect(self._keep_stay)
        self._tables.tapped.connect(self._choose)
        self._next.clicked.connect(self._ask_who)
        self._back.clicked.connect(self._ask_when)
        self._fields.finished.connect(self._book)
        self._model.offered.connect(self._show)
        self._model.booked.connect(self._end)
        self._model.refused.connect(self._try_again)

    @Slot()
    def _changed(self) -> None:
        """Something else is asked for: the tables are asked for again."""
        inquiry = self._inquiry
        if inquiry is not None:
            self._model.inquire(inquiry)
        self._show()

    @Slot()
    def _show(self) -> None:
        typed = self._digits.ljust(4, "–")
        self._time.setText(f"{typed[:2]}:{typed[2:]}")
        self._guests.setText(guests_words(self._party))
        self._fewer.setEnabled(self._party > 1)
        self._more.setEnabled(self._party < MOST_GUESTS)
        offers = self._model.offers if self._inquiry is not None else ()
        if self._chosen not in (*(offer_id(each) for each in offers), NO_TABLE):
            self._chosen = NO_TABLE
        self._tables.show_rows(offer_rows(offers, self._chosen, tr("No table yet")))
        self._next.setEnabled(self._inquiry is not None)

    @Slot(str)
    def _press(self, digits: str) -> None:
        if len(self._digits) + len(digits) <= 4:
            self._digits += digits
            self._changed()

    @Slot()
    def _erase(self) -> None:
        self._digits = self._digits[:-1]
        self._changed()

    @Slot()
    def _keep_stay(self) -> None:
        self._is_stay_said = True
        self._changed()

    def _propose_stay(self) -> None:
        """As long as parties of that size stay, unless somebody said how long."""
        if not self._is_stay_said:
            usual = self._model.usual_minutes(self._party)
            self._stay.select(str(next((stay for stay in STAYS if stay >= usual), STAYS[-1])))

    @Slot()
    def _one_fewer(self) -> None:
        self._party -= 1
        self._propose_stay()
        self._changed()

    @Slot()
    def _one_more(self) -> None:
        self._party += 1
        self._propose_stay()
        self._changed()

    @Slot(str)
    def _choose(self, id: str) -> None:
        self._chosen = id
        self._show()

    @Slot()
    def _ask_when(self) -> None:
        self._turn_to(0, tr("New reservation"))
        self.setFocus()
        self._changed()

    def _turn_to(self, page: int, title: str) -> None:
        self._pages.setCurrentIndex(page)
        self._next.setVisible(page == 0)
        self._back.setVisible(page == 1)
        self.set_title(title)

    @Slot()
    def _ask_who(self) -> None:
        self._turn_to(1, DOT.join((self._time.text(), guests_words(self._party))))
        self._fields.resume()

    @Slot()
    def _book(self) -> None:
        inquiry = self._inquiry
        if inquiry is None or self._is_waiting:  # a second tap would expect the same party twice
            return
        self._is_waiting = True
        name, phone, requests = map(self._fields.text, (NAME, PHONE, WISHES))
        offer = next((each for each in self._model.offers if offer_id(each) == self._chosen), None)
        tables: tuple[TableId, ...] = () if offer is None else tuple(table_id for table_id, _ in offer.tables)
        self._model.book(inquiry, Party(name, phone, requests, self._occasion.selected() or ""), tables)

    @Slot(object)
    def _try_again(self, _broken: object) -> None:
        self._is_waiting = False

    @Slot()
    def _end(self) -> None:
        self._is_waiting = False
        self.close_sheet()
