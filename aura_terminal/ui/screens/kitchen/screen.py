"""The kitchen screen, arranged and bound to its model."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent, QShortcut, QShowEvent, QWindow
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.kinds import OrderType
from aura_terminal.ui.screens.kitchen.gestures import Armed, Gestures
from aura_terminal.ui.screens.kitchen.header import KitchenHeader
from aura_terminal.ui.screens.kitchen.keys import KEYS, Act
from aura_terminal.ui.screens.kitchen.page_bar import PageBar
from aura_terminal.ui.screens.kitchen.rail import AllDayRail
from aura_terminal.ui.screens.kitchen.sheets import Sheets
from aura_terminal.ui.screens.kitchen.words import RowMaker, board_words, late_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Ground, Panel
from aura_terminal.ui.widgets.pill import PillRow
from aura_terminal.ui.widgets.ticket_board import DIGITS, TicketBoard
from aura_terminal.ui.widgets.ticket_flow import Arrangement
from aura_terminal.ui.widgets.ticket_rows import TicketRow
from aura_terminal.view_models.bump_bar_setup import BumpBarSetup
from aura_terminal.view_models.kitchen import KitchenModel
from aura_terminal.view_models.kitchen_beside import Beside
from aura_terminal.view_models.kitchen_board import NEVER, Card, Stage, changes_at

STEADY_SECONDS = 0.3
HOME_SECONDS = 20.0
LARGE_FROM, SMALL, MEDIUM = 1600, 0.85, 1.0
SCALES = (0.7, 0.85, 1.0, 1.25, 1.5)
ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
TOUCHES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress})


class KitchenScreen(Panel):
    """Tap a dish: one more is ready. Tap a header, or press its number: bumped, with eight seconds to take it back.

    A header that shows a change is looked at first, one that waits is started. Keys: 1 to 9 tap the header at that
    place, arrows move, Enter taps what is ringed, the others are in `keys`. For 300 ms after tickets have moved up,
    those that moved take no bump: a bouncing finger meant the one before. Left alone for twenty seconds, the board
    turns back to its first page; late tickets on other pages are named under the board all the time.
    """

    status_tapped = Signal()
    board_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        model: KitchenModel,
        beside: Beside | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        theme = theme.in_haste()
        super().__init__(theme, Ground.CANVAS, parent=parent)
        self._model = model
        self._beside = beside
        self._monotonic = monotonic
        self._changes_at = NEVER
        self._moved_at, self._moved_from = -STEADY_SECONDS, 0
        self._touched_at = monotonic()
        self._scale = 0.0
        self._rows = RowMaker()
        self._rail_later = QTimer(self, interval=0, singleShot=True)
        self._rail_later.timeout.connect(self._show_rail)
        self._counts_portions = False
        self._shortcuts: list[QShortcut] = []
        self._arrangement = Arrangement.COLUMNS
        self._header = KitchenHeader(theme)
        self._board = TicketBoard(theme, tr("Tickets"), board_words(), model.now, monotonic=monotonic)
        self._pages = PageBar(theme)
        self._rail = AllDayRail(theme)
        self._gestures = Gestures(model, self._rail.undo, self)
        self._arrange()
        self._sheets = Sheets(theme, self, model, beside, self._gestures)
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
        else:
            self._rail.narrow()
        self._board.show_scale(self._scale or (MEDIUM if self.width() >= LARGE_FROM else SMALL))

    @property
    def board(self) -> TicketBoard:
        """The tickets."""
        return self._board

    def is_asking(self) -> bool:
        """Whether a question stands over the board."""
        return self._sheets.is_asking()

    def rest_keys(self, keys: frozenset[str] | None) -> None:
        """These keys, as QKeySequence writes them, mean something else from now on; None for all of them."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(keys is not None and shortcut.key().toString() not in keys)

    def learn_bump_bar(self, setup: BumpBarSetup) -> None:
        """The wizard for bump bars is offered from now on."""
        self._sheets.offer_bump_bar(setup)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._touch()
        if event.text() and event.text() in DIGITS and not self._board.hasFocus():
            QCoreApplication.sendEvent(self._board, event)
        elif event.key() in ARROWS and not self._board.hasFocus():
            self._board.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape:
            self._gestures.disarm()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._touch()
        super().mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self._touch()
        return False

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._board, 1)
        left.addWidget(self._pages)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addLayout(left, 1)
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
        self._board.header_tapped.connect(self._tap)
        self._board.line_tapped.connect(self._tap_line)
        self._board.paged.connect(self._show_pages)
        for watched in (self._board.viewport(), self._board):
            watched.installEventFilter(self)
        self._pages.turned.connect(self._turn)
        self._pages.late_tapped.connect(self._board.turn_to_ticket)
        self._header.station_asked.connect(self._sheets.ask_station)
        self._header.order_type_chosen.connect(self._filter)
        self._header.recall_asked.connect(self._model.look_back)
        self._header.more_asked.connect(self._ask_more)
        self._header.sound_asked.connect(self._switch_sound)
        self._rail.counts_asked.connect(self._switch_counts)
        self._rail.armed.connect(self._gestures.arm)
        self._gestures.armed_changed.connect(self._show_armed)
        self._sheets.resized.connect(self._resize)
        self._sheets.rearranged.connect(self._rearrange)
        self._sheets.board_asked.connect(self.board_asked)
        self._header.sound.setVisible(self._beside is not None)
        for act, sequences in KEYS.items():
            for sequence in sequences:
                shortcut = QShortcut(QKeySequence(sequence), self)
                shortcut.setProperty("act", act.value)
                shortcut.activated.connect(self._press)
                self._shortcuts.append(shortcut)

    @Slot()
    def _press(self) -> None:
        """A key of its own was pressed."""
        self.perform(Act(self.sender().property("act")))

    def perform(self, act: Act) -> None:
        """Do what a cook does with a key of its own; a question over the board is answered first."""
        self._touch()
        if self._sheets.is_asking():
            return
        {
            Act.RECALL_LAST: self._model.recall_last,
            Act.RECALL_LIST: self._model.look_back,
            Act.RUSH: self._arm_rush,
            Act.HOLD: self._arm_hold,
            Act.START: self._start_ringed,
            Act.LOOK: self._look_at_changes,
            Act.NEXT_UNSTARTED: self._ring_unstarted,
            Act.NEXT_PAGE: self._turn_on,
            Act.PAGE_BEFORE: self._turn_back,
            Act.FIRST_PAGE: self._turn_home,
            Act.COUNTS: self._switch_counts,
            Act.STATION: self._sheets.ask_station,
            Act.FILTER: self._header.next_filter,
            Act.SOUND: self._switch_sound,
            Act.MORE: self._ask_more,
        }[act]()

    def _show_board(self) -> None:
        cards, now = self._model.cards, self._model.now
        self._changes_at = changes_at(cards, now)
        self._put(self._rows.rows(cards, now, self._model.local, stations=self._shows_several()))
        self._header.show_filters(self._model.counts())
        self._header.show_counts(self._model.header())
        self._rail_later.start()  # tickets are painted first
        self._show_pages()
        self._gestures.keep_offer(cards)

    def _shows_several(self) -> bool:
        return self._model.station is None or bool(self._model.taken_over)

    def _show_rail(self) -> None:
        if self._counts_portions:
            self._rail.show_rows(tr("Ingredients"), self._model.production())
        else:
            self._rail.show_rows(tr("All day"), self._model.all_day())
        self._rail.show_promise(self._model.promised())

    @Slot()
    def _show_pages(self) -> None:
        self._pages.show_place(self._board.page, self._board.pages)
        late = self._board.late_elsewhere()
        rows = {row.id: row for row in self._board.rows()} if late else {}
        self._pages.show_late([(id, late_words(rows[id], self._model.now)) for id in late])

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
        station, more = self._model.station, self._model.taken_over
        names = [station.name if station else tr("All stations"), *(each.name for each in more)]
        self._header.station.show_station(" + ".join(names), station.icon if station else "chef-hat")

    def _tick(self) -> None:
        now = self._model.now
        self._board.tick(now)
        self._header.show_counts(self._model.header())
        if self._is_watched():
            self._model.see(self._board.in_sight())
        if self._board.pages > 1:
            self._go_home_when_left_alone()
            self._show_pages()
        if now >= self._changes_at:
            self._show_board()

    def _go_home_when_left_alone(self) -> None:
        if self._board.page and self._monotonic() - self._touched_at >= HOME_SECONDS and not self._sheets.is_asking():
            self._board.turn_to(0)

    def _is_watched(self) -> bool:
        """Whether what is painted can be seen: in front, not locked, under no question, on a display that is awake."""
        window = self.window()
        display: QWindow | None = window.windowHandle()
        is_awake = display is not None and display.isExposed() and not window.isMinimized()
        return is_awake and self.isVisible() and self.isEnabled() and not self._sheets.is_asking()

    def _touch(self) -> None:
        self._touched_at = self._monotonic()
        if self._beside is not None:
            self._beside.cues.touched()

    def _tap(self, ticket_id: str) -> None:
        place = next((each for each, row in enumerate(self._board.rows()) if row.id == ticket_id), 0)
        card = self._model.card(ticket_id)
        if card is None or (place >= self._moved_from and self._monotonic() - self._moved_at < STEADY_SECONDS):
            return
        self._gestures.tap(card)

    def _tap_line(self, ticket_id: str, line_id: str) -> None:
        self._gestures.disarm()
        self._model.tap_line(ticket_id, line_id)

    def _filter(self, order_type: OrderType | None) -> None:
        self._model.choose_order_type(order_type)

    def _show_armed(self) -> None:
        self._rail.show_armed(self._gestures.armed)

    def _arm_rush(self) -> None:
        self._gestures.arm(Armed.RUSH)

    def _arm_hold(self) -> None:
        self._gestures.arm(Armed.HOLD)

    def _start_ringed(self) -> None:
        """Start the ringed ticket, or the first that waits."""
        waiting = [card for card in self._model.cards if card.stage(self._model.now) is not Stage.ACTIVE]
        ringed = self._board.ringed()
        card = next((each for each in waiting if each.ticket_id == ringed), waiting[0] if waiting else None)
        if card is not None:
            self._gestures.start(card)

    def _look_at_changes(self) -> None:
        """Look at the change that stands first."""
        changed = next((card for card in self._model.cards if card.has_changed), None)
        if changed is not None:
            self._model.see_changes(changed.ticket_id)

    def _ring_unstarted(self) -> None:
        """Ring the first ticket after the ringed one of which nothing is ready."""
        now = self._model.now
        ids = [card.ticket_id for card in self._model.cards if _is_unstarted(card, now)]
        everybody: list[str] = [card.ticket_id for card in self._model.cards]
        after = everybody.index(self._board.ringed()) + 1 if self._board.ringed() in everybody else 0
        later = [id for id in everybody[after:] if id in ids] or ids
        if later:
            self._board.setFocus(Qt.FocusReason.TabFocusReason)
            self._board.ring(later[0])

    def _turn(self, by: int) -> None:
        self._board.turn_to(self._board.page + by)

    def _turn_on(self) -> None:
        self._turn(1)

    def _turn_back(self) -> None:
        self._turn(-1)

    def _turn_home(self) -> None:
        self._board.turn_to(0)

    def _switch_counts(self) -> None:
        self._counts_portions = not self._counts_portions
        self._show_rail()

    def _switch_sound(self) -> None:
        if self._beside is None:
            return
        if self._beside.cues.is_on:
            self._beside.cues.switch_off()
            self._header.show_sound_off()
        else:
            self._beside.cues.switch_on()
            self._header.show_sound_on()

    def _ask_more(self) -> None:
        self._sheets.ask_more(self._arrangement)

    def _resize(self, by: int) -> None:
        now = self._scale or (MEDIUM if self.width() >= LARGE_FROM else SMALL)
        self._scale = SCALES[max(0, min(len(SCALES) - 1, SCALES.index(now) + by))]
        self._board.show_scale(self._scale)

    def _rearrange(self) -> None:
        self._arrangement = Arrangement.ROWS if self._arrangement is Arrangement.COLUMNS else Arrangement.COLUMNS
        self._board.arrange(self._arrangement)


def _is_unstarted(card: Card, now: datetime) -> bool:
    return card.stage(now) is Stage.ACTIVE and card.printed_at is None and not any(line.done for line in card.lines)


def _first_of(rows: tuple[TicketRow, ...] | list[TicketRow], place: int) -> int:
    """The board lists a header and then its dishes: which entry the header at a place is."""
    return sum(1 + len(row.lines) for row in rows[:place])
