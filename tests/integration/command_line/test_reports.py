"""Reports against a recount from the raw journal, and Z reports that never change."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from tests.integration.command_line.asking import ask, everything, rows, serve_again_the_same_day
from tests.integration.command_line.recount import as_recounted, recounted

FIRST_DAY, SECOND_DAY = "2026-06-05", "2026-06-06"
ADDED_UP = ("orders", "guests", "gross_minor", "net_minor", "tax_minor", "change_given_minor", "rounding_minor")
TABLES = ("tenders", "categories", "items", "order_types")


def test_a_sales_report_equals_a_recount_from_the_raw_journal(served: Path) -> None:
    report = ask("report", "sales", "--json", "--data", served).json
    counted = recounted(served)
    assert sorted(counted) == [FIRST_DAY, SECOND_DAY]
    assert {day["business_date"]: as_recounted(day) for day in report["days"]} == counted
    assert counted[FIRST_DAY]["orders"] == 60
    assert counted[FIRST_DAY]["voids"][0]


def test_the_sums_of_a_sales_report_are_those_of_its_days(served: Path) -> None:
    report = ask("report", "sales", "--json", "--data", served).json
    counted = recounted(served)
    for name in ("orders", "payments", "gross_minor", "net_minor", "tax_minor"):
        assert report[name] == sum(day[name] for day in counted.values())
    for name in ("tenders", "categories", "items"):
        assert table(report, name) == Counter() + sum_of(table(day, name) for day in report["days"])
    assert report["gross_minor"] == sum(row["minor"] for row in report["categories"])
    assert report["gross_minor"] == sum(row["minor"] for row in report["tenders"])
    assert report["tax_minor"] == sum(row["tax_minor"] for row in report["taxes"])


def test_every_payment_row_is_in_the_report(served: Path) -> None:
    paid = rows(served, "SELECT payload FROM journal WHERE type = 'payment_taken'")
    report = ask("report", "sales", "--json", "--data", served).json
    assert report["payments"] == len(paid)
    taken = sum(json.loads(payload)["payment"]["amount"]["minor"] for (payload,) in paid)
    assert sum(row["minor"] for row in report["tenders"]) == taken


def test_a_sales_report_can_be_held_to_some_days(served: Path) -> None:
    both = ask("report", "sales", "--json", "--data", served).json
    second = ask("report", "sales", "--json", "--from", SECOND_DAY, "--data", served).json
    first = ask("report", "sales", "--json", "--to", FIRST_DAY, "--data", served).json
    assert [day["business_date"] for day in second["days"]] == [SECOND_DAY]
    assert first["gross_minor"] + second["gross_minor"] == both["gross_minor"]
    assert ask("report", "sales", "--json", "--from", "2031-01-01", "--data", served).json["days"] == []


def test_an_x_report_gives_the_day_as_the_sales_report_does_and_changes_nothing(served: Path) -> None:
    before = everything(served)
    sales = ask("report", "sales", "--json", "--data", served).json
    for day in sales["days"]:
        assert ask("report", "x", "--json", "--day", day["business_date"], "--data", served).json == day
    assert everything(served) == before


def test_a_z_report_is_numbered_and_asked_again_without_news_is_the_same(served: Path) -> None:
    first = ask("report", "z", "--json", "--day", FIRST_DAY, "--data", served).json
    facts = ask("status", "--json", "--data", served).json["facts"]
    again = ask("report", "z", "--json", "--day", FIRST_DAY, "--data", served).json
    other = ask("report", "z", "--json", "--day", SECOND_DAY, "--data", served).json
    assert (first["number"], other["number"]) == (1, 2)
    assert again == first
    assert sum(first["covers"].values()) + 1 == facts
    assert as_recounted(first) == recounted(served)[FIRST_DAY]


def test_a_second_z_covers_only_what_is_new_and_both_add_up_to_the_x(served: Path) -> None:
    first = ask("report", "z", "--json", "--day", FIRST_DAY, "--data", served).json
    told = serve_again_the_same_day(served, 5)
    second = ask("report", "z", "--json", "--day", FIRST_DAY, "--data", served).json
    whole = ask("report", "x", "--json", "--day", FIRST_DAY, "--data", served).json
    assert (second["number"], second["orders"]) == (2, 5)
    assert second["gross_minor"] == sum(one.total_minor for one in told if one.event == "paid")
    for name in ADDED_UP:
        assert first[name] + second[name] == whole[name]
    for name in TABLES:
        assert table(first, name) + table(second, name) == table(whole, name)
    assert taxes(first) + taxes(second) == taxes(whole)
    assert ask("report", "z", "--json", "--day", FIRST_DAY, "--data", served).json == second
    assert ask("verify", "--data", served).code == 0


def test_a_z_report_is_on_paper_in_the_same_commit(served: Path) -> None:
    waiting = "SELECT title FROM spool_jobs WHERE kind = 'report'"
    assert rows(served, waiting) == []
    ask("report", "z", "--day", FIRST_DAY, "--data", served)
    ask("report", "z", "--day", FIRST_DAY, "--data", served)
    assert len(rows(served, waiting)) == 1


def test_reports_for_people_name_the_same_amounts(served: Path) -> None:
    plain = ask("report", "x", "--json", "--day", FIRST_DAY, "--data", served).json
    words = ask("report", "x", "--day", FIRST_DAY, "--data", served)
    assert (words.code, words.err) == (0, "")
    gross = plain["gross_minor"]
    assert f"{gross // 100}.{gross % 100:02d}" in words.out
    for row in plain["categories"]:
        assert row["name"] in words.out


def table(report: dict[str, Any], name: str) -> Counter[tuple[str, str]]:
    """A table of a report as a sum: names to counts and amounts; nothing of a name is the same as no row of it."""
    sums: Counter[tuple[str, str]] = Counter()
    for row in report[name]:
        sums[row["name"], "count"] += row["count"]
        sums[row["name"], "minor"] += row["minor"]
    return sums


def taxes(report: dict[str, Any]) -> Counter[tuple[str, str]]:
    """The taxes of a report as a sum."""
    sums: Counter[tuple[str, str]] = Counter()
    for row in report["taxes"]:
        sums[row["id"], "net"] += row["net_minor"]
        sums[row["id"], "tax"] += row["tax_minor"]
    return sums


def sum_of(tables: Any) -> Counter[tuple[str, str]]:
    """Tables added up."""
    sums: Counter[tuple[str, str]] = Counter()
    for one in tables:
        sums.update(one)
    return sums
