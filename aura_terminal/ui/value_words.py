"""Words for value accounts: what they are called and how they stand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.value_facts import AccountKind
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.view_models.value_rows import AccountRow


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Value", words)


def kind_words(kind: AccountKind) -> str:
    """What an account of a kind is called."""
    words = {
        AccountKind.GIFT_CARD: tr("Gift card"),
        AccountKind.HOUSE: tr("House account"),
        AccountKind.DEPOSIT: tr("Deposit"),
    }
    return words[kind]


def tender_words(tender: str) -> str:
    """What a way to pay that draws on an account is called; a store's own name as it is."""
    words = {
        "gift": tr("Gift card"),
        "gift_card": tr("Gift card"),
        "house": tr("House account"),
        "deposit": tr("Deposit"),
    }
    return words.get(tender, tender)


def account_words(row: AccountRow) -> str:
    """An account as people call it: by its holder, else by the end of its number."""
    number = f"…{row.last_four}" if row.last_four else ""
    return " ".join(filter(None, (row.name, number))) or kind_words(row.kind)


def balance_words(row: AccountRow, money: MoneyText) -> str:
    """What is on it, or what its holder owes."""
    if row.kind is AccountKind.HOUSE and row.balance.minor <= 0:
        return tr("owes {amount} of {limit}").format(amount=money.amount(-row.balance), limit=money.amount(row.limit))
    return tr("{amount} left").format(amount=money.total(row.balance))


def account_choice(row: AccountRow, money: MoneyText) -> ChoiceRow:
    """An account in a list; one that is blocked says so and cannot be chosen."""
    is_owed = row.kind is AccountKind.HOUSE and row.balance.minor < 0
    detail = tr("owes {amount}").format(amount=money.amount(-row.balance)) if is_owed else money.total(row.balance)
    return ChoiceRow(row.account_id, account_words(row), detail, refused=tr("blocked") if row.is_blocked else "")
