"""Reports of a back office on their way in: kept when they say something else than before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from aura_terminal.domain.central_sheet import CentralSheet, OurFigure, SheetFigure
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake

MOST_ROWS = 120
"""Lines of a report that are kept; the first ones are the largest or the newest, as the document orders them."""


def keep_sheet(intake: Intake, sheet: CentralSheet) -> None:
    """Keep a report; no fact when it says what it said before."""
    before = intake.get(CentralSheet, sheet.id)
    if before is None or not sheet.says_the_same(before):
        intake.put(sheet)


def amounts(
    found: Found, currency: str, names: Iterable[str], beside: Mapping[str, OurFigure] | None = None
) -> Iterator[SheetFigure]:
    """The fields of these names that are there, as money in major units. Raises Unreadable."""
    yield from _figures(found, names, currency, beside or {})


def counts(found: Found, names: Iterable[str], beside: Mapping[str, OurFigure] | None = None) -> Iterator[SheetFigure]:
    """The fields of these names that are there, as plain numbers. Raises Unreadable."""
    yield from _figures(found, names, "", beside or {})


def _figures(
    found: Found, names: Iterable[str], currency: str, beside: Mapping[str, OurFigure]
) -> Iterator[SheetFigure]:
    for name in names:
        one = found.maybe(name)
        if one is not None:
            value = one.money(currency).plain() if currency else f"{one.decimal():f}"
            yield SheetFigure(name, value, currency, beside.get(name))
