"""The reservations of a day: a list by time, and what can be done about the one that is looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent

from aura_terminal.domain.ids import ReservationId
from aura_terminal.domain.reservations import ReservationStatus
from aura_terminal.ui.guests_to_come import RESERVATIONS, GuestsPage, show_texts
from aura_terminal.ui.screens.reservations.booking_sheet import BookingSheet
from aura_terminal.ui.screens.reservations.table_sheet import TableSheet
from aura_terminal.ui.screens.reservations.words import day_words, facts_of, list_rows, quarter_rows, tr, warning_words
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.page_edges import TurningHead
from aura_terminal.view_models.reservations import ReservationRow, ReservationsModel

LIST, HOURS = "list", "hours"
EXPECTED = (ReservationStatus.BOOKED, ReservationStatus.CONFIRMED)


class ReservationsScreen(GuestsPage):
    """`order_chosen(order_id)` follows a party that was seated, too. N begins a new one."""

    def __init__(self, model: ReservationsModel, theme: Theme) -> None:
        super().__init__(model, theme, RESERVATIONS, tr("Reservations"))
        self._model = model
        self._new = Button(theme, tr("New"), kind=Kind.PRIMARY, icon="plus", say=tr("New reservation"))
        self._head.bar.addWidget(self._new)
        self._days = TurningHead(theme, tr("The day before"), tr("The day after"))
        self._title = Words(theme, "", Voice.TITLE)
        self._facts = Words(theme, "", Voice.BODY)
        self._clash = Words(theme, "", Voice.WARNING)
        self._said = Words(theme, "", Voice.BODY)
        self._reach = Words(theme, "", Voice.SMALL)
        self._order = Button(theme, tr("Open their order"), icon="receipt-euro")
        self._deposit = Button(theme, tr("Take a deposit"), icon="gift")
        self._paying_in: TextSheet | None = None
        self._confirm = Button(theme, tr("Confirmed"), icon="check")
        self._arrive = Button(theme, tr("Is here"), icon="armchair")
        self._miss = Button(theme, tr("Did not come"), icon="user")
        self._cancel = Button(theme, tr("Cancel reservation"), kind=Kind.GRAVE, icon="trash-2")
        self._seat = Button(theme, tr("Seat them"), kind=Kind.PRIMARY, icon="armchair")
        self._booking: BookingSheet | None = None
        self._tables: TableSheet | None = None
        self._text: TextSheet | None = None
        self._arrange()
        self._connect()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_N:
            self._ask_booking()
        elif event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        self._by_hour = Chips(theme=self._theme, say=tr("How the day is shown"))
        self._by_hour.show_rows([ChipRow(LIST, tr("List")), ChipRow(HOURS, tr("By the hour"))])
        self._by_hour.select(LIST)
        self._by_hour.setMinimumWidth(210)
        self._by_hour.chosen.connect(self._show)
        self._days.bar.addWidget(self._by_hour)
        words = (self._title, self._facts, self._clash, self._said, self._reach)
        side = self._stand(*words, above=self._days)
        side.offer(
            300, 60, self._cancel, self._deposit, self._miss, self._confirm, self._arrive, self._order, self._seat
        )

    def _connect(self) -> None:
        model = self._model
        self._days.turned.connect(model.step_day)
        self._new.clicked.connect(self._ask_booking)
        self._list.line_tapped.connect(self._look_at)
        self._confirm.clicked.connect(self._keep_confirmed)
        self._miss.clicked.connect(self._keep_missed)
        self._arrive.clicked.connect(self._keep_arrived)
        self._cancel.clicked.connect(self._ask_why)
        self._seat.clicked.connect(self._seat_them)
        self._deposit.clicked.connect(self._ask_deposit)
        self._order.clicked.connect(self._open_order)
        model.changed.connect(self._show)
        model.refused.connect(self._refuse)
        model.seated.connect(self.order_chosen)

    @Slot()
    def _tick(self) -> None:
        self._show()

    @Slot()
    def _show(self) -> None:
        model, shown = self._model, self._model.shown
        self._days.show_title(day_words(model.day, model.is_today))
        if self._by_hour.selected() == HOURS:
            self._list.show_rows(quarter_rows(model))
        else:
            self._list.show_rows(list_rows(model, None if shown is None else shown.reservation_id))
        hint = tr("Tap a reservation.") if model.rows else tr("Nobody has reserved for this day.")
        texts = (
            (self._title, "" if shown is None else shown.name),
            (self._facts, hint if shown is None else facts_of(shown, model.local)),
            (self._clash, "" if shown is None else warning_words(shown, model)),
            (self._said, "" if shown is None else "\n".join(filter(None, (shown.preferences, shown.requests)))),
            (self._reach, "" if shown is None else shown.phone),
        )
        show_texts(texts)
        self._show_buttons(shown)

    def _show_buttons(self, shown: ReservationRow | None) -> None:
        is_expected = shown is not None and shown.status in EXPECTED
        has_begun = shown is not None and self._model.has_begun(shown)
        is_late = shown is not None and shown.status is ReservationStatus.NO_SHOW
        self._confirm.setVisible(shown is not None and shown.status is ReservationStatus.BOOKED)
        is_here = shown is not None and shown.arrived_at is not None
        self._arrive.setVisible(self._model.is_today and (is_expected or is_late) and not is_here)
        self._miss.setVisible(is_expected and has_begun and not is_here)
        self._cancel.setVisible(is_expected)
        self._deposit.setVisible(is_expected)
        self._seat.setVisible(self._model.is_today and (is_expected or is_late))
        self._order.setVisible(shown is not None and shown.order_id is not None)

    @Slot(str)
    def _look_at(self, reservation_id: str) -> None:
        if self._by_hour.selected() == LIST:
            self._model.look_at(ReservationId(reservation_id))

    @Slot()
    def _ask_booking(self) -> None:
        if self._booking is None:
            self._booking = BookingSheet(self._model, self._theme, self)
        self._booking.ask()

    @Slot()
    def _keep_confirmed(self) -> None:
        if self._model.shown is not None:
            self._model.confirm(self._model.shown.reservation_id)

    @Slot()
    def _keep_arrived(self) -> None:
        if self._model.shown is not None:
            self._model.arrive(self._model.shown.reservation_id)

    @Slot()
    def _keep_missed(self) -> None:
        if self._model.shown is not None:
            self._model.miss(self._model.shown.reservation_id)

    @Slot()
    def _ask_why(self) -> None:
        shown = self._model.shown
        if shown is None:
            return
        if self._text is None:
            self._text = TextSheet(self._theme, self)
            self._text.written.connect(self._take_back)
        self._text.ask(shown.reservation_id, tr("Why does {name} not come?").format(name=shown.name), "")

    @Slot(str, str)
    def _take_back(self, reservation_id: str, reason: str) -> None:
        self._model.cancel(ReservationId(reservation_id), reason)

    @Slot()
    def _ask_deposit(self) -> None:
        shown = self._model.shown
        if shown is None:
            return
        if self._paying_in is None:
            self._paying_in = TextSheet(self._theme, self)
            self._paying_in.written.connect(self._take_deposit)
        self._paying_in.ask(shown.reservation_id, tr("How much does {name} give?").format(name=shown.name), "")

    @Slot(str, str)
    def _take_deposit(self, _reservation_id: str, amount: str) -> None:
        if self._model.shown is not None:
            self._model.take_deposit(self._model.shown, amount)

    @Slot()
    def _seat_them(self) -> None:
        shown = self._model.shown
        if shown is None:
            return
        if shown.tables:
            self._model.seat(shown.reservation_id)
            return
        if self._tables is None:
            self._tables = TableSheet(self._model, self._theme, self)
        self._tables.ask(shown)

    @Slot()
    def _open_order(self) -> None:
        shown = self._model.shown
        if shown is not None and shown.order_id is not None:
            self.order_chosen.emit(shown.order_id)
