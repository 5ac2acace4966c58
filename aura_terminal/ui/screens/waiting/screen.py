"""Who waits for a table: a list in the order they came, and what can be done about the party that is looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent

from aura_terminal.domain.ids import PartyId
from aura_terminal.ui.guests_to_come import WAITING, GuestsPage, show_texts
from aura_terminal.ui.screens.waiting.join_sheet import JoinSheet
from aura_terminal.ui.screens.waiting.seat_sheet import SeatSheet
from aura_terminal.ui.screens.waiting.words import list_rows, party_name, standing_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.undo_bar import UndoBar
from aura_terminal.view_models.waiting import WaitingModel, WaitingRow


class WaitingScreen(GuestsPage):
    """`order_chosen(order_id)` follows a party that was seated, too. N writes a party down, Enter seats the one that is
    looked at, C calls it."""

    def __init__(self, model: WaitingModel, theme: Theme) -> None:
        super().__init__(model, theme, WAITING, tr("Waiting list"))
        self._model = model
        self._new = Button(theme, tr("Add party"), kind=Kind.PRIMARY, icon="plus")
        self._head.bar.addWidget(self._new)
        self._shown: PartyId | None = None
        self._undo = UndoBar(theme)
        self._title = Words(theme, "", Voice.TITLE)
        self._standing = Words(theme, "", Voice.BODY)
        self._beyond = Words(theme, "", Voice.REFUSAL)
        self._note = Words(theme, "", Voice.BODY)
        self._phone = Words(theme, "", Voice.SMALL)
        self._gone = Button(theme, tr("Left"), icon="user")
        self._again = Button(theme, tr("New quote"), icon="clock")
        self._call = Button(theme, tr("Call"), icon="bell-ring")
        self._order = Button(theme, tr("Open their order"), icon="receipt-euro")
        self._seat = Button(theme, tr("Seat"), kind=Kind.PRIMARY, icon="armchair")
        self._join: JoinSheet | None = None
        self._tables: SeatSheet | None = None
        self._arrange()
        self._connect()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_N: self._ask_party, Qt.Key.Key_C: self._call_them, Qt.Key.Key_Return: self._seat_them,
            Qt.Key.Key_Enter: self._seat_them, Qt.Key.Key_Escape: self.back_requested.emit,
        }  # fmt: skip
        act = keys.get(Qt.Key(event.key()))
        if act is None or event.isAutoRepeat():
            super().keyPressEvent(event)
        else:
            act()

    def _arrange(self) -> None:
        words = (self._title, self._beyond, self._standing, self._note, self._phone)
        side = self._stand(*words, below=self._undo)
        side.offer(300, 60, self._gone, self._again, self._call, self._order, self._seat)

    def _connect(self) -> None:
        model = self._model
        self._new.clicked.connect(self._ask_party)
        self._list.line_tapped.connect(self._look_at)
        self._gone.clicked.connect(self._leave)
        self._again.clicked.connect(self._tell)
        self._call.clicked.connect(self._call_them)
        self._seat.clicked.connect(self._seat_them)
        self._order.clicked.connect(self._open_order)
        self._undo.undone.connect(self._come_back)
        model.changed.connect(self._show)
        model.refused.connect(self._refuse)
        model.seated.connect(self.order_chosen)
        model.gone.connect(self._offer_undo)

    @property
    def _row(self) -> WaitingRow | None:
        return None if self._shown is None else self._model.row(self._shown)

    @Slot()
    def _tick(self) -> None:
        self._show()

    @Slot()
    def _show(self) -> None:
        model, row = self._model, self._row
        self._places.show_count(str(len(model.rows)) if model.rows else "")
        self._list.show_rows(list_rows(model, self._shown))
        hint = tr("Tap a party.") if model.rows else tr("Nobody waits.")
        late = row is not None and row.ended_at is None and model.lateness(row).is_beyond
        standing = hint if row is None else standing_words(row, model)
        texts = (
            (self._title, "" if row is None else f"{party_name(row)}, {row.party_size}"),
            (self._beyond, standing if late else ""),
            (self._standing, "" if late else standing),
            (self._note, "" if row is None else row.note),
            (self._phone, "" if row is None else row.phone),
        )
        show_texts(texts)
        waits = row is not None and row.ended_at is None
        for button in (self._gone, self._again, self._call, self._seat):
            button.setVisible(waits)
        self._order.setVisible(row is not None and row.order_id is not None)

    @Slot(str)
    def _look_at(self, party_id: str) -> None:
        self._shown = PartyId(party_id)
        self._show()

    @Slot()
    def _ask_party(self) -> None:
        if self._join is None:
            self._join = JoinSheet(self._model, self._theme, self)
        self._join.ask()

    @Slot()
    def _seat_them(self) -> None:
        row = self._row
        if row is None or row.ended_at is not None:
            return
        if self._tables is None:
            self._tables = SeatSheet(self._model, self._theme, self)
        self._tables.ask(row)

    @Slot()
    def _call_them(self) -> None:
        row = self._row
        if row is not None and row.ended_at is None:
            self._model.call(row.party_id)

    @Slot()
    def _tell(self) -> None:
        row = self._row
        if row is not None:
            self._model.tell(row.party_id)

    @Slot()
    def _leave(self) -> None:
        row = self._row
        if row is not None:
            self._model.leave(row.party_id)

    @Slot(str)
    def _offer_undo(self, party_id: str) -> None:
        row = self._model.row(PartyId(party_id))
        if row is not None and self.isVisible():
            self._undo.offer(party_id, tr("{name} left").format(name=party_name(row)), tr("Undo"))

    @Slot(str)
    def _come_back(self, party_id: str) -> None:
        self._model.undo_leaving(PartyId(party_id))

    @Slot()
    def _open_order(self) -> None:
        row = self._row
        if row is not None and row.order_id is not None:
            self.order_chosen.emit(row.order_id)
