"""Beats tell what changed, measure clocks, and prove that what two terminals hold is the same history."""

from __future__ import annotations

from typing import cast

import pytest

from sync.mesh.beats import SOON, STEP_MS, Beats
from sync.mesh.contract import Chance, MeshHost, MeshLimits, Moment, Refused
from sync.mesh.conversation import Conversation
from sync.mesh.doubts import Doubts
from sync.mesh.peers import CLOCK
from sync.protocol import Beat, Head, HeadsAsk, Heard
from sync.vector import digest_of
from tests.support.mesh_board import BoardBench

OURS, THEIRS = b"a" * 32, b"b" * 32


class Journal:
    """Holds a hash for every place it is given; counts how often it is asked."""

    def __init__(self) -> None:
        self.hashes: dict[tuple[str, int], bytes] = {}
        self.asked = 0

    def hash_at(self, origin: str, seq: int) -> bytes | None:
        self.asked += 1
        return self.hashes.get((origin, seq))


class Host:
    """The terminal around it."""

    def __init__(self) -> None:
        self.journal = Journal()


class Drawn:
    """A chance that draws what a test says."""

    draw = 0.0

    def random(self) -> float:
        return self.draw


class Bench(BoardBench):
    """Terminal R1 and its beats."""

    def __init__(self) -> None:
        super().__init__(MeshLimits(beat=5.0, ahead_ms=120_000))
        self.host, self.chance = Host(), Drawn()
        self.doubts = Doubts(self.board)
        self.beats = Beats(self.board, cast(MeshHost, self.host), self.doubts, cast(Chance, self.chance))

    def hold(self, **heads: int) -> dict[str, int]:
        """What is held, every fact of it as it is here."""
        self.host.journal.hashes.update(dict.fromkeys(heads.items(), OURS))
        return heads

    def say(self, talk: Conversation, now: Moment, **known: int) -> Beat:
        """What is said on a link in one beat."""
        self.beats.say(talk, self.hold(**known), now)
        (said,) = self.said()
        assert said[0] == talk.peer.label
        assert isinstance(said[1], Beat)
        return said[1]

    def doubted(self) -> list[tuple[str, str]]:
        """Whose word was refused about which origin."""
        refused = [effect for effect in self.board.effects if isinstance(effect, Refused)]
        return [(effect.label, effect.origin) for effect in refused]


def at(seconds: float, ahead_ms: int = 0) -> Moment:
    return Moment(seconds, round(seconds * 1000) + ahead_ms)


def beat(
    moment: int = 0, *heads: Head, echo: tuple[int, int] = (0, 0), hears: tuple[Heard, ...] = (),
    reaches: tuple[str, ...] = (), digest: bytes | None = None,
) -> Beat:  # fmt: skip
    """What a peer says; its digest is over these heads unless told otherwise."""
    own = digest_of({head.origin: (head.seq, head.hash) for head in heads})
    return Beat(moment, *echo, list(hears), list(heads), own if digest is None else digest, list(reaches))


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_beat_tells_the_time_whom_one_hears_and_the_heads_that_changed(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.meet("R3")
    first = bench.say(talk, at(3), o1=4, o5=2)
    assert (first.at, first.hears, first.reaches) == (3000, [Heard("R3", "o3")], [])
    assert first.heads == [Head("o1", 4, OURS), Head("o5", 2, OURS)]
    second = bench.say(talk, at(8), o1=4, o5=3)
    assert second.heads == [Head("o5", 3, OURS)]
    assert second.digest == digest_of({"o1": (4, OURS), "o5": (3, OURS)})


def test_a_head_that_is_not_held_any_more_is_not_told(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.beats.say(talk, {"o1": 4}, at(0))
    ((_, said),) = bench.said()
    assert isinstance(said, Beat)
    assert said.heads == []


def test_beats_are_due_every_five_seconds_or_a_little_sooner(bench: Bench) -> None:
    talk = bench.meet("R2")
    assert bench.beats.due(talk, at(0))
    bench.say(talk, at(10))
    assert [bench.beats.due(talk, at(moment)) for moment in (14.9, 15.0)] == [False, True]
    bench.chance.draw = 0.5
    bench.say(talk, at(20))
    assert [bench.beats.due(talk, at(moment)) for moment in (24.74, 24.75)] == [False, True]


def test_whoever_asks_for_all_heads_is_told_them_soon(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.say(talk, at(10), o1=4)
    talk.last_heard = 11.0
    bench.beats.tell_all(talk)
    assert [bench.beats.due(talk, at(moment)) for moment in (11.2, 11.0 + SOON)] == [False, True]
    assert bench.say(talk, at(12), o1=4).heads == [Head("o1", 4, OURS)]
    talk.last_heard = 30.0
    bench.beats.tell_all(talk)
    assert bench.beats.due(talk, at(17))  # not later than its turn


def test_what_this_terminal_reaches_is_told_soon_when_it_changes_and_only_then(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.say(talk, at(10))
    bench.beats.reach([], at(11))
    assert talk.beat_due == 15.0
    bench.beats.reach(["two", "one"], at(11))
    assert talk.beat_due == 11.0 + SOON
    assert bench.say(talk, at(12)).reaches == ["one", "two"]
    bench.beats.reach(["one", "two"], at(13))
    assert talk.beat_due == 17.0
    bench.beats.reach([], at(16.9))
    assert talk.beat_due == 17.0


def test_what_a_beat_says_is_remembered_and_news_only_when_it_changed(bench: Bench) -> None:
    talk = bench.meet("R2", "R3")
    said = beat(5, hears=(Heard("R4", "o4"),), reaches=("auraconnect",))
    assert bench.beats.hear(talk, said, {}, at(1))
    assert (talk.hears, talk.peer.reaches) == ({"o4": "R4"}, ("auraconnect",))
    assert not bench.beats.hear(talk, said, {}, at(2))
    more = beat(6, Head("o4", 9, THEIRS), hears=(Heard("R4", "o4"),))
    assert bench.beats.hear(talk, more, {}, at(3))
    assert talk.peer.holds == {"o4": 9}
    assert not bench.beats.hear(talk, more, {}, at(4))
    assert bench.said() == []


def test_a_beat_answers_the_last_one_so_that_clocks_can_be_measured(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.beats.hear(talk, beat(70_000), {}, at(1))
    answer = bench.say(talk, at(2))
    assert (answer.echo_at, answer.echo_heard) == (70_000, 1000)
    bench.beats.hear(talk, beat(72_500, echo=(2000, 71_500)), {}, at(3.5))
    assert talk.peer.clock.ahead_ms == 69_250  # half of what (71.5 - 2) and (72.5 - 3.5) come to
    bench.beats.hear(talk, beat(99_999, echo=(2000, 99_999)), {}, at(4))
    assert talk.peer.clock.ahead_ms == 69_250  # an echo counts once


def test_an_echo_of_what_was_never_said_measures_nothing(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.beats.hear(talk, beat(500_000, echo=(1, 500_000)), {}, at(1))
    assert talk.peer.clock.ahead_ms == 0


@pytest.mark.parametrize(("set_by", "is_void"), [(STEP_MS, False), (STEP_MS + 1, True), (-STEP_MS - 1, True)])
def test_once_the_own_clock_was_set_what_was_measured_is_void(bench: Bench, set_by: int, is_void: bool) -> None:
    talk = bench.meet("R2")
    bench.say(talk, at(10))
    bench.beats.hear(talk, beat(70_000), {}, at(11))
    bench.beats.watch_clock(at(12))
    bench.beats.watch_clock(at(12.25))
    talk.peer.clock.echoed(0, 5000, 5000, 0)
    bench.beats.watch_clock(at(12.5, set_by))
    bench.beats.watch_clock(at(12.75, set_by))
    assert (not talk.beats_sent, (talk.echo_at, talk.echo_heard) == (0, 0)) == (is_void, is_void)
    talk.peer.clock.told(1000, 0)
    assert talk.peer.clock.ahead_ms == (1000 if is_void else 5000)


def test_an_hour_in_which_both_clocks_went_on_is_no_clock_that_was_set(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.say(talk, at(10))
    bench.beats.watch_clock(at(12))
    bench.beats.watch_clock(at(3612))
    assert talk.beats_sent


def test_a_peer_that_lost_count_of_heads_is_asked_for_all_of_them(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.beats.hear(talk, beat(1, Head("o2", 1, THEIRS)), {}, at(1))
    assert bench.said() == []
    bench.beats.hear(talk, beat(2, Head("o2", 2, THEIRS), digest=b"of other heads"), {}, at(2))
    assert bench.said() == [("R2", HeadsAsk())]
    bench.beats.hear(talk, beat(3, Head("o3", 1, THEIRS)), {}, at(3))
    assert bench.said() == []  # it began anew


def test_histories_that_agree_are_proved_without_a_word(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.beats.hear(talk, beat(1, Head("o4", 3, OURS)), bench.hold(o4=3), at(1))
    assert (bench.doubted(), talk.heads_unproved) == ([], {})


def test_a_history_that_differs_is_doubted_once_it_can_be_compared(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.beats.hear(talk, beat(1, Head("o4", 3, THEIRS)), bench.hold(o4=2), at(1))
    assert bench.doubted() == []
    bench.beats.prove(talk, bench.hold(o4=3))
    bench.beats.prove(talk, bench.hold(o4=3))
    assert bench.doubted() == [("R2", "o4")]
    assert talk.peer.troubles == {
        "history o4": "its history of terminal o4 differs from ours at fact 3; verify both terminals"
    }


def test_what_is_not_held_yet_is_compared_once_it_is(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.beats.hear(talk, beat(1, Head("o4", 1, THEIRS)), {}, at(1))
    assert talk.heads_unproved == {"o4": (1, THEIRS)}
    bench.beats.prove(talk, bench.hold(o4=1))
    assert bench.doubted() == [("R2", "o4")]


def test_what_has_left_the_journal_cannot_be_compared(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.beats.hear(talk, beat(1, Head("o4", 3, THEIRS)), {"o4": 9}, at(1))
    assert (bench.doubted(), talk.heads_unproved) == ([], {})


def test_whoever_holds_more_of_this_terminal_than_it_does_itself_shows_an_old_copy(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.beats.hear(talk, beat(1, Head("o1", 8, THEIRS)), bench.hold(o1=7), at(1))
    assert bench.doubted() == [("R2", "o1")]
    assert "goes on from an old copy" in talk.peer.troubles["history o1"]
    assert talk.heads_unproved == {"o1": (8, THEIRS)}  # compared once it is held


def test_a_hash_is_read_once_for_all_links(bench: Bench) -> None:
    for label in ("R2", "R3", "R4"):
        bench.say(bench.meet(label), at(1), o1=4)
    assert bench.host.journal.asked == 1
    assert bench.say(bench.meet("R5"), at(2), o1=5).heads == [Head("o1", 5, OURS)]
    assert bench.host.journal.asked == 2


@pytest.mark.parametrize(
    ("ahead_ms", "said"),
    [
        (120_000, None), (120_001, "its clock is 2 minutes ahead; set it right"),
        (179_999, "its clock is 2 minutes ahead; set it right"), (-900_000, None),
    ],
)  # fmt: skip
def test_a_clock_more_than_two_minutes_ahead_is_pointed_out_until_it_is_right(
    bench: Bench, ahead_ms: int, said: str | None
) -> None:
    talk = bench.meet("R2")
    talk.peer.clock.told(ahead_ms, 0)
    bench.beats.mind_clock(talk)
    assert talk.peer.troubles.get(CLOCK) == said
    talk.peer.clock.told(0, 0)
    bench.beats.mind_clock(talk)
    assert talk.peer.troubles == {}
