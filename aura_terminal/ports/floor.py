"""The floor in service as screens read it: parties at tables, what they left behind, the house around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aura_terminal.domain.floor_rules import FloorRules
    from aura_terminal.domain.guest_checks import CheckState
    from aura_terminal.domain.ids import OrderId, StaffId, TableId
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.sections import SectionPlan
    from aura_terminal.domain.shop import Area, Table


class CourseState(StrEnum):
    """How far a course of one party is; the least of its dishes counts."""

    UNSENT = "unsent"
    WAITING = "waiting"
    COOKING = "cooking"
    SERVED = "served"


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """A course of a party: when it was begun while it cooks, when it left the kitchen once it is served.

    `station` is the only place that still cooks it, "" for several or none.
    """

    course: int
    state: CourseState
    at: datetime | None = None
    station: str = ""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """An open order at a table.

    `sent_at` is when its first dish went to the kitchen, `served_at` when the kitchen handed the last one over.
    `late_at` is when the first dish that still cooks becomes late, and `begun_at` since when that cooks. `server_id`
    serves the order; `linked` are the tables it has beside its own; `holder` is the terminal that may take its money.
    """

    order_id: OrderId
    number: str
    table_id: TableId
    table_name: str
    linked: tuple[TableId, ...]
    opened_at: datetime
    server_id: StaffId
    server_name: str
    guests: int
    guest_name: str
    total: Money
    due: Money
    unsent: int
    sent_at: datetime | None
    served_at: datetime | None
    begun_at: datetime | None
    late_at: datetime | None
    check: CheckState | None
    courses: tuple[CourseProgress, ...]
    holder: str
    terminal: str


@dataclass(frozen=True, slots=True)
class LeftRow:
    """An order that ended at a table which nobody has cleared since."""

    order_id: OrderId
    table_id: TableId
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class FloorHouse:
    """The plan, the house's rules for it, and who may serve: active staff who may sell, as id, name, initials and
    colour."""

    areas: tuple[Area, ...]
    tables: tuple[Table, ...]
    rules: FloorRules
    sections: tuple[SectionPlan, ...]
    staff: tuple[tuple[StaffId, str, str, int], ...]


@dataclass(frozen=True, slots=True)
class CoverRow:
    """What somebody serves on a business date: guests and parties at tables in all, and when the last one sat down."""

    staff_id: StaffId
    covers: int
    parties: int
    last_at: datetime


class FloorReads(Protocol):
    """The floor in service."""

    def house(self) -> FloorHouse:
        """What is kept of it as documents."""

    def parties(self) -> tuple[PartyRow, ...]:
        """Every open order at a table, oldest first."""

    def left(self, day: date) -> tuple[LeftRow, ...]:
        """The last order that was closed at each table on a business date, where the table was not cleared since."""

    def covers(self, day: date) -> tuple[CoverRow, ...]:
        """Who served how many of the orders at tables, open or closed, of a business date; by id."""
