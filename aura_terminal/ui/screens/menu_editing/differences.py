"""What differs between two forms of a piece of the menu, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.menu_editing.words import label_words, part_name, tr

HIDDEN = ("id", "image")


def differences(before: object, after: object, money: MoneyText) -> tuple[tuple[str, str], ...]:
    """The fields that differ, each with what it was and what it became; all that says something where it is new."""
    if after is None:
        return ((tr("Withdrawn"), ""),)
    return tuple(_changed(before if type(before) is type(after) else None, after, money))


def _changed(before: object, after: object, money: MoneyText) -> Iterator[tuple[str, str]]:
    for one in fields(after) if is_dataclass(after) and not isinstance(after, type) else ():
        now, was = getattr(after, one.name), getattr(before, one.name, None)
        if one.name in HIDDEN or now == was or (before is None and not now):
            continue
        if before is None:
            yield label_words(one.name), _words(now, money)
        else:
            yield label_words(one.name), f"{_words(was, money)} → {_words(now, money)}"


def _words(value: object, money: MoneyText) -> str:
    if isinstance(value, Money):
        return money.amount(value)
    if isinstance(value, bool):
        return tr("Yes") if value else tr("No")
    if isinstance(value, tuple):
        return ", ".join(_part(one, money) for one in value) or "–"
    return "–" if value in (None, "") else str(value)


def _part(part: object, money: MoneyText) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, tuple):
        return str(part[-1])
    price, percent = getattr(part, "price", None), getattr(part, "percent", None)
    if isinstance(price, Money):
        return f"{part_name(part)} {money.amount(price)}"
    return part_name(part) if percent is None else f"{part_name(part)} {percent.normalize():f} %"
