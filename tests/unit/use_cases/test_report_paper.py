"""A report as a CSV file and on paper."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

from aura_terminal.domain.figures import FigureKind
from aura_terminal.domain.paper import Columns, PaperDocument, Text
from aura_terminal.domain.report_tables import table
from aura_terminal.domain.reports import Coverage, FigureRow, Period, Report, ReportKind
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.use_cases.report_paper import csv_of, report_slip
from tests.support.memory_shop import demo_files

DAY = Period(date(2026, 5, 15), date(2026, 5, 15))


def sold(name: str, minor: int, part: str = "Pizza") -> FigureRow:
    return FigureRow(FigureKind.ITEM, name, part, "", "", 1, 2, minor, 0)


def mix(*rows: FigureRow, coverage: Coverage = Coverage()) -> Report:  # noqa: B008  # a frozen value
    before = (Period(date(2026, 5, 8), date(2026, 5, 8)), [sold("Diavola", 1000)])
    return table(ReportKind.ITEMS, DAY, rows, currency="EUR", names={}, before=before, coverage=coverage)


def lines(document: PaperDocument) -> list[str]:
    """What is on paper, cells side by side."""
    found = []
    for block in document.blocks:
        if isinstance(block, Text):
            found.append("".join(run.text for run in block.runs))
        elif isinstance(block, Columns):
            found.append(" | ".join(cell.text for cell in block.cells))
    return found


def test_csv_reads_back_whatever_is_in_a_name() -> None:
    names = ['Fish, "fried"', "Two\nlines", "=1+1", "-5", "Käse"]
    text = csv_of(mix(*(sold(name, 500 - place) for place, name in enumerate(names))))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["rank", "name", "part", "units", "amount", "share", "before", "change", "currency"]
    assert [row[1] for row in rows[1:]] == ['Fish, "fried"', "Two\nlines", "'=1+1", "'-5", "Käse", "Diavola"]
    assert rows[1] == ["1", 'Fish, "fried"', "Pizza", "2", "5.00", "20.1", "0.00", "", "EUR"]
    assert rows[-1][4:] == ["0.00", "0.0", "10.00", "-100.0", "EUR"]
    assert all(line.endswith("\r") for line in text.split("\n")[:2])


def test_amounts_of_a_currency_without_decimals_have_none() -> None:
    report = table(ReportKind.ITEMS, DAY, [sold("Ramen", 1200)], currency="JPY", names={})
    assert csv_of(report).splitlines()[1] == "1,Ramen,Pizza,2,1200,100.0,JPY"


def test_paper_says_days_sums_changes_and_what_may_be_missing() -> None:
    profile = next(one for one in demo_files().documents if isinstance(one, StoreProfile))
    coverage = Coverage((("R3", datetime(2026, 5, 15, 17, 40, tzinfo=UTC)),), waiting=4)
    slip = report_slip(mix(sold("Diavola", 2500), coverage=coverage), profile, datetime(2026, 5, 15, 18, 0, tzinfo=UTC))
    shown = lines(slip.document)
    assert shown[0] == "PRODUCT MIX"
    assert "15.05.2026" in shown
    assert "Diavola | 2 | 25.00 | 150.0%" in shown
    assert "TOTAL | 2 | 25.00 | 150.0%" in shown
    assert "R3 not heard since 15.05. 19:40: may be incomplete" in shown
    assert "4 orders heard of are not in it yet" in shown
