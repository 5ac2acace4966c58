"""The table of back offices says of every documented address whether, where and by which test it is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
PAGE = ROOT / "docs" / "back-offices.md"
HEADINGS = {"auraflow": "## AuraFlow POS", "myhibachi": "## MyHibachi", "unified": "## Unified Assistant"}
DECLINED = "declined: "
KNOWN = {
    "a day": "tests/integration/central_round/test_auraflow.py", "day": "tests/integration/offices/test_unified_day.py",
    "the reports test": "tests/integration/central_round/test_auraflow.py",
    "an adjustment nobody can look for": "tests/integration/central_round/test_auraflow.py",
    "runs": "tests/campaigns/offices.py",
}  # fmt: skip
"""What rows call tests by, beside their paths: the page says so once."""

# What a terminal should use and may use, as it was drawn up from the documents.
USE: Mapping[str, str] = {
    "auraflow": """
GET /v1/products
GET /v1/customers
POST /v1/customers
GET /v1/transactions
POST /v1/transactions
GET /v1/inventory/levels
POST /v1/inventory/adjust
GET /v1/reports/sales
""",
    "myhibachi": """
GET /health
POST /api/v1/auth/login
POST /api/v1/auth/logout
POST /api/v1/auth/refresh
GET /api/v1/bookings
GET /api/v1/bookings/{id}
POST /api/v1/bookings
PUT /api/v1/bookings/{id}
DELETE /api/v1/bookings/{id}
GET /api/v1/customers
""",
    "unified": """
GET /v1/invoices
GET /v1/payments
GET /v1/materials
GET /v1/purchase-orders
GET /v1/suppliers
GET /v1/customers
GET /v1/webhooks
GET /v1/invoices/{id}
GET /v1/purchase-orders/{id}
POST /v1/purchase-orders/{id}/approve
POST /v1/auth/login
POST /v1/auth/refresh
POST /v1/auth/logout
POST /v1/invoices
POST /v1/invoices/{id}/mark-paid
POST /v1/payments
POST /v1/purchase-orders
POST /v1/customers
GET /v1/dashboard/overview
POST /v1/webhooks
DELETE /v1/webhooks/{id}
""",
}
MAY: Mapping[str, str] = {
    "auraflow": """
GET /v1/products/{id}
POST /v1/products
PUT /v1/products/{id}
GET /v1/customers/{id}
PUT /v1/customers/{id}
GET /v1/transactions/{id}
GET /v1/inventory/history
GET /v1/reports/top-products
""",
    "myhibachi": """
POST /api/v1/public/leads
POST /api/v1/public/bookings
GET /api/v1/monitoring/rate-limit/status
GET /api/v1/customers/{id}
GET /api/v1/leads
POST /api/v1/leads/{id}/convert
POST /api/v1/ai/chat
POST /api/v1/ai/chat/stream
GET /api/v1/admin/analytics
WS /ws/chat/{thread_id}
""",
    "unified": """
GET /v1/deliveries
GET /v1/materials/{id}
GET /v1/suppliers/{id}
GET /v1/deliveries/{id}
GET /v1/customers/{id}
POST /v1/invoices/{id}/send
POST /v1/purchase-orders/{id}/send
POST /v1/purchase-orders/{id}/cancel
PUT /v1/invoices/{id}
GET /v1/invoices/{id}/pdf
GET /v1/reports/accounts-receivable-aging
GET /v1/materials/{id}/inventory-transactions
POST /v1/deliveries
GET /v1/dashboard/kpis
GET /v1/analytics/revenue-trend
PUT /v1/webhooks/{id}
""",
}
PREFIX = re.compile(r"^(?:/api)?/v1(?=/)")
ROW = re.compile(r"^\| (?P<address>(?:GET|POST|PUT|DELETE|WS) /\S+) \| (?P<should>\w+) \|(?P<rest>.*)\|$")
NAMED = re.compile(r"`(tests/[\w/]+\.py|…/\w+\.py)`")


def listed(text: str) -> list[str]:
    """Addresses as the page writes them, without the version."""
    found = (line.split(" ") for line in text.strip().splitlines())
    return [f"{method} {PREFIX.sub('', path)}" for method, path in found]


def table(office: str) -> dict[str, tuple[str, list[str]]]:
    """Of each address in an office's table whether it should be used, and feature, screen and test."""
    after = PAGE.read_text("utf-8").partition(f"{HEADINGS[office]}\n")[2].partition("\n## ")[0]
    rows = [found for line in after.splitlines() if (found := ROW.match(line))]
    addresses = [row["address"] for row in rows]
    assert len(set(addresses)) == len(addresses), "an address stands there twice"
    return {row["address"]: (row["should"], [part.strip() for part in row["rest"].split("|")]) for row in rows}


@pytest.mark.parametrize("office", HEADINGS)
def test_every_address_that_was_drawn_up_stands_in_the_table_and_no_other(office: str) -> None:
    wanted = {address: word for word, text in (("use", USE), ("may", MAY)) for address in listed(text[office])}
    assert {address: should for address, (should, _) in table(office).items()} == wanted


@pytest.mark.parametrize("office", HEADINGS)
def test_what_should_be_used_has_a_feature_a_screen_and_a_test_that_exists(office: str) -> None:
    known = {path.name: path for path in (ROOT / "tests" / "unit" / "sync" / "connectors" / office).glob("test_*.py")}
    earlier = ""
    for address, (should, (feature, screen, tests)) in table(office).items():
        if feature.startswith(DECLINED):
            assert should == "may", f"{address} should be used"
            continue
        tests = f"{earlier}; {tests}" if tests.startswith("the same") else tests
        earlier = tests
        assert feature, f"{address}: for what"
        assert screen, f"{address}: where"
        named = NAMED.findall(tests)
        paths = [known[name[2:]] if name.startswith("…/") else ROOT / name for name in named]
        paths += [ROOT / path for words, path in KNOWN.items() if re.search(rf"\b{words}\b", tests)]
        assert paths, f"{address}: {tests!r} names no test"
        assert all(path.is_file() for path in paths), f"{address}: {named}"
