"""The panel beside the plan: one box for what is looked at, and below it who is to come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from aura_terminal.domain.ids import PartyId, ReservationId, StaffId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.sections import templates
from aura_terminal.ui.language.formats import clock_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.tables.coming_box import ComingBox
from aura_terminal.ui.screens.tables.empty_box import EmptyBox
from aura_terminal.ui.screens.tables.line import Ink, PanelRow
from aura_terminal.ui.screens.tables.mode_box import ModeBox
from aura_terminal.ui.screens.tables.party_box import PartyBox
from aura_terminal.ui.screens.tables.room_box import RoomBox
from aura_terminal.ui.screens.tables.sections_box import SectionsBox
from aura_terminal.ui.screens.tables.words import DOT, guests_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Edge, Panel
from aura_terminal.view_models.session import SessionModel
from aura_terminal.view_models.table_desk import Coming, Mode, TableDesk
from aura_terminal.view_models.table_states import FREE, PartyRow, ReservationRow, TableState, covers_to_come
from aura_terminal.view_models.waiting import WaitingRow

PADDING, GAP, EDGE = 17, 8, 6
HOURS = 3


class SidePanel(Panel):
    """`split_wanted(order_id)`, `keeping_wanted` (a template) and `rules_wanted` are asked of the screen; all else is
    done by the desk."""

    split_wanted = Signal(str)
    keeping_wanted = Signal()
    rules_wanted = Signal()

    def __init__(self, desk: TableDesk, session: SessionModel, theme: Theme, money: MoneyText) -> None:
        super().__init__(theme, edge=Edge.START)
        self._desk, self._session, self._money = desk, session, money
        self._party = PartyBox(theme, money, desk.model.local)
        self._empty = EmptyBox(theme)
        self._mode = ModeBox(theme)
        self._room = RoomBox(theme)
        self._sections = SectionsBox(theme)
        self._rule = Panel(theme, edge=Edge.BOTTOM)
        self._rule.setFixedHeight(1)
        self._coming = ComingBox(theme)
        self._rest = QWidget()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # it fits itself to the window
        self._boxes: tuple[QWidget, ...] = (self._party, self._empty, self._mode, self._room, self._sections)
        self._arrange()
        self._connect()

    def show_now(self) -> None:
        """Everything as the desk has it."""
        box = self._box()
        for each in self._boxes:
            each.setVisible(each is box)
        is_painting = box is self._sections
        self._rule.setVisible(not is_painting)
        self._coming.setVisible(not is_painting)
        self._rest.setVisible(not is_painting)
        self._fill(box)
        if not is_painting:
            self._show_coming()
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, EDGE, 0, EDGE)
        column.setSpacing(GAP)
        for box in self._boxes:
            column.addWidget(_padded(box), 1 if box is self._sections else 0)
        column.addWidget(self._rule)
        column.addWidget(_padded(self._coming))
        column.addWidget(self._rest, 1)

    def _connect(self) -> None:
        desk = self._desk
        self._party.open_wanted.connect(self._open)
        self._party.check_wanted.connect(self._print)
        self._party.move_wanted.connect(self._move)
        self._party.split_wanted.connect(self.split_wanted)
        self._party.link_wanted.connect(desk.begin_link)
        self._party.unlink_wanted.connect(self._unlink)
        self._party.guests_wanted.connect(self._change_guests)
        self._empty.sit_wanted.connect(desk.seat_chosen)
        self._empty.clean_wanted.connect(desk.open_chosen)
        self._empty.link_wanted.connect(desk.begin_link)
        self._empty.block_wanted.connect(self._block)
        self._mode.sized.connect(desk.seat_chosen)
        self._mode.finished.connect(self._finish)
        self._mode.cancelled.connect(desk.cancel)
        self._room.sections_wanted.connect(desk.begin_sections)
        self._room.rules_wanted.connect(self.rules_wanted)
        self._sections.server_wanted.connect(self._take_server)
        self._sections.template_wanted.connect(self._use_template)
        self._sections.keeping_wanted.connect(self.keeping_wanted)
        self._sections.finished.connect(desk.cancel)
        self._coming.party_wanted.connect(self._seat_party)
        self._coming.reservation_wanted.connect(self._seat_reservation)

    def _box(self) -> QWidget:
        mode, state = self._desk.mode, self._desk.model.chosen
        if mode is Mode.SECTIONS:
            return self._sections
        if mode is not Mode.LOOK:
            return self._mode
        if state is None:
            return self._room
        return self._party if state.parties else self._empty

    def _fill(self, box: QWidget) -> None:
        state = self._desk.model.chosen
        if box is self._party and state is not None:
            self._party.show_table(state, self._desk.model.now())
        elif box is self._empty and state is not None:
            may = self._session.may(Permission.ASSIGN_SECTIONS)
            self._empty.show_table(state, self._server_words(state), self._reserved_words(state), may_block=may)
        elif box is self._mode:
            self._show_mode()
        elif box is self._room:
            self._show_room()
        else:
            self._show_sections()

    def _fit(self) -> None:
        """As many of those to come as there is room for below the box."""
        box = self._box()
        layout = box.layout()
        if layout is not None:
            layout.invalidate()  # what was shown or hidden just now counts
        self._coming.show_room(self.height() - box.sizeHint().height() - 2 * EDGE - 2 * GAP - 1)

    # What the boxes show

    def _show_mode(self) -> None:
        desk = self._desk
        match desk.mode:
            case Mode.MOVE:
                name = "" if desk.moving is None else desk.moving.table_name
                self._mode.show_mode(tr("Move table {table}").format(table=name), tr("Tap the table they go to."))
            case Mode.SEAT:
                self._show_seating()
            case _:
                self._show_linking()

    def _show_seating(self) -> None:
        coming = self._desk.coming
        if coming is not None:
            words = tr("Tap a table for {guests}.").format(guests=guests_words(coming.party_size))
            self._mode.show_mode(tr("Seat {name}").format(name=coming.name), words)

    def _show_linking(self) -> None:
        desk = self._desk
        picked = [state for one in desk.picked if (state := desk.state(one)) is not None]
        name = "+".join(state.table.number for state in picked)
        taken = any(state.parties for state in picked)
        words = tr("Tap the tables that go together.") if len(picked) < 2 else tr("Together: {name}").format(name=name)
        if len([state for state in picked if state.parties]) > 1:
            words = f"{words}\n{tr('Their orders become one.')}"
        ready = len(picked) > 1
        done = tr("Link {name}").format(name=name) if ready and taken else ""
        self._mode.show_mode(tr("Link tables"), words, done, asks_size=ready and not taken)

    def _show_room(self) -> None:
        model = self._desk.model
        states = model.shown
        free = sum(state.standing in FREE for state in states)
        guests = sum(party.guests for party in {p.order_id: p for state in states for p in state.parties}.values())
        facts = DOT.join((tr("{count} free").format(count=free), guests_words(guests)))
        title = next((area.name for area in model.areas if area.id == model.area), tr("Tables"))
        people = {id: (name, initials, color) for id, name, initials, color in model.people()}
        floor = model.floor
        turn = None if floor is None else covers_to_come(floor, list(people))
        words = "" if turn is None else tr("Next party: {name}").format(name=people[turn][0])
        rows = self._server_rows()[:4] if turn is not None else ()
        self._room.show_room(title, facts, words, rows)
        self._room.let(
            sections=self._session.may(Permission.ASSIGN_SECTIONS), rules=self._session.may(Permission.EDIT_FLOOR)
        )

    def _server_rows(self) -> list[PanelRow]:
        """Those who have tables, the one whose turn it is first."""
        model = self._desk.model
        floor = model.floor
        if floor is None:
            return []
        covers = {row.staff_id: row.covers for row in floor.covers}
        have = [one for one in model.people() if floor.sections.tables_of(one[0])]
        have.sort(key=lambda one: (covers.get(one[0], 0), one[1]))
        return [
            PanelRow(f"turn/{id}", name, lead=initials, color=color, end=guests_words(covers.get(id, 0)))
            for id, name, initials, color in have
        ]

    def _show_sections(self) -> None:
        model = self._desk.model
        floor = model.floor
        if floor is None:
            return
        covers = {row.staff_id: row.covers for row in floor.covers}
        rows = [PanelRow("", tr("Nobody"), "user", is_marked=self._desk.server is None)]
        rows += [
            PanelRow(
                id, name, lead=initials, color=color, is_marked=self._desk.server == id,
                end=DOT.join((str(len(floor.sections.tables_of(id))), guests_words(covers.get(id, 0)))),
            )
            for id, name, initials, color in model.people()
        ]  # fmt: skip
        who = next((name for id, name, _, _ in model.people() if id == self._desk.server), "")
        words = tr("Tap tables to give them to {name}.").format(name=who) if who else tr("Choose who, then tap tables.")
        kept = [(one.id, one.name) for one in templates(floor.house.sections)]
        self._sections.show_sections(words, rows, kept)

    def _show_coming(self) -> None:
        desk = self._desk
        floor = desk.model.floor
        waiting = [self._waiting_row(row) for row in desk.waiting.rows]
        expected = () if floor is None else floor.expected
        until = desk.model.now() + timedelta(hours=HOURS)
        self._coming.show_coming(waiting, [self._expected_row(row) for row in expected if row.starts_at <= until])

    def _waiting_row(self, row: WaitingRow) -> PanelRow:
        late = self._desk.waiting.lateness(row)
        minutes = tr("{minutes} min").format(minutes=self._desk.waiting.waited(row))
        ink = Ink.DUE if late.is_near or late.is_beyond else Ink.TEXT
        minutes = f"{minutes} !" if late.is_beyond else minutes
        return PanelRow(
            row.party_id, row.name, "users", lead=str(row.party_size), note=minutes, note_ink=ink, button=tr("Seat")
        )

    def _expected_row(self, row: ReservationRow) -> PanelRow:
        where = "+".join(number for _, number in row.tables)
        where = tr("T {tables}").format(tables=where) if where else tr("no table")
        end = tr("{table} clashes").format(table=where) if row.clashes else where
        return PanelRow(
            row.reservation_id, row.name, lead=clock_text(self._desk.model.local(row.starts_at)), lead_ink=Ink.COMING,
            note=guests_words(row.party_size), end=end, end_ink=Ink.DUE if row.clashes else Ink.MUTED, is_boxed=False,
        )  # fmt: skip

    def _server_words(self, state: TableState) -> str:
        name = next((name for id, name, _, _ in self._desk.model.people() if id == state.server_id), "")
        return name.split(" ")[0]

    def _reserved_words(self, state: TableState) -> str:
        row = state.reservation
        return "" if row is None else f"{clock_text(self._desk.model.local(row.starts_at))} {row.name}"

    # What somebody wants

    def _with_party(self, order_id: str, then: Callable[[PartyRow], object]) -> None:
        state = self._desk.model.chosen
        party = None if state is None else next((one for one in state.parties if one.order_id == order_id), None)
        if party is not None:
            then(party)

    @Slot(str)
    def _open(self, order_id: str) -> None:
        self._with_party(order_id, self._desk.open_party)

    @Slot(str)
    def _print(self, order_id: str) -> None:
        self._with_party(order_id, lambda party: self._desk.verbs.print_check(party.order_id, party.number))

    @Slot(str)
    def _move(self, order_id: str) -> None:
        self._with_party(order_id, self._desk.begin_move)

    @Slot(str)
    def _unlink(self, order_id: str) -> None:
        self._with_party(order_id, self._desk.unlink)

    @Slot(str, int)
    def _change_guests(self, order_id: str, guests: int) -> None:
        self._with_party(order_id, partial(self._desk.change_guests, guests))

    @Slot()
    def _block(self) -> None:
        state = self._desk.model.chosen
        if state is not None:
            self._desk.verbs.block(state.table.id, state.table.number)

    @Slot()
    def _finish(self) -> None:
        self._desk.finish_link()

    @Slot(str)
    def _take_server(self, staff_id: str) -> None:
        self._desk.take_server(StaffId(staff_id) if staff_id else None)

    @Slot(str)
    def _use_template(self, template_id: str) -> None:
        floor = self._desk.model.floor
        if floor is not None:
            name = next((one.name for one in floor.house.sections if one.id == template_id), "")
            self._desk.verbs.use_template(template_id, floor.sections, name)

    @Slot(str)
    def _seat_party(self, party_id: str) -> None:
        row = self._desk.waiting.row(PartyId(party_id))
        if row is not None:
            self._desk.begin_seat(Coming(row.name, row.party_size, party_id=row.party_id))

    @Slot(str)
    def _seat_reservation(self, reservation_id: str) -> None:
        floor = self._desk.model.floor
        rows: Sequence[ReservationRow] = () if floor is None else floor.expected
        row = next((one for one in rows if one.reservation_id == reservation_id), None)
        if row is not None:
            tables = tuple(table_id for table_id, _ in row.tables)
            self._desk.begin_seat(
                Coming(row.name, row.party_size, reservation_id=ReservationId(reservation_id), tables=tables)
            )


def _padded(box: QWidget) -> QWidget:
    """A box with the panel's margins, so that rules go from edge to edge."""
    box.setContentsMargins(PADDING, 0, PADDING, 0)
    return box
