"""The bar along the top of the kitchen screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aura_terminal.domain.kinds import OrderType
from aura_terminal.ui.screens.kitchen.station_button import StationButton
from aura_terminal.ui.screens.kitchen.words import ALL, chip_rows, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import Chips, ChipSize
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.pill import Pill, PillRow, Tone
from aura_terminal.ui.widgets.ticket_rows import clock
from aura_terminal.view_models.kitchen_board import HeaderCounts

HEIGHT, RECALL_WIDTH, TARGET, FACE_INSET = 72, 146, 64, 6
ROOMY_FROM, WORDY_FROM = 1500, 1400
MOST_PILLS = 2


class KitchenHeader(Panel):
    """Station, filters, counters, sound, recall and more; status and clock only where no other bar shows them.

    `station_asked()`, `order_type_chosen(OrderType or None)`, `recall_asked()`, `sound_asked()`, `more_asked()`,
    `status_tapped()`.
    """

    station_asked = Signal()
    order_type_chosen = Signal(object)
    recall_asked = Signal()
    sound_asked = Signal()
    more_asked = Signal()
    status_tapped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Ground.PANEL, Edge.BOTTOM, parent)
        self.setFixedHeight(HEIGHT)
        self.station = StationButton(theme)
        self.station.clicked.connect(self._ask_station)
        self._chips = Chips(theme, tr("Kinds of order"), ChipSize.KITCHEN)
        self._chips.chosen.connect(self._choose)
        self._open, self._late = Words(theme, "", Voice.FIGURE), Words(theme, "", Voice.FIGURE)
        self._average, self._average_name = Words(theme, "", Voice.FIGURE), Words(theme, tr("avg"), Voice.FIGURE_NAME)
        self._pills = tuple(Pill(theme, PillRow("", "", "circle-check", Tone.OK)) for _ in range(MOST_PILLS))
        for pill in self._pills:
            pill.clicked.connect(self._tell_status)
            pill.hide()
        self.recall = Button(theme, tr("Recall"), kind=Kind.STATION, icon="rotate-ccw", inset=FACE_INSET)
        self.recall.keep_at_least(RECALL_WIDTH, TARGET)
        self.recall.clicked.connect(self._ask_recall)
        self.sound = Button(theme, kind=Kind.STATION, icon="volume-2", say=tr("Sound off"), inset=FACE_INSET)
        self.sound.keep_at_least(TARGET, TARGET)
        self.sound.clicked.connect(self._ask_sound)
        self.more = Button(theme, kind=Kind.STATION, icon="ellipsis", say=tr("More"), inset=FACE_INSET)
        self.more.keep_at_least(TARGET, TARGET)
        self.more.clicked.connect(self._ask_more)
        self._status: tuple[PillRow, ...] = ()
        self._is_wordy = True
        self._clock = Words(theme, "", Voice.CLOCK)
        self._clock.hide()
        self._arrange(theme)
        self.show_filters({})
        self._chips.select(ALL)

    def show_filters(self, counts: dict[OrderType, int]) -> None:
        """How many tickets there are of each kind; the filter stays."""
        self._chips.show_rows(chip_rows(counts or dict.fromkeys(OrderType, 0)))

    def show_counts(self, counts: HeaderCounts) -> None:
        """The counters."""
        self._open.setText(str(counts.open))
        self._late.setText(str(counts.late))
        self._late.speak(Voice.LATE_FIGURE if counts.late else Voice.FIGURE)
        self._average.setText(clock(counts.average))

    def next_filter(self) -> None:
        """Goes on to the next kind of order, after the last one to all."""
        ids = [ALL, *(each.value for each in OrderType)]
        place = (ids.index(self._chips.selected() or ALL) + 1) % len(ids)
        self._chips.select(ids[place])
        self._choose(ids[place])

    def show_sound_on(self) -> None:
        """New tickets and changes are heard."""
        self.sound.show_icon("volume-2")
        self.sound.show_words("", say=tr("Sound off"))

    def show_sound_off(self) -> None:
        """Nothing is heard."""
        self.sound.show_icon("volume-x")
        self.sound.show_words("", say=tr("Sound on"))

    def show_status(self, pills: Sequence[PillRow], time: str) -> None:
        """How things stand, most important last, and what time it is."""
        self._status = tuple(pills)
        self._show_pills()
        self._clock.setText(time)
        self._clock.show()

    def suit(self, width: int) -> None:
        """On a smaller screen the average goes, recall is an icon, and only what matters most is told."""
        self._is_wordy = width >= WORDY_FROM
        for pill in self._pills:
            if width >= ROOMY_FROM:
                pill.spell_out()
            else:
                pill.shorten()
        for words in (self._average, self._average_name):
            words.setVisible(width >= ROOMY_FROM)
        self.recall.show_words(tr("Recall") if self._is_wordy else "", say=tr("Recall"))
        self.recall.keep_at_least(RECALL_WIDTH if self._is_wordy else TARGET, TARGET)
        self._show_pills()

    def _show_pills(self) -> None:
        told = self._status if self._is_wordy else self._status[-1:]
        shown = (None,) * (MOST_PILLS - len(told)) + told
        for pill, row in zip(self._pills, shown, strict=True):
            pill.setVisible(row is not None)
            if row is not None:
                pill.show_row(row)

    def _arrange(self, theme: Theme) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 0, 20, 1)
        line.setSpacing(8)
        line.addWidget(self.station)
        line.addSpacing(12)
        line.addWidget(self._chips, 1)
        names = (Words(theme, tr("open"), Voice.FIGURE_NAME), Words(theme, tr("late"), Voice.FIGURE_NAME))
        for figure, name in zip((self._open, self._late, self._average), (*names, self._average_name), strict=True):
            line.addWidget(figure)
            line.addWidget(name)
            line.addSpacing(8)
        for pill in self._pills:
            line.addWidget(pill)
        line.addWidget(self.sound)
        line.addWidget(self.recall)
        line.addWidget(self.more)
        line.addSpacing(14)
        line.addWidget(self._clock)

    def _ask_sound(self) -> None:
        self.sound_asked.emit()

    def _ask_more(self) -> None:
        self.more_asked.emit()

    def _choose(self, id: str) -> None:
        self.order_type_chosen.emit(None if id == ALL else OrderType(id))

    def _ask_station(self) -> None:
        self.station_asked.emit()

    def _ask_recall(self) -> None:
        self.recall_asked.emit()

    def _tell_status(self) -> None:
        self.status_tapped.emit()
