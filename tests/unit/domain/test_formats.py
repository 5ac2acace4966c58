"""Amounts, dates and times as languages write them in their countries."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal

from aura_terminal.domain.formats import NEUTRAL
from aura_terminal.domain.money import Money
from aura_terminal.ui.language.format_table import formats_of, territory_of

AT = datetime(2026, 2, 3, 14, 5, 9)
GAPS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2066": "", "\u2069": "", "\u200f": ""})


@pytest.mark.parametrize(
    ("locale", "amount", "total", "day", "time"),
    [
        ("en_US", "1,234.50", "€1,234.50", "2/3/2026", "2:05 PM"),
        ("en_GB", "1,234.50", "€1,234.50", "03/02/2026", "14:05"),
        ("de_DE", "1.234,50", "1.234,50 €", "03.02.2026", "14:05"),
        ("de_CH", "1’234.50", "EUR 1’234.50", "03.02.2026", "14:05"),
        ("fr_FR", "1 234,50", "1 234,50 €", "03/02/2026", "14:05"),
        ("es_MX", "1,234.50", "EUR 1,234.50", "03/02/2026", "2:05 p.m."),
        ("zh_CN", "1,234.50", "€1,234.50", "2026/2/3", "14:05"),
        ("ar_EG", "1,234.50", "1,234.50 €", "3/2/2026", "2:05 م"),
        ("zh_DE", "1,234.50", "€1,234.50", "2026/2/3", "14:05"),
        ("", "1234.50", "EUR1234.50", "03.02.2026", "14:05"),
    ],
)
def test_each_country_reads_its_own_figures(locale: str, amount: str, total: str, day: str, time: str) -> None:
    formats, money = formats_of(locale), Money(123450, "EUR")
    said = (formats.amount(money), formats.total(money), formats.date_text(AT.date()), formats.clock_text(AT))
    assert tuple(words.translate(GAPS) for words in said) == (amount, total.replace("EUR1", "EUR 1"), day, time)


@pytest.mark.parametrize("locale", ["en_US", "en_IN", "de_DE", "de_AT", "fr_CA", "es_ES", "es_MX"])
@pytest.mark.parametrize("minor", [0, 5, 99999, 123456789])
def test_figures_are_those_of_cldr(locale: str, minor: int) -> None:
    money = Money(minor, "EUR")
    formats = formats_of(locale)
    exact = f"{minor // 100}.{minor % 100:02}"
    assert formats.amount(money).translate(GAPS) == format_decimal(
        exact, "#,##0.00" if locale != "en_IN" else "#,##,##0.00", locale=locale, decimal_quantization=False
    ).translate(GAPS)  # fmt: skip
    assert formats.total(money).translate(GAPS).replace(" ", "") == format_currency(
        exact, "EUR", locale=locale
    ).translate(GAPS).replace(" ", "")


def test_what_is_owed_keeps_its_minus_on_the_left_where_people_read_from_the_right() -> None:
    assert formats_of("ar_EG").amount(Money(-290, "EUR")) == "\u2066−2.90\u2069"
    assert formats_of("de_DE").total(Money(-290, "EUR")).translate(GAPS) == "−2,90 €"


def test_a_currency_without_cents_has_none_anywhere() -> None:
    assert formats_of("de_DE").amount(Money(5000, "JPY")) == "5.000"


def test_days_and_moments_leave_the_year_out() -> None:
    assert [formats_of(name).day_text(AT.date()) for name in ("de_DE", "en_US", "zh_CN", "fr_FR")] == [
        "03.02.", "2/3", "2/3", "03/02",
    ]  # fmt: skip
    assert formats_of("de_DE").moment_text(AT) == "03.02., 14:05"
    assert NEUTRAL.moment_text(AT) == "03.02. 14:05"
    assert formats_of("en_US").exact_text(AT).translate(GAPS) == "2:05:09 PM"


def test_midnight_and_noon_are_twelve_by_the_half_day() -> None:
    times = [formats_of("en_US").clock_text(datetime(2026, 1, 1, hour)).translate(GAPS) for hour in (0, 1, 12, 13)]
    assert times == ["12:00 AM", "1:00 AM", "12:00 PM", "1:00 PM"]


def test_words_between_the_figures_of_a_time_stay_words() -> None:
    quebec = formats_of("fr_CA")
    assert [words.translate(GAPS) for words in (quebec.clock_text(AT), quebec.exact_text(AT))] == [
        "14 h 05", "14 h 05:09",
    ]  # fmt: skip


def test_a_time_zone_says_which_country_it_is() -> None:
    assert [territory_of(zone) for zone in ("Europe/Vienna", "America/New_York", "UTC")] == ["AT", "US", ""]


def test_a_day_is_written_like_a_moment_of_it() -> None:
    assert formats_of("fr_FR").day_text(date(2026, 2, 3)) == format_skeleton("Md", AT, locale="fr_FR")
