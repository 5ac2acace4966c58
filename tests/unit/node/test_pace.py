"""A backlog waits for fingers, not fingers for a backlog."""

from __future__ import annotations

from sync.node.pace import FEWEST, LONG, PRESS, SHORT, WORKING, Pace

MOST = 500


def paced(each: float) -> Pace:
    """One that has learnt how long a fact takes."""
    pace = Pace(MOST)
    for _ in range(40):
        pace.took(100, 100 * each)
    return pace


def test_while_nobody_works_here_slices_are_long() -> None:
    assert paced(0.0002).rows(0.0) == round(LONG / 0.0002)


def test_while_a_finger_is_down_nothing_is_taken() -> None:
    pace = paced(0.0002)
    pace.feel(10.0)
    assert pace.rows(10.0) == pace.rows(10.0 + PRESS * 0.99) == 0


def test_where_fingers_never_rest_a_crumb_is_taken_now_and_then() -> None:
    pace = paced(0.0002)
    taken = []
    for tenth in range(35):
        pace.feel(10.0 + tenth / 10)
        taken.append(pace.rows(10.0 + tenth / 10))
    assert [rows for rows in taken if rows] == [FEWEST] * 3


def test_between_taps_slices_stay_below_a_frame() -> None:
    pace = paced(0.0002)
    pace.feel(10.0)
    assert pace.rows(10.0 + PRESS) == round(SHORT / 0.0002)
    assert pace.rows(10.0 + WORKING) == round(LONG / 0.0002)


def test_a_slow_disk_makes_slices_small_and_a_fast_one_not_endless() -> None:
    assert paced(1.0).rows(0.0) == FEWEST
    assert paced(1e-9).rows(0.0) == MOST


def test_a_few_facts_say_nothing_about_many() -> None:
    pace = paced(0.0002)
    pace.took(1, 0.5)
    assert pace.rows(0.0) == round(LONG / 0.0002)
