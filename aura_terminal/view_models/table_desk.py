"""What a tap on a table means: it is looked at, linked, moved to, taken by a party that waits, or given to a server."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.ids import PartyId, ReservationId, TableId
from aura_terminal.view_models.table_search import LONGEST, found
from aura_terminal.view_models.table_states import Standing, TableState
from aura_terminal.view_models.table_verbs import Seen

if TYPE_CHECKING:
    from aura_terminal.domain.ids import StaffId
    from aura_terminal.ports.floor import PartyRow
    from aura_terminal.view_models.table_verbs import TableVerbs
    from aura_terminal.view_models.tables import TablesModel
    from aura_terminal.view_models.waiting import WaitingModel


class Mode(StrEnum):
    """What taps are for."""

    LOOK = "look"
    LINK = "link"
    MOVE = "move"
    SEAT = "seat"
    SECTIONS = "sections"


@dataclass(frozen=True, slots=True)
class Coming:
    """A party that is to be seated: one that waits, or one that was expected and promised `tables`."""

    name: str
    party_size: int
    party_id: PartyId | None = None
    reservation_id: ReservationId | None = None
    tables: tuple[TableId, ...] = ()


class TableDesk(QObject):
    """`changed` follows another mode, choice or key; everything else is said by the models it stands on."""

    changed = Signal()

    def __init__(
        self, model: TablesModel, verbs: TableVerbs, waiting: WaitingModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.model, self.verbs, self.waiting = model, verbs, waiting
        self._mode = Mode.LOOK
        self._picked: tuple[TableId, ...] = ()
        self._moving: PartyRow | None = None
        self._coming: Coming | None = None
        self._server: StaffId | None = None
        self._typed = ""
        waiting.seated.connect(verbs.serve)

    @property
    def mode(self) -> Mode:
        """What a tap means now."""
        return self._mode

    @property
    def picked(self) -> tuple[TableId, ...]:
        """The tables that are to be linked, in the order they were tapped."""
        return self._picked

    @property
    def coming(self) -> Coming | None:
        """Who is to be seated."""
        return self._coming

    @property
    def moving(self) -> PartyRow | None:
        """Who is to go to another table."""
        return self._moving

    @property
    def server(self) -> StaffId | None:
        """Whose tables are painted; None paints nobody's."""
        return self._server

    @property
    def typed(self) -> str:
        """What was typed since the last choice."""
        return self._typed

    @property
    def found(self) -> tuple[TableId, ...]:
        """The tables that are meant by it."""
        return found(self.model.states.values(), self._typed)

    def state(self, table_id: TableId) -> TableState | None:
        """A table as it stands."""
        return self.model.states.get(table_id)

    def tap(self, table_id: TableId) -> None:
        """Somebody touches a table."""
        state = self.state(table_id)
        if state is None:
            return
        match self._mode:
            case Mode.LOOK:
                self._look(state)
            case Mode.LINK:
                self._picked = tuple(one for one in self._picked if one != table_id) if table_id in self._picked else (
                    *self._picked, table_id
                )  # fmt: skip
                self.changed.emit()
            case Mode.MOVE:
                self._move_to(state)
            case Mode.SEAT:
                self._seat_at(state)
            case Mode.SECTIONS:
                self._paint(state)

    def open_chosen(self) -> None:
        """The order at the table that is looked at goes to the register; one that is left is cleared."""
        state = self.model.chosen
        if state is None:
            return
        if state.parties:
            self.open_party(state.parties[0])
        elif state.standing is Standing.CLEARING:
            self.clear(state)

    def open_party(self, party: PartyRow) -> None:
        """Take one of the orders at a table to the register."""
        other = party.server_name if party.server_id != self.model.me else ""
        self.verbs.open_order(party.order_id, other)

    def seat_chosen(self, guests: int) -> None:
        """So many sit down at the table that is looked at, or at those that were picked for them together."""
        if self._mode is Mode.LINK and len(self._picked) > 1:
            self.verbs.link_new(self._picked, guests)
            self.cancel()
            return
        state = self.model.chosen
        if state is not None and not state.parties:
            self.verbs.seat(state.table.id, guests, self._other_server(state))

    def change_guests(self, guests: int, party: PartyRow) -> None:
        """So many sit there now."""
        if guests != party.guests:
            self.verbs.change_guests(seen_of(party), guests, party.table_name)

    def unlink(self, party: PartyRow) -> None:
        """A party keeps the table it is booked at."""
        self.verbs.unlink(seen_of(party), party.table_name)

    def clear(self, state: TableState) -> None:
        """Somebody cleaned it."""
        if state.left is not None:
            self.verbs.clear(state.table.id, state.left.order_id, state.table.number)

    def begin_link(self) -> None:
        """Which tables are put together? The one that is looked at first."""
        state = self.model.chosen
        tables = () if state is None else (state.linked or (state.table.id,))
        self._enter(Mode.LINK, picked=tables)

    def begin_move(self, party: PartyRow) -> None:
        """Where does the party go?"""
        self._enter(Mode.MOVE)
        self._moving = party
        self.changed.emit()

    def begin_seat(self, coming: Coming) -> None:
        """Where does it sit?"""
        self._enter(Mode.SEAT)
        self._coming = coming
        self.changed.emit()

    def begin_sections(self) -> None:
        """Whose tables are whose?"""
        self._enter(Mode.SECTIONS)

    def take_server(self, staff_id: StaffId | None) -> None:
        """Tables that are tapped from now on are theirs."""
        self._server = staff_id
        self.changed.emit()

    @Slot()
    def cancel(self) -> None:
        """Taps look again."""
        self._enter(Mode.LOOK)

    @Slot()
    def finish_link(self) -> None:
        """The picked tables are one party's: that of the first of them at which somebody sits."""
        states = [state for one in self._picked if (state := self.state(one)) is not None]
        parties = list(dict.fromkeys(state.parties[0] for state in states if state.parties))
        if parties and len(self._picked) > 1:
            first, *rest = parties
            tables = tuple(dict.fromkeys((first.table_id, *self._picked)))
            name = "+".join(state.table.number for one in tables if (state := self.state(one)) is not None)
            self.verbs.link(seen_of(first), tables, [party.order_id for party in rest], name)
            self.cancel()

    def type(self, letters: str) -> None:
        """More of a number, or of a name."""
        self._typed = (self._typed + letters)[:LONGEST]
        self._follow_typing()

    def erase(self) -> None:
        """One letter less."""
        self._typed = self._typed[:-1]
        self._follow_typing()

    def forget_typed(self) -> None:
        """Nothing is looked for any more."""
        self._typed = ""
        self.changed.emit()

    def enter(self) -> None:
        """What was typed is meant: it is as if the table was tapped; with nothing typed the chosen one is opened."""
        meant = self.found
        if self._typed and meant:
            self._typed = ""
            self.model.choose(meant[0])
            if self._mode is Mode.LOOK:
                self.open_chosen()
            else:
                self.tap(meant[0])
            self.changed.emit()
        elif not self._typed and self._mode is Mode.LOOK:
            self.open_chosen()

    def _follow_typing(self) -> None:
        meant = self.found
        if meant and self._mode is Mode.LOOK:
            self.model.choose(meant[0])
        self.changed.emit()

    def _enter(self, mode: Mode, *, picked: tuple[TableId, ...] = ()) -> None:
        self._mode, self._picked = mode, picked
        self._moving = self._coming = None
        self._typed = ""
        self.changed.emit()

    def _look(self, state: TableState) -> None:
        self._typed = ""
        chosen = self.model.chosen
        if chosen is not None and chosen.table.id == state.table.id:
            self.open_chosen()
        else:
            self.model.choose(state.table.id)

    def _move_to(self, state: TableState) -> None:
        party = self._moving
        if party is not None and state.table.id != party.table_id:
            self.verbs.move(seen_of(party), state.table.id, state.table.number)
            self.cancel()
            self.model.choose(state.table.id)

    def _seat_at(self, state: TableState) -> None:
        coming = self._coming
        if coming is None:
            return
        if coming.party_id is not None:
            self.waiting.seat(coming.party_id, (state.table.id,))
        elif coming.reservation_id is not None:
            tables = coming.tables if state.table.id in coming.tables else (state.table.id,)
            self.verbs.seat_reservation(coming.reservation_id, tables)
        self.cancel()
        self.model.choose(state.table.id)

    def _paint(self, state: TableState) -> None:
        floor = self.model.floor
        if floor is None:
            return
        before = floor.sections
        to = None if before.server_of(state.table.id) == self._server else self._server
        self.verbs.give((state.table.id,), to, before, state.table.number)

    def _other_server(self, state: TableState) -> str:
        floor = self.model.floor
        server = None if floor is None else floor.sections.server_of(state.table.id)
        if server is None or server == self.model.me:
            return ""
        return next((name for id, name, _, _ in self.model.people() if id == server), "")


def seen_of(party: PartyRow) -> Seen:
    """The order as it stands at its tables."""
    return Seen(party.order_id, party.table_id, party.linked, party.guests)
