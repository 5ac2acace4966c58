"""One terminal speaks for the store, chosen without a person, through deaths, partitions and flapping links."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.reconcile.effects import Turn
from sync.reconcile.gateway import Gateway

BEAT, SILENCE, PROBE = 0.25, 15.0, 3.0


@dataclass
class Seat:
    """A terminal: whether it runs, has a line to the back office, and when it last heard whom say what."""

    gateway: Gateway
    runs: bool = True
    has_line: bool = True
    heard: dict[str, tuple[float, bool]] = field(default_factory=dict)
    probe_ends: float | None = None


class Room:
    """Terminals that tell each other in beats whether they speak, over links a test cuts."""

    def __init__(self, *names: str, last: str = "") -> None:
        self.now = 0.0
        self.cut: set[frozenset[str]] = set()
        self.last = last
        self.seats = {name: Seat(self.made(name, len(names) - 1)) for name in names}
        self.silent: list[float] = []
        self.changes: list[tuple[float, str]] = []

    def made(self, name: str, paired: int) -> Gateway:
        return Gateway(name, Random(name), paired=paired, last=self.last)

    def restart(self, name: str) -> None:
        self.seats[name] = Seat(self.made(name, len(self.seats) - 1))

    def speaking(self) -> list[str]:
        return [name for name, seat in self.seats.items() if seat.runs and seat.gateway.speaks]

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / BEAT)):
            self.now += BEAT
            before = self.speaking()
            for name, seat in self.seats.items():
                if seat.runs:
                    self.beat(name, seat)
            for seat in self.seats.values():
                if seat.runs:
                    self.turn(seat)
            self.changes += [(self.now, name) for name in self.speaking() if name not in before]

    def beat(self, name: str, seat: Seat) -> None:
        for other, hearer in self.seats.items():
            if other != name and hearer.runs and frozenset((name, other)) not in self.cut:
                hearer.heard[name] = self.now, seat.gateway.speaks

    def turn(self, seat: Seat) -> None:
        heard = {name: speaks for name, (at, speaks) in seat.heard.items() if self.now - at <= SILENCE}
        if seat.gateway.look(heard, self.now):
            seat.probe_ends = self.now + (0.1 if seat.has_line else PROBE)
        if seat.probe_ends is not None and self.now >= seat.probe_ends:
            seat.probe_ends = None
            if seat.has_line:
                seat.gateway.reached(self.now)
            else:
                seat.gateway.missed(self.now)
        if seat.gateway.speaks and not seat.has_line:
            seat.gateway.goes_ill(self.now)
        elif seat.gateway.speaks:
            seat.gateway.goes_well()


def test_a_store_of_one_speaks_at_once() -> None:
    room = Room("a")
    room.run(1)
    assert room.speaking() == ["a"]


def test_the_smallest_origin_of_those_that_hear_each_other_speaks() -> None:
    room = Room("c", "a", "b")
    room.run(20)
    assert room.speaking() == ["a"]
    assert [name for _, name in room.changes] == ["a"]


def test_whoever_has_no_line_lets_the_next_one_speak() -> None:
    room = Room("a", "b", "c")
    room.seats["a"].has_line = False
    room.run(30)
    assert room.speaking() == ["b"]


def test_a_dead_terminal_is_replaced_within_thirty_seconds() -> None:
    names = [f"t{number:02}" for number in range(20)]
    room = Room(*names)
    room.run(20)
    assert room.speaking() == ["t00"]
    for dead in ("t00", "t01", "t02"):
        room.seats[dead].runs = False
        died = room.now
        room.run(30)
        (speaker,) = room.speaking()
        assert room.changes[-1] == (room.changes[-1][0], speaker)
        assert room.changes[-1][0] - died <= 30


def test_a_terminal_that_loses_its_line_hands_over_by_itself() -> None:
    room = Room("a", "b")
    room.run(20)
    room.seats["a"].has_line = False
    room.run(26)
    assert room.speaking() == ["b"]


def test_a_better_terminal_that_comes_back_takes_nothing_away() -> None:
    room = Room("a", "b")
    room.run(20)
    room.seats["a"].runs = False
    room.run(30)
    room.restart("a")
    room.run(120)
    assert room.speaking() == ["b"]


def test_in_a_partition_both_sides_speak_and_the_smaller_goes_on_afterwards() -> None:
    room = Room("a", "b", "c")
    room.run(20)
    room.cut = {frozenset("ab"), frozenset("ac")}
    room.run(40)
    assert room.speaking() == ["a", "b"]
    room.cut = set()
    room.run(1)
    assert room.speaking() == ["a"]
    assert room.seats["b"].gateway.turn is Turn.TAKEN_OVER


def test_two_who_do_not_hear_each_other_but_a_third_does_both_speak_and_the_third_is_still() -> None:
    room = Room("a", "b", "c")
    room.cut = {frozenset("ab")}
    room.run(60)
    assert set(room.speaking()) == {"a", "b"}


def test_a_link_that_flaps_for_a_moment_changes_nothing() -> None:
    room = Room("a", "b")
    room.run(20)
    for _ in range(20):
        room.cut = {frozenset("ab")}
        room.seats["b"].heard.clear()
        room.seats["a"].heard.clear()
        room.run(4)
        room.cut = set()
        room.run(3)
    assert [name for _, name in room.changes] == ["a"]


def test_with_the_internet_gone_for_all_nobody_speaks_for_long_and_one_does_when_it_is_back() -> None:
    room = Room("a", "b", "c")
    room.run(20)
    for seat in room.seats.values():
        seat.has_line = False
    room.run(3600)
    assert room.speaking() == []
    for seat in room.seats.values():
        seat.has_line = True
    room.run(320)
    assert len(room.speaking()) == 1


def test_a_store_of_one_keeps_speaking_while_nobody_answers() -> None:
    room = Room("a")
    room.run(1)
    room.seats["a"].has_line = False
    room.run(600)
    assert room.speaking() == ["a"]


def test_it_is_known_whether_somebody_else_spoke_last() -> None:
    assert Room("a").seats["a"].gateway.turn is Turn.OWN
    assert Room("a", last="a").seats["a"].gateway.turn is Turn.OWN
    assert Room("a", last="b").seats["a"].gateway.turn is Turn.TAKEN_OVER
    room = Room("a", "b")
    room.run(20)
    room.seats["a"].runs = False
    room.run(30)
    assert room.seats["b"].gateway.turn is Turn.TAKEN_OVER


def test_where_there_are_others_a_start_anew_is_no_turn_of_its_own_whoever_is_known_to_have_spoken_last() -> None:
    for last in ("", "a"):
        assert Room("a", "b", last=last).seats["a"].gateway.turn is Turn.RESUMED
        assert Gateway("a", Random(1), others=1, last=last).turn is Turn.RESUMED


def test_who_was_ill_and_let_others_speak_does_not_go_on_as_if_nobody_had() -> None:
    room = Room("a", "b")
    room.run(20)
    room.seats["a"].has_line = room.seats["b"].has_line = False
    room.run(60)
    room.cut = {frozenset("ab")}
    room.run(20)
    room.seats["a"].has_line = room.seats["b"].has_line = True
    room.run(330)
    assert room.speaking() == ["a", "b"]
    assert room.seats["a"].gateway.turn is Turn.RESUMED


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["die", "start", "line", "no_line", "cut", "heal"]), st.sampled_from("abcd")),
        max_size=12,
    )
)
def test_whatever_happened_one_speaks_in_the_end(story: list[tuple[str, str]]) -> None:
    room = Room("a", "b", "c", "d")
    for what, name in story:
        seat = room.seats[name]
        match what:
            case "die":
                seat.runs = False
            case "start" if not seat.runs:
                room.restart(name)
            case "line" | "no_line":
                seat.has_line = what == "line"
            case "cut":
                room.cut |= {frozenset((name, other)) for other in room.seats if other != name}
            case _:
                room.cut = set()
        room.run(7)
    room.cut = set()
    for name, seat in list(room.seats.items()):
        if not seat.runs:
            room.restart(name)
        room.seats[name].has_line = True
    room.run(330)
    assert len(room.speaking()) == 1
    speaker = room.speaking()
    room.run(60)
    assert room.speaking() == speaker
