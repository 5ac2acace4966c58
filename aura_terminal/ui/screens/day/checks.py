"""What stands against closing a day, in words, each with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.language.formats import moment_text
from aura_terminal.view_models.day import CheckKind, ClosingCheck, DayModel, Weight

if TYPE_CHECKING:
    from aura_terminal.ui.money_text import MoneyText


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("DayChecks", words)


@dataclass(frozen=True, slots=True)
class CheckWords:
    """One line: what goes on, and what to do about it; `refuses` while the day cannot be closed over it."""

    what: str
    do: str
    refuses: bool


def check_words(check: ClosingCheck, model: DayModel, money: MoneyText) -> CheckWords:
    """A check as somebody at the screen reads it."""
    what, do = _words(check.kind)
    since = "" if check.since is None else moment_text(model.local(check.since))
    amount = "" if check.amount is None else money.total(check.amount)
    names = ", ".join(check.names)
    said = what.format(count=check.count, names=names, amount=amount, since=since)
    return CheckWords(said, do.format(names=names), check.weight is Weight.REFUSES)


def _words(kind: CheckKind) -> tuple[str, str]:
    match kind:
        case CheckKind.CARDS_UNDECIDED:
            return (
                tr("Card payments nobody knows the end of: {count} ({amount})."),
                tr("Look at the card terminal and decide them under Orders: {names}."),
            )
        case CheckKind.DRAWERS_RUNNING:
            return tr("Drawers not counted: {names}."), tr("Count and end them under Manager, Cash drawer.")
        case CheckKind.OPEN_ORDERS:
            return tr("Open orders: {count}, {amount}. They are carried over."), tr("Nothing to do, or pay: {names}.")
        case CheckKind.CONFLICTS:
            return tr("Done by two terminals at once, to be decided: {count} ({names})."), tr(
                "Decide them under Conflicts."
            )
        case CheckKind.CARDS_AT_RISK:
            return (
                tr("Cards approved offline that nobody saw settled: {count} ({amount})."),
                tr("Let the card terminal send them, then mark them as settled."),
            )
        case CheckKind.UNPRINTED:
            return tr("Paper that did not come out: {count}, the oldest since {since}."), tr("See Devices: {names}.")
        case CheckKind.CLOCKED_IN:
            return tr("Still clocked in: {names}."), tr("They clock out, or a manager does it in Hours.")
        case CheckKind.TERMINALS_MISSING:
            return (
                tr("{names} not heard since {since}."),
                tr("What was done there comes in an addendum. Switch it on, or look at its cable, to have it in."),
            )
        case CheckKind.UNSHARED:
            return (
                tr("Known on this machine only: {count} entries, since {since}."),
                tr("Leave it switched on until another terminal is there."),
            )
        case CheckKind.NOT_TOLD:
            return tr("Not told to {names} yet: {count} entries."), tr("Nothing to do: they go out by themselves.")


def coverage_words(covered: int, terminals: int) -> str:
    """Whom the figures speak for."""
    if terminals == 1:
        return ""
    return tr("Covers {covered} of {terminals} terminals.").format(covered=covered, terminals=terminals)
