"""A time clock in people's words."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.language.formats import clock_text, day_text
from aura_terminal.view_models.clock_cards import (
    BreakKind,
    Change,
    ChangeCard,
    ClockCard,
    Per,
    Policy,
    PunchKind,
    Standing,
    Window,
)

DOT = "  ·  "


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("TimeClock", words)


def standing_words(card: ClockCard) -> str:
    """What the clock says, and since when."""
    if card.since is None:
        return tr("Not clocked in")
    at = clock_text(card.since)
    if card.standing is Standing.IN:
        words = tr("Clocked in since {time}").format(time=at)
        return DOT.join(filter(None, (words, card.job)))
    paid = card.break_kind is BreakKind.PAID
    words = tr("On a paid break since {time}") if paid else tr("On a break since {time}")
    return DOT.join((words.format(time=at), tr("{minutes} min").format(minutes=card.minutes)))


def hours_words(card: ClockCard) -> str:
    """Time on duty today and this week."""
    today = tr("Today {hours}").format(hours=hours_of(card.today))
    return DOT.join((today, tr("This week {hours}").format(hours=hours_of(card.week))))


def planned_words(card: ClockCard) -> str:
    """Today's shifts of the plan; "" where none is planned."""
    if not card.planned:
        return ""
    spans = ", ".join(f"{begins}-{ends}" for begins, ends in card.planned)
    return tr("Planned today {spans}").format(spans=spans)


def odd_words(card: ClockCard) -> str:
    """That punches fit nothing, for the manager to look at; "" where all fit."""
    if not card.odd:
        return ""
    return tr("{count} punches do not fit the others. Tell your manager.").format(count=card.odd)


def window_words(card: ClockCard) -> str:
    """That clocking in now is against the plan, and what becomes of it; "" where it is not or nobody minds."""
    if card.standing is not Standing.OUT or card.policy is Policy.ALLOW:
        return ""
    early, late, unplanned = (
        tr("It is early for your plan."),
        tr("It is late for your plan."),
        tr("You are not planned."),
    )
    words = {Window.EARLY: early, Window.LATE: late, Window.UNPLANNED: unplanned}[card.window]
    return " ".join((words, tr("A manager has to allow it."))) if card.policy is Policy.APPROVAL else words


def alert_words(card: ClockCard) -> str:
    """What has to be said to somebody at work, in short; "" where all is well."""
    return DOT.join(filter(None, (_forgotten_words(card), _meal_words(card), overtime_words(card))))


def notice_words(card: ClockCard) -> str:
    """What somebody is told who signs in."""
    changed = tr("Your hours were changed ({count}). The time clock says what, by whom and why.")
    return DOT.join(filter(None, (changed.format(count=len(card.unseen)) if card.unseen else "", alert_words(card))))


def overtime_words(card: ClockCard) -> str:
    """How near overtime is; "" while it is far."""
    alert = card.overtime
    if alert is None:
        return ""
    by_day = alert.per is Per.DAY
    if not alert.left:
        return tr("Overtime today") if by_day else tr("Overtime this week")
    words = tr("Overtime today in {hours}") if by_day else tr("Overtime this week in {hours}")
    return words.format(hours=hours_of(alert.left))


def silent_words(card: ClockCard) -> str:
    """That other terminals may know of more hours; "" where all are heard."""
    if not card.silent:
        return ""
    names = ", ".join(
        tr("{terminal} since {time}").format(terminal=label, time=clock_text(at)) for label, at in card.silent
    )
    return tr("Hours may be incomplete: not heard {terminals}").format(terminals=names)


def change_words(change: ChangeCard) -> str:
    """A change of a punch, in a sentence."""
    what = kind_words(change.kind)
    day = next((day_text(at) for at in (change.to, change.was) if at is not None), "")
    was, to = ("" if at is None else clock_text(at) for at in (change.was, change.to))
    words = {
        Change.ADDED: tr("{what} on {day} entered at {to}"),
        Change.CORRECTED: tr("{what} on {day} changed from {was} to {to}"),
        Change.WITHDRAWN: tr("{what} on {day} at {was} withdrawn"),
    }[change.change].format(what=what, day=day, was=was, to=to)
    return DOT.join((words, tr("by {name}").format(name=change.by_name), change.reason))


def kind_words(kind: PunchKind | None) -> str:
    """What was punched."""
    match kind:
        case PunchKind.CLOCK_IN:
            return tr("Clocking in")
        case PunchKind.BREAK_BEGIN:
            return tr("Beginning of a break")
        case PunchKind.BREAK_END:
            return tr("End of a break")
        case PunchKind.CLOCK_OUT:
            return tr("Clocking out")
    return tr("A punch")


def on_duty_words(card: ClockCard) -> str:
    """One line of who is in."""
    return DOT.join(filter(None, (card.name, standing_words(card), alert_words(card))))


def _forgotten_words(card: ClockCard) -> str:
    if card.forgotten is None:
        return ""
    return tr("not clocked out since {day}").format(day=day_text(card.forgotten))


def _meal_words(card: ClockCard) -> str:
    meal = card.meal
    if meal is None:
        return ""
    words = (
        tr("Break of {minutes} min was due at {time}") if meal.is_late else tr("Break of {minutes} min due by {time}")
    )
    return words.format(minutes=meal.minutes, time=clock_text(meal.due))


def hours_of(worked: timedelta) -> str:
    """A span in hours and minutes."""
    minutes = int(worked.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02d} h"
