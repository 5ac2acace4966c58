"""How every table stands at one moment: pure functions of what was read and of the time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from aura_terminal.domain.money import Money, total
from aura_terminal.ports.floor import CourseProgress as CourseProgress
from aura_terminal.ports.floor import CourseState as CourseState
from aura_terminal.ports.floor import PartyRow as PartyRow
from aura_terminal.ports.house import ReservationRow as ReservationRow

if TYPE_CHECKING:
    from aura_terminal.domain.floor_rules import FloorRules
    from aura_terminal.domain.ids import StaffId, TableId
    from aura_terminal.domain.shop import Table
    from aura_terminal.ports.floor import LeftRow
    from aura_terminal.use_cases.tables import FloorNow

SOON = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class Standing(StrEnum):
    """What a table is now; the furthest of its parties counts, and food that is late before all."""

    FREE = "free"
    BLOCKED = "blocked"
    RESERVED = "reserved"
    CLEARING = "clearing"
    SEATED = "seated"
    ORDERED = "ordered"
    BILLED = "billed"
    LATE = "late"


class Need(StrEnum):
    """Why somebody should go there."""

    ORDER = "order"
    COURSE = "course"
    PAYMENT = "payment"
    GUESTS = "guests"


FURTHER = tuple(Standing)
FREE = frozenset({Standing.FREE, Standing.RESERVED})


@dataclass(frozen=True, slots=True)
class TableState:
    """A table as it stands.

    `name` is what a party at several tables calls them (`7+8`). `elapsed` is since the first party sat down, or since
    the food that is late was begun. `amount` is what all parties owe. `need` began `waited` ago. `reservation` is the
    next party within the hour. `is_stale`: a terminal that is not heard may have changed it.
    """

    table: Table
    standing: Standing
    parties: tuple[PartyRow, ...] = ()
    name: str = ""
    linked: tuple[TableId, ...] = ()
    elapsed: timedelta = timedelta()
    amount: Money | None = None
    need: Need | None = None
    waited: timedelta = timedelta()
    reservation: ReservationRow | None = None
    left: LeftRow | None = None
    server_id: StaffId | None = None
    is_stale: bool = False

    @property
    def guests(self) -> int:
        """How many sit there in all."""
        return sum(party.guests for party in self.parties)


def table_states(floor: FloorNow, now: datetime, silent: Collection[str] = ()) -> dict[TableId, TableState]:
    """Every table of the plan; `silent` are the labels of terminals that cannot be reached."""
    parties = parties_by_table(floor.parties)
    left = {row.table_id: row for row in floor.left}
    expected = _expected(floor.expected, now)
    sections = floor.sections
    return {
        table.id: _state(
            table, parties.get(table.id, ()), left.get(table.id), expected.get(table.id),
            sections.server_of(table.id), floor.house.rules, now, silent,
        )
        if table.id not in sections.blocked or table.id in parties
        else TableState(table, Standing.BLOCKED, name=table.number, server_id=sections.server_of(table.id))
        for table in floor.house.tables
    }  # fmt: skip


def parties_by_table(parties: Iterable[PartyRow]) -> dict[TableId, tuple[PartyRow, ...]]:
    """Who sits where, at tables that are linked at each of them."""
    found: dict[TableId, tuple[PartyRow, ...]] = {}
    for party in parties:
        for table_id in (party.table_id, *party.linked):
            found[table_id] = (*found.get(table_id, ()), party)
    return found


def standing_of(party: PartyRow, now: datetime) -> Standing:
    """How far one party is."""
    if party.late_at is not None and party.late_at <= now:
        return Standing.LATE
    if party.check is not None and party.check.is_current:
        return Standing.BILLED
    return Standing.SEATED if party.sent_at is None else Standing.ORDERED


def need_of(party: PartyRow, rules: FloorRules, now: datetime) -> tuple[Need, datetime] | None:
    """Why somebody should go to a party, and since when; None while nobody has to."""
    if party.check is not None and party.check.is_current:
        return _after(Need.PAYMENT, party.check.printed_at, rules.bill_minutes, now)
    if party.sent_at is None:
        return _after(Need.ORDER, party.opened_at, rules.no_order_minutes, now)
    waits = any(course.state in (CourseState.UNSENT, CourseState.WAITING) for course in party.courses)
    cooks = any(course.state is CourseState.COOKING for course in party.courses)
    if waits and not cooks and party.served_at is not None:
        return _after(Need.COURSE, party.served_at, rules.no_course_minutes, now)
    return None


def covers_to_come(floor: FloorNow, servers: Sequence[StaffId]) -> StaffId | None:
    """Who gets the next party: the fewest guests so far, then who waits for one longest; None where nobody serves."""
    rows = {row.staff_id: row for row in floor.covers}
    with_tables = [one for one in servers if floor.sections.tables_of(one)]

    def turn(staff_id: StaffId) -> tuple[int, float, StaffId]:
        row = rows.get(staff_id)
        return (0, 0.0, staff_id) if row is None else (row.covers, row.last_at.timestamp(), staff_id)

    return min(with_tables, key=turn, default=None)


def _after(need: Need, since: datetime, minutes: int, now: datetime) -> tuple[Need, datetime] | None:
    due = since + timedelta(minutes=minutes)
    return (need, since) if minutes and due <= now else None


def _state(
    table: Table, parties: tuple[PartyRow, ...], left: LeftRow | None, expected: ReservationRow | None,
    server_id: StaffId | None, rules: FloorRules, now: datetime, silent: Collection[str],
) -> TableState:  # fmt: skip
    if not parties:
        return _empty(table, left, expected, server_id, now)
    first = min(parties, key=lambda party: (party.opened_at, party.order_id))
    standing = max((standing_of(party, now) for party in parties), key=FURTHER.index)
    since = first.opened_at
    if standing is Standing.LATE:
        since = min(p.begun_at or now for p in parties if standing_of(p, now) is Standing.LATE)
    needs = [found for party in parties if (found := need_of(party, rules, now)) is not None]
    need, waited = min(needs, key=lambda found: found[1], default=(None, now))
    return TableState(
        table, standing, parties, first.table_name if first.linked else table.number,
        tuple(dict.fromkeys((first.table_id, *first.linked))) if first.linked else (),
        max(timedelta(), now - since), total([party.due for party in parties], first.due.currency), need,
        max(timedelta(), now - waited), expected, None, first.server_id,
        any({party.holder, party.terminal} & set(silent) for party in parties),
    )  # fmt: skip


def _empty(
    table: Table, left: LeftRow | None, expected: ReservationRow | None, server_id: StaffId | None, now: datetime
) -> TableState:
    standing = Standing.FREE if expected is None else Standing.RESERVED
    if left is not None:
        return TableState(
            table, Standing.CLEARING, name=table.number, elapsed=max(timedelta(), now - left.ended_at), left=left,
            reservation=expected, server_id=server_id,
        )  # fmt: skip
    overdue = expected is not None and expected.starts_at + 10 * MINUTE <= now
    return TableState(
        table, standing, name=table.number, reservation=expected, server_id=server_id,
        need=Need.GUESTS if overdue else None,
        waited=now - expected.starts_at if expected is not None and overdue else timedelta(),
    )  # fmt: skip


def _expected(rows: Iterable[ReservationRow], now: datetime) -> Mapping[TableId, ReservationRow]:
    """The next party at each table, where it comes within the hour."""
    found: dict[TableId, ReservationRow] = {}
    for row in sorted(rows, key=lambda row: (row.starts_at, row.reservation_id)):
        if row.starts_at <= now + SOON:
            for table_id, _ in row.tables:
                found.setdefault(table_id, row)
    return found
