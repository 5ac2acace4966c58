"""The rules for hours as a list of questions, each with the answers that are offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from aura_terminal.domain.labor_rules import LaborRules, MealRule, OvertimeStep, Policy, Selling, Tips
from aura_terminal.ui.screens.hours.table import Cell, Column, TableRow
from aura_terminal.ui.screens.hours.words import WEEKDAYS, tr

Value = object
MINUTES = (0, 5, 10, 15, 30, 60)
MEALS = (
    (),
    (MealRule(300, 30, 30),),
    (MealRule(300, 30, 30), MealRule(600, 60, 30)),
    (MealRule(360, 30, 15), MealRule(540, 45, 15)),
)
HALF_MORE, TWICE, QUARTER_MORE = Decimal("1.5"), Decimal("2"), Decimal("1.25")
DAILY = ((), (OvertimeStep(480, HALF_MORE),), (OvertimeStep(480, HALF_MORE), OvertimeStep(720, TWICE)))
WEEKLY = (
    (),
    (OvertimeStep(2400, HALF_MORE),),
    (OvertimeStep(2400, QUARTER_MORE),),
    (OvertimeStep(2880, QUARTER_MORE),),
)


@dataclass(frozen=True, slots=True)
class Question:
    """One field of the rules: what it asks, what may be answered, and how an answer is said."""

    field: str
    words: str
    values: tuple[Value, ...]
    say: Callable[[Value], str]


def questions() -> tuple[Question, ...]:
    """Every rule, in the order of a working day."""
    policies = tuple(Policy)
    return (
        Question("selling", tr("Who may sell"), tuple(Selling), _selling),
        Question("early_minutes", tr("Clocking in before the plan"), MINUTES, _minutes),
        Question("late_minutes", tr("Clocking in after the plan"), MINUTES, _minutes),
        Question("outside", tr("Earlier or later than that"), policies, _policy),
        Question("unplanned", tr("Without a plan"), policies, _policy),
        Question("meals", tr("Breaks that are due"), MEALS, _meals),
        Question("paid_break_minutes", tr("Paid breaks in a shift"), (None, 0, 10, 15, 20, 30), _paid),
        Question("daily", tr("Overtime by the day"), DAILY, _steps),
        Question("weekly", tr("Overtime by the week"), WEEKLY, _steps),
        Question("overtime_warning_minutes", tr("Warn of overtime before"), (0, 15, 30, 60, 120), _minutes),
        Question("week_begins", tr("The week begins on"), tuple(range(7)), lambda one: WEEKDAYS[int(str(one))]()),
        Question("rounding_minutes", tr("Hours to pay are rounded to"), (0, 5, 10, 15), _rounding),
        Question("tips", tr("Cash tips when clocking out"), tuple(Tips), _tips),
        Question("open_checks", tr("Leaving with open checks"), policies, _policy),
        Question("open_drawer", tr("Leaving with a running drawer"), policies, _policy),
    )


def rule_columns() -> tuple[Column, ...]:
    """A question and its answer."""
    return Column("", 3, Cell.WORDS), Column("", 4, Cell.WORDS)


def rule_rows(rules: LaborRules) -> list[TableRow]:
    """Every rule as it is."""
    return [TableRow(one.field, (one.words, one.say(getattr(rules, one.field)))) for one in questions()]


def answers(rules: LaborRules, field: str) -> tuple[Question, tuple[Value, ...]]:
    """A question with its answers; the one that counts is among them."""
    question = next(one for one in questions() if one.field == field)
    counts = getattr(rules, field)
    return question, question.values if counts in question.values else (*question.values, counts)


def answered(rules: LaborRules, field: str, value: Value) -> LaborRules:
    """The rules with one answer changed."""
    changed: dict[str, Value] = {field: value}
    return replace(rules, **changed)  # type: ignore[arg-type]  # the value is one of the field's own


def _minutes(value: Value) -> str:
    return tr("{minutes} minutes").format(minutes=value)


def _paid(value: Value) -> str:
    return (
        tr("all of them count as work")
        if value is None
        else tr("{minutes} minutes count as work").format(minutes=value)
    )


def _rounding(value: Value) -> str:
    return _minutes(value) if value else tr("not at all")


def _policy(value: Value) -> str:
    words = {
        Policy.ALLOW: tr("is allowed"),
        Policy.WARN: tr("is allowed, and said"),
        Policy.APPROVAL: tr("needs a manager"),
    }
    return words[Policy(str(value))]


def _selling(value: Value) -> str:
    return tr("anybody with the right") if value is Selling.ANYBODY else tr("only who is clocked in")


def _tips(value: Value) -> str:
    words = {
        Tips.NOT_ASKED: tr("are not asked for"),
        Tips.OFFERED: tr("can be declared"),
        Tips.REQUIRED: tr("have to be declared"),
    }
    return words[Tips(str(value))]


def _meals(value: Value) -> str:
    rules = value if isinstance(value, tuple) else ()
    say = tr("{minutes} min after {hours} h")
    parts = [say.format(minutes=one.break_minutes, hours=_hours(one.after_minutes)) for one in rules]
    return ", ".join(parts) or tr("none")


def _steps(value: Value) -> str:
    steps = value if isinstance(value, tuple) else ()
    say = tr("{times} times beyond {hours} h")
    parts = [say.format(times=one.multiplier.normalize(), hours=_hours(one.after_minutes)) for one in steps]
    return ", ".join(parts) or tr("none")


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}" if rest else str(hours)
