"""What is known of whom: nothing is asked for that is held, and a place once reached is never given up."""

from __future__ import annotations

from sync.vector import behind_by, beyond, digest_of, raised


def test_only_what_others_hold_more_of_is_beyond() -> None:
    assert beyond({"a": 5, "b": 3, "c": 1, "d": 1}, {"a": 4, "b": 3, "c": 2}) == {"a": 5, "d": 1}


def test_behind_is_what_they_lack_and_what_they_hold_more_takes_nothing_off() -> None:
    assert behind_by({"a": 5, "b": 3, "c": 2}, {"a": 4, "b": 9}) == 3


def test_a_reach_moves_up_and_never_down() -> None:
    reach = {"a": 5}
    assert not raised(reach, [("a", 5), ("a", 4), ("b", 0)])
    assert reach == {"a": 5}
    assert raised(reach, [("a", 4), ("a", 6), ("b", 1), ("b", 1)])
    assert reach == {"a": 6, "b": 1}


def test_a_digest_is_that_of_the_heads_in_whatever_order_they_came_and_of_no_others() -> None:
    heads = {"a": (1, b"x"), "b": (2, b"y")}
    assert digest_of(heads) == digest_of(dict(reversed(heads.items())))
    assert len(digest_of(heads)) == 8
    fewer, more, altered = {"a": (1, b"x")}, {**heads, "b": (3, b"y")}, {**heads, "b": (2, b"z")}
    others = [{}, fewer, more, altered, {"b": (1, b"x"), "a": (2, b"y")}]
    assert len({digest_of(one) for one in (heads, *others)}) == 6
