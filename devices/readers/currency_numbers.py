"""The numeric codes of currencies (ISO 4217), as card terminals name them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NUMBER_OF: Mapping[str, str] = MappingProxyType(
    {
        "AED": "784", "ARS": "032", "AUD": "036", "BGN": "975", "BHD": "048", "BRL": "986", "CAD": "124",
        "CHF": "756", "CLP": "152", "CNY": "156", "COP": "170", "CZK": "203", "DKK": "208", "EGP": "818",
        "EUR": "978", "GBP": "826", "HKD": "344", "HUF": "348", "IDR": "360", "ILS": "376", "INR": "356",
        "ISK": "352", "JPY": "392", "KRW": "410", "KWD": "414", "MXN": "484", "MYR": "458", "NOK": "578",
        "NZD": "554", "OMR": "512", "PHP": "608", "PLN": "985", "QAR": "634", "RON": "946", "SAR": "682",
        "SEK": "752", "SGD": "702", "THB": "764", "TND": "788", "TRY": "949", "TWD": "901", "UAH": "980",
        "USD": "840", "VND": "704", "ZAR": "710",
    }
)  # fmt: skip
CURRENCY_OF: Mapping[str, str] = MappingProxyType({number: currency for currency, number in NUMBER_OF.items()})
