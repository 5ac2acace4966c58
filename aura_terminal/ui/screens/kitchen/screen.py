"""The kitchen screen, arranged and bound to its model."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent, QWindow
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.kinds import OrderType
from aura_terminal.ui.screens.kitchen.header import KitchenHeader
from aura_terminal.ui.screens.kitchen.pickers import EVERY_STATION, PickerSheet, recall_choices, station_choices
from aura_terminal.ui.screens.kitchen.rail import AllDayRail
from aura_terminal.ui.screens.kitchen.words import board_words, ticket_rows, title_of, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Ground, Panel
from aura_terminal.ui.widgets.pill import PillRow
from aura_terminal.ui.widgets.ticket_board import DIGITS, TicketBoard
from aura_terminal.ui.widgets.ticket_rows import TicketRow
from aura_terminal.view_models.kitchen import KitchenModel
from aura_terminal.view_models.kitchen_board import Card

STEADY_SECONDS = 0.3
LARGE_FROM, SMALL, MEDIUM = 1600, 0.85, 1.0
ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


class KitchenScreen(Panel):
    """Tap a dish: one more is ready. Tap a header, or press its number: bumped, with eight seconds to take it back.

    Keys: 1 to 9 bump the ticket at that place, arrows move, Enter bumps or ticks what is ringed, R recalls the last
    one. For 300 ms after tickets have moved up, those that moved take no bump: a bouncing finger meant the one before.
    """

    status_tapped = Signal()

    def __init__(
        self,
        theme: Theme,
        model: KitchenModel,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, Ground.CANVAS, parent=parent)
        self._model = model
        self._monotonic = monotonic
        self._new: frozenset[str] = frozenset()
        self._moved_at, self._moved_from = -STEADY_SECONDS, 0
        self._offered = ("", 0)
        self._header = KitchenHeader(theme)
        self._board = TicketBoard(theme, tr("Tickets"), board_words(), model.now, monotonic=monotonic)
        self._rail = AllDayRail(theme)
        self._arrange()
        self._stations = PickerSheet(theme, self, tr("Which station?"))
        self._recall = PickerSheet(theme, self, tr("Bring a ticket back"))
        self._board.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # no ring for those who tap
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._bind()

    def stand_alone(self) -> None:
        """No other bar is shown: this screen's header says how things stand and what time it is."""
        self._header.status_tapped.connect(self.status_tapped)

    def show_status(self, pills: Sequence[PillRow], time: str) -> None:
        """How things stand, in the header."""
        self._header.show_status(pills, time)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._model.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._header.suit(self.width())
        if self.width() >= LARGE_FROM:
            self._rail.widen()
            self._board.show_scale(MEDIUM)
        else:
            self._rail.narrow()
            self._board.show_scale(SMALL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in DIGITS and not self._board.hasFocus():
            QCoreApplication.sendEvent(self._board, event)
        elif event.key() in ARROWS and not self._board.hasFocus():
            self._board.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self._board, 1)
        line.addWidget(self._rail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addLayout(line, 1)

    def _bind(self) -> None:
        self._model.board_changed.connect(self._show_board)
        self._model.stations_changed.connect(self._show_station)
        self._model.ticked.connect(self._tick)
        self._model.bumped.connect(self._offer_undo)
        self._model.recallable_changed.connect(self._show_recallable)
        self._board.header_tapped.connect(self._bump)
        self._board.line_tapped.connect(self._model.tap_line)
        self._header.station_asked.connect(self._ask_station)
        self._header.order_type_chosen.connect(self._filter)
        self._header.recall_asked.connect(self._model.look_back)
        self._stations.picked.connect(self._choose_station)
        self._recall.picked.connect(self._model.recall)
        self._rail.undo.undone.connect(self._model.recall)
        QShortcut(QKeySequence("R"), self).activated.connect(self._recall_by_key)

    def _show_board(self) -> None:
        cards, now = self._model.cards, self._model.now
        self._new = frozenset(card.ticket_id for card in cards if card.is_new(now))
        self._put(ticket_rows(cards, now, self._model.local, stations=self._model.station is None))
        self._header.show_filters(self._model.counts())
        self._header.show_counts(self._model.header())
        self._rail.show_rows(self._model.all_day())
        if any(self._offered == (card.ticket_id, card.generation) for card in cards):
            self._rail.undo.withdraw()

    def _put(self, rows: list[TicketRow]) -> None:
        before, at = self._board.rows(), self._board.currentIndex().row()
        self._board.show_rows(rows, self._model.now)
        ids = [row.id for row in rows]
        kept = next((place for place, row in enumerate(before) if ids[place : place + 1] != [row.id]), len(before))
        if kept < len(before):
            self._moved_at, self._moved_from = self._monotonic(), kept
            self._board.setCurrentIndex(self._same_place(before, at, rows))

    def _same_place(self, before: tuple[TicketRow, ...], at: int, rows: list[TicketRow]) -> QModelIndex:
        """Where the ring goes when tickets moved: it stays on its ticket, or on the one that took the place."""
        if at < 0 or not rows:
            return QModelIndex()
        place = next(each for each, row in enumerate(before) if at < _first_of(before, each + 1))
        ids = [row.id for row in rows]
        kept = ids.index(before[place].id) if before[place].id in ids else min(place, len(ids) - 1)
        return self._board.model().index(_first_of(rows, kept), 0)

    def _show_station(self) -> None:
        station = self._model.station
        self._header.station.show_station(
            station.name if station else tr("All stations"), station.icon if station else "chef-hat"
        )

    def _tick(self) -> None:
        now = self._model.now
        self._board.tick(now)
        self._header.show_counts(self._model.header())
        if self._is_watched():
            self._model.see(self._board.in_sight())
        if self._new != frozenset(card.ticket_id for card in self._model.cards if card.is_new(now)):
            self._show_board()

    def _is_watched(self) -> bool:
        """Whether what is painted can be seen: in front, not locked, under no question, on a display that is awake."""
        window = self.window()
        display: QWindow | None = window.windowHandle()
        is_awake = display is not None and display.isExposed() and not window.isMinimized()
        return is_awake and self.isVisible() and self.isEnabled() and not self._is_asking()

    def _is_asking(self) -> bool:
        return not (self._stations.isHidden() and self._recall.isHidden())

    def _bump(self, ticket_id: str) -> None:
        place = next((each for each, row in enumerate(self._board.rows()) if row.id == ticket_id), 0)
        if place < self._moved_from or self._monotonic() - self._moved_at >= STEADY_SECONDS:
            self._model.bump(ticket_id)

    def _offer_undo(self, card: Card) -> None:
        self._offered = (card.ticket_id, card.generation + 1)
        self._rail.undo.offer(card.ticket_id, tr("{ticket} bumped").format(ticket=title_of(card)), tr("Undo"))

    def _filter(self, order_type: OrderType | None) -> None:
        self._model.choose_order_type(order_type)

    def _ask_station(self) -> None:
        self._stations.show_choices(station_choices(self._model.stations, self._model.station), "")
        self._stations.open()

    def _choose_station(self, id: str) -> None:
        self._model.choose_station("" if id == EVERY_STATION else id)
        self._show_station()

    @Slot()
    def _recall_by_key(self) -> None:
        if not self._is_asking():  # a question over the board is answered first
            self._model.recall_last()

    def _show_recallable(self) -> None:
        choices = recall_choices(self._model.recallable, self._model.now)
        self._recall.show_choices(choices, tr("No ticket has been bumped yet."))
        self._recall.open()


def _first_of(rows: tuple[TicketRow, ...] | list[TicketRow], place: int) -> int:
    """The board lists a header and then its dishes: which entry the header at a place is."""
    return sum(1 + len(row.lines) for row in rows[:place])
