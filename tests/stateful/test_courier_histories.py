"""Random lives of couriers over lines that lose, repeat and delay: everything is told once, and nothing is in the way.

Two terminals of a store share one journal. Requests that left may arrive late, answers may be lost or come twice, the
program may die between any two effects, the role may change hands while something is under way, and some things are
never accepted. Healed, the back office holds exactly one object for each of ours, as we have it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from aura_terminal.domain.central import CentralChoice, CentralDecided, name_of
from sync.reconcile.contract import Answer, Lost, Reply
from sync.reconcile.effects import CourierLimits, Send, Turn
from tests.support.courier_bench import AT_ONCE, CourierBench
from tests.support.memory_book import MemoryBook, SharedFacts
from tests.support.scripted_central import NAME, ScriptedCentral

NUMBERS = st.integers(1, 6)
WHO = st.integers(0, 1)
PAGE = Reply(200, {"content-type": "text/html"}, b"<html>Welcome to the Wi-Fi</html>")
HALF = Reply(201, {"content-type": "application/json"}, b'{"id": "1')
LIMITS = [AT_ONCE, CourierLimits(), replace(AT_ONCE, at_once=1, plans=1, touched=2, ahead=2, facts=1)]
FATE = ["whole", "twice", "lost", "cut", "page", "half", "late"]
FATES = st.sampled_from(FATE)
POISONS = st.sampled_from([400, 403, 422, 500, 503])


class Died(Exception):
    """The program ended here."""


class Couriers(RuleBasedStateMachine):
    """Everything that can happen between two terminals and a back office."""

    def __init__(self) -> None:
        super().__init__()
        self.shared = SharedFacts()
        self.central = ScriptedCentral(limit=400, burst=100)
        self.late: list[Send] = []
        self.paid: set[str] = set()
        self.counted: dict[str, int] = {}
        self.deaths = 0
        self.passed = 0.0

    @initialize(limits=st.sampled_from(LIMITS))
    def begin(self, limits: CourierLimits) -> None:
        self.benches = [CourierBench(self.central, self.shared, limits, origin=origin) for origin in ("o1", "o2")]
        for bench in self.benches:
            bench.book = MemoryBook(self.shared, bench.origin, self._break)
            bench.start()
        self._fuse = -1
        self.benches[0].gateway().settle()

    @rule(number=NUMBERS, count=st.integers(0, 3))
    def a_thing_changes(self, number: int, count: int) -> None:
        self._count(f"thing-{number}", count)

    @rule(number=NUMBERS)
    def a_child_is_born(self, number: int) -> None:
        self._count(f"thing-{number}", 0)
        self._count(f"child-{number}", 1)

    @rule(number=NUMBERS)
    def a_thing_is_paid(self, number: int) -> None:
        self._count(f"thing-{number}", 0)
        self.benches[0].pay(f"thing-{number}")
        self.paid.add(f"thing-{number}")
        self.benches[1].courier.committed(self.benches[1].now)

    @rule(who=WHO, turns=st.integers(1, 12))
    def works(self, who: int, turns: int) -> None:
        self._living(who, lambda bench: [bench.step() for _ in range(turns)])

    @rule(who=WHO, after=st.integers(0, 3), turns=st.integers(1, 8))
    def dies_in_the_middle(self, who: int, after: int, turns: int) -> None:
        """The program ends just before one of its next transactions, or after them, before its effects are done."""
        self._fuse = after
        self._living(who, lambda bench: [bench.courier.work(bench.now) for _ in range(turns)])
        self._fuse = -1
        self._restart(self.benches[who])

    @rule(who=WHO)
    def dies_with_requests_under_way(self, who: int) -> None:
        self.late += [send for send in self.benches[who].out if send.method == "POST"]
        self._restart(self.benches[who])

    @rule(who=WHO, place=st.integers(0, 3), fate=FATES)
    def a_request_meets_its_fate(self, who: int, place: int, fate: str) -> None:
        bench = self.benches[who]
        if bench.out:
            self._meet(bench, bench.out.pop(place % len(bench.out)), fate)

    @rule(who=WHO, chance=st.randoms(use_true_random=False), rounds=st.integers(5, 25))
    def goes_on_for_a_while(self, who: int, chance: Random, rounds: int) -> None:
        """A stretch of ordinary bad luck: most requests get through, time passes, things change in between."""
        bench = self.benches[who]
        for _ in range(rounds):
            for _ in range(chance.randrange(1, 8)):
                bench.step()
            while bench.out and chance.random() < 0.8:
                fate = "whole" if chance.random() < 0.6 else chance.choice(FATE)
                self._meet(bench, bench.out.pop(chance.randrange(len(bench.out))), fate)
            if chance.random() < 0.3:
                self._count(f"thing-{chance.randrange(1, 7)}", chance.randrange(4))
            if chance.random() < 0.5:
                self._pass(chance.choice([1.0, 10.0, 40.0]))

    def _meet(self, bench: CourierBench, send: Send, fate: str) -> None:
        answer: Answer = Lost("the line was cut", maybe_done=True)
        if fate in ("whole", "twice", "cut", "half"):
            reply = self.central.answer(send, bench.now)
            answer = reply if fate in ("whole", "twice") else HALF if fate == "half" else answer
        elif fate == "page":
            answer = PAGE
        elif fate == "late" and send.method == "POST":
            self.late.append(send)
        else:
            answer = Lost("no connection", maybe_done=False)
        bench.passed += 0.001
        for _ in range(2 if fate == "twice" else 1):
            bench.courier.answered(send.ticket, answer, bench.now)

    @precondition(lambda self: bool(self.late))
    @rule(place=st.integers(0, 9))
    def a_request_arrives_late(self, place: int) -> None:
        self.central.answer(self.late.pop(place % len(self.late)), self.benches[0].now)

    @rule(seconds=st.sampled_from([1.0, 10.0, 70.0, 400.0]))
    def time_passes(self, seconds: float) -> None:
        self._pass(seconds)

    def _pass(self, seconds: float) -> None:
        for bench in self.benches:
            bench.passed += seconds
            bench.courier.tick(bench.now)
            bench.collect()

    @rule(who=WHO)
    def begins_to_speak(self, who: int) -> None:
        self.benches[who].courier.become_gateway(Turn.TAKEN_OVER, self.benches[who].now)

    @rule(who=WHO)
    def steps_down(self, who: int) -> None:
        self.benches[who].courier.step_down(self.benches[who].now)

    @rule()
    def the_token_runs_out(self) -> None:
        self.central.token += 1

    @rule(number=NUMBERS, status=POISONS)
    def a_thing_is_not_liked(self, number: int, status: int) -> None:
        self.central.poison[f"thing-{number}"] = status

    @rule()
    def things_are_liked_again(self) -> None:
        self.central.poison.clear()

    @invariant()
    def one_key_is_one_request(self) -> None:
        assert self.central.wrongs == []

    @invariant()
    def nothing_is_made_or_paid_twice(self) -> None:
        refs = [made["ref"] for made in self.central.objects.values()]
        assert len(refs) == len(set(refs))
        assert all(made["paid"] <= (made["ref"] in self.paid) for made in self.central.objects.values())

    @invariant()
    def the_bound_holds(self) -> None:
        assert self.central.refused_for_rate <= self.deaths

    def teardown(self) -> None:
        if not hasattr(self, "benches"):
            return
        for send in self.late:
            self.central.answer(send, self.benches[0].now)
        refused = {name_of(record.id).local_id for record in self.shared.records.values() if record.refused}
        poisoned = set(self.central.poison) | refused
        first, second = self.benches
        second.courier.step_down(second.now)
        first.gateway(Turn.TAKEN_OVER)
        for bench in (first, second):
            bench.passed += 1
            bench.courier.committed(bench.now)
        for _ in range(3):
            second.run(700, every=10)
            first.run(700, every=10)
        self._check(first, poisoned)
        self._decide_again(first)
        first.run(4000, every=20)
        self._check(first, set())
        assert first.courier.is_idle(first.now)
        writes = len(self.central.writes())
        first.run(1200, every=20)
        assert len(self.central.writes()) == writes
        second.courier.committed(second.now)
        second.run(2000, every=20)
        assert second.book.wires(NAME) == ()
        assert second.book.waiting(NAME, 10) == ()
        self.nothing_is_made_or_paid_twice()
        self.one_key_is_one_request()

    def _check(self, bench: CourierBench, poisoned: set[str]) -> None:
        """Everything that can be there is there once, as we have it; what cannot be is shown."""
        for local_id, count in self.counted.items():
            made = self.central.of(local_id)
            parent = local_id.replace("child", "thing")
            if parent in poisoned:
                continue
            assert len(made) == 1, local_id
            if local_id in poisoned or local_id.startswith("child"):
                continue
            assert (made[0]["n"], made[0]["paid"]) == (count, local_id in self.paid), local_id

    def _decide_again(self, bench: CourierBench) -> None:
        self.central.poison.clear()
        for record in list(self.shared.records.values()):
            for step, refused in list(record.refused.items()):
                decided = CentralDecided(record.id, step, refused.digest, CentralChoice.RETRY, bench.noon)
                self.shared.keep("o1", decided)
        bench.courier.committed(bench.now)

    def _count(self, local_id: str, number: int) -> None:
        if local_id.startswith("child") and local_id in self.counted:
            return
        self.counted[local_id] = number
        self.benches[0].count(local_id, number)
        self.benches[1].courier.committed(self.benches[1].now)

    def _living(self, who: int, act: Callable[[CourierBench], object]) -> None:
        try:
            act(self.benches[who])
        except Died:
            assert self._fuse <= 0

    def _break(self) -> None:
        if getattr(self, "_fuse", -1) == 0:
            raise Died
        if getattr(self, "_fuse", -1) > 0:
            self._fuse -= 1

    def _restart(self, bench: CourierBench) -> None:
        self.deaths += 1
        speaks = bench.courier.is_gateway
        bench.courier.drain()
        bench.start()
        if speaks:
            bench.gateway(Turn.TAKEN_OVER)


def lives(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples, stateful_step_count=steps, deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )  # fmt: skip


def test_whatever_happens_everything_is_told_once() -> None:
    run_state_machine_as_test(Couriers, settings=lives(25, 40))


@pytest.mark.campaign
def test_whatever_happens_everything_is_told_once_in_many_lives() -> None:
    examples = int(os.environ.get("AURA_COURIER_LIVES", "500"))
    run_state_machine_as_test(Couriers, settings=lives(examples, 80))
