"""The rules that find careless calls are on for all code, and what they let pass outside of tests is a short list."""

from __future__ import annotations

import tomllib

from tests.architecture.test_layout import ROOT

LET_PASS = {"S104", "S105", "S106", "S108", "S311", "S314", "S603", "S606", "S608"}
"""Each with its reason in `pyproject.toml`; shells, pickles, exec and TLS without checks are not among them."""


def rules() -> dict[str, list[str]]:
    """What is let pass, by the files it is let pass in; "" is everywhere."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    return {"": lint["ignore"], **lint["per-file-ignores"]}


def test_outside_of_tests_only_what_is_listed_is_let_pass() -> None:
    let_pass = {rule for files, ignored in rules().items() if files != "tests/**" for rule in ignored}
    assert {rule for rule in let_pass if rule.startswith("S1") or rule[:2] in ("S3", "S5", "S6")} == LET_PASS | {"S101"}


def test_words_become_sql_in_the_store_alone() -> None:
    assert [files for files, ignored in rules().items() if "S608" in ignored] == ["tests/**", "aura_terminal/store/**"]
