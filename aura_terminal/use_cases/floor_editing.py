"""The floor plan, drawn by who may: kept in one transaction, and put back as it was in another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from aura_terminal.domain.documents import DocumentFact, DocumentKind, DocumentWithdrawn, put
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.floor_plan import Drawing, check
from aura_terminal.domain.ids import AreaId, TableId
from aura_terminal.domain.shop import Area, Table
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import SYSTEM, Begin, Work
from aura_terminal.use_cases.ownership import Ownership

K = TypeVar("K")
D = TypeVar("D")
FAR = timedelta(days=400)
"""How far ahead parties are looked for that were promised a table."""


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """The plan in force. `orders` names the order that is open at a table; `owner` who keeps it, "" for the store."""

    drawing: Drawing
    orders: tuple[tuple[TableId, str], ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class PlanKept:
    """What was kept, and what stood before in its place, so that it can be put back."""

    facts: tuple[DocumentFact, ...]
    before: Drawing
    after: Drawing


class FloorEditing:
    """Reads the plan and keeps a new one. Pieces nobody touched are not written again."""

    def __init__(self, begin: Begin, reads: Reads, ids: Ids) -> None:
        self._begin, self._reads, self._ids = begin, reads, ids
        self._owners = Ownership(reads.central)

    def plan(self) -> FloorPlan:
        """The plan as it is in force now."""
        with self._begin(SYSTEM) as work:
            drawing = _drawing(work)
        orders = tuple((row.id, row.order_number) for row in self._reads.orders.tables() if row.order_id is not None)
        return FloorPlan(drawing, orders, self._owners.owner_of(DocumentKind.TABLE))

    def new_ids(self, count: int) -> tuple[str, ...]:
        """Names for pieces that are being drawn."""
        return tuple(self._ids.new() for _ in range(count))

    def keep(self, by: Actor, base: Drawing, drawn: Drawing) -> PlanKept:
        """Keep what differs between what was begun with and what was drawn, whole or not at all.

        What another terminal changed meanwhile stays, unless the same table or area was changed here: the later one
        counts. Refused: a plan that is none (`floor_plan.check`), and taking away a table that has an order open
        (TABLE_HAS_ORDER) or is promised to somebody (TABLE_EXPECTED).
        """
        by.must(Permission.EDIT_FLOOR)
        self._owners.must_be_ours(DocumentKind.AREA, DocumentKind.TABLE)
        with self._begin(by.id) as work:
            before = _drawing(work)
            after = _merged(before, base, drawn)
            check(after)
            self._must_be_free(work, {table.id for table in before.tables} - {table.id for table in after.tables})
            facts = tuple(_differences(before, after))
            work.keep(*facts)
        return PlanKept(facts, before, after)

    def put_back(self, by: Actor, kept: PlanKept) -> PlanKept:
        """Undo what was kept, as facts of its own."""
        return self.keep(by, kept.after, kept.before)

    def _must_be_free(self, work: Work, gone: set[TableId]) -> None:
        if not gone:
            return
        for row in self._reads.orders.tables():
            if row.id in gone and row.order_id is not None:
                raise RuleBroken(Rule.TABLE_HAS_ORDER, table=row.number, order=row.order_number)
        numbers = {table.id: table.number for table in work.documents.all(Table)}
        for party in work.house.expected(work.now, work.now + FAR):
            for table_id in party.tables:
                if table_id in gone:
                    raise RuleBroken(Rule.TABLE_EXPECTED, table=numbers.get(table_id, table_id), name=party.name)


def _drawing(work: Work) -> Drawing:
    areas = sorted(work.documents.all(Area), key=lambda area: (area.position, area.id))
    return Drawing(tuple(areas), work.documents.all(Table))


def _merged(now: Drawing, base: Drawing, drawn: Drawing) -> Drawing:
    """What stands now with the changes from base to drawn laid upon it."""
    areas: dict[AreaId, Area] = {area.id: area for area in now.areas}
    tables: dict[TableId, Table] = {table.id: table for table in now.tables}
    _lay(areas, {area.id: area for area in base.areas}, {area.id: area for area in drawn.areas})
    _lay(tables, {table.id: table for table in base.tables}, {table.id: table for table in drawn.tables})
    ordered = sorted(areas.values(), key=lambda area: (area.position, area.id))
    return Drawing(tuple(ordered), tuple(sorted(tables.values(), key=lambda table: table.id)))


def _lay(now: dict[K, D], base: dict[K, D], drawn: dict[K, D]) -> None:
    for id in base.keys() - drawn.keys():
        now.pop(id, None)
    for id, body in drawn.items():
        if base.get(id) != body:
            now[id] = body


def _differences(before: Drawing, after: Drawing) -> Iterator[DocumentFact]:
    yield from _of(DocumentKind.AREA, before.areas, after.areas)
    yield from _of(DocumentKind.TABLE, before.tables, after.tables)


def _of(kind: DocumentKind, before: Iterable[Area | Table], after: Iterable[Area | Table]) -> Iterator[DocumentFact]:
    old, new = {each.id: each for each in before}, {each.id: each for each in after}
    for id in sorted(old.keys() - new.keys()):
        yield DocumentWithdrawn(kind, id)
    for id, body in new.items():
        if old.get(id) != body:
            yield put(body)
