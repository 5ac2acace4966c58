"""What the guest reads: on a window, on two short lines, and in the code of their receipt."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.weighing import PriceUnit, Weighed, kilograms
from aura_terminal.ui.language.formats import full_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.view_models.customer_display import GuestLine, GuestView, Stage

Pair = tuple[str, str]
MOST_OF_CODE = 30
LONGEST_CODE = 900


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("CustomerDisplay", words)


def line_words(line: GuestLine) -> str:
    """How many of what."""
    return line.name if line.quantity == 1 else f"{line.quantity} × {line.name}"


def detail_words(line: GuestLine, money: MoneyText) -> str:
    """What it weighs, and what it comes with."""
    weight = () if line.weighed is None else (weight_words(line.weighed, money),)
    return "  ·  ".join((*weight, *line.choices))


def weight_words(weighed: Weighed, money: MoneyText) -> str:
    """Net weight and price of a unit."""
    unit = "kg" if weighed.unit is PriceUnit.KILOGRAM else "100 g"
    return f"{kilograms(weighed.net)} kg × {money.amount(weighed.price)}/{unit}"


def two_lines(view: GuestView, money: MoneyText) -> tuple[Pair, Pair]:
    """The same on two lines of a few letters: words and an amount each."""
    if view.stage is Stage.IDLE or view.total is None:
        return (view.store_name, ""), (tr("Welcome"), "")
    if view.stage is Stage.THANKS:
        change = "" if view.change is None else money.amount(view.change)
        return (tr("Thank you"), ""), ((tr("Change"), change) if change else (view.store_name, ""))
    if view.stage is Stage.PAYING and view.due is not None:
        change = "" if view.change is None else money.amount(view.change)
        return (tr("To pay"), money.amount(view.due)), ((tr("Change"), change) if change else ("", ""))
    newest = view.newest
    upper = ("", "") if newest is None else (line_words(newest), money.amount(newest.price))
    return upper, (tr("Total"), money.amount(view.total))


def receipt_code(view: GuestView, money: MoneyText) -> str:
    """The receipt as plain words for a guest's telephone: it needs no network and tells nobody anything else."""
    if view.total is None or view.closed_at is None:
        return ""
    lines = [f"{line_words(line)}  {money.amount(line.price)}" for line in view.lines[:MOST_OF_CODE]]
    if len(view.lines) > MOST_OF_CODE:
        lines.append("…")
    head = [view.store_name, f"{view.number}  {full_text(view.closed_at)}"]
    return "\n".join([*head, *lines, f"{tr('Total')}  {money.total(view.total)}"])[:LONGEST_CODE]
