"""Each origin is asked of its own terminal where that is heard, else of exactly one other, until that fails."""

from __future__ import annotations

from typing import cast

import pytest

from sync.mesh.contract import Chance, MeshLimits
from sync.mesh.conversation import Conversation
from sync.mesh.doubts import Doubts
from sync.mesh.supply import Supply
from sync.protocol import Enough, Message, Reach, Want
from tests.support.mesh_board import BoardBench


class Drawn:
    """A chance whose draws go down, so that of two alike the first is chosen."""

    def __init__(self) -> None:
        self.draw = 1.0

    def random(self) -> float:
        self.draw -= 0.001
        return self.draw


class Bench(BoardBench):
    """Terminal R1, which looks whom to ask."""

    def __init__(self) -> None:
        super().__init__(MeshLimits(patience=4.0))
        self.doubts = Doubts(self.board)
        self.supply = Supply(self.board, self.doubts, cast(Chance, Drawn()))
        self.passed = 0.0

    def meet(self, label: str, *hears: str, **holds: int) -> Conversation:
        """A link to a terminal that hears these others, and holds so much of these origins."""
        talk = super().meet(label, *hears)
        talk.peer.holds.update(holds)
        return talk

    def review(self, **known: int) -> list[tuple[str, Message]]:
        """What is said after a look at what is known now."""
        self.supply.stir()
        self.supply.review(known, self.passed)
        return self.said()


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_terminal_that_is_heard_hands_its_own_facts_over_unasked(bench: Bench) -> None:
    bench.meet("R2", o2=5)
    bench.meet("R3", "R2", o2=5)
    assert bench.review() == []


def test_of_a_terminal_that_is_not_heard_one_other_is_asked_once_from_where_ours_ends(bench: Bench) -> None:
    first, second = bench.meet("R2", o9=5), bench.meet("R3", o9=5)
    assert bench.review(o9=3) == [("R2", Want([Reach("o9", 3)]))]
    assert (first.asked, second.asked) == ({"o9"}, set())
    assert bench.review(o9=3) == []


def test_everything_asked_of_one_terminal_goes_into_one_word(bench: Bench) -> None:
    bench.meet("R2", o8=5, o9=5)
    assert bench.review() == [("R2", Want([Reach("o8", 0), Reach("o9", 0)]))]
    bench.meet("R3", o7=1)
    assert bench.review() == [("R3", Want([Reach("o7", 0)]))]


def test_nobody_is_asked_for_this_terminals_own_facts_or_for_what_nobody_is_believed_about(bench: Bench) -> None:
    talk = bench.meet("R2", o1=5, o2=5, o9=5)
    bench.doubts.doubt(bench.meet("R3"), "o9", "it differs")
    bench.doubts.doubt(talk, "o9", "it differs")
    bench.said()
    assert bench.review() == []


def test_who_is_not_believed_about_an_origin_is_not_asked_for_it(bench: Bench) -> None:
    bench.doubts.doubt(bench.meet("R2", o9=7), "o9", "it differs")
    bench.meet("R3", o9=5)
    assert bench.review() == [("R3", Want([Reach("o9", 0)]))]


def test_whoever_hears_a_terminal_is_preferred_to_whoever_holds_more_of_it(bench: Bench) -> None:
    bench.meet("R2", o9=9)
    bench.meet("R3", "R9", o9=5)
    assert bench.review() == [("R3", Want([Reach("o9", 0)]))]


def test_then_whoever_holds_most_is_asked_and_of_two_alike_who_is_asked_for_less(bench: Bench) -> None:
    bench.meet("R2", o9=5)
    bench.meet("R3", o9=6, o8=4)
    bench.meet("R4", o8=4)
    assert bench.review() == [("R3", Want([Reach("o9", 0)])), ("R4", Want([Reach("o8", 0)]))]


def test_of_two_alike_chance_decides(bench: Bench) -> None:
    for label in ("R2", "R3", "R4"):
        bench.meet(label, o9=5)
    assert [label for label, _ in bench.review()] == ["R2"]  # the greatest draw of three


def test_whoever_has_given_a_past_to_days_already_is_not_asked_for_it(bench: Bench) -> None:
    bench.meet("R2", o9=9).bases["o9"] = 3
    bench.meet("R3", o9=5)
    assert bench.review(o9=2) == [("R3", Want([Reach("o9", 2)]))]
    other = Bench()
    other.meet("R2", o9=9).bases["o9"] = 3
    other.meet("R3", o9=5)
    assert other.review(o9=3) == [("R2", Want([Reach("o9", 3)]))]


def test_a_terminal_nobody_holds_more_of_is_asked_for_in_advance_where_somebody_hears_it(bench: Bench) -> None:
    bench.meet("R2")
    bench.meet("R3", "R9")
    assert bench.review() == [("R3", Want([Reach("o9", 0)]))]
    assert bench.review() == []


def test_one_who_knows_by_hearsay_is_left_for_one_who_hears(bench: Bench) -> None:
    bench.meet("R2", o9=5)
    bench.review(o9=5)
    bench.meet("R3", "R9", o9=5)
    assert bench.review(o9=5) == [("R2", Enough(["o9"])), ("R3", Want([Reach("o9", 5)]))]


def test_who_holds_as_much_as_we_do_is_kept_while_nobody_hears_the_terminal(bench: Bench) -> None:
    bench.meet("R2", o9=5)
    assert bench.review(o9=5) == [("R2", Want([Reach("o9", 5)]))]
    bench.meet("R3", o9=5)
    assert bench.review(o9=5) == []


def test_facts_that_fail_to_come_are_asked_of_another_after_four_seconds(bench: Bench) -> None:
    first = bench.meet("R2", o9=5)
    bench.meet("R3", o9=5)
    bench.passed = 10
    bench.review(o9=3)
    for passed in (11, 14.0):
        bench.passed = passed
        assert bench.review(o9=3) == []
    bench.passed = 14.1
    assert bench.review(o9=3) == [("R2", Enough(["o9"])), ("R3", Want([Reach("o9", 3)]))]
    assert first.asked == set()
    bench.passed = 19
    assert bench.review(o9=3) == [("R3", Enough(["o9"])), ("R2", Want([Reach("o9", 3)]))]


def test_who_is_alone_is_asked_again_and_has_four_seconds_anew(bench: Bench) -> None:
    bench.meet("R2", o9=5)
    bench.review(o9=3)
    said = []
    for passed in (4.1, 5.1, 8.1, 8.2):
        bench.passed = passed
        said.append(bench.review(o9=3))
    again = [("R2", Want([Reach("o9", 3)]))]
    assert said == [again, [], [], again]


def test_what_nobody_can_hand_over_any_more_is_asked_of_nobody(bench: Bench) -> None:
    bench.meet("R2", o9=9).bases["o9"] = 3
    for passed in (0, 10):
        bench.passed = passed
        assert bench.review(o9=2) == []


def test_who_serves_is_not_asked_again_because_somebody_better_is_not_believed(bench: Bench) -> None:
    bench.meet("R2", o9=5)
    bench.review(o9=5)
    bench.doubts.doubt(bench.meet("R3", "R9"), "o9", "it differs")
    assert bench.review(o9=5) == []


def test_whoever_has_nothing_new_is_not_asked_for_what_is_lacking_however_well_it_hears(bench: Bench) -> None:
    bench.meet("R2", "R9", "R8", o9=3)
    bench.meet("R3", o9=5, o8=1)
    assert bench.review(o9=3) == [("R3", Want([Reach("o9", 3), Reach("o8", 0)]))]


def test_of_two_that_hear_a_terminal_whoever_holds_some_of_it_is_asked(bench: Bench) -> None:
    bench.meet("R2", "R9")
    bench.meet("R3", "R9", o9=1)
    assert bench.review(o9=1) == [("R3", Want([Reach("o9", 1)]))]


def test_patience_begins_anew_where_nothing_was_lacking_in_between(bench: Bench) -> None:
    bench.meet("R2", o2=3)
    relay = bench.meet("R3", o2=5)
    assert bench.review(o2=3) == []
    del relay.peer.holds["o2"]
    assert bench.review(o2=3) == []
    relay.peer.holds["o2"] = 5
    bench.passed = 60
    assert bench.review(o2=3) == []


def test_while_facts_come_nobody_loses_patience(bench: Bench) -> None:
    talk = bench.meet("R2", o9=500)
    bench.meet("R3", o9=500)
    bench.review(o9=3)
    talk.facts_heard = 3.0
    bench.passed = 7.0
    assert bench.review(o9=3) == []
    for passed, seq in ((7.5, 100), (11.0, 200), (15.0, 200)):
        bench.passed = passed
        assert bench.review(o9=seq) == []
    bench.passed = 15.1
    assert len(bench.review(o9=200)) == 2


def test_a_terminal_that_is_heard_and_hands_nothing_over_is_asked_for_elsewhere(bench: Bench) -> None:
    bench.meet("R2", o2=5)
    bench.meet("R3", o2=5)
    assert bench.review(o2=3) == []
    bench.passed = 4.1
    ((label, word),) = bench.review(o2=3)
    assert (label, word) == ("R2", Want([Reach("o2", 3)]))  # its own word is asked for first
    bench.passed = 8.3
    assert bench.review(o2=3) == [("R3", Want([Reach("o2", 3)]))]
    assert bench.review(o2=5) == [("R3", Enough(["o2"]))]


def test_once_a_terminal_is_heard_itself_its_relay_is_told_and_waiting_begins_anew(bench: Bench) -> None:
    bench.meet("R3", o2=5)
    bench.review(o2=3)
    assert bench.said() == []
    bench.passed = 4.0
    bench.supply.met(bench.meet("R2", o2=5))
    assert bench.said() == [("R3", Enough(["o2"]))]
    bench.passed = 5.0
    bench.supply.review({"o2": 3}, 5.0)
    assert bench.said() == []
    bench.passed = 9.1
    assert len(bench.review(o2=3)) == 1


def test_what_nobody_speaks_of_any_more_is_left(bench: Bench) -> None:
    talk = bench.meet("R2", o9=5)
    bench.meet("R3", o8=1)
    bench.review()
    talk.peer.holds.clear()
    assert bench.review() == [("R2", Enough(["o9"]))]
    talk.peer.holds["o9"] = 5
    bench.passed = 60
    assert bench.review(o8=1) == [("R2", Want([Reach("o9", 0)]))]
    bench.passed = 63
    assert bench.review(o8=1) == []  # it waits since it was asked anew


def test_a_source_that_is_gone_is_replaced(bench: Bench) -> None:
    talk = bench.meet("R2", o9=5)
    bench.review(o9=5)
    bench.meet("R3", o9=5)
    bench.board.forget(talk.link)
    assert bench.review(o9=5) == [("R3", Want([Reach("o9", 5)]))]


def test_a_source_that_is_not_believed_any_more_is_replaced(bench: Bench) -> None:
    talk = bench.meet("R2", o9=5)
    bench.review(o9=5)
    bench.meet("R3", o9=5)
    bench.doubts.doubt(talk, "o9", "it differs")
    assert bench.review(o9=5) == [("R2", Enough(["o9"])), ("R3", Want([Reach("o9", 5)]))]


def test_it_is_looked_at_once_a_second_unless_something_was_stirred(bench: Bench) -> None:
    bench.supply.review({}, 10.0)
    bench.meet("R2", o9=5)
    bench.supply.review({}, 10.9)
    assert bench.said() == []
    bench.supply.review({}, 11.0)
    assert len(bench.said()) == 1
    bench.meet("R3", o8=5)
    bench.supply.stir()
    bench.supply.review({}, 11.1)
    assert len(bench.said()) == 1
    bench.supply.met(bench.meet("R4", o7=5))
    bench.supply.review({}, 11.2)
    assert bench.said() == [("R4", Want([Reach("o7", 0)]))]


def test_what_lies_before_a_gap_is_asked_for_once_a_second_of_whoever_may_be_asked(bench: Bench) -> None:
    talk = bench.meet("R2", o2=9, o9=9)
    for now in (1.0, 1.9, 2.0):
        bench.supply.again(talk, "o2", {"o2": 4}, now)
    assert bench.said() == [("R2", Want([Reach("o2", 4)]))] * 2
    bench.supply.again(talk, "o9", {}, 5.0)
    assert bench.said() == []  # it was never asked for that one
    bench.passed = 6.0
    bench.review(o2=9)
    for now, said in ((6.9, []), (7.0, [("R2", Want([Reach("o9", 0)]))])):
        bench.supply.again(talk, "o9", {}, now)
        assert bench.said() == said
