"""Hours in people's words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.punches import BreakKind, PunchKind
from aura_terminal.ui.language.formats import clock_text, day_text, moment_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.hours.table import Cell, Column, Mood, TableRow
from aura_terminal.view_models.clock_cards import Change, ClockCard, MealCard, Per, Standing
from aura_terminal.view_models.hours import House, Look, LookRow, PersonWeek, PunchRow, ShiftRow, WeekRow

DOT = "  ·  "
NOTHING = "\u2013"


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("HoursRoom", words)


def hours_of(span: timedelta) -> str:
    """A span in hours and minutes."""
    minutes = int(span.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def day_words(day: date) -> str:
    """A date with its weekday."""
    return f"{WEEKDAYS[day.weekday()]()} {day_text(day)}"


WEEKDAYS = (
    lambda: tr("Mon"), lambda: tr("Tue"), lambda: tr("Wed"), lambda: tr("Thu"), lambda: tr("Fri"), lambda: tr("Sat"),
    lambda: tr("Sun"),
)  # fmt: skip


def kind_words(kind: PunchKind) -> str:
    """What was punched."""
    return {
        PunchKind.CLOCK_IN: tr("Clocked in"),
        PunchKind.BREAK_BEGIN: tr("Began a break"),
        PunchKind.BREAK_END: tr("Ended a break"),
        PunchKind.CLOCK_OUT: tr("Clocked out"),
    }[kind]


def break_words(kind: BreakKind) -> str:
    """Which kind of break."""
    return tr("paid") if kind is BreakKind.PAID else tr("unpaid")


def look_words(look: Look) -> str:
    """Why somebody has to look."""
    return {
        Look.FORGOTTEN: tr("never clocked out: enter when"),
        Look.FITS_NOTHING: tr("fits none of the other times"),
        Look.CLOCK_BEHIND: tr("the terminal's clock was behind: check the time"),
    }[look]


def now_columns() -> tuple[Column, ...]:
    """Who is in."""
    return (
        Column(tr("Name"), 5, Cell.WORDS), Column(tr("Job"), 3, Cell.WORDS), Column(tr("Since"), 4, Cell.WORDS),
        Column(tr("Today"), 2), Column(tr("Week"), 2),
    )  # fmt: skip


def now_rows(house: House) -> list[TableRow]:
    """Who is in, with alerts."""
    return [
        TableRow(str(place), (
            card.name, card.job or NOTHING, _since(card), hours_of(card.today), hours_of(card.week),
        ), alert_words(card), Mood.WARNING)
        for place, card in enumerate(house.on_duty)
    ]  # fmt: skip


def _since(card: ClockCard) -> str:
    at = "" if card.since is None else clock_text(card.since)
    if card.standing is Standing.ON_BREAK:
        return tr("break since {time}, {minutes} min").format(time=at, minutes=card.minutes)
    return at


def alert_words(card: ClockCard) -> str:
    """What should not wait; "" where all is well."""
    forgotten = ""
    if card.forgotten is not None:
        forgotten = tr("in since {day}: the day is over").format(day=day_words(card.forgotten))
    return DOT.join(filter(None, (forgotten, _meal(card.meal), _overtime(card))))


def _meal(meal: MealCard | None) -> str:
    if meal is None:
        return ""
    words = (
        tr("break of {minutes} min was due at {time}") if meal.is_late else tr("break of {minutes} min due by {time}")
    )
    return words.format(minutes=meal.minutes, time=clock_text(meal.due))


def _overtime(card: ClockCard) -> str:
    alert = card.overtime
    if alert is None:
        return ""
    if not alert.left:
        return tr("overtime today") if alert.per is Per.DAY else tr("overtime this week")
    words = tr("overtime today in {hours}") if alert.per is Per.DAY else tr("overtime this week in {hours}")
    return words.format(hours=hours_of(alert.left))


def week_words(week: WeekRow) -> str:
    """Which week."""
    return f"{day_words(week.first)} {NOTHING} {day_words(week.last)}{week.last.year}"


def missing_words(house: House) -> str:
    """That hours are missing; "" where every terminal was heard."""
    if not house.week.missing:
        return ""
    local = house.calendar.local
    names = (f"{one.label} ({moment_text(local(one.since))})" for one in house.week.missing)
    return tr("Incomplete: not heard since {terminals}").format(terminals=", ".join(names))


def week_columns(*, cost: bool) -> tuple[Column, ...]:
    """Hours by person."""
    money = (Column(tr("Cost"), 3),) if cost else ()
    return (
        Column(tr("Name"), 5, Cell.WORDS), Column(tr("Worked"), 2), Column(tr("To pay"), 2), Column(tr("Overtime"), 2),
        Column(tr("Breaks (paid)"), 3), *money,
    )  # fmt: skip


def week_rows(week: WeekRow, money: MoneyText) -> list[TableRow]:
    """Hours by person, and the sum."""
    rows = [_person(one, money) for one in week.people]
    if len(week.people) > 1:
        sums = [sum(spans, timedelta()) for spans in zip(*map(_spans, week.people), strict=True)]
        cells = (tr("Everybody"), *map(hours_of, sums[:3]), f"{hours_of(sums[3])} ({hours_of(sums[4])})")
        rows.append(TableRow("", cells if week.cost is None else (*cells, money.total(week.cost))))
    return rows


def _spans(one: PersonWeek) -> tuple[timedelta, ...]:
    return one.worked, one.paid, one.overtime, one.unpaid_breaks, one.paid_breaks


def _person(one: PersonWeek, money: MoneyText) -> TableRow:
    breaks = f"{hours_of(one.unpaid_breaks)} ({hours_of(one.paid_breaks)})"
    cells = (one.name, hours_of(one.worked), hours_of(one.paid), hours_of(one.overtime), breaks)
    meals = sum(line.meals_missed for line in one.shifts)
    below = DOT.join(filter(None, (
        tr("not clocked out: {count}").format(count=one.forgotten) if one.forgotten else "",
        tr("breaks missed: {count}").format(count=meals) if meals else "",
        tr("{hours} without a rate").format(hours=hours_of(one.unrated)) if one.unrated else "",
    )))  # fmt: skip
    return TableRow(one.staff_id, cells if one.cost is None else (*cells, money.amount(one.cost)), below, Mood.WARNING)


def look_columns() -> tuple[Column, ...]:
    """What needs a look."""
    return (
        Column("", 4, Cell.WORDS), Column("", 3, Cell.WORDS), Column("", 3, Cell.WORDS), Column("", 2, Cell.WORDS),
    )  # fmt: skip


def look_rows(house: House) -> list[TableRow]:
    """What needs a look."""
    return [
        TableRow(str(place), (one.name, day_words(one.business_date), _punched(one, house.calendar), one.terminal),
                 look_words(one.look), Mood.WARNING)
        for place, one in enumerate(house.look)
    ]  # fmt: skip


def _punched(one: LookRow, calendar: BusinessCalendar) -> str:
    return f"{kind_words(one.kind)} {clock_text(calendar.local(one.at))}"


def plan_columns() -> tuple[Column, ...]:
    """Planned shifts."""
    return (
        Column(tr("Day"), 3, Cell.WORDS), Column(tr("Name"), 5, Cell.WORDS), Column(tr("Position"), 3, Cell.WORDS),
        Column(tr("From"), 2), Column(tr("To"), 2),
    )  # fmt: skip


def plan_rows(rows: tuple[ShiftRow, ...]) -> list[TableRow]:
    """Planned shifts, by day."""
    return [
        TableRow(one.schedule_id, (
            day_words(one.shift_date), one.name or one.staff_id, one.position, clock_text(one.starts),
            clock_text(one.ends),
        ))
        for one in rows
    ]  # fmt: skip


def punch_columns() -> tuple[Column, ...]:
    """Punches of a day."""
    return (
        Column("", 2, Cell.WORDS), Column("", 4, Cell.WORDS), Column("", 3, Cell.WORDS), Column("", 2, Cell.WORDS),
    )  # fmt: skip


def punch_rows(rows: tuple[PunchRow, ...], calendar: BusinessCalendar) -> list[TableRow]:
    """Punches of a day, with what became of each."""
    return [_punch(one, calendar) for one in rows]


def _punch(one: PunchRow, calendar: BusinessCalendar) -> TableRow:
    at = tr("withdrawn") if one.at is None else clock_text(calendar.local(one.at))
    what = break_words(one.break_kind) if one.kind is PunchKind.BREAK_BEGIN else one.job
    odd = "" if one.odd is None else look_words(one.odd)
    below = DOT.join(filter(None, (odd, history_words(one, calendar))))
    mood = Mood.GONE if one.at is None else Mood.WARNING if one.odd is not None else Mood.PLAIN
    return TableRow(one.punch_id, (at, kind_words(one.kind), what, one.terminal), below, mood)


def history_words(one: PunchRow, calendar: BusinessCalendar) -> str:
    """What was changed about a punch, the last change last; "" for one that stands as it was made."""
    if not one.changes:
        return ""
    made = tr("made at {time}").format(time=_wall(one.made_at, calendar))
    told = []
    for change in one.changes:
        words = {
            Change.ADDED: tr("entered by {name}: {reason}"),
            Change.CORRECTED: tr("changed to {time} by {name}: {reason}"),
            Change.WITHDRAWN: tr("withdrawn by {name}: {reason}"),
        }[change.change]
        time = "" if change.to is None else _wall(change.to, calendar)
        told.append(words.format(time=time, name=change.by_name, reason=change.reason))
    first = () if one.changes[0].change is Change.ADDED else (made,)
    return DOT.join((*first, *told))


def _wall(at: datetime, calendar: BusinessCalendar) -> str:
    return clock_text(calendar.local(at))
