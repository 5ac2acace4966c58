"""What a value of a fact can be: whatever lies beyond makes the fact unreadable, before anything is reckoned with it.

The chain proves who said it and the decoder that it has the right shape; a number of forty digits, the year 9999 or
1E+999999999 have that too, and raise wherever they are added up, written to a table or told in another time zone.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from aura_terminal.domain.card_facts import CardAttemptCreated
from aura_terminal.domain.carried import GREATEST_STAMP, Carried
from aura_terminal.domain.closing import DayTotals
from aura_terminal.domain.money import EXPONENTS, LARGEST_MINOR, Money
from aura_terminal.domain.payments import Payment
from aura_terminal.domain.settling import Refund
from aura_terminal.domain.tax import TaxTerms
from aura_terminal.domain.tip_sharing import TipsShared

Check = Callable[[Any], None]  # of a value of one type

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
"""Days a shop can have to do with, as of what a central says (`sync.reconcile.fields`)."""

_SOONEST, _LAST = (datetime(day.year, 1, 1, tzinfo=UTC) for day in (EARLIEST, LATEST))
MOST_DIGITS = 28
"""Digits with which decimals are reckoned exactly; the first one stands no further from the point either way."""
BOUNDS = f"{LARGEST_MINOR} {EARLIEST} {LATEST} {MOST_DIGITS}"
"""All of them, for the note by which a file says within which it was folded."""

_EXACT = Context(prec=MOST_DIGITS)


hints_of = cache(typing.get_type_hints)
"""The types of a dataclass's fields, which are the same for the life of the process."""


class OutOfRange(ValueError):
    """A value no terminal of ours writes."""


def check_of(hint: Any) -> Check | None:  # a hint may be any type there is
    """What raises OutOfRange for values of a type that are beyond all bounds; None where every value will do.

    A time without a zone raises TypeError.
    """
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    hint = getattr(hint, "__supertype__", hint)
    if is_dataclass(hint):
        return _of_fields(typing.cast(type, hint))
    if origin is tuple or origin is frozenset:
        return _of_parts(origin, arguments)
    if origin in (types.UnionType, typing.Union):
        return _of_choices(arguments)
    return _OF.get(hint) if isinstance(hint, type) else None


def _whole(number: int) -> None:
    if not -LARGEST_MINOR <= number <= LARGEST_MINOR:
        raise OutOfRange("a whole number is larger than this program keeps")


def _decimal(number: Decimal) -> None:
    if not (number.is_finite() and -MOST_DIGITS <= number.adjusted() <= MOST_DIGITS and _EXACT.plus(number) == number):
        raise OutOfRange("a decimal has more digits than this program reckons with, or is no number")


def _instant(instant: datetime) -> None:
    if not _SOONEST <= instant < _LAST:
        raise OutOfRange("a time is beyond all days a shop has to do with")


def _day(day: date) -> None:
    if not EARLIEST <= day < LATEST:
        raise OutOfRange("a day is beyond all that a shop has to do with")


def _money(amount: Money) -> None:
    if amount.currency not in EXPONENTS or not -LARGEST_MINOR <= amount.minor <= LARGEST_MINOR:
        raise OutOfRange("an amount is larger than this program keeps, or of no currency")


def _terms(terms: TaxTerms) -> None:
    if not 0 < terms.cash_step <= LARGEST_MINOR:
        raise OutOfRange("the smallest coin is worth nothing")


def _carried(one: Carried) -> None:
    if not (0 < one.stamp <= GREATEST_STAMP and 0 < one.seq <= LARGEST_MINOR and 0 < one.version <= LARGEST_MINOR):
        raise OutOfRange("a fact on paper is numbered or stamped beyond all bounds")


_OF: dict[type, Check] = {int: _whole, Decimal: _decimal, datetime: _instant, date: _day}
_OF_WHOLE: dict[type, Check] = {Money: _money, TaxTerms: _terms, Carried: _carried}
"""Types whose values have bounds as a whole, in place of their fields'."""


_OF_ONE_CURRENCY: dict[type, Callable[[Any], tuple[Money, ...]]] = {
    Payment: attrgetter("amount", "tendered", "change", "rounding", "tip"),
    Refund: attrgetter("amount", "rounding"),
    CardAttemptCreated: attrgetter("amount", "tip"),
    DayTotals: lambda totals: tuple(_amounts(totals)),
    TipsShared: lambda shared: tuple(_amounts((shared.total, shared.shares))),
}
"""Types with amounts that the figures of a day add up and no row of a fold does."""


def _amounts(value: object) -> Iterator[Money]:
    if isinstance(value, Money):
        yield value
    elif isinstance(value, tuple):
        yield from chain.from_iterable(map(_amounts, value))
    elif is_dataclass(value):
        yield from chain.from_iterable(_amounts(getattr(value, field.name)) for field in fields(value))


def _one_currency(amounts: tuple[Money, ...]) -> None:
    currency = amounts[0].currency
    for amount in amounts:
        if amount.currency != currency:
            raise OutOfRange("amounts that belong together are of two currencies")


@cache
def _of_fields(type_: type) -> Check | None:
    if type_ in _OF_WHOLE:
        return _OF_WHOLE[type_]
    hints = hints_of(type_)
    checks: list[tuple[Callable[[Any], Any], Check]] = [
        (attrgetter(field.name), check) for field in fields(type_) if (check := check_of(hints[field.name]))
    ]
    if type_ in _OF_ONE_CURRENCY:
        checks.append((_OF_ONE_CURRENCY[type_], _one_currency))
    if not checks:
        return None

    def check_fields(value: Any) -> None:  # of the dataclass
        for field, check in checks:
            check(field(value))

    return check_fields


def _of_parts(origin: type, arguments: tuple[Any, ...]) -> Check | None:
    checks = [check_of(argument) for argument in arguments if argument is not Ellipsis]
    if not any(checks):
        return None
    if origin is tuple and Ellipsis not in arguments:
        return _of_each(checks)
    (every,) = (check for check in checks if check is not None)

    def check_parts(parts: Any) -> None:  # a tuple or frozenset of one type
        for part in parts:
            every(part)

    return check_parts


def _of_each(checks: list[Check | None]) -> Check:
    def check_each(parts: Any) -> None:  # a tuple of so many types
        for part, check in zip(parts, checks, strict=True):
            if check is not None:
                check(part)

    return check_each


def _of_choices(arguments: tuple[Any, ...]) -> Check | None:
    checks = {kind: check for kind in arguments if (check := check_of(kind)) is not None}
    if not checks:
        return None
    if len(arguments) == 2 and type(None) in arguments:
        (only,) = checks.values()
        return lambda value: None if value is None else only(value)

    def check_choice(value: Any) -> None:  # one of the types
        check = checks.get(type(value))
        if check is not None:
            check(value)

    return check_choice
