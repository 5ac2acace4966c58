"""The rules for working hours out of a shop's file."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

from aura_terminal.app.shop_entries import Entry, ShopFileProblem
from aura_terminal.app.shop_hours import read_hours
from aura_terminal.domain.labor_rules import LaborRules, MealRule, OvertimeStep, Policy, Selling

WRITTEN = """
early_minutes = 5
outside = "approval"
selling = "clocked_in"
rounding_minutes = 15
paid_break_minutes = 20
[[meal]]
after_minutes = 360
break_minutes = 30
shortest_minutes = 15
[[daily]]
after_minutes = 480
percent = "50"
[[weekly]]
after_minutes = 2880
percent = "25"
"""


def entry(written: str) -> Entry:
    return Entry("hours.toml", "", tomllib.loads(written))


def test_what_is_written_is_the_rule_and_the_rest_is_as_usual() -> None:
    file = entry(WRITTEN)
    assert read_hours(file) == (
        LaborRules(
            early_minutes=5, outside=Policy.APPROVAL, selling=Selling.CLOCKED_IN, rounding_minutes=15,
            paid_break_minutes=20, meals=(MealRule(360, 30, 15),), daily=(OvertimeStep(480, Decimal("1.5")),),
            weekly=(OvertimeStep(2880, Decimal("1.25")),),
        ),
    )  # fmt: skip
    file.done()


def test_a_shop_that_writes_nothing_has_no_rules() -> None:
    assert read_hours(entry("")) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        "rounding_minutes = 7",
        'outside = "never"',
        "week_begins = 7",
        '[[daily]]\nafter_minutes = 480\npercent = "200"',
        "[[meal]]\nafter_minutes = 1",
    ],
)
def test_rules_that_can_not_be_kept_are_refused_with_their_place(wrong: str) -> None:
    with pytest.raises(ShopFileProblem) as refused:
        read_hours(entry(wrong))
    assert refused.value.file == "hours.toml"
