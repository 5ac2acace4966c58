"""Who serves which tables today, as one document, and as templates under names of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId, TableId

TODAY = "today"
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """Tables given to servers. The one of id `today` holds for its business date only; others are kept templates.

    `blocked` are tables that nobody is to be seated at that day.
    """

    id: str
    business_date: date
    given: tuple[tuple[TableId, StaffId], ...] = ()
    blocked: tuple[TableId, ...] = ()
    name: str = ""

    def server_of(self, table_id: TableId) -> StaffId | None:
        """Whose table it is; None for nobody's."""
        return next((staff for table, staff in self.given if table == table_id), None)

    def tables_of(self, staff_id: StaffId) -> tuple[TableId, ...]:
        """The tables somebody has."""
        return tuple(table for table, staff in self.given if staff == staff_id)

    def giving(self, tables: Collection[TableId], staff_id: StaffId | None) -> SectionPlan:
        """The plan with these tables given to somebody, or to nobody."""
        rest = tuple((table, staff) for table, staff in self.given if table not in tables)
        new = () if staff_id is None else tuple((table, staff_id) for table in tables)
        return replace(self, given=tuple(sorted((*rest, *new))))

    def blocking(self, table_id: TableId) -> SectionPlan:
        """The plan with a table that is blocked free again, and the other way round."""
        if table_id in self.blocked:
            return replace(self, blocked=tuple(each for each in self.blocked if each != table_id))
        return replace(self, blocked=tuple(sorted((*self.blocked, table_id))))


def plan_of_day(plans: Iterable[SectionPlan], day: date) -> SectionPlan:
    """What holds on a business date; nobody has any table where nothing was said for it."""
    today = next((plan for plan in plans if plan.id == TODAY and plan.business_date == day), None)
    return today or SectionPlan(TODAY, day)


def templates(plans: Iterable[SectionPlan]) -> tuple[SectionPlan, ...]:
    """Those that were kept under a name, by name."""
    return tuple(sorted((plan for plan in plans if plan.id != TODAY), key=lambda plan: (plan.name, plan.id)))


def as_template(plan: SectionPlan, id: str, name: str) -> SectionPlan:
    """What holds now, to be kept under a name. Raises RuleBroken(AREA_NAME) for no name."""
    words = " ".join(name.split())
    if not words or len(words) > LONGEST_NAME:
        raise RuleBroken(Rule.AREA_NAME, name=name)
    return SectionPlan(id, plan.business_date, plan.given, name=words)
