"""What a price level says, in people's words."""

from __future__ import annotations

from collections.abc import Mapping

from aura_terminal.domain.money import Money
from aura_terminal.domain.price_levels import Application, PriceLevel
from aura_terminal.domain.promotions import Weekday
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.screens.menu_editing.words import DOT, QT_TRANSLATE_NOOP, tr
from aura_terminal.view_models.menu_editing_levels import LevelsRead

FIELDS: Mapping[str, str] = {
    "name": QT_TRANSLATE_NOOP("MenuEditing", "Name"),
    "application": QT_TRANSLATE_NOOP("MenuEditing", "Counts"),
    "days": QT_TRANSLATE_NOOP("MenuEditing", "On"),
    "from_time": QT_TRANSLATE_NOOP("MenuEditing", "From"),
    "until_time": QT_TRANSLATE_NOOP("MenuEditing", "Until"),
    "order_types": QT_TRANSLATE_NOOP("MenuEditing", "For orders"),
    "areas": QT_TRANSLATE_NOOP("MenuEditing", "At tables of"),
    "percent": QT_TRANSLATE_NOOP("MenuEditing", "Percent more or less"),
    "amount": QT_TRANSLATE_NOOP("MenuEditing", "Or an amount more or less"),
    "step": QT_TRANSLATE_NOOP("MenuEditing", "Percentages rounded to"),
    "categories": QT_TRANSLATE_NOOP("MenuEditing", "For items of"),
    "active": QT_TRANSLATE_NOOP("MenuEditing", "In use"),
}
DAYS: Mapping[Weekday, str] = {
    Weekday.MONDAY: QT_TRANSLATE_NOOP("MenuEditing", "Monday"),
    Weekday.TUESDAY: QT_TRANSLATE_NOOP("MenuEditing", "Tuesday"),
    Weekday.WEDNESDAY: QT_TRANSLATE_NOOP("MenuEditing", "Wednesday"),
    Weekday.THURSDAY: QT_TRANSLATE_NOOP("MenuEditing", "Thursday"),
    Weekday.FRIDAY: QT_TRANSLATE_NOOP("MenuEditing", "Friday"),
    Weekday.SATURDAY: QT_TRANSLATE_NOOP("MenuEditing", "Saturday"),
    Weekday.SUNDAY: QT_TRANSLATE_NOOP("MenuEditing", "Sunday"),
}


def value_of(key: str, level: PriceLevel, read: LevelsRead, money: MoneyText) -> str:
    """What a field of a level holds."""
    if key in ("areas", "categories"):
        names = dict(read.areas) if key == "areas" else dict(read.categories)
        return ", ".join(names.get(one, one) for one in getattr(level, key)) or tr("All of them")
    match key:
        case "name":
            return level.name
        case "application":
            return tr("By itself") if level.application is Application.BY_ITSELF else tr("Only when chosen")
        case "days":
            return ", ".join(tr(DAYS[day]) for day in level.days) or tr("Every day")
        case "from_time":
            return "–" if level.from_time is None else level.from_time.strftime("%H:%M")
        case "until_time":
            return "–" if level.until_time is None else level.until_time.strftime("%H:%M")
        case "order_types":
            return ", ".join(order_type_words(kind) for kind in level.order_types) or tr("All of them")
        case "percent":
            return f"{level.percent:+f} %" if level.percent else "–"
        case "amount":
            return "–" if level.amount is None else money.amount(level.amount)
        case "step":
            return money.amount(Money(level.step, read.currency)) if read.currency else str(level.step)
    return tr("Yes") if level.active else tr("No")


def level_words(level: PriceLevel, read: LevelsRead, money: MoneyText) -> str:
    """A level in one line: when, where, for what and by how much."""
    if not level.active:
        return tr("Not in use")
    said = [value_of(key, level, read, money) for key in ("percent", "amount")]
    if level.prices:
        said.append(tr("{count} prices").format(count=len(level.prices)))
    if level.application is Application.BY_HAND:
        said.append(value_of("application", level, read, money))
    if level.days:
        said.append(value_of("days", level, read, money))
    if level.from_time or level.until_time:
        said.append(f"{value_of('from_time', level, read, money)} – {value_of('until_time', level, read, money)}")
    for key in ("order_types", "areas", "categories"):
        if getattr(level, key):
            said.append(value_of(key, level, read, money))
    return DOT.join(one for one in said if one != "–")
