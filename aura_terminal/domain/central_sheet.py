"""A report that a back office keeps, as it said it last: shown beside our own figures, never mixed with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

SheetId = NewType("SheetId", str)
"""`connector/report`, and what tells sheets of one report apart after it: a day, a span."""


class OurFigure(StrEnum):
    """Which of our own figures a back office's figure stands beside, over the same dates or of the same dish."""

    SALES = "sales"
    """What was sold, with its tax."""
    NET_SALES = "net_sales"
    ORDERS = "orders"
    GUESTS = "guests"
    AVERAGE = "average"
    """What an order came to on average."""
    UNITS = "units"
    """How many dishes were sold."""
    RECEIVABLES = "receivables"
    """What house accounts owe the house now."""
    LOW_STOCK = "low_stock"
    """How many supplies are at or below their minimum now."""


@dataclass(frozen=True, slots=True)
class SheetFigure:
    """One figure: `name` as the document calls it (`total_sales`), `value` an exact decimal text, or words.

    `currency` is that of an amount of money in major units, and empty for everything else.
    """

    name: str
    value: str
    currency: str = ""
    beside: OurFigure | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of the report: what it is about in the back office's words, and where that is known, which day it is
    or what we call the dish."""

    name: str
    figures: tuple[SheetFigure, ...]
    day: date | None = None
    dish: str = ""


@dataclass(frozen=True, slots=True)
class CentralSheet:
    """The report. `first` and `last` are the business dates it goes over, both None for how things stand now.

    `said_at` is when it last said something else than before; aware and UTC.
    """

    id: SheetId
    connector: str
    report: str
    said_at: datetime
    first: date | None = None
    last: date | None = None
    figures: tuple[SheetFigure, ...] = ()
    rows: tuple[SheetRow, ...] = ()

    def says_the_same(self, other: CentralSheet) -> bool:
        """Whether both hold the same figures, whenever they were said."""
        return replace(self, said_at=other.said_at) == other


def sheet_id(connector: str, report: str, *apart: str) -> SheetId:
    """The id every terminal gives to a sheet."""
    return SheetId("/".join((connector, report, *apart)))
