"""Takeout and delivery in people's words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.errands import Progress
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.ui.language.formats import clock_text, moment_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone, OrderRow, SectionRow
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.view_models.errands import ErrandRow, ErrandsModel

DOT = "  ·  "
STATES: Mapping[Progress, str] = {
    Progress.NOT_BEGUN: "not begun",
    Progress.MAKING: "in the kitchen",
    Progress.READY: "ready",
    Progress.OUT: "on its way",
    Progress.HANDED_OVER: "handed over",
}
TYPES: Mapping[OrderType, str] = {OrderType.TAKEOUT: "takeout", OrderType.DELIVERY: "delivery"}


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Errands", words)


def board_rows(model: ErrandsModel, shown: OrderId | None, money: MoneyText) -> list[OrderRow]:
    """Late ones first, then those for today by their time, then what is for another day."""
    late = [row for row in model.rows if model.minutes_late(row)]
    rest = [row for row in model.rows if row not in late]
    today = [row for row in rest if row.sheet.due_at is None or model.is_today(row.sheet.due_at)]
    later = [row for row in rest if row not in today]
    parts: list[OrderRow] = []
    for name, words, tone, rows in (
        ("late", tr("Late"), Tone.WARN, late),
        ("today", tr("Today"), Tone.INFO, today),
        ("later", tr("Another day"), Tone.CALM, later),
    ):
        if rows:
            parts.append(SectionRow(name, words, str(len(rows)), tone))
            parts += [_row(row, model, row.order_id == shown, money) for row in rows]
    return parts


def _row(row: ErrandRow, model: ErrandsModel, is_shown: bool, money: MoneyText) -> LineRow:
    minutes = model.minutes_late(row)
    late = tr("{minutes} min late").format(minutes=minutes) if minutes else ""
    state = DOT.join(filter(None, (tr(STATES[row.progress]), late, paid_words(row, money))))
    driver = tr("Driver {name}").format(name=row.sheet.driver) if row.sheet.driver else ""
    notes = tuple(filter(None, (state, driver, row.sheet.street)))
    at = due_words(row, model)
    name = DOT.join((at, called(row), tr(TYPES[row.order_type])))
    tone = LineTone.SENT if row.progress in (Progress.READY, Progress.OUT) else LineTone.NEW
    spoken = ", ".join(filter(None, (at, called(row), tr(TYPES[row.order_type]), row.number, *notes)))
    return LineRow(row.order_id, "", name, row.number, notes, tone, is_shown, steps=False, say=spoken)


def called(row: ErrandRow) -> str:
    """Whom it is called out for: a name, else its number without the terminal's label."""
    return row.call_name or row.number.rpartition("-")[2]


def due_words(row: ErrandRow, model: ErrandsModel) -> str:
    """The promised time, with the day where that is another one; a dash where none was promised."""
    if row.sheet.due_at is None:
        return "–"
    at = model.local(row.sheet.due_at)
    return clock_text(at) if model.is_today(row.sheet.due_at) else moment_text(at)


def paid_words(row: ErrandRow, money: MoneyText) -> str:
    """Whether there is still something to pay at the door."""
    return tr("{amount} to pay").format(amount=money.total(row.due)) if row.due.minor > 0 else tr("paid")


def reach_words(row: ErrandRow) -> str:
    """Where the guest is reached, a line each."""
    sheet = row.sheet
    return "\n".join(filter(None, (sheet.phone, sheet.street, sheet.floor, sheet.note)))
