"""Request budgets (overview, "Rate Limiting"; reference, "Rate Limiting" and "429 Too Many Requests")."""

from __future__ import annotations

import pytest

from sync.central.api.budgets import Budgets, Tier
from sync.central.api.errors import Refused
from tests.support.own_central import OwnCentral

NOW = 1_736_339_400.0
"""Half past twelve: half an hour of the window is left."""


def spend(budgets: Budgets, tier: Tier, times: int, now: float = NOW) -> int:
    """How many of so many requests are let in."""
    done = 0
    for _ in range(times):
        try:
            budgets.spend(1, 1, tier, now)
        except Refused:
            continue
        done += 1
    return done


def test_headers_count_down_to_the_hour(documented: OwnCentral) -> None:
    documented.house.budgets.spend(1, 1, Tier(5000, 500), NOW)
    standing = documented.house.budgets.spend(1, 1, Tier(5000, 500), NOW)
    assert standing.headers() == {
        "X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "4998", "X-RateLimit-Reset": "1736341200",
    }  # fmt: skip


def test_an_hour_holds_as_many_as_its_limit(documented: OwnCentral) -> None:
    budgets, tier = documented.house.budgets, Tier(250, 10_000)
    assert spend(budgets, tier, 300) == 250
    with pytest.raises(Refused) as refused:
        budgets.spend(1, 1, tier, NOW)
    assert (refused.value.status, refused.value.code, refused.value.retry_after) == (429, "RATE_LIMITED", 1800)
    assert spend(budgets, tier, 1, NOW + 1800) == 1


def test_workers_share_one_hour(documented: OwnCentral) -> None:
    workers = [Budgets(documented.database, 2) for _ in range(2)]
    tier = Tier(100, 10_000)
    assert sum(spend(workers[at % 2], tier, 1) for at in range(150)) == 100


def test_a_burst_waits_for_the_next_minute(documented: OwnCentral) -> None:
    budgets, tier = Budgets(documented.database), Tier(100_000, 100)
    assert spend(budgets, tier, 150) == 100
    assert spend(budgets, tier, 150, NOW + 60) == 100


def test_one_account_does_not_spend_anothers(documented: OwnCentral) -> None:
    budgets, tier = documented.house.budgets, Tier(10, 100)
    assert spend(budgets, tier, 20) == 10
    assert budgets.spend(1, 2, tier, NOW).remaining == 9


def test_a_refused_request_is_told_when_to_come_back(documented: OwnCentral) -> None:
    for _ in range(100):
        documented.client.get("/api/v1/orders")
    answer = documented.client.get("/api/v1/orders")
    assert answer.status_code == 429
    assert answer.json()["error"]["retry_after"] == int(answer.headers["x-ratelimit-retry-after"]) == 60
