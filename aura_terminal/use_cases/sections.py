"""Who serves which tables: given table by table, kept under a name for other days, and the house's rules for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from aura_terminal.domain.documents import DocumentFact, DocumentKind, DocumentPut, DocumentWithdrawn, put
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.floor_rules import FloorRules
from aura_terminal.domain.ids import StaffId, TableId
from aura_terminal.domain.sections import TODAY, SectionPlan, as_template, templates
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import Actor, Permission, StaffMember
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, Work
from aura_terminal.use_cases.tables import sections_of

MOST_MINUTES = 600


class Sections:
    """The verbs on sections. Each needs the right ASSIGN_SECTIONS and is one transaction; rules need EDIT_FLOOR."""

    def __init__(self, begin: Begin, ids: Ids) -> None:
        self._begin = begin
        self._ids = ids

    def give(self, by: Actor, tables: Collection[TableId], staff_id: StaffId | None) -> DocumentPut:
        """Say whose these tables are today; None for nobody's."""
        by.must(Permission.ASSIGN_SECTIONS)
        with self._begin(by.id) as work:
            for table_id in tables:
                work.documents.get(Table, table_id)
            if staff_id is not None and not work.documents.get(StaffMember, staff_id).active:
                raise RuleBroken(Rule.STAFF_INACTIVE, who=staff_id)
            return _keep(work, sections_of(work).giving(tables, staff_id))

    def block(self, by: Actor, table_id: TableId) -> DocumentPut:
        """Let nobody sit at a table today, or let them again."""
        by.must(Permission.ASSIGN_SECTIONS)
        with self._begin(by.id) as work:
            work.documents.get(Table, table_id)
            return _keep(work, sections_of(work).blocking(table_id))

    def keep_template(self, by: Actor, name: str) -> DocumentPut:
        """Keep what holds today under a name; one of that name before is replaced."""
        by.must(Permission.ASSIGN_SECTIONS)
        with self._begin(by.id) as work:
            words = " ".join(name.split()).casefold()
            kept = templates(work.documents.all(SectionPlan))
            id = next((one.id for one in kept if one.name.casefold() == words), None) or self._ids.new()
            return _keep(work, as_template(sections_of(work), id, name))

    def use_template(self, by: Actor, template_id: str) -> DocumentPut:
        """Give the tables as a template says, as far as they are on the plan and people work here."""
        by.must(Permission.ASSIGN_SECTIONS)
        with self._begin(by.id) as work:
            template = work.documents.get(SectionPlan, template_id)
            tables = {table.id for table in work.documents.all(Table)}
            people = {member.id for member in work.documents.all(StaffMember) if member.active}
            given = tuple((table, staff) for table, staff in template.given if table in tables and staff in people)
            return _keep(work, replace(sections_of(work), given=given))

    def put_back(self, by: Actor, before: SectionPlan) -> DocumentPut:
        """Undo what was given today. Raises RuleBroken(CHANGED_SINCE) where that was another day."""
        by.must(Permission.ASSIGN_SECTIONS)
        with self._begin(by.id) as work:
            if before.id != TODAY or before.business_date != work.today:
                raise RuleBroken(Rule.CHANGED_SINCE, name=before.business_date.isoformat())
            return _keep(work, before)

    def withdraw_template(self, by: Actor, template_id: str) -> DocumentFact:
        """A template that is not used any more."""
        by.must(Permission.ASSIGN_SECTIONS)
        with self._begin(by.id) as work:
            if template_id == TODAY:
                raise NotFound("section_plan", template_id)
            fact = DocumentWithdrawn(DocumentKind.SECTION_PLAN, work.documents.get(SectionPlan, template_id).id)
            work.keep(fact)
        return fact

    def put_rules(self, by: Actor, rules: FloorRules) -> DocumentPut:
        """Keep the house's rules for its floor. Raises RuleBroken(QUANTITY_OUT_OF_RANGE)."""
        by.must(Permission.EDIT_FLOOR)
        for minutes in (rules.no_order_minutes, rules.no_course_minutes, rules.bill_minutes):
            if not 0 <= minutes <= MOST_MINUTES:
                raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=minutes)
        with self._begin(by.id) as work:
            fact = put(rules)
            work.keep(fact)
        return fact


def _keep(work: Work, plan: SectionPlan) -> DocumentPut:
    fact = put(plan)
    work.keep(fact)
    return fact
