"""The rules for working hours as a shop writes them: `hours.toml`, which may be left out."""

from __future__ import annotations

from decimal import Decimal

from aura_terminal.app.shop_entries import Entry
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.labor_rules import LaborRules, MealRule, OvertimeStep, Policy, Selling, Tips, must_work

DAY, WEEK = 24 * 60, 7 * 24 * 60
ONE, HUNDRED = Decimal(1), Decimal(100)


def read_hours(file: Entry) -> tuple[LaborRules, ...]:
    """The rules, or none where nothing is written. Raises ShopFileProblem."""
    if not file.values:
        return ()
    usual = LaborRules()
    rules = LaborRules(
        early_minutes=file.whole("early_minutes", 0, DAY, usual.early_minutes),
        late_minutes=file.whole("late_minutes", 0, DAY, usual.late_minutes),
        outside=file.word("outside", Policy, usual.outside),
        unplanned=file.word("unplanned", Policy, usual.unplanned),
        open_checks=file.word("open_checks", Policy, usual.open_checks),
        open_drawer=file.word("open_drawer", Policy, usual.open_drawer),
        tips=file.word("tips", Tips, usual.tips),
        selling=file.word("selling", Selling, usual.selling),
        meals=tuple(_meal(entry) for entry in file.entries("meal", "meal")),
        meal_warning_minutes=file.whole("meal_warning_minutes", 0, DAY, usual.meal_warning_minutes),
        daily=tuple(_step(entry, DAY) for entry in file.entries("daily", "step")),
        weekly=tuple(_step(entry, WEEK) for entry in file.entries("weekly", "step")),
        overtime_warning_minutes=file.whole("overtime_warning_minutes", 0, DAY, usual.overtime_warning_minutes),
        week_begins=file.whole("week_begins", 0, 6, usual.week_begins),
        paid_break_minutes=file.whole("paid_break_minutes", 0, DAY) if file.has("paid_break_minutes") else None,
        rounding_minutes=file.whole("rounding_minutes", 0, 15, usual.rounding_minutes),
    )
    try:
        must_work(rules)
    except RuleBroken as broken:
        raise file.problem("", f"these rules do not work: {broken}", "Hours are rounded to 5, 10 or 15.") from broken
    return (rules,)


def _meal(entry: Entry) -> MealRule:
    rule = MealRule(
        entry.whole("after_minutes", 0, DAY), entry.whole("break_minutes", 1, DAY),
        entry.whole("shortest_minutes", 0, DAY, 0),
    )  # fmt: skip
    entry.done()
    return rule


def _step(entry: Entry, most: int) -> OvertimeStep:
    """`percent` is how much more is paid: "50" for one and a half times."""
    step = OvertimeStep(entry.whole("after_minutes", 0, most), ONE + entry.percent("percent") / HUNDRED)
    entry.done()
    return step
