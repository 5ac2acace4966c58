"""The short form of `tests/campaigns/cards.py`: random lives of cards, cut and killed anywhere."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.card_lives import CardLives
from tests.support.store_shop import founded

SHORT = settings(
    max_examples=12, stateful_step_count=22, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def test_money_moves_once_for_each_attempt_and_the_journal_says_what_the_terminal_says(tmp_path: Path) -> None:
    CardLives.template = tmp_path / "template"
    founded(CardLives.template).store.close()
    run_state_machine_as_test(CardLives, settings=SHORT)
