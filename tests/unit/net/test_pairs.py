"""Of two connections between the same terminals both ends keep the same one."""

from __future__ import annotations

import itertools

import pytest

from sync.net.pairs import Held, newer_wins

SMALL, LARGE, RUN = "a", "b", b"run"


@pytest.mark.parametrize(("mine", "theirs"), [(SMALL, LARGE), (LARGE, SMALL)])
def test_the_call_of_the_smaller_terminal_stays_whichever_came_first(mine: str, theirs: str) -> None:
    by_small, by_large = Held(SMALL, RUN), Held(LARGE, RUN)
    assert newer_wins(by_large, by_small, mine, theirs)
    assert not newer_wins(by_small, by_large, mine, theirs)


@pytest.mark.parametrize(("before", "new"), list(itertools.product((SMALL, LARGE), repeat=2)))
def test_a_peer_that_was_started_anew_replaces_its_old_connection(before: str, new: str) -> None:
    assert newer_wins(Held(before, b"old run"), Held(new, b"new run"), SMALL, LARGE)


def test_the_later_of_two_calls_in_one_direction_stays() -> None:
    assert newer_wins(Held(LARGE, RUN), Held(LARGE, RUN), SMALL, LARGE)
