"""A terminal set up from the self-hosted central over real HTTP comes to the same cents, and says nothing twice."""

from __future__ import annotations

import pytest

from tests.support.central_process import central_process
from tests.support.central_round import Round, play


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Round:
    """Twelve simulated orders and an evening with everything else, told."""
    folder = tmp_path_factory.mktemp("round")
    with central_process(folder / "central") as central:
        return play(central, folder / "shop", orders=12, acts=60, seed=3)


def test_the_central_holds_what_the_terminal_holds_to_the_cent(done: Round) -> None:
    assert done.sold["orders"] == 12
    assert done.rounds[0]["sent"] > 60
    assert (done.wrong, done.parked) == ([], [])


def test_a_second_round_sends_nothing(done: Round) -> None:
    assert [one["sent"] for one in done.rounds[1:]] == [0, 0]
    assert [one["pending"] for one in done.rounds] == [0, 0, 0]


def test_a_round_in_which_nothing_happened_adds_no_fact(done: Round) -> None:
    assert done.facts[1] == done.facts[2]
