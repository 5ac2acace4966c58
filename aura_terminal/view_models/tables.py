"""The floor in service as one terminal shows it: which area, which table, what a tap means now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.table_states import TableState, table_states

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import AreaId, StaffId, TableId
    from aura_terminal.domain.shop import Area
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.use_cases.tables import FloorNow
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel
    from aura_terminal.view_models.status import StatusModel

MINE = "mine"
SECOND_MILLISECONDS = 1000


class TablesModel(QObject):
    """What is on the plan. `changed` follows a reading or a choice, `ticked` each second while it is awake.

    `watch` is woken while the page is shown.
    """

    changed = Signal()
    ticked = Signal()
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, status: StatusModel,
        now: Callable[[], datetime], parent: QObject | None = None, *, tick_milliseconds: int = SECOND_MILLISECONDS,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._session, self._status, self._now = runner, session, status, now
        self._floor: FloorNow | None = None
        self._area = ""
        self._is_mine = False
        self._chosen: TableId | None = None
        self._states: dict[TableId, TableState] = {}
        self._watch = Watch(changes, _concerning, self)
        self._watch.due.connect(self.refresh)
        self._beat = QTimer(self)
        self._beat.setInterval(tick_milliseconds)
        self._beat.timeout.connect(self.tick)
        status.changed.connect(self._hear_status)
        session.signed_in.connect(self._forget_choice)

    def wake(self) -> None:
        """Somebody looks."""
        self._beat.start()
        self._watch.wake()

    def rest(self) -> None:
        """Nobody looks: nothing is read and no second is counted."""
        self._beat.stop()
        self._watch.rest()

    @property
    def is_awake(self) -> bool:
        """Whether somebody looks, so that seconds are counted."""
        return self._beat.isActive()

    @property
    def floor(self) -> FloorNow | None:
        """What was read last; None before the first reading."""
        return self._floor

    @property
    def areas(self) -> tuple[Area, ...]:
        """The rooms there are, in their order."""
        return () if self._floor is None else self._floor.house.areas

    @property
    def area(self) -> AreaId | None:
        """The room that is shown."""
        known = [area.id for area in self.areas]
        return next((id for id in known if id == self._area), known[0] if known else None)

    @property
    def is_mine(self) -> bool:
        """Whether only one's own tables count."""
        return self._is_mine

    @property
    def has_tables(self) -> bool:
        """Whether there is anything to show: a house without tables has no plan."""
        return self._floor is not None and bool(self._floor.house.tables)

    @property
    def me(self) -> StaffId | None:
        """Who works here."""
        actor = self._session.actor
        return None if actor is None else actor.id

    @property
    def silent(self) -> tuple[str, ...]:
        """Terminals that cannot be reached: what they do at tables is not shown here."""
        return self._status.row.silent

    @property
    def states(self) -> dict[TableId, TableState]:
        """Every table as it stands now, those of other rooms too."""
        return self._states

    @property
    def shown(self) -> tuple[TableState, ...]:
        """The tables of the room that is shown."""
        area = self.area
        return tuple(state for state in self._states.values() if state.table.area == area)

    @property
    def chosen(self) -> TableState | None:
        """The table that is looked at."""
        return None if self._chosen is None else self._states.get(self._chosen)

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock, in UTC until the store has been read."""
        return instant if self._floor is None else self._floor.calendar.local(instant)

    def now(self) -> datetime:
        """The present moment."""
        return self._now()

    def is_of(self, state: TableState, staff_id: StaffId | None) -> bool:
        """Whether somebody serves a table, or a party at it."""
        if staff_id is None:
            return False
        section = None if self._floor is None else self._floor.sections.server_of(state.table.id)
        return staff_id == section or any(party.server_id == staff_id for party in state.parties)

    def people(self) -> tuple[tuple[StaffId, str, str, int], ...]:
        """Everybody who may serve: id, name, initials, colour."""
        return () if self._floor is None else self._floor.house.staff

    @Slot()
    def refresh(self) -> None:
        """Read the floor again."""
        self._runner.run(partial(_floor, self._now()), self._show, self.refused.emit)

    def go_to(self, area: str) -> None:
        """Show a room, or with `mine` the one in which most of one's own tables are."""
        self._is_mine = area == MINE
        self._area = self._home() if self._is_mine else area
        if self._chosen is not None and self.chosen is not None and self.chosen.table.area != self._area:
            self._chosen = None
        self.changed.emit()

    def step_area(self, by: int) -> None:
        """The next room, or the one before; at the ends it stays."""
        known = [area.id for area in self.areas]
        if self.area in known:
            place = min(max(known.index(self.area) + by, 0), len(known) - 1)
            self.go_to(known[place])

    def choose(self, table_id: TableId | None) -> None:
        """Look at a table, in whatever room it is."""
        state = None if table_id is None else self._states.get(table_id)
        self._chosen = None if state is None else state.table.id
        if state is not None and state.table.area != self.area:
            self._area, self._is_mine = state.table.area, False
        self.changed.emit()

    def _home(self) -> str:
        mine = [state.table.area for state in self._states.values() if self.is_of(state, self.me)]
        return max(set(mine), key=lambda area: (mine.count(area), area), default=self.area or "")

    def _show(self, floor: FloorNow) -> None:
        self._floor = floor
        self._reckon()
        self.changed.emit()

    def _reckon(self) -> None:
        if self._floor is not None:
            self._states = table_states(self._floor, self._now(), self.silent)

    @Slot()
    def tick(self) -> None:
        """A second has turned: every table is reckoned again, nothing is read."""
        self._reckon()
        self.ticked.emit()

    @Slot(object)
    def _hear_status(self, _row: object) -> None:
        if self._beat.isActive():
            self.tick()

    @Slot()
    def _forget_choice(self) -> None:
        self._chosen, self._is_mine = None, False
        self.changed.emit()


def _floor(now: datetime, shop: Shop) -> FloorNow:
    return shop.tables.floor(now)


def _concerning() -> Iterable[type[Fact]]:
    from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
    from aura_terminal.domain.order_facts import OrderFact
    from aura_terminal.domain.reservations import ReservationFact
    from aura_terminal.domain.ticket_facts import TicketFact

    return (*OrderFact.__args__, *ReservationFact.__args__, *TicketFact.__args__, DocumentPut, DocumentWithdrawn)
