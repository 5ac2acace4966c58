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


class Longest(Random):
    """Chance that always has one wait as long as it may."""

    def random(self) -> float:
        return 1.0


def test_tries_in_vain_come_further_and_further_apart_up_to_five_minutes() -> None:
    gateway, now, rests = Gateway("a", Longest()), 0.0, []
    assert gateway.look({}, now)
    for _ in range(11):
        gateway.missed(now)
        began = now
        while not gateway.look({}, now):
            now += 1.0
        rests.append(now - began)
    assert rests == [10.0] * 4 + [16.0, 32.0, 64.0, 128.0, 256.0, 300.0, 300.0]


def tried_in_vain(times: int, now: float) -> Gateway:
    """Up to its next try, which is under way."""
    gateway = Gateway("b", Longest())
    for _ in range(times):
        assert gateway.look({}, now)
        gateway.missed(now)
        now += 300.0
    assert gateway.look({}, now)
    return gateway


def rests_in_vain(gateway: Gateway, now: float, times: int) -> list[float]:
    """How long each of so many further tries is waited for that all fail; one has just failed."""
    rests = []
    for _ in range(times):
        began = now
        while not gateway.look({"c": False}, now):
            now += 1.0
        rests.append(now - began)
        gateway.missed(now)
    return rests


def test_who_was_answered_at_last_begins_with_short_rests_again() -> None:
    gateway = tried_in_vain(6, 0.0)
    gateway.reached(1800.0)
    gateway.goes_well()
    gateway.look({"c": False}, 1801.0)
    gateway.goes_ill(1801.0)
    gateway.goes_ill(1821.0)
    assert rests_in_vain(gateway, 1821.0, 5) == [10.0] * 4 + [16.0]


def test_an_answer_to_who_does_not_speak_shortens_no_rest() -> None:
    gateway = tried_in_vain(6, 0.0)
    gateway.goes_well()
    gateway.missed(1800.0)
    assert not gateway.look({}, 1800.0 + 63.9)
    assert gateway.look({}, 1800.0 + 64.0)


def test_once_somebody_else_was_heard_to_speak_rests_are_short_again() -> None:
    gateway = tried_in_vain(6, 0.0)
    gateway.look({"c": True}, 1800.0)
    assert gateway.look({"c": False}, 1801.0)
    gateway.missed(1801.0)
    assert rests_in_vain(gateway, 1801.0, 5) == [10.0] * 4 + [16.0]


def test_a_try_that_somebody_who_speaks_has_overtaken_comes_to_nothing_and_is_not_rested_from() -> None:
    for ends in ("reached", "missed"):
        gateway = Gateway("b", Longest())
        assert gateway.look({}, 0.0)
        assert not gateway.look({"c": True}, 1.0)
        getattr(gateway, ends)(2.0)
        assert not gateway.speaks
        assert not gateway.look({}, 2.0)
        assert not gateway.look({}, 7.9)
        assert gateway.look({}, 8.0)


def test_an_illness_ends_with_the_turn_it_ended() -> None:
    gateway = speaking(at=100.0, paired=1)
    gateway.look({"c": False}, 101.0)
    gateway.goes_ill(101.0)
    gateway.goes_ill(121.0)
    assert gateway.look({"c": False}, 140.0) or gateway.look({"c": False}, 141.0)
    gateway.reached(141.0)
    gateway.goes_ill(142.0)
    gateway.goes_ill(161.9)
    assert gateway.speaks
    gateway.goes_ill(162.0)
    assert not gateway.speaks


def test_who_does_not_speak_falls_ill_of_nothing() -> None:
    gateway = Gateway("b", Random(1), paired=1)
    assert not gateway.look({"c": False}, 0.0)
    gateway.goes_ill(1.0)
    gateway.goes_ill(21.0)
    assert gateway.look({"c": False}, 21.0)


def test_who_has_spoken_since_waits_for_nobody_who_spoke_before() -> None:
    gateway = Gateway("b", Random(1))
    gateway.look({"c": True}, 0.0)
    gateway.look({}, 1.0)
    assert gateway.look({}, 7.0)
    gateway.reached(7.0)
    assert gateway.turn is Turn.TAKEN_OVER
    gateway.look({"d": False}, 8.0)
    gateway.goes_ill(8.0)
    gateway.goes_ill(28.0)
    assert (gateway.speaks, gateway.turn) == (False, Turn.RESUMED)
    assert gateway.look({"d": False}, 38.0)


def test_who_spoke_last_and_is_still_heard_is_not_waited_for() -> None:
    gateway = Gateway("b", Random(1))
    gateway.look({"c": True}, 0.0)
    assert gateway.look({"c": False}, 1.0)


def test_however_many_have_smaller_origins_four_seconds_are_their_start() -> None:
    gateway = Gateway("z", Random(1))
    heard = dict.fromkeys("abcdefg", False)
    assert not gateway.look(heard, 0.0)
    assert not gateway.look(heard, 3.9)
    assert gateway.look(heard, 4.0)


def test_nobody_is_held_up_by_times_before_somebody_spoke() -> None:
    gateway = Gateway("b", Random(1))
    assert not gateway.look({"a": False}, 0.0)
    gateway.look({"a": True}, 0.5)
    assert not gateway.look({"a": False}, 10.0)
    assert not gateway.look({"a": False}, 10.9)
    assert gateway.look({"a": False}, 11.0)
