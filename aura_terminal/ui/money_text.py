"""Amounts as people read them on a screen."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.formats import NEUTRAL, Formats
from aura_terminal.domain.money import Money
from aura_terminal.ui.language.formats import formats

SIGNS = {
    "BRL": "R$", "CHF": "CHF", "CNY": "¥", "EUR": "€", "GBP": "£", "ILS": "₪", "INR": "₹", "JPY": "¥", "KRW": "₩",
    "THB": "฿", "TRY": "₺", "UAH": "₴", "USD": "$", "VND": "₫",
}  # fmt: skip
_PLAIN = Formats(signs=SIGNS)


@dataclass(frozen=True, slots=True)
class MoneyText:
    """Writes amounts as the language in force does; the currency's sign stands on totals only."""

    def amount(self, money: Money) -> str:
        """The bare figure, such as 12.50 or −2.90."""
        return amount_text(money)

    def total(self, money: Money) -> str:
        """The figure with its currency, such as €55.10; a currency without a sign of its own is named by its code."""
        return _in_force().total(money)

    @property
    def decimal_sign(self) -> str:
        """What stands before the cents."""
        return _in_force().decimal


def amount_text(money: Money) -> str:
    """The bare figure in a sentence."""
    return _in_force().amount(money)


def _in_force() -> Formats:
    chosen = formats()
    return _PLAIN if chosen is NEUTRAL else chosen
