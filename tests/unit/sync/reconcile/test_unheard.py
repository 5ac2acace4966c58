"""Without keys, what another terminal may have told is looked for before it is made, whenever it is heard of."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from sync.mesh.contract import Moment
from sync.reconcile.contract import Answer
from sync.reconcile.effects import WITHOUT_KEYS, Send, Turn
from sync.reconcile.gateway import Gateway
from tests.support.courier_bench import CourierBench, Line, dead
from tests.support.scripted_central import ScriptedCentral

LIMITS = replace(WITHOUT_KEYS, linger={})


@pytest.fixture
def bench() -> CourierBench:
    """The second terminal of a store, on standby at a back office that keeps no keys; the menu is mirrored."""
    bench = CourierBench(ScriptedCentral(keeps_keys=False), limits=LIMITS, origin="o2").gateway()
    bench.settle()
    bench.courier.step_down(bench.now)
    bench.central.heard.clear()
    return bench


def told_by_the_first(bench: CourierBench, local_id: str, number: int) -> None:
    """The first terminal made a thing there, and nobody has heard the answer."""
    id_ = str(len(bench.central.objects) + 1)
    bench.central.objects[id_] = {"id": id_, "ref": local_id, "n": number, "paid": 0}


def heard_of(bench: CourierBench, local_id: str, number: int) -> None:
    """The thing is known here now, but not that it was told."""
    bench.count(local_id, number, origin="o1")


def asked(bench: CourierBench) -> list[str]:
    """What was asked and told of things."""
    return [f"{one.method} {one.path}" for one in bench.central.heard if "things" in one.path]


def no_writes(central: ScriptedCentral) -> Line:
    """A line on which no creating request leaves."""

    def line(send: Send, now: Moment) -> Answer:
        return dead(send, now) if send.method == "POST" else central.answer(send, now)

    return line


@pytest.mark.parametrize("last", ["", "o2"])
def test_who_took_over_and_died_looks_after_its_restart_as_well(bench: CourierBench, last: str) -> None:
    told_by_the_first(bench, "thing-1", 5)
    heard_of(bench, "thing-1", 5)
    bench.gateway(Turn.TAKEN_OVER)
    bench.run(2)
    bench.start()
    bench.gateway(Gateway("o2", Random(1), paired=1, last=last).turn)
    bench.run(60)
    assert bench.numbers() == {"thing-1": [5]}


def test_what_a_dead_speaker_told_is_found_however_late_it_comes_back(bench: CourierBench) -> None:
    bench.gateway(Turn.TAKEN_OVER)
    bench.run(3 * 3600, every=20)
    told_by_the_first(bench, "thing-1", 5)
    bench.courier.heard({"o1": False}, bench.now)
    heard_of(bench, "thing-1", 5)
    bench.run(60)
    assert bench.numbers() == {"thing-1": [5]}


def test_what_waited_while_another_spoke_unheard_is_looked_for(bench: CourierBench) -> None:
    bench.gateway(Turn.TAKEN_OVER)
    bench.run(3600, every=20)
    bench.line = no_writes(bench.central)
    heard_of(bench, "thing-1", 5)
    bench.run(5)
    told_by_the_first(bench, "thing-1", 5)
    bench.courier.heard({"o1": True}, bench.now)
    bench.line = None
    bench.run(400)
    assert bench.numbers() == {"thing-1": [5]}


def test_what_was_looked_for_is_looked_for_again_when_another_was_heard_since(bench: CourierBench) -> None:
    heard_of(bench, "thing-1", 5)
    bench.gateway(Turn.TAKEN_OVER)
    bench.line = no_writes(bench.central)
    bench.run(40)
    assert asked(bench)[0] == "GET /things?ref=thing-1"
    told_by_the_first(bench, "thing-1", 5)
    bench.courier.heard({"o1": False}, bench.now)
    bench.line = None
    bench.run(400)
    assert bench.numbers() == {"thing-1": [5]}


def look_under_way(bench: CourierBench) -> Send:
    """A look of a first time as speaker, whose answer has not come when another terminal speaks."""
    heard_of(bench, "thing-1", 5)
    bench.gateway(Turn.TAKEN_OVER)
    while not any("things" in send.path for send in bench.out):
        if not bench.step():
            bench.deliver()
            bench.passed += 1
            bench.courier.tick(bench.now)
    [look] = [send for send in bench.out if "things" in send.path]
    bench.out.remove(look)
    bench.courier.step_down(bench.now)
    return look


@pytest.mark.parametrize("comes", ["before", "after"])
def test_a_look_that_left_before_another_spoke_tells_nothing(bench: CourierBench, comes: str) -> None:
    look = look_under_way(bench)
    answer = bench.central.answer(look, bench.now)
    told_by_the_first(bench, "thing-1", 5)
    if comes == "before":
        bench.courier.answered(look.ticket, answer, bench.now)
    bench.passed += 60
    bench.gateway(Turn.TAKEN_OVER)
    if comes == "after":
        bench.run(20)
        bench.courier.answered(look.ticket, answer, bench.now)
    bench.run(120)
    assert bench.numbers() == {"thing-1": [5]}
    assert asked(bench).count("GET /things?ref=thing-1") == 2


def test_what_another_speaker_sent_is_let_arrive_before_anybody_looks(bench: CourierBench) -> None:
    bench.gateway(Turn.TAKEN_OVER)
    bench.run(3600, every=20)
    bench.courier.heard({"o1": True}, bench.now)
    heard_of(bench, "thing-1", 5)
    bench.run(28)
    assert asked(bench) == []
    told_by_the_first(bench, "thing-1", 5)
    bench.run(10)
    assert asked(bench) == ["GET /things?ref=thing-1"]
    assert bench.numbers() == {"thing-1": [5]}


def test_it_does_not_matter_how_the_clock_was_set(bench: CourierBench) -> None:
    bench.ahead = 7200
    told_by_the_first(bench, "thing-1", 5)
    heard_of(bench, "thing-1", 5)
    bench.run(2)
    bench.ahead = 0
    bench.gateway(Turn.TAKEN_OVER)
    bench.run(60)
    assert bench.numbers() == {"thing-1": [5]}


def test_a_link_that_comes_and_goes_holds_nothing_up_for_good(bench: CourierBench) -> None:
    bench.gateway(Turn.TAKEN_OVER)
    heard_of(bench, "thing-1", 5)
    for place in range(60):
        bench.courier.heard({} if place % 2 else {"o1": False}, bench.now)
        bench.run(5)
    assert bench.numbers() == {"thing-1": [5]}


def test_while_everybody_is_heard_new_things_are_made_without_looking(bench: CourierBench) -> None:
    bench.gateway(Turn.TAKEN_OVER)
    for _ in range(200):
        bench.courier.heard({"o1": False}, bench.now)
        bench.run(5)
    heard_of(bench, "thing-1", 5)
    bench.run(2)
    assert asked(bench) == ["POST /things"]


def test_who_is_alone_makes_what_waited_without_looking() -> None:
    bench = CourierBench(ScriptedCentral(keeps_keys=False), limits=LIMITS)
    bench.count("thing-1", 5)
    bench.gateway(Gateway("o1", Random(1), last="o1").turn)
    bench.run(5)
    assert asked(bench) == ["POST /things"]


def test_where_keys_are_kept_a_restart_costs_no_look() -> None:
    bench = CourierBench(origin="o2")
    bench.count("thing-1", 5)
    bench.gateway(Gateway("o2", Random(1), paired=1, last="o2").turn)
    bench.courier.heard({"o1": False}, bench.now)
    bench.run(5)
    assert asked(bench) == ["POST /things"]
