"""Slices go into the store whole, what it refuses is told and left out, and what it cannot do now is tried again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.journal import ForeignHistory, JournalRow
from sync.mesh.columns import run_of
from sync.mesh.contract import Chance, LinkId, Look, MeshHost, MeshLimits, Moment, Refused, Stalled
from sync.mesh.conversation import Conversation
from sync.mesh.doubts import Doubts
from sync.mesh.intake import LIVE_BYTES, Intake
from sync.mesh.peers import STAMPS
from sync.mesh.taking import LOOK_EVERY, Taking
from sync.protocol import Facts
from tests.support.chained_facts import made
from tests.support.mesh_board import BoardBench

FULL = Unavailable("disk", "it is full")


class Journal:
    """Takes everything unless told otherwise."""

    def __init__(self) -> None:
        self.rows: list[JournalRow] = []
        self.troubles: list[Exception] = []
        self.tries = 0
        self.unfolded: list[bool] = []
        self.settled: list[int] = []

    def receive(self, rows: Iterable[JournalRow]) -> None:
        self.tries += 1
        if self.troubles:
            raise self.troubles.pop(0)
        self.rows.extend(rows)

    def settle(self, most: int) -> bool:
        self.settled.append(most)
        if self.troubles:
            raise self.troubles.pop(0)
        return self.unfolded.pop(0) if self.unfolded else False


class Host:
    """The terminal around it."""

    def __init__(self) -> None:
        self.journal = Journal()


class Drawn:
    """A chance that draws what a test says."""

    def __init__(self) -> None:
        self.draw = 0.0

    def random(self) -> float:
        return self.draw


class Bench(BoardBench):
    """Terminal R1, its journal, and what it was sent."""

    def __init__(self, **limits: object) -> None:
        super().__init__(MeshLimits(**limits))  # type: ignore[arg-type]  # of what each is
        self.host, self.chance, self.passed = Host(), Drawn(), 0.0
        self.journal = self.host.journal
        self.doubts = Doubts(self.board)
        self.gaps: list[str] = []
        self.intake = Intake(
            self.board.limits, self.board.wire, lambda link, origin: self.gaps.append(origin), *([_never] * 2)
        )
        self.taking = Taking(self.board, cast(MeshHost, self.host), self.intake, self.doubts, cast(Chance, self.chance))
        self.acknowledged: list[LinkId] = []

    @property
    def now(self) -> Moment:
        return Moment(self.passed, round(self.passed * 1000))

    def put(self, link: Conversation | LinkId, *runs: Sequence[JournalRow]) -> None:
        number = link.link if isinstance(link, Conversation) else link
        assert self.intake.put(number, self.board.wire.encode(Facts([run_of(rows) for rows in runs])))

    def take(self, **known: int) -> bool:
        return self.taking.take(known, self.now, self.acknowledged.append)

    def looks(self) -> int:
        """How often screens were told to look, since the last time."""
        looks = sum(isinstance(effect, Look) for effect in self.board.effects)
        self.board.effects = [effect for effect in self.board.effects if not isinstance(effect, Look)]
        return looks

    def stalls(self) -> list[str]:
        return [effect.why for effect in self.board.effects if isinstance(effect, Stalled)]


def _never(*said: object) -> None:
    raise AssertionError(said)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_what_came_is_taken_counted_acknowledged_and_shown(bench: Bench) -> None:
    talk, rows = bench.meet("R2"), made("o2", 3)
    assert not bench.taking.is_waiting(bench.now)
    bench.put(talk, rows)
    assert bench.taking.is_waiting(bench.now)
    assert bench.take()
    assert (bench.journal.rows, bench.taking.taken, bench.acknowledged) == (rows, 3, [talk.link])
    assert (bench.looks(), bench.taking.is_waiting(bench.now)) == (1, False)


def test_what_is_known_is_acknowledged_and_nobody_need_look(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.put(talk, made("o2", 3))
    assert not bench.take(o2=3)
    assert (bench.journal.tries, bench.acknowledged, bench.looks()) == (0, [talk.link], 0)


def test_nobody_is_believed_about_this_terminals_own_facts_or_on_a_link_that_is_gone(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.put(talk, made("o1", 1))
    bench.put(LinkId(77), made("o3", 1))
    assert not bench.take()
    assert (bench.journal.rows, bench.gaps) == ([], [])


def test_whoever_told_a_history_that_does_not_fit_is_not_heard_about_it_again(bench: Bench) -> None:
    liar, other = bench.meet("R2"), bench.meet("R3")
    bench.doubts.doubt(liar, "o4", "it differs")
    bench.put(liar, made("o4", 1), made("o5", 1))
    bench.put(other, made("o4", 2))
    bench.take()
    assert [(row.origin, row.seq) for row in bench.journal.rows] == [("o5", 1), ("o4", 1), ("o4", 2)]


def test_a_full_disk_is_said_once_and_the_same_slice_is_tried_further_and_further_apart() -> None:
    bench = Bench(longest_pause=3.0)
    talk, rows = bench.meet("R2"), made("o2", 2)
    bench.put(talk, rows)
    bench.journal.troubles = [FULL] * 5
    pauses = []
    for _ in range(5):
        assert not bench.take()
        began = bench.passed
        while not bench.taking.is_waiting(bench.now):
            assert (bench.taking.is_paused, bench.taking.is_unsettled(bench.now)) == (True, False)
            bench.passed += 0.125
        pauses.append(bench.passed - began)
    assert pauses == [0.5, 1.0, 2.0, 3.0, 3.0]
    assert (bench.stalls(), bench.acknowledged) == (["disk: it is full"], [])
    assert bench.take()
    assert (bench.journal.rows, bench.stalls()) == (rows, ["disk: it is full", ""])
    assert not bench.taking.is_paused
    assert bench.taking.is_unsettled(Moment(0.0, 0))


def test_terminals_whose_stores_are_full_do_not_all_try_at_once(bench: Bench) -> None:
    bench.chance.draw = 0.5
    bench.put(bench.meet("R2"), made("o2", 1))
    bench.journal.troubles = [FULL]
    bench.take()
    assert [bench.taking.is_waiting(Moment(at, 0)) for at in (0.374, 0.375)] == [False, True]


def test_one_origin_that_does_not_fit_is_left_out_and_told_of_whoever_sent_it(bench: Bench) -> None:
    first, second = bench.meet("R2"), bench.meet("R3")
    bench.put(first, made("o4", 1), made("o5", 1))
    bench.put(second, made("o4", 2)[:2])
    bench.journal.troubles = [ForeignHistory("o4", 1, "it differs")]
    assert not bench.take()
    refused = [effect for effect in bench.board.effects if isinstance(effect, Refused)]
    assert [(one.label, one.origin) for one in refused] == [("R2", "o4"), ("R3", "o4")]
    assert bench.take()
    assert [row.origin for row in bench.journal.rows] == ["o5"]
    assert bench.acknowledged == [first.link, second.link]


def test_a_sender_that_is_gone_by_then_is_told_of_nobody(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.put(talk, made("o4", 1), made("o5", 1, stamp=999_000 << 16))
    bench.journal.troubles = [FULL, ForeignHistory("o4", 1, "it differs")]
    bench.take()
    bench.board.forget(talk.link)
    bench.passed = 1
    assert not bench.take()
    assert not [effect for effect in bench.board.effects if isinstance(effect, Refused)]
    assert bench.take()
    assert [row.origin for row in bench.journal.rows] == ["o5"]


def test_a_refusal_that_names_nothing_of_the_slice_ends_it(bench: Bench) -> None:
    bench.put(bench.meet("R2"), made("o4", 1))
    bench.journal.troubles = [ForeignHistory("o9", 1, "it differs")]
    assert not bench.take()
    assert not bench.take()
    assert (bench.journal.tries, len(bench.acknowledged)) == (1, 1)


def test_while_a_finger_is_down_a_backlog_is_left_and_what_is_live_is_taken(bench: Bench) -> None:
    talk = bench.meet("R2")
    bench.intake.slice_rows = 0
    bench.put(talk, made("o2", 1))
    assert bench.take()
    bench.put(talk, made("o2", 1, payload=bytes(range(256)) * 400))
    bench.intake.put(talk.link, b"x" * LIVE_BYTES)
    assert not bench.take(o2=0)
    bench.intake.slice_rows = 100
    assert bench.intake.is_backlog


def test_screens_look_at_a_backlog_now_and_then_and_at_its_end(bench: Bench) -> None:
    bench.intake.slice_rows = 1
    bench.put(bench.meet("R2"), made("o2", 5))
    looks = []
    for seq, passed in enumerate((10.0, 10.0 + LOOK_EVERY - 0.01, 10.0 + LOOK_EVERY, 10.3, 10.3)):
        bench.passed = passed
        assert bench.take(o2=seq)
        looks.append(bench.looks())
    assert looks == [1, 0, 1, 0, 1]


def test_what_was_only_journalled_is_folded_until_nothing_is_left(bench: Bench) -> None:
    bench.taking.settle_rows = 7
    bench.journal.unfolded = [True, True, False]
    looks = []
    for passed in (0.0, 0.1, 0.2):
        assert bench.taking.is_unsettled(bench.now)
        bench.passed = passed
        bench.taking.settle(bench.now)
        looks.append(bench.looks())
    assert (bench.journal.settled, bench.taking.settled, looks) == ([7, 7, 7], 21, [1, 0, 1])
    assert not bench.taking.is_unsettled(bench.now)
    bench.put(bench.meet("R2"), made("o2", 1))
    bench.take()
    assert bench.taking.is_unsettled(bench.now)


def test_a_store_that_cannot_fold_just_now_is_asked_again_later(bench: Bench) -> None:
    bench.journal.troubles = [FULL]
    bench.taking.settle(bench.now)
    assert (bench.stalls(), bench.taking.settled, bench.looks()) == (["disk: it is full"], 0, 0)
    assert [bench.taking.is_unsettled(Moment(at, 0)) for at in (0.49, 0.5)] == [False, True]


def test_nothing_is_folded_while_nothing_may_be(bench: Bench) -> None:
    bench.taking.settle_rows = 0
    bench.taking.settle(bench.now)
    assert (bench.journal.settled, bench.looks()) == ([], 0)


@pytest.mark.parametrize(
    ("ahead_ms", "is_said"), [(120_000, False), (120_001, True), (179_999, True), (-500_000, False)]
)
def test_facts_stamped_far_ahead_are_taken_and_whoever_brought_them_is_pointed_out(
    ahead_ms: int, is_said: bool
) -> None:
    bench = Bench(ahead_ms=120_000)
    talk = bench.meet("R2")
    bench.passed = 1_000.0
    rows = made("o4", 2, stamp=(1_000_000 + ahead_ms << 16) - 2)
    bench.put(talk, rows)
    assert bench.take()
    words = {STAMPS: "facts of terminal o4 are stamped 2 minutes ahead; look at its clock"}
    assert talk.peer.troubles == (words if is_said else {})


def test_of_a_terminal_whose_clock_is_measured_the_measure_counts_and_not_the_stamp() -> None:
    bench = Bench(ahead_ms=120_000)
    bearer, writer = bench.meet("R2"), bench.meet("R4")
    writer.peer.troubles[STAMPS] = "said before it was met"
    bench.put(bearer, made("o4", 1, stamp=999_000 << 16))
    assert bench.take()
    assert (bearer.peer.troubles, writer.peer.troubles) == ({}, {})
