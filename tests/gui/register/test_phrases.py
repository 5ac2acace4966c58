"""Every refusal has a sentence, with the details it is raised with."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import aura_terminal
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Permission
from aura_terminal.domain.tax import OrderType
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import PERMISSIONS, PHRASES, sentence

SOURCES = Path(aura_terminal.__file__).parent
SAMPLES = {"permission": Permission.SELL.value, "order_type": OrderType.TAKEOUT.value, "status": "closed"}


def raised() -> Iterator[tuple[Rule, tuple[str, ...]]]:
    """Every place in the product that names a rule it breaks, with the names of the details it gives."""
    for room in ("domain", "use_cases", "ports", "view_models", "store"):
        for file in sorted((SOURCES / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield from _of(node, node.func.id)


def _of(node: ast.Call, name: str) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    details = tuple(keyword.arg for keyword in node.keywords if keyword.arg)
    if name == "NotFound":
        yield Rule.UNKNOWN, ("what", "name")
    elif name == "RuleBroken" and node.args and isinstance(node.args[0], ast.Attribute):
        yield Rule[node.args[0].attr], details


def test_every_rule_has_a_sentence() -> None:
    assert set(PHRASES) == set(Rule)


def test_every_permission_can_be_named() -> None:
    assert set(PERMISSIONS) == set(Permission)


@pytest.mark.parametrize(("rule", "details"), sorted(set(raised())))
def test_a_rule_is_said_with_the_details_it_is_broken_with(
    rule: Rule, details: tuple[str, ...], qapp: QApplication
) -> None:
    said = sentence(RuleBroken(rule, **{key: SAMPLES.get(key, "7") for key in details}))
    assert said
    assert "{" not in said
    assert rule.value not in said


def test_a_sentence_without_the_name_of_what_is_missing_is_still_one(qapp: QApplication) -> None:
    assert sentence(RuleBroken(Rule.UNKNOWN, what="receipt", name="")) == "There is no receipt here."


def test_details_nobody_planned_for_are_no_crash(qapp: QApplication) -> None:
    assert "order_not_paid" in sentence(RuleBroken(Rule.ORDER_NOT_PAID))


@pytest.mark.parametrize(
    ("money", "amount", "total"),
    [
        (Money(1250, "EUR"), "12.50", "€12.50"),
        (Money(-290, "EUR"), "−2.90", "−€2.90"),
        (Money(500, "JPY"), "500", "¥500"),
        (Money(1250, "SEK"), "12.50", "SEK\u00a012.50"),
    ],
)
def test_amounts_are_written_alike_everywhere(money: Money, amount: str, total: str) -> None:
    assert (MoneyText().amount(money), MoneyText().total(money)) == (amount, total)
