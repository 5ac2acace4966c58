"""Every test that the page of attacks names is there."""

from __future__ import annotations

import re

from tests.architecture.test_layout import ROOT

PAGE = ROOT / "docs" / "security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def named() -> list[tuple[str, str]]:
    """Each test the page names: its file and its name, "" for the whole file."""
    return NAMED.findall(PAGE.read_text("utf-8"))


def attacks() -> list[list[str]]:
    """The rows of the page's tables of attacks: the attack, what stops it, what shows it."""
    rows = [line.strip("|").split("|") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows if len(row) == 3 and row[0].strip() != "attack"]


def test_every_test_it_names_is_there() -> None:
    assert len(named()) > 70
    missing = []
    for path, name in named():
        file = ROOT / path
        if not file.is_file() or not re.search(rf"def {name or 'test_'}", file.read_text("utf-8")):
            missing.append(f"{path}::{name}")
    assert missing == []


def test_every_attack_has_a_test_or_says_that_it_is_not_covered() -> None:
    assert len(attacks()) > 45
    assert [row[0] for row in attacks() if not NAMED.search(row[2]) and not row[1].startswith("not covered")] == []
