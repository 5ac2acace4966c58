"""What waits to be taken: in turn from every link, without a gap, each fact once, and never more than was agreed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import msgspec
import pytest

from aura_terminal.ports.journal import JournalRow
from sync.mesh.columns import run_of
from sync.mesh.contract import LinkId, MeshLimits
from sync.mesh.intake import LIVE_BYTES, LIVE_FACTS, OPENED_AT_ONCE, Intake, Slice
from sync.mesh.wire import Wire
from sync.protocol import Facts, HeadsAsk
from tests.support.chained_facts import made

ONE, TWO = LinkId(1), LinkId(2)


class Bench:
    """An intake that says what was wrong; messages are given as the facts they hold."""

    def __init__(self, **limits: int) -> None:
        self.gaps: list[tuple[LinkId, str]] = []
        self.wrongs: list[tuple[LinkId, str]] = []
        self.foreign: list[tuple[LinkId, str]] = []
        self.wire = Wire()
        self.intake = Intake(
            replace(MeshLimits(), **limits), self.wire,
            lambda *said: self.gaps.append(said),
            lambda *said: self.wrongs.append(said),
            lambda link, origin, why: self.foreign.append((link, origin)),
        )  # fmt: skip

    def put(self, link: LinkId, *runs: Sequence[JournalRow]) -> bool:
        """One message with these runs of facts."""
        return self.intake.put(link, self.wire.encode(Facts([run_of(rows) for rows in runs])))

    def slice(self, known: Mapping[str, int] | None = None, refused: Collection[str] = ()) -> Slice:
        return self.intake.next_slice(known or {}, lambda link, origin: origin in refused)


def places(slice_: Slice) -> list[tuple[str, int]]:
    return [(row.origin, row.seq) for row in slice_.rows]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_facts_come_out_as_they_were_made_with_the_link_they_came_by(bench: Bench) -> None:
    rows = made("o2", 3)
    assert bench.put(ONE, rows)
    assert (bool(bench.intake), bench.intake.waits(ONE), bench.intake.waits(TWO)) == (True, True, False)
    slice_ = bench.slice()
    assert (slice_.rows, slice_.sources, slice_.finished) == (rows, {"o2": {ONE}}, [ONE])
    assert not bench.intake
    assert (bench.gaps, bench.wrongs, bench.foreign) == ([], [], [])


def test_what_is_known_falls_away_and_its_message_is_dealt_with(bench: Bench) -> None:
    rows = made("o2", 5)
    bench.put(ONE, rows[:3])
    bench.put(ONE, rows[2:])
    slice_ = bench.slice({"o2": 3})
    assert (places(slice_), slice_.finished) == ([("o2", 4), ("o2", 5)], [ONE, ONE])


def test_the_same_facts_by_two_links_are_taken_once(bench: Bench) -> None:
    rows = made("o2", 4)
    bench.put(ONE, rows[:3])
    bench.put(TWO, rows)
    slice_ = bench.slice()
    assert places(slice_) == [("o2", 1), ("o2", 2), ("o2", 3), ("o2", 4)]
    assert (slice_.sources, slice_.finished) == ({"o2": {ONE, TWO}}, [ONE, TWO])


def test_a_slice_is_no_longer_than_asked_and_the_rest_comes_next(bench: Bench) -> None:
    rows = made("o2", 5)
    bench.intake.slice_rows = 2
    bench.put(ONE, rows)
    known, found = {"o2": 0}, []
    for _ in range(3):
        slice_ = bench.slice(known)
        found.append((len(slice_.rows), slice_.finished))
        known["o2"] += len(slice_.rows)
    assert found == [(2, []), (2, []), (1, [ONE])]


def test_a_slice_that_is_just_full_ends_its_message(bench: Bench) -> None:
    bench.intake.slice_rows = 2
    bench.put(ONE, made("o2", 2))
    assert bench.slice().finished == [ONE]
    assert not bench.intake


def test_a_message_without_facts_is_dealt_with(bench: Bench) -> None:
    bench.put(ONE)
    assert (bench.slice().finished, bool(bench.intake)) == ([ONE], False)


def test_whoever_was_cut_short_goes_behind_the_others(bench: Bench) -> None:
    bench.intake.slice_rows = 2
    bench.put(ONE, made("o2", 4))
    bench.put(TWO, made("o3", 2))
    first = bench.slice()
    second = bench.slice({"o2": 2})
    assert [places(first), places(second)] == [[("o2", 1), ("o2", 2)], [("o3", 1), ("o3", 2)]]


def test_links_share_a_slice(bench: Bench) -> None:
    bench.intake.slice_rows = 3
    bench.put(ONE, made("o2", 2))
    bench.put(TWO, made("o3", 2))
    assert places(bench.slice()) == [("o2", 1), ("o2", 2), ("o3", 1)]
    assert places(bench.slice({"o2": 2, "o3": 1})) == [("o3", 2)]


def test_facts_behind_a_gap_are_let_go_and_asked_for(bench: Bench) -> None:
    rows = made("o2", 6)
    bench.put(ONE, rows[2:])
    slice_ = bench.slice({"o2": 1})
    assert (places(slice_), bench.gaps, slice_.finished) == ([], [(ONE, "o2")], [ONE])
    bench.put(ONE, rows[2:])
    assert places(bench.slice({"o2": 2})) == [("o2", 3), ("o2", 4), ("o2", 5), ("o2", 6)]
    assert len(bench.gaps) == 1


def test_what_was_opened_and_lost_its_beginning_meanwhile_is_asked_for(bench: Bench) -> None:
    bench.intake.slice_rows = 1
    bench.put(ONE, made("o2", 2))
    bench.slice()
    slice_ = bench.slice({"o2": 0})  # the first one was left out
    assert (places(slice_), bench.gaps, slice_.finished) == ([], [(ONE, "o2")], [ONE])
    assert not bench.intake


def test_what_became_known_since_it_was_opened_is_passed_over(bench: Bench) -> None:
    bench.intake.slice_rows = 1
    bench.put(ONE, made("o2", 4))
    bench.slice()
    assert places(bench.slice({"o2": 3})) == [("o2", 4)]
    assert bench.gaps == []


def test_what_is_refused_is_passed_over_unasked(bench: Bench) -> None:
    bench.put(ONE, made("o2", 2), made("o3", 1))
    slice_ = bench.slice(refused=["o2"])
    assert (places(slice_), slice_.finished, bench.gaps) == ([("o3", 1)], [ONE], [])


def test_an_altered_run_is_named_and_the_others_are_taken(bench: Bench) -> None:
    altered = msgspec.structs.replace(run_of(made("o2", 2)), actors=["ana", "somebody else"])
    bench.intake.put(ONE, bench.wire.encode(Facts([altered, run_of(made("o3", 1))])))
    assert (places(bench.slice()), bench.foreign) == ([("o3", 1)], [(ONE, "o2")])


def test_what_is_known_is_passed_over_unopened(bench: Bench) -> None:
    altered = msgspec.structs.replace(run_of(made("o2", 2)), actors=["ana", "somebody else"])
    bench.intake.put(ONE, bench.wire.encode(Facts([altered])))
    assert (bench.slice({"o2": 2}).finished, bench.foreign) == ([ONE], [])


def test_what_is_no_message_of_facts_ends_its_link_and_no_other(bench: Bench) -> None:
    run = run_of(made("o2", 2))
    crooked = msgspec.structs.replace(run, actors=["ana"])
    for link, message in ((ONE, Facts([crooked])), (TWO, HeadsAsk())):
        bench.intake.put(link, bench.wire.encode(message))
    bench.put(LinkId(3), made("o3", 1))
    assert places(bench.slice()) == [("o3", 1)]
    assert bench.wrongs == [(ONE, "the columns of a run are not of one length"), (TWO, "facts were expected")]
    assert not bench.intake


def test_a_link_may_send_so_many_messages_and_so_many_bytes_ahead() -> None:
    bench = Bench(inbox_messages=2, inbox_bytes=100)
    assert [bench.intake.put(ONE, b"x" * 10) for _ in range(3)] == [True, True, False]
    assert [bench.intake.put(TWO, b"x" * size) for size in (60, 41, 40)] == [True, False, True]
    assert bench.intake.put(LinkId(3), b"x" * 200)  # one that is too long by itself is still one


def test_what_was_opened_makes_room_for_more() -> None:
    bench = Bench(inbox_bytes=1)
    rows = made("o2", 3)
    for row, seq in zip(rows, range(3), strict=True):
        assert bench.put(ONE, [row])
        assert not bench.put(ONE, [row])
        assert places(bench.slice({"o2": seq})) == [("o2", seq + 1)]


def test_what_is_opened_takes_no_room_in_the_inbox() -> None:
    message = Bench().wire.encode(Facts([run_of(made("o2", 2))]))
    bench = Bench(inbox_bytes=3 * len(message))
    bench.intake.slice_rows = 1
    bench.intake.put(ONE, message)
    bench.slice()
    assert [bench.intake.put(ONE, message) for _ in range(4)] == [True, True, True, False]


def test_a_replay_of_what_is_known_is_passed_over_in_short_turns(bench: Bench) -> None:
    rows = made("o2", 1)
    for _ in range(OPENED_AT_ONCE + 1):
        bench.put(ONE, rows)
    assert len(bench.slice({"o2": 1}).finished) == OPENED_AT_ONCE
    assert bench.intake.waits(ONE)
    assert bench.slice({"o2": 1}).finished == [ONE]
    assert not bench.intake


def test_a_backlog_is_more_than_terminals_tell_while_they_work(bench: Bench) -> None:
    found = []
    for size in (LIVE_BYTES, LIVE_BYTES + 1):
        bench.intake.put(LinkId(size), b"x" * size)
        found.append(bench.intake.is_backlog)
    for _ in range(2):
        bench.intake.drop(LinkId(LIVE_BYTES + 1))
        found.append(bench.intake.is_backlog)
    assert found == [False, True, False, False]


@pytest.mark.parametrize(("opened", "behind", "is_backlog"), [(2, LIVE_FACTS, True), (2, LIVE_FACTS - 1, False)])
def test_facts_that_are_opened_and_not_taken_are_counted_too(
    bench: Bench, opened: int, behind: int, is_backlog: bool
) -> None:
    bench.intake.slice_rows = 1
    bench.put(ONE, made("o2", opened), made("o3", behind))
    bench.slice()
    assert bench.intake.is_backlog is is_backlog


def test_while_a_backlog_is_left_alone_what_is_live_comes_whole(bench: Bench) -> None:
    bench.intake.slice_rows = 0
    bench.put(ONE, made("o2", LIVE_FACTS + 1))
    assert len(bench.slice().rows) == LIVE_FACTS


def test_one_origin_may_be_left_out_of_a_slice(bench: Bench) -> None:
    bench.put(ONE, made("o2", 2), made("o3", 1))
    slice_ = bench.slice()
    slice_.without("o2")
    slice_.without("o7")
    assert (places(slice_), slice_.sources, slice_.finished) == ([("o3", 1)], {"o3": {ONE}}, [ONE])
