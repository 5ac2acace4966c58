"""Tables and where they stand (reference, "Table Management"), whose shape the documents do not give.

What is taken of a table: `id`, a number (`table_number`, `number` or `name`), and where they are given `capacity` or
`seats`, `section` or `area`, `shape`, and on a plan of 1000 by 600 `x`, `y`,
`width`, `height` or the same in `position` and `size`. A plan is a list of tables, or of areas with theirs.
"""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.ids import AreaId, TableId
from aura_terminal.domain.shop import Area, Table
from sync.connectors.auraconnect.floor import LAYOUT, THE_FLOOR, layout_body
from sync.connectors.auraconnect.intake import Intake, digest_of_row
from sync.connectors.auraconnect.naming import content_told, local_id_of, next_digest, record_of
from sync.connectors.auraconnect.paging import first_of
from sync.reconcile.contract import digest_of
from sync.reconcile.fields import Found

ROOM = "Main room"
WIDTH, HEIGHT = 1000, 600
COLUMNS, SIDE, STEP = 6, 110, 150
PLACE = ("position", "size", "x", "y", "position_x", "position_y", "width", "height", "w", "h", "shape")
FIELDS = ("table_number", "number", "name", "capacity", "seats", "section", "area", *PLACE)
SHAPES = ("square", "round", "bar")


def take_table(intake: Intake, row: Found) -> str:
    """A table of the list or of the plan; the central's id."""
    central_id = row["id"].id()
    number = (first_of(row, "table_number", "number", "name") or row["table_number"]).label()
    digest = digest_of_row(row, FIELDS)
    if intake.is_known("table", Table, central_id, digest):
        return central_id
    local_id = TableId(intake.local_id("table", central_id, intake.named(Table, number)))
    before = intake.get(Table, local_id)
    if before is None or intake.is_news("table", local_id, digest):
        intake.put(_read(intake, row, before, local_id, number))
    intake.link("table", local_id, central_id, digest)
    return central_id


def note_layout(intake: Intake) -> None:
    """From here on the plan is told when it is changed here: what was just taken is what is known there."""
    record = intake.picture.record(record_of("layout", THE_FLOOR))
    body = layout_body(intake.all(Table), intake.all(Area), intake.picture, intake.links)
    if content_told(record, LAYOUT) != digest_of(body) and not _is_changed_here(intake):
        digest = next_digest(record, body, LAYOUT)
        intake.facts.append(CentralConfirmed(record.id, LAYOUT, digest, THE_FLOOR, intake.now))


def _is_changed_here(intake: Intake) -> bool:
    """Whether the plan was told once and was changed here since: then it is ours that goes there."""
    record = intake.picture.record(record_of("layout", THE_FLOOR))
    if LAYOUT not in record.done:
        return False
    now = layout_body(intake.picture.documents(Table), intake.picture.documents(Area), intake.picture)
    return content_told(record, LAYOUT) != digest_of(now)


def _read(intake: Intake, row: Found, before: Table | None, local_id: TableId, number: str) -> Table:
    seats, shape = first_of(row, "capacity", "seats"), row.maybe("shape")
    area = _area(intake, row, before)
    known = before or _placed(intake, local_id, number, area)
    word = known.shape if shape is None else shape.text()
    place, size = row.maybe("position") or row, row.maybe("size") or row
    x, y = first_of(place, "x", "position_x"), first_of(place, "y", "position_y")
    w, h = first_of(size, "width", "w"), first_of(size, "height", "h")
    return replace(
        known,
        number=number,
        area=area,
        seats=known.seats if seats is None else seats.whole(),
        shape=word if word in SHAPES else known.shape,
        x=known.x if x is None else _within(x, WIDTH),
        y=known.y if y is None else _within(y, HEIGHT),
        w=known.w if w is None else _within(w, WIDTH),
        h=known.h if h is None else _within(h, HEIGHT),
    )


def _within(reading: Found, most: int) -> int:
    return max(0, min(most, round(reading.decimal())))


def _area(intake: Intake, row: Found, before: Table | None) -> AreaId:
    section = first_of(row, "section", "area")
    if section is None and before is not None:
        return before.area
    name = ROOM if section is None else section["name"].name() if isinstance(section.value, dict) else section.name()
    found = intake.named(Area, name)
    if found:
        return AreaId(found[0])
    area = Area(AreaId(local_id_of(intake.picture.store_id, "area", name.casefold())), name, len(intake.all(Area)) + 1)
    intake.put(area)
    return area.id


def _placed(intake: Intake, local_id: TableId, number: str, area: AreaId) -> Table:
    """A new table in the next free place of a grid."""
    place = sum(1 for one in intake.all(Table) if one.area == area)
    row, column = divmod(place, COLUMNS)
    return Table(
        local_id, number, area, 4, SHAPES[0], 40 + column * STEP, (40 + row * STEP) % (HEIGHT - SIDE), SIDE, SIDE
    )
