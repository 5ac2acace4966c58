"""Conflicts in the words of the house: who did what where and when, and what each way out does to the money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.money import Money
from aura_terminal.domain.payments import CASH
from aura_terminal.domain.settling import ChoiceCode, ConflictKind
from aura_terminal.ui.language.formats import clock_text, moment_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone
from aura_terminal.view_models.conflicts import ConflictCard, Taken

CHOICES: Mapping[ChoiceCode, str] = {
    ChoiceCode.GIVE_BACK: "Give {amount} back",
    ChoiceCode.KEEP_AS_TIP: "Keep it as a tip",
    ChoiceCode.NEVER_TAKEN: "It was never taken",
    ChoiceCode.CARRY_OVER: "Carry it over",
    ChoiceCode.NEVER_GIVEN: "It was never given back",
    ChoiceCode.BEAR_THE_LOSS: "The house bears it",
    ChoiceCode.NEW_CHECK: "Put it on a new check",
    ChoiceCode.WRITE_OFF: "Write it off",
    ChoiceCode.SALE_STANDS: "The sale stands",
    ChoiceCode.NOTED: "Noted",
    ChoiceCode.COUNT_AGAIN: "Nothing is left",
    ChoiceCode.EIGHTY_SIX: "It is sold out",
    ChoiceCode.OWED: "It stays a debt",
}
EFFECTS: Mapping[ChoiceCode, str] = {
    ChoiceCode.GIVE_BACK: "{amount} leaves the drawer of this terminal.",
    ChoiceCode.KEEP_AS_TIP: "The money stays; it counts as a tip, not as a sale.",
    ChoiceCode.NEVER_TAKEN: "Entered twice by mistake: the drawers count {amount} less.",
    ChoiceCode.CARRY_OVER: "The money counts on the order it was merged with.",
    ChoiceCode.NEVER_GIVEN: "Entered twice by mistake: the drawers count {amount} more.",
    ChoiceCode.BEAR_THE_LOSS: "{amount} is missing and stays missing.",
    ChoiceCode.NEW_CHECK: "The guest pays {amount} on an order of its own.",
    ChoiceCode.WRITE_OFF: "Nobody pays it; {amount} is reported as given away.",
    ChoiceCode.SALE_STANDS: "The order counts as sold and paid, not as cancelled.",
    ChoiceCode.NOTED: "No money moves.",
    ChoiceCode.COUNT_AGAIN: "No money moves; the count is set to 0.",
    ChoiceCode.EIGHTY_SIX: "No money moves; nobody can sell it until it is restored.",
    ChoiceCode.OWED: "No money moves; what is put on it next pays {amount} first.",
}


ABOUT_PAYMENTS = (ConflictKind.OVERPAID, ConflictKind.UNDERPAID, ConflictKind.CANCELLED_BUT_PAID)


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Conflicts", words)


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """A way out: the words on its button, and what it does."""

    code: ChoiceCode
    words: str
    effect: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An open conflict, ready to show."""

    id: str
    title: str
    amount: str
    story: tuple[str, ...]
    choices: tuple[ChoiceWords, ...]

    @property
    def spoken(self) -> str:
        """The visible words."""
        return " ".join((self.title, *self.story))


def inbox_row(card: ConflictCard, money: MoneyText) -> InboxRow:
    """An open conflict as its card shows it."""
    amount = "" if card.amount is None else money.total(card.amount)
    choices = tuple(_choice(choice.code, card.amount, money) for choice in card.choices)
    return InboxRow(card.id, title_of(card), amount, tuple(_story(card, money)), choices)


def past_row(card: ConflictCard, money: MoneyText) -> LineRow:
    """A decided one in the list: what it was, how it was decided, by whom and when."""
    choice = _choice(ChoiceCode(card.choice), card.amount, money).words
    at = "" if card.decided_at is None else moment_text(card.decided_at)
    amount = "" if card.amount is None else money.amount(card.amount)
    notes = tuple(filter(None, (choice, card.decided_by, at)))
    return LineRow(card.id, "", title_of(card), amount, notes, LineTone.SENT, steps=False)


def title_of(card: ConflictCard) -> str:
    """What happened, in one line."""
    details = dict(card.details)
    words = {
        ConflictKind.OVERPAID: tr("{place} was paid too much"),
        ConflictKind.UNDERPAID: tr("{place} was given back too much"),
        ConflictKind.LATE_ITEM: tr("{place}: something was added after it had ended"),
        ConflictKind.CANCELLED_BUT_PAID: tr("{place} was cancelled and paid"),
        ConflictKind.VOIDED_TWICE: tr("{place}: {item} was voided twice"),
        ConflictKind.MERGED_TWICE: tr("{place} was merged with two orders"),
        ConflictKind.DISCOUNTED_TWICE: tr("{place}: {item} was granted and does not count"),
        ConflictKind.OVERDRAWN: tr("More was taken from {item} than there was on it"),
        ConflictKind.OVERSOLD: tr("More {item} was sold than there was"),
    }
    kind = ConflictKind(card.kind)
    if (
        kind is ConflictKind.OVERPAID
        and len(card.payments) > 1
        and card.amount in [each.amount for each in card.payments]
    ):
        return tr("{place} was paid twice").format(place=place_of(card))
    return words[kind].format(place=place_of(card), item=details.get("item", ""))


def place_of(card: ConflictCard) -> str:
    """The order as people call it."""
    if card.table_name:
        return tr("Table {table}").format(table=card.table_name)
    return tr("Order {number}").format(number=card.order_number)


def reason_of(card: ConflictCard) -> str:
    """What an approval of the decision is for."""
    return title_of(card)


def _choice(code: ChoiceCode, amount: Money | None, money: MoneyText) -> ChoiceWords:
    shown = "" if amount is None else money.total(amount)
    return ChoiceWords(code, tr(CHOICES[code]).format(amount=shown), tr(EFFECTS[code]).format(amount=shown))


def _story(card: ConflictCard, money: MoneyText) -> Iterable[str]:
    if card.table_name:
        yield tr("Order {number}, since {time}").format(number=card.order_number, time=clock_text(card.opened_at))
    if ConflictKind(card.kind) in ABOUT_PAYMENTS:
        yield from (_payment(payment, money) for payment in card.payments)
    for name, value in card.details:
        words = _detail(name, value)
        if words:
            yield words


def _payment(taken: Taken, money: MoneyText) -> str:
    words = (
        tr("{amount} in cash at {terminal}, {time}")
        if taken.tender == CASH
        else tr("{amount} by {tender} at {terminal}, {time}")
    )
    return words.format(
        amount=money.total(taken.amount), tender=taken.tender, terminal=taken.terminal, time=clock_text(taken.at)
    )


def _detail(name: str, value: str) -> str:
    words = {
        "sold": tr("What was sold comes to {value}."),
        "given_back": tr("Given back at {value}"),
        "ended_at": tr("It had ended at {value}."),
        "cancelled_at": tr("Cancelled at {value}"),
        "reason": tr("Reason: {value}"),
        "void": tr("Voided: {value}"),
        "counted": tr("Counted: {value}"),
        "missing": tr("Missing: {value}"),
    }
    if name == "item":
        return value
    return words[name].format(value=value) if name in words else ""
