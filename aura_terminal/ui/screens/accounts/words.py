"""Words of the room of value accounts."""

from __future__ import annotations

from collections.abc import Mapping

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.money import Money
from aura_terminal.domain.value import signed
from aura_terminal.domain.value_facts import (
    AccountKind,
    MoveFact,
    OverdraftBorne,
    ValueDrawn,
    ValueLoaded,
    ValueReturned,
)
from aura_terminal.ui.language.formats import moment_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import QT_TRANSLATE_NOOP
from aura_terminal.ui.value_words import account_choice, account_words, balance_words, kind_words, tr
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.view_models.live import Trouble
from aura_terminal.view_models.value_accounts import Accounts, AccountsModel
from aura_terminal.view_models.value_rows import AccountSheet

MOST_MOVES = 8
RULES: Mapping[str, str] = {
    "most_on_card": QT_TRANSLATE_NOOP("Value", "A gift card holds at most"),
    "apart_each": QT_TRANSLATE_NOOP("Value", "From one card a day, while some terminal is not heard"),
    "alone_each": QT_TRANSLATE_NOOP("Value", "From one card a day, while no terminal is heard"),
    "alone_day": QT_TRANSLATE_NOOP("Value", "From all cards a day at a terminal that hears no other"),
    "alone_store": QT_TRANSLATE_NOOP("Value", "From all cards a day at all such terminals"),
    "tab_cap": QT_TRANSLATE_NOOP("Value", "A tab without a card goes up to"),
}

NO_DOCUMENT: Mapping[Trouble, str] = {
    Trouble.UNREACHED: QT_TRANSLATE_NOOP("Value", "The back office cannot be reached. The document comes online only."),
    Trouble.CUT: QT_TRANSLATE_NOOP("Value", "The line was cut. Ask again."),
    Trouble.TOO_MANY: QT_TRANSLATE_NOOP("Value", "The back office gives no more for now. Ask again in {seconds} s."),
    Trouble.REFUSED: QT_TRANSLATE_NOOP("Value", "The back office does not give this document to this account."),
    Trouble.SIGNED_OUT: QT_TRANSLATE_NOOP("Value", "The back office does not accept the account. Look at F5."),
    Trouble.UNREADABLE: QT_TRANSLATE_NOOP("Value", "What the back office sent is no document."),
    Trouble.NOT_OFFERED: QT_TRANSLATE_NOOP("Value", "This terminal does not speak with that back office."),
}


def no_document_words(trouble: Trouble, seconds: int) -> str:
    """Why a document did not come, and what to do."""
    return tr(NO_DOCUMENT[trouble]).format(seconds=seconds)


def shown_rows(model: AccountsModel, page: Accounts, money: MoneyText) -> list[ChoiceRow]:
    """The accounts, a debt with its age; the one that is open is marked."""
    opened = None if page.sheet is None else page.sheet.row.account_id
    rows = []
    for row in page.rows:
        choice = account_choice(row, money)
        detail = choice.detail if page.kind is not None else f"{kind_words(row.kind)} · {choice.detail}"
        if row.owing_since is not None and row.balance.minor < 0:
            days = model.days_since(row.owing_since)
            detail += " · " + (tr("today") if not days else tr("{days} days").format(days=days))
        if row.is_blocked:
            detail += " · " + tr("blocked")
        rows.append(ChoiceRow(choice.id, choice.words, detail, int(row.account_id == opened)))
    return rows


def sheet_words(sheet: AccountSheet, calendar: BusinessCalendar, money: MoneyText) -> tuple[str, str, str]:
    """Whose it is, how it stands, and what moved last, the newest first."""
    row = sheet.row
    about = [kind_words(row.kind), balance_words(row, money)]
    if row.kind is AccountKind.HOUSE and sheet.terms:
        about.append(sheet.terms)
    if sheet.blocked:
        about.append(tr("Blocked: {reason}").format(reason=sheet.blocked))
    moves = [_move(fact, calendar, money) for fact in reversed(sheet.moves[-MOST_MOVES:])]
    return account_words(row), "\n".join(about), "\n".join(moves)


def rule_rows(page: Accounts, money: MoneyText) -> list[ChoiceRow]:
    """Each bound with its amount."""
    return [
        ChoiceRow(name, tr(words), money.total(Money(getattr(page.rules, name), page.currency)))
        for name, words in RULES.items()
    ]


def rule_title(name: str) -> str:
    """What is asked when a bound is changed."""
    return tr(RULES[name])


def _move(fact: MoveFact, calendar: BusinessCalendar, money: MoneyText) -> str:
    amount = Money(signed(fact), fact.move.amount.currency)
    at = calendar.local(fact.move.at)
    return f"{moment_text(at)}  {_move_words(fact)}  {money.amount(amount)}"


def _move_words(fact: MoveFact) -> str:
    if isinstance(fact, ValueLoaded):
        return tr("paid in")
    if isinstance(fact, ValueDrawn):
        return tr("spent")
    if isinstance(fact, ValueReturned):
        return tr("given back")
    return tr("borne by the house") if isinstance(fact, OverdraftBorne) else tr("paid out")
