"""Amounts as people read them on a screen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from aura_terminal.domain.money import Money

SIGNS = {
    "BRL": "R$", "CHF": "CHF ", "CNY": "¥", "EUR": "€", "GBP": "£", "ILS": "₪", "INR": "₹", "JPY": "¥", "KRW": "₩",
    "THB": "฿", "TRY": "₺", "UAH": "₴", "USD": "$", "VND": "₫",
}  # fmt: skip
REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class MoneyText:
    """Writes amounts with the store's decimal sign; the currency's sign stands on totals only."""

    decimal_sign: str = "."

    def amount(self, money: Money) -> str:
        """The bare figure, such as 12.50 or −2.90."""
        return _figure(money, self.decimal_sign)

    def total(self, money: Money) -> str:
        """The figure with its currency, such as €55.10; a currency without a sign of its own is named by its code."""
        figure = _figure(money, self.decimal_sign)
        sign = SIGNS.get(money.currency, f"{money.currency} ")
        return f"−{sign}{figure[1:]}" if money.minor < 0 else f"{sign}{figure}"


@lru_cache(maxsize=REMEMBERED)
def _figure(money: Money, decimal_sign: str) -> str:
    return money.plain().replace(".", decimal_sign).replace("-", "−")
