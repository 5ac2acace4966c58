"""Random lives of three terminals that lose each other, hear twice, hear late and crash: healed, they hold the same."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from aura_terminal.domain.staff import Actor
from sync.mesh.contract import MeshLimits
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import signed_in
from tests.support.mesh_cable import Cable, Room, alike, seat
from tests.support.store_service import order_of
from tests.support.store_shop import StoredShop, founded, opened

LABELS = ("R1", "R2", "R3")
STATIONS = st.sampled_from(LABELS)
PLACES = st.integers(0, 30)
LIMITS = [MeshLimits(), MeshLimits(slice_rows=7, batch_facts=11, window=2, live_facts=3, live_window=4)]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Three terminals of one store, of which the first has the menu."""
    folder = tmp_path / "template"
    first = founded(folder / "R1")
    store_id = first.store.identity.store_id
    first.store.close()
    for seed, label in enumerate(LABELS[1:], 1):
        founded(folder / label, label=label, store_id=store_id, seed=seed, documents=()).store.close()
    return folder


class Histories(RuleBasedStateMachine):
    """Everything that can happen between three terminals and their cables."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name)
        self.shops: dict[str, StoredShop] = {}
        self.actors: dict[str, Actor] = {}

    @initialize(seed=st.integers(0, 2**16), limits=st.sampled_from(LIMITS))
    def begin(self, seed: int, limits: MeshLimits) -> None:
        self.room = Room(seed, limits)
        for place, label in enumerate(LABELS):
            shutil.copytree(self.template / label, self.folder / label)
            clock = FixedClock()
            clock.advance(seconds=60 + place)
            shop = opened(self.folder / label, clock, SeededIds(clock, seed + place + 10))
            self.shops[label] = shop
            seat(self.room, shop)
        everything = self.shops["R1"].store.facts_after(self.shops["R1"].store.identity.origin, 0, 1000)
        for label in LABELS[1:]:
            self.shops[label].store.receive(everything)
        self.reached: dict[str, dict[str, int]] = {label: {} for label in LABELS}

    @rule(label=STATIONS, items=st.integers(1, 4))
    def takes_an_order(self, label: str, items: int) -> None:
        shop = self.shops[label]
        shop.clock.advance(seconds=1)
        if label not in self.actors:
            self.actors[label] = signed_in(shop.shop)
        order_of(shop, self.actors[label], items)
        self.room.committed(label)

    @rule(pair=st.sampled_from([("R1", "R2"), ("R2", "R3"), ("R3", "R1")]))
    def meets(self, pair: tuple[str, str]) -> None:
        if self.room.between(*pair) is None:
            self.room.join(*pair)

    @rule(place=PLACES)
    def loses_a_link(self, place: int) -> None:
        cable = self._cable(place)
        if cable is not None:
            self.room.cut(cable)

    @rule(place=PLACES, end=st.integers(0, 1), count=st.integers(1, 12))
    def hears(self, place: int, end: int, count: int) -> None:
        cable = self._cable(place)
        for _ in range(count):
            if cable in self.room.cables and cable is not None:
                self.room.deliver_one(cable, end)

    @rule(place=PLACES, end=st.integers(0, 1))
    def hears_twice(self, place: int, end: int) -> None:
        cable = self._cable(place)
        if cable is not None and cable.queues[end]:
            cable.queues[end].appendleft(cable.queues[end][0])

    @rule(place=PLACES, end=st.integers(0, 1))
    def hears_late(self, place: int, end: int) -> None:
        cable = self._cable(place)
        if cable is not None:
            cable.queues[end].rotate(-1)

    @rule(place=PLACES, end=st.integers(0, 1))
    def never_hears(self, place: int, end: int) -> None:
        cable = self._cable(place)
        if cable is not None and cable.queues[end]:
            cable.queues[end].popleft()

    @rule(label=STATIONS, turns=st.integers(1, 6))
    def works(self, label: str, turns: int) -> None:
        for _ in range(turns):
            self.room.work(label)

    @rule(seconds=st.sampled_from([0.25, 1.0, 6.0, 16.0]))
    def time_passes_unheard(self, seconds: float) -> None:
        self.room.passed += seconds
        self.room.tick()

    @rule(label=STATIONS)
    def crashes(self, label: str) -> None:
        for cable in [cable for cable in self.room.cables if label in cable.ends]:
            self.room.cut(cable)
        self.actors.pop(label, None)
        seat(self.room, self.shops[label].reopen())

    @invariant()
    def nothing_known_is_lost(self) -> None:
        for label, shop in self.shops.items():
            known = {str(origin): seq for origin, seq in shop.store.known()}
            assert all(known.get(origin, 0) >= seq for origin, seq in self.reached[label].items())
            self.reached[label] = known

    def teardown(self) -> None:
        try:
            if self.shops:
                self._heal()
        finally:
            for shop in self.shops.values():
                shop.store.close()
            self.place.cleanup()

    def _heal(self) -> None:
        for _ in range(3):
            for pair in (("R1", "R2"), ("R2", "R3"), ("R3", "R1")):
                if self.room.between(*pair) is None:
                    self.room.join(*pair)
            self.room.pass_time(8)
        shops = list(self.shops.values())
        assert alike(*shops)
        assert all(shop.store.verify() == () for shop in shops[:1])
        for label, station in self.room.stations.items():
            assert [s.trouble for s in station.mesh.states(self.room.now(label)) if "differs" in s.trouble] == []

    def _cable(self, place: int) -> Cable | None:
        return self.room.cables[place % len(self.room.cables)] if self.room.cables else None


def test_three_terminals_that_lose_each_other_come_to_hold_the_same(template: Path) -> None:
    Histories.template = template
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=10, stateful_step_count=40, deadline=None, derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        ),
    )  # fmt: skip


@pytest.mark.campaign
def test_many_histories_of_three_terminals(template: Path) -> None:
    Histories.template = template
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=300, stateful_step_count=80, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        ),
    )  # fmt: skip
