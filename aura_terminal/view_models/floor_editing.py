"""The floor plan while somebody draws it: what is drawn, what is chosen, and every step back and forth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain import floor_plan
from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.floor_plan import Axis, Drawing, Edge, Piece
from aura_terminal.domain.ids import AreaId, TableId
from aura_terminal.domain.shop import Area, Decor, DecorKind, Seating, Table
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.floor_editing import FloorPlan, PlanKept
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

STEPS_KEPT = 200


class FloorEditingModel(QObject):
    """`changed` follows every stroke and every reading. `kept(count)` says that so many pieces were written.

    `refused` carries a RuleBroken. Nothing is written before `keep`; what others keep meanwhile is read when nothing
    is drawn here.
    """

    changed = Signal()
    kept = Signal(int)
    put_back = Signal()
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self._base = self._drawing = Drawing()
        self._orders: dict[str, str] = {}
        self._owner = ""
        self._area = AreaId("")
        self._selected: frozenset[str] = frozenset()
        self._past: list[Drawing] = []
        self._future: list[Drawing] = []
        self._last: PlanKept | None = None
        self._is_keeping = False
        self.watch = Watch(changes, (DocumentPut, DocumentWithdrawn), self)
        self.watch.due.connect(self.refresh)
        self._author = _name_of(session)
        session.signed_in.connect(self._meet)

    @property
    def drawing(self) -> Drawing:
        """The plan as it is drawn now."""
        return self._drawing

    @property
    def area(self) -> Area | None:
        """The area in front."""
        return self._drawing.area(self._area)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What stands in it."""
        return self._drawing.pieces_of(self._area)

    @property
    def selected(self) -> tuple[Piece, ...]:
        """The pieces that are chosen."""
        return tuple(piece for piece in self.pieces if piece.id in self._selected)

    @property
    def owner(self) -> str:
        """Who keeps the plan instead of this store; "" where it is drawn here."""
        return self._owner

    @property
    def is_changed(self) -> bool:
        """Whether something is drawn that is not kept."""
        return self._drawing != self._base

    @property
    def can_undo(self) -> bool:
        """Whether a stroke can be taken back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether a stroke that was taken back can be made again."""
        return bool(self._future)

    @property
    def can_put_back(self) -> bool:
        """Whether the plan that was kept last can be exchanged for the one before."""
        return self._last is not None and not self.is_changed

    def order_at(self, table_id: str) -> str:
        """The number of the order that is open there, "" for none."""
        return self._orders.get(table_id, "")

    @Slot()
    def wake(self) -> None:
        """The page is shown."""
        self.watch.wake()

    @Slot()
    def rest(self) -> None:
        """The page is hidden."""
        self.watch.rest()

    @Slot()
    def refresh(self) -> None:
        """Read the plan that is in force."""
        self._runner.run(lambda shop: shop.floor_editing.plan(), self._show, self.refused.emit)

    def go_to(self, area_id: str) -> None:
        """Bring another area to the front."""
        self._area, self._selected = AreaId(area_id), frozenset()
        self.changed.emit()

    def select(self, *ids: str) -> None:
        """Choose exactly these pieces."""
        self._selected = frozenset(ids)
        self.changed.emit()

    def toggle(self, id: str) -> None:
        """Choose one more piece, or one less."""
        self.select(*(self._selected ^ {id}))

    def select_all(self) -> None:
        """Choose every table of the area."""
        self.select(*(table.id for table in self._drawing.tables_of(self._area)))

    def add_table(self, kind: str) -> None:
        """Put a table down in the middle, numbered on from the others."""
        shape, wide, high, seats = floor_plan.TABLES[kind]
        number, area = floor_plan.free_number(self._drawing), self._area

        def made(ids: Sequence[str]) -> Sequence[Piece]:
            place = floor_plan.free_place(self.pieces, wide, high)
            return [Table(TableId(ids[0]), number, area, seats, shape, *place, wide, high)]

        self._put(1, made)

    def add_decor(self, kind: DecorKind, words: str = "") -> None:
        """Put a wall, a counter, a plant or words down in the middle."""
        wide, high = floor_plan.DECOR[kind]
        place = floor_plan.free_place(self.pieces, wide, high)
        self._put(1, lambda ids: [Decor(ids[0], kind, *place, wide, high, words)])

    def duplicate(self) -> None:
        """Copies of what is chosen, beside it; tables are numbered on. The copies are chosen then."""
        chosen = self.selected
        if chosen:
            number = floor_plan.free_number(self._drawing)
            self._put(len(chosen), lambda ids: floor_plan.copies(chosen, ids, number))

    def move(self, by_x: int, by_y: int) -> None:
        """Move what is chosen by exactly so much, as far as the sheet allows."""
        self._change(floor_plan.moved(self.selected, by_x, by_y))

    def drop(self, by_x: int, by_y: int) -> None:
        """Move what is chosen to the line of another piece or of the grid that is nearest."""
        others = [piece for piece in self.pieces if piece.id not in self._selected]
        self.move(*floor_plan.snapped(self.selected, others, by_x, by_y))

    def resize(self, by_w: int, by_h: int) -> None:
        """Make what is chosen wider and higher."""
        self._change([replace(piece, w=piece.w + by_w, h=piece.h + by_h) for piece in self.selected])

    def turn(self, degrees: int) -> None:
        """Turn each of what is chosen around its middle."""
        self._change([replace(piece, rotation=piece.rotation + degrees) for piece in self.selected])

    def seat(self, by: int) -> None:
        """More or fewer chairs."""
        most = floor_plan.MOST_SEATS
        self._change([replace(each, seats=max(0, min(most, each.seats + by))) for each in self._chosen_tables()])

    def shape(self, shape: str) -> None:
        """Square, round or bar."""
        self._change([replace(table, shape=shape) for table in self._chosen_tables()])

    def seating(self, seating: Seating) -> None:
        """Where the chairs stand."""
        self._change([replace(table, seating=seating) for table in self._chosen_tables()])

    def name(self, words: str) -> None:
        """The number of the table that is chosen, or the words of the piece."""
        chosen = self.selected
        if len(chosen) == 1:
            piece = chosen[0]
            named = replace(piece, number=words) if isinstance(piece, Table) else replace(piece, words=words)
            self._change([named])

    def align(self, edge: Edge) -> None:
        """Line up what is chosen."""
        self._change(floor_plan.aligned(self.selected, edge))

    def distribute(self, axis: Axis) -> None:
        """Spread what is chosen evenly."""
        self._change(floor_plan.distributed(self.selected, axis))

    def number_from(self, first: str) -> None:
        """Number the chosen tables in reading order; numbers of others are passed over."""
        chosen = self._chosen_tables()
        ids = {table.id for table in chosen}
        taken = [table.number for table in self._drawing.tables if table.id not in ids]
        if first.strip():
            self._change(floor_plan.numbered(chosen, first.strip(), taken))

    def withdraw(self) -> None:
        """Take what is chosen off the plan. A table with an open order stays, and is told by `refused`."""
        for table in self._chosen_tables():
            if self.order_at(table.id):
                broken = RuleBroken(Rule.TABLE_HAS_ORDER, table=table.number, order=self.order_at(table.id))
                self.refused.emit(broken)
                return
        gone, self._selected = self._selected, frozenset()
        self._become(self._drawing.without(gone))

    def add_area(self, name: str) -> None:
        """A new room, brought to the front."""
        taken = {area.id for area in self._drawing.areas}
        position = max((area.position for area in self._drawing.areas), default=0) + 1
        area = Area(floor_plan.new_area_id(name, taken), name.strip(), position)
        drawn = Drawing((*self._drawing.areas, area), self._drawing.tables)
        if self._is_sound(drawn):
            self._area, self._selected = area.id, frozenset()
            self._become(drawn)

    def rename_area(self, name: str) -> None:
        """Another name for the area in front."""
        areas = tuple(
            replace(each, name=name.strip()) if each.id == self._area else each for each in self._drawing.areas
        )
        drawn = Drawing(areas, self._drawing.tables)
        if self._is_sound(drawn):
            self._become(drawn)

    def move_area(self, by: int) -> None:
        """The area in front one place earlier or later."""
        areas = list(self._drawing.areas)
        place = next((place for place, each in enumerate(areas) if each.id == self._area), -1)
        if 0 <= place + by < len(areas) and place >= 0:
            areas.insert(place + by, areas.pop(place))
            ordered = tuple(replace(area, position=number) for number, area in enumerate(areas, 1))
            self._become(Drawing(ordered, self._drawing.tables))

    def withdraw_area(self) -> None:
        """Take the area in front away; one with tables stays, and is told by `refused`."""
        area = self.area
        if area is None:
            return
        if self._drawing.tables_of(area.id):
            self.refused.emit(RuleBroken(Rule.AREA_HAS_TABLES, name=area.name))
            return
        rest = tuple(each for each in self._drawing.areas if each.id != area.id)
        self._area = rest[0].id if rest else AreaId("")
        self._become(Drawing(rest, self._drawing.tables))

    @Slot()
    def undo(self) -> None:
        """Take the last stroke back."""
        if self._past:
            self._future.append(self._drawing)
            self._set(self._past.pop())

    @Slot()
    def redo(self) -> None:
        """Make the stroke again that was taken back last."""
        if self._future:
            self._past.append(self._drawing)
            self._set(self._future.pop())

    @Slot()
    def discard(self) -> None:
        """Go back to the plan that is in force; `undo` brings back what was drawn."""
        if self.is_changed:
            self._become(self._base)

    @Slot()
    def keep(self) -> None:
        """Write what was drawn, for whoever may."""
        by = self._session.must_actor()
        if by is not None and self.is_changed and not self._is_keeping:
            self._is_keeping = True
            call = partial(_keep, by, self._base, self._drawing)
            self._runner.run(call, self._hear_kept, self._refuse)

    @Slot()
    def put_last_back(self) -> None:
        """Exchange the plan that was kept last for the one before."""
        by = self._session.must_actor()
        if by is not None and self._last is not None and not self._is_keeping:
            self._is_keeping = True
            self._runner.run(partial(_put_back, by, self._last), self._hear_put_back, self._refuse)

    def _chosen_tables(self) -> tuple[Table, ...]:
        return tuple(piece for piece in self.selected if isinstance(piece, Table))

    def _put(self, count: int, made: Callable[[Sequence[str]], Sequence[Piece]]) -> None:
        area = self._area
        if self.area is not None and not self._owner:
            self._runner.run(
                lambda shop: shop.floor_editing.new_ids(count),
                lambda ids: self._put_down(area, made(ids)),
                self.refused.emit,
            )

    def _put_down(self, area: AreaId, pieces: Sequence[Piece]) -> None:
        self._selected = frozenset(piece.id for piece in pieces)
        self._become(self._drawing.with_new(area, [floor_plan.kept_inside(piece) for piece in pieces]))

    def _change(self, pieces: Iterable[Piece]) -> None:
        self._become(self._drawing.with_pieces(floor_plan.kept_inside(piece) for piece in pieces))

    def _become(self, drawing: Drawing) -> None:
        """One stroke: it can be taken back."""
        if drawing != self._drawing and not self._owner:
            self._past = [*self._past[-STEPS_KEPT:], self._drawing]
            self._future = []
            self._set(drawing)

    def _set(self, drawing: Drawing) -> None:
        self._drawing = drawing
        if drawing.area(self._area) is None:
            self._area = drawing.areas[0].id if drawing.areas else AreaId("")
        self._selected &= frozenset(piece.id for piece in self.pieces)
        self.changed.emit()

    def _is_sound(self, drawing: Drawing) -> bool:
        try:
            floor_plan.check(drawing)
        except RuleBroken as broken:
            self.refused.emit(broken)
            return False
        return True

    def _show(self, plan: FloorPlan) -> None:
        was_changed = self.is_changed
        self._orders, self._owner = dict(plan.orders), plan.owner
        if was_changed:
            self.changed.emit()
            return
        if plan.drawing != self._base:
            self._past, self._future = [], []
        self._base = plan.drawing
        self._set(plan.drawing)

    def _hear_kept(self, kept: PlanKept) -> None:
        self._is_keeping = False
        self._last = kept
        self._begin_with(kept)
        self.kept.emit(len(kept.facts))

    def _hear_put_back(self, kept: PlanKept) -> None:
        self._is_keeping = False
        self._last = None
        self._begin_with(kept)
        self.put_back.emit()

    def _begin_with(self, kept: PlanKept) -> None:
        self._base, self._past, self._future = kept.after, [], []
        self._set(kept.after)
        self._changes.announce(*kept.facts)

    def _refuse(self, broken: RuleBroken) -> None:
        self._is_keeping = False
        self.refused.emit(broken)

    @Slot()
    def _meet(self) -> None:
        """What somebody drew and did not keep waits for them; whoever else comes begins with the plan in force."""
        before, self._author = self._author, _name_of(self._session)
        if before == self._author:
            return
        self._last, self._selected = None, frozenset()
        self._past, self._future = [], []
        self._set(self._base)


def _keep(by: Actor, base: Drawing, drawn: Drawing, shop: Shop) -> PlanKept:
    return shop.floor_editing.keep(by, base, drawn)


def _put_back(by: Actor, kept: PlanKept, shop: Shop) -> PlanKept:
    return shop.floor_editing.put_back(by, kept)


def _name_of(session: SessionModel) -> str:
    return "" if session.actor is None else str(session.actor.id)
