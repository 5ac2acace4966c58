"""A room as the board paints it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from aura_terminal.domain.floor_plan import reading_order, seats_of
from aura_terminal.domain.ids import StaffId, TableId
from aura_terminal.domain.shop import Area, DecorKind, Table
from aura_terminal.ui.language.formats import clock_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.tables.words import clock, need_words, seats_words, spoken_table, timer, tr, waited_words
from aura_terminal.ui.widgets.floor_rows import Fixture, FixtureKind, FloorTile, Seat, Shade
from aura_terminal.view_models.table_states import Standing, TableState

SHADES = {
    Standing.FREE: Shade.FREE,
    Standing.BLOCKED: Shade.BLOCKED,
    Standing.RESERVED: Shade.RESERVED,
    Standing.CLEARING: Shade.CLEARING,
    Standing.SEATED: Shade.SEATED,
    Standing.ORDERED: Shade.ORDERED,
    Standing.BILLED: Shade.BILLED,
    Standing.LATE: Shade.LATE,
}
SIGNS = {Standing.BILLED: "receipt-euro", Standing.LATE: "triangle-alert", Standing.BLOCKED: "ban"}
KINDS = {
    DecorKind.WALL: FixtureKind.WALL,
    DecorKind.COUNTER: FixtureKind.COUNTER,
    DecorKind.PLANT: FixtureKind.PLANT,
    DecorKind.WORDS: FixtureKind.WORDS,
}


@dataclass(frozen=True, slots=True)
class Sight:
    """How somebody looks at a room: what is chosen, what stands out, and whose marks are shown."""

    chosen: frozenset[TableId] = frozenset()
    bright: frozenset[TableId] | None = None
    marks: Mapping[TableId, StaffId] | None = None
    people: Mapping[StaffId, tuple[str, int]] | None = None


def tiles_of(
    states: Iterable[TableState], sight: Sight, money: MoneyText, local: Callable[[datetime], datetime]
) -> tuple[FloorTile, ...]:
    """The tables of a room in reading order; tables in `sight.bright` stand out, all of them where that is None."""
    by_id = {state.table.id: state for state in states}
    order = _in_order(tuple(state.table for state in by_id.values()))
    return tuple(_tile(by_id[table.id], sight, money, local) for table in order)


@lru_cache(maxsize=32)
def _in_order(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    return reading_order(tables)


def fixtures_of(area: Area | None) -> tuple[Fixture, ...]:
    """What stands beside the tables."""
    decor = () if area is None else area.decor
    return tuple(Fixture(KINDS[one.kind], one.x, one.y, one.w, one.h, one.words, one.rotation) for one in decor)


def _tile(state: TableState, sight: Sight, money: MoneyText, local: Callable[[datetime], datetime]) -> FloorTile:
    table, alert = state.table, need_words(state)
    lines = _lines(state, money, local)
    mark, color = _mark(table.id, sight)
    return FloorTile(
        id=table.id, spoken=spoken_table(state, lines, alert), x=table.x, y=table.y, w=table.w, h=table.h,
        number=table.number, shade=SHADES[state.standing], shape=table.shape, rotation=table.rotation,
        seats=_seats(table), lines=lines, short=_short(state), pill=_pill(state), alert=alert,
        alert_short=waited_words(state), corner=_corner(state),
        sign="wifi-off" if state.is_stale else SIGNS.get(state.standing, ""),
        badge=str(len(state.parties)) if len(state.parties) > 1 else "", mark=mark, mark_color=color,
        group=state.name if state.linked else "", is_chosen=table.id in sight.chosen,
        is_dimmed=sight.bright is not None and table.id not in sight.bright,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _seats(table: Table) -> tuple[Seat, ...]:
    return tuple(seats_of(table))


def _lines(state: TableState, money: MoneyText, local: Callable[[datetime], datetime]) -> tuple[str, ...]:
    reservation = state.reservation
    if state.standing is Standing.RESERVED and reservation is not None:
        time = clock_text(local(reservation.starts_at))
        return (f"{time} {reservation.name}" if state.table.w >= 180 else time,)
    if state.standing in (Standing.FREE, Standing.BLOCKED):
        return (seats_words(state.table.seats),) if state.standing is Standing.FREE else (tr("Blocked"),)
    if state.standing is Standing.CLEARING:
        return ()
    if state.standing is Standing.LATE:
        return (tr("Food {time}").format(time=timer(state.elapsed)), *_amount(state, money))
    return (clock(state.elapsed), *_amount(state, money))


def _short(state: TableState) -> str:
    return timer(state.elapsed) if state.standing is Standing.LATE else ""


def _amount(state: TableState, money: MoneyText) -> tuple[str, ...]:
    return (money.amount(state.amount),) if state.amount is not None and state.amount.minor else ()


def _pill(state: TableState) -> str:
    return tr("Clean") if state.standing is Standing.CLEARING else ""


def _corner(state: TableState) -> tuple[str, str]:
    if state.standing is Standing.LATE and state.guests and state.table.w >= 150:
        return "users", str(state.guests)
    if state.standing is Standing.RESERVED and state.table.w >= 180:
        return "calendar-clock", ""
    return "", ""


def _mark(table_id: TableId, sight: Sight) -> tuple[str, int]:
    staff = None if sight.marks is None else sight.marks.get(table_id)
    if staff is None or sight.people is None:
        return "", 0
    return sight.people.get(staff, ("?", 0))
