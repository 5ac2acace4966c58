"""The questions over a kitchen board, and what follows from the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.screens.kitchen.gestures import Gestures
from aura_terminal.ui.screens.kitchen.pickers import (
    EVERY_STATION,
    GIVE_BACK,
    TAKE_OVER,
    More,
    PickerSheet,
    bump_bar_choice,
    hold_choices,
    ledger_choices,
    more_choices,
    recall_choices,
    station_choices,
    times_choices,
)
from aura_terminal.ui.screens.kitchen.words import title_of, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.ticket_flow import Arrangement
from aura_terminal.view_models.bump_bar_setup import BumpBarSetup
from aura_terminal.view_models.kitchen import KitchenModel
from aura_terminal.view_models.kitchen_beside import Beside
from aura_terminal.view_models.kitchen_board import Card

if TYPE_CHECKING:
    from aura_terminal.ui.screens.kitchen.bump_bar_sheet import BumpBarSheet


class Sheets(QObject):
    """Opens one sheet at a time and carries out what is picked.

    `resized(by)` wants larger (+1) or smaller tickets, `rearranged()` the other arrangement, `board_asked()` the board
    for guests.
    """

    resized = Signal(int)
    rearranged = Signal()
    board_asked = Signal()

    def __init__(
        self, theme: Theme, host: QWidget, model: KitchenModel, beside: Beside | None, gestures: Gestures
    ) -> None:
        super().__init__(host)
        self._model = model
        self._beside = beside
        self._gestures = gestures
        self._held: Card | None = None
        self._theme, self._host = theme, host
        self._setup: BumpBarSetup | None = None
        self._bump_bar: BumpBarSheet | None = None
        self._stations = PickerSheet(theme, host, tr("Which station?"))
        self._recall = PickerSheet(theme, host, tr("Bring a ticket back"))
        self._hold = PickerSheet(theme, host, tr("For how long?"))
        self._more = PickerSheet(theme, host, tr("More"))
        self._ledger = PickerSheet(theme, host, tr("Delivery ledger"))
        self._times = PickerSheet(theme, host, tr("How long things take"))
        self._all: tuple[Sheet, ...] = (self._stations, self._recall, self._hold, self._more, self._ledger, self._times)
        self._stations.picked.connect(self._choose_station)
        self._recall.picked.connect(model.recall)
        self._hold.picked.connect(self._hold_for)
        self._more.picked.connect(self._do_more)
        self._ledger.picked.connect(self._take_over)
        model.recallable_changed.connect(self._show_recallable)
        gestures.hold_asked.connect(self._ask_hold)
        if beside is not None:
            beside.ledger.changed.connect(self._show_ledger)
            beside.times.changed.connect(self._show_times)

    def is_asking(self) -> bool:
        """Whether a question stands over the board."""
        return not all(sheet.isHidden() for sheet in self._all)

    def offer_bump_bar(self, setup: BumpBarSetup) -> None:
        """The wizard for bump bars stands among what is rare."""
        from aura_terminal.ui.screens.kitchen.bump_bar_sheet import BumpBarSheet

        self._setup = setup
        self._bump_bar = BumpBarSheet(self._theme, self._host, setup)
        self._all = (*self._all, self._bump_bar)

    def ask_station(self) -> None:
        """Which station is to be shown?"""
        self._stations.show_choices(station_choices(self._model.stations, self._model.station), "")
        self._stations.open()

    def ask_more(self, arrangement: Arrangement) -> None:
        """What is rare."""
        rows = arrangement is Arrangement.ROWS
        choices = more_choices(rows=rows, has_ledger=self._beside is not None, taken_over=self._model.taken_over)
        if self._setup is not None:
            choices.append(bump_bar_choice())
        self._more.show_choices(choices, "")
        self._more.open()

    def _choose_station(self, id: str) -> None:
        self._model.choose_station("" if id == EVERY_STATION else id)

    def _show_recallable(self) -> None:
        choices = recall_choices(self._model.recallable, self._model.now)
        self._recall.show_choices(choices, tr("No ticket has been bumped yet."))
        self._recall.open()

    def _ask_hold(self, card: Card) -> None:
        self._held = card
        self._hold.set_title(tr("Hold {ticket} for how long?").format(ticket=title_of(card)))
        self._hold.show_choices(hold_choices(), "")
        self._hold.open()

    def _hold_for(self, minutes: str) -> None:
        if self._held is not None:
            self._gestures.hold(self._held, int(minutes))

    def _do_more(self, id: str) -> None:
        if id.startswith(GIVE_BACK):
            self._model.give_back(id.removeprefix(GIVE_BACK))
            return
        match More(id):
            case More.LARGER:
                self.resized.emit(1)
            case More.SMALLER:
                self.resized.emit(-1)
            case More.ARRANGE:
                self.rearranged.emit()
            case More.BOARD:
                self.board_asked.emit()
            case More.LEDGER:
                self._open_ledger()
            case More.TIMES:
                self._open_times()
            case More.BUMP_BAR:
                self._learn_bump_bar()

    def _learn_bump_bar(self) -> None:
        if self._bump_bar is not None and self._setup is not None:
            self._setup.begin()
            self._bump_bar.ask()

    def _open_ledger(self) -> None:
        if self._beside is not None:
            self._show_ledger()
            self._ledger.open()
            self._beside.ledger.read()

    def _open_times(self) -> None:
        if self._beside is not None:
            self._show_times()
            self._times.open()
            self._beside.times.read()

    def _show_ledger(self) -> None:
        if self._beside is not None:
            choices = ledger_choices(self._beside.ledger.ledger, self._model.local)
            self._ledger.show_choices(choices, tr("Nothing was sent to the kitchen yet."))

    def _show_times(self) -> None:
        if self._beside is not None:
            choices = times_choices(self._beside.times.times)
            self._times.show_choices(choices, tr("Nothing was bumped today yet."))

    def _take_over(self, id: str) -> None:
        if id.startswith(TAKE_OVER):
            self._model.take_over(id.removeprefix(TAKE_OVER))
