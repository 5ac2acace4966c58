"""Whose visit it is: a search as one types, a form for somebody new, and the card of the guest of the order."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from aura_terminal.domain.ids import GuestId
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.register.guest_form import GuestForm
from aura_terminal.ui.screens.register.guest_stated_words import stated_words
from aura_terminal.ui.screens.register.guest_words import (
    birthday_rows,
    found_rows,
    liking_words,
    reach_words,
    standing_words,
    tr,
    visit_rows,
)
from aura_terminal.ui.screens.register.quiet import Quiet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.on_screen_keyboard import KeyboardWords, OnScreenKeyboard
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.search_field import SearchField
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.guests import GuestsModel


class GuestSheet(Sheet):
    """Opens with the guest of the order, or with the search where nobody is known. It closes once the order is
    somebody's; what is refused can be put right where it stands."""

    def __init__(self, guests: GuestsModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 960, 680)
        self._guests, self._money = guests, money
        self._search = SearchField(theme, tr("Telephone, name or e-mail"))
        self._found = ChoiceList(theme, tr("Guests found"), Picking.ONE)
        self._nobody = Words(theme, "", Voice.MUTED)
        self._keys = OnScreenKeyboard(theme, KeyboardWords(tr("Space"), tr("Done"), tr("Capitals"), tr("Erase")))
        self._form = GuestForm(theme)
        self._reach = Words(theme, "", Voice.BODY)
        self._standing = Words(theme, "", Voice.SMALL)
        self._dietary = Words(theme, "", Voice.WARNING)
        self._stated = Words(theme, "", Voice.SMALL)
        self._notes = Words(theme, "", Voice.BODY)
        self._visits = OrderList(theme, tr("Latest visits"))
        self._visits.only_say()
        self._new = Button(theme, tr("New guest"), icon="user-plus")
        self._detach = Button(theme, tr("Take off the order"), kind=Kind.GRAVE, icon="x")
        self._other = Button(theme, tr("Somebody else"), icon="search")
        self._is_waiting = False
        self._pages = QStackedWidget()
        self._quiet = Quiet(host)
        self._find_page, self._card_page = self._finding(), self._showing()
        for page in (self._find_page, self._form, self._card_page):
            self._pages.addWidget(page)
        for button in (self._new, self._detach, self._other):
            button.keep_at_least(200, 60)
        self.set_content(self._pages)
        self.set_actions(self._new, self._detach, self._other)
        self._connect()

    def ask(self) -> None:
        """Open for the order on the counter."""
        self._is_waiting = False
        self.open()
        if self._guests.card is None:
            self._look_for()
        else:
            self._turn_to(self._card_page)

    def _finding(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._found.setMinimumHeight(136)
        self._keys.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._keys.setFocusProxy(self._search)  # taps on keys leave the field its focus
        column.addWidget(self._search)
        column.addWidget(self._nobody)
        column.addWidget(self._found, 1)
        column.addWidget(self._keys)
        return page

    def _showing(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for words in (self._dietary, self._reach, self._standing, self._stated, self._notes):
            words.setWordWrap(True)
            column.addWidget(words)
        column.addWidget(self._visits, 1)
        self._visits.setMinimumHeight(280)
        return page

    def _connect(self) -> None:
        guests = self._guests
        self._search.textEdited.connect(guests.search)
        self._search.returnPressed.connect(self._take_only_one)
        self._keys.typed.connect(self._type)
        self._keys.erased.connect(self._erase)
        self._keys.finished.connect(self._take_only_one)
        self._found.tapped.connect(self._attach)
        self._new.clicked.connect(self._introduce)
        self._other.clicked.connect(self._look_for)
        self._form.finished.connect(self._register)
        self._detach.clicked.connect(self._take_off)
        guests.found.connect(self._show_found)
        guests.changed.connect(self._show_card)
        guests.attached.connect(self._end)
        guests.counter.refused.connect(self._try_again)
        guests.counter.unavailable.connect(self._try_again)

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        shown = {self._new: self._find_page}
        for button in (self._new, self._detach, self._other):
            button.setVisible(shown.get(button, self._card_page) is page)
        titles = {self._find_page: tr("Which guest?"), self._form: tr("New guest")}
        self.set_title(titles.get(page, ""))
        self._show_card()

    @Slot()
    def _look_for(self) -> None:
        self._search.clear()
        self._guests.search("")
        self._keys.begin()
        self._turn_to(self._find_page)
        self._search.setFocus()

    @Slot()
    def _introduce(self) -> None:
        self._turn_to(self._form)
        self._form.begin_with(self._guests.asked)

    @Slot()
    def _show_found(self) -> None:
        rows = self._guests.rows
        birthdays = () if self._guests.asked else self._guests.birthdays
        self._found.show_rows(birthday_rows(birthdays) if birthdays else found_rows(rows))
        words = tr("Birthdays this week") if birthdays else ""
        if self._guests.asked and not rows:
            words = tr("Nobody is known by that. Tap New guest to register them.")
        self._nobody.setText(words)
        self._nobody.setVisible(bool(words))

    @Slot()
    def _show_card(self) -> None:
        card = self._guests.card
        if card is None or self._pages.currentWidget() is not self._card_page:
            return
        guest = card.guest
        self.set_title(guest.name or guest.phone or guest.email)
        shown = (
            (self._dietary, ", ".join(guest.dietary)),
            (self._reach, reach_words(guest)),
            (self._standing, standing_words(guest)),
            (self._stated, stated_words(guest.stated, self._guests.counter.local, self._money)),
            (self._notes, "\n".join(filter(None, (guest.notes, liking_words(guest))))),
        )
        for label, words in shown:
            label.setText(words)
            label.setVisible(bool(words))
        self._visits.show_rows(visit_rows(card.visits, self._guests.counter.local, self._money))

    @Slot(str)
    def _type(self, text: str) -> None:
        self._search.insert(text)
        self._guests.search(self._search.text())

    @Slot()
    def _erase(self) -> None:
        self._search.backspace()
        self._guests.search(self._search.text())

    @Slot()
    def _take_only_one(self) -> None:
        rows = self._guests.rows
        if len(rows) == 1 and self._guests.asked == self._search.text().strip():
            self._attach(rows[0].guest_id)

    @Slot(str)
    def _attach(self, guest_id: str) -> None:
        if not self._is_waiting:
            self._is_waiting = True
            self._guests.attach(GuestId(guest_id))

    @Slot()
    def _register(self) -> None:
        if not self._is_waiting:  # a second tap would know the same person twice
            self._is_waiting = True
            self._guests.register(self._form.introduction)

    @Slot()
    def _take_off(self) -> None:
        self._quiet.cover(self._detach)
        self._guests.detach()
        self.close_sheet()

    @Slot()
    def _try_again(self) -> None:
        self._is_waiting = False

    @Slot()
    def _end(self) -> None:
        self._is_waiting = False
        if self.isVisible():
            self._quiet.cover(self._pages)
            self.close_sheet()
