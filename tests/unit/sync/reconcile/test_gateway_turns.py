"""When a terminal tries to speak for the store, and when it stops: to the second, one terminal at a time."""

from __future__ import annotations

from random import Random

from sync.reconcile.effects import Turn
from sync.reconcile.gateway import Gateway


def speaking(*, at: float = 0.0, paired: int = 0) -> Gateway:
    gateway = Gateway("b", Random(1), paired=paired)
    assert gateway.look({}, at if not paired else at - 12) is not bool(paired)
    if paired:
        assert gateway.look({}, at)
    gateway.reached(at)
    return gateway


def test_a_try_that_failed_is_made_again_after_ten_seconds_and_not_before() -> None:
    gateway = Gateway("a", Random(1))
    assert gateway.look({}, 0.0)
    assert not gateway.look({}, 0.5)
    gateway.missed(1.0)
    assert not gateway.look({}, 10.9)
    assert gateway.look({}, 11.0)


def test_who_has_just_started_listens_twelve_seconds_and_gives_each_smaller_one_a_second_more() -> None:
    gateway = Gateway("b", Random(1), paired=2)
    heard = {"a": False, "b": False, "c": False}
    assert not gateway.look(heard, 100.0)
    assert not gateway.look(heard, 112.9)
    assert gateway.look(heard, 113.0)


def test_who_speaks_and_is_not_answered_for_twenty_seconds_lets_others_try_and_rests_ten() -> None:
    gateway = speaking(at=100.0, paired=1)
    heard = {"c": False}
    gateway.look(heard, 101.0)
    gateway.goes_ill(101.0)
    gateway.goes_ill(120.9)
    before = gateway.speaks
    gateway.goes_ill(121.0)
    assert (before, gateway.speaks, gateway.turn) == (True, False, Turn.RESUMED)
    assert not gateway.look(heard, 130.9)
    assert gateway.look(heard, 131.0)


def test_an_answer_in_between_ends_an_illness() -> None:
    gateway = speaking(at=100.0, paired=1)
    gateway.look({"c": False}, 101.0)
    gateway.goes_ill(101.0)
    gateway.goes_well()
    gateway.goes_ill(119.0)
    gateway.goes_ill(138.9)
    assert gateway.speaks


def test_who_is_alone_goes_on_however_long_nobody_answers() -> None:
    gateway = speaking()
    gateway.goes_ill(0.0)
    gateway.goes_ill(3600.0)
    assert (gateway.speaks, gateway.turn) == (True, Turn.OWN)


def test_of_several_who_speak_the_smallest_goes_on() -> None:
    gateway = speaking()
    assert not gateway.look({"c": True}, 1.0)
    assert gateway.speaks
    assert not gateway.look({"a": True, "c": True}, 2.0)
    assert (gateway.speaks, gateway.turn) == (False, Turn.TAKEN_OVER)


def test_who_spoke_last_and_is_gone_has_six_seconds_to_come_back() -> None:
    gateway = Gateway("b", Random(1))
    assert not gateway.look({"c": True}, 0.0)
    assert not gateway.look({}, 1.0)
    assert not gateway.look({}, 6.9)
    assert gateway.look({}, 7.0)


def test_a_terminal_that_was_alone_is_not_any_more_once_it_heard_another() -> None:
    gateway = speaking()
    turns = [gateway.turn]
    gateway.look({"b": True, "c": False}, 1.0)
    gateway.look({}, 2.0)
    assert [*turns, gateway.turn] == [Turn.OWN, Turn.RESUMED]
