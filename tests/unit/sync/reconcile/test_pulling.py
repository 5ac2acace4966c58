"""Passes page by page: restartable, stopped at the watermark, and nothing is gone that was missed only once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from aura_terminal.domain.central import name_of
from aura_terminal.domain.facts import Fact
from aura_terminal.ports.central import Picture, Sweep
from sync.mesh.contract import Moment
from sync.reconcile import pulling
from sync.reconcile.contract import Answer, Lost, Page, Pull, Reply
from sync.reconcile.effects import Send, Trouble
from sync.reconcile.pulling import before
from tests.support.courier_bench import CourierBench
from tests.support.scripted_central import NAME, ScriptedCentral, ScriptedConnector, thing


@pytest.fixture
def bench() -> CourierBench:
    """A courier that has not pulled anything yet."""
    return CourierBench(every=60).gateway()


def asked(bench: CourierBench) -> list[str]:
    return [one.path for one in bench.central.heard if one.path.startswith("/menu")]


def dishes(bench: CourierBench, step: str) -> set[str]:
    records = bench.shared.records.values()
    return {name_of(record.id).local_id for record in records if step in record.done}


def test_a_pass_asks_page_by_page_and_the_next_one_comes_when_it_is_due(bench: CourierBench) -> None:
    bench.settle()
    assert asked(bench) == ["/menu?page=1", "/menu?page=2"]
    assert dishes(bench, "pulled") == {"soup", "pie", "cake", "tea"}
    bench.run(59)
    assert len(asked(bench)) == 2
    bench.run(2)
    assert len(asked(bench)) == 4


def test_an_unchanged_page_makes_no_facts(bench: CourierBench) -> None:
    bench.settle()
    facts = len(bench.shared.facts)
    bench.run(200)
    assert len(bench.shared.facts) == facts


def test_a_pass_goes_on_at_its_page_after_a_restart(bench: CourierBench) -> None:
    bench.central.page_of_all = [f"dish-{number}" for number in range(9)]
    while not any("page=2" in send.path for send in bench.out):
        bench.deliver()
        bench.step()
    bench.start()
    bench.gateway()
    bench.settle()
    assert asked(bench) == ["/menu?page=1", "/menu?page=2", "/menu?page=3"]
    assert len(dishes(bench, "pulled")) == 9


def test_a_thing_is_gone_after_two_whole_passes_without_it(bench: CourierBench) -> None:
    bench.settle()
    bench.central.page_of_all.remove("pie")
    bench.run(61)
    assert dishes(bench, "gone") == set()
    bench.run(61)
    assert dishes(bench, "gone") == {"pie"}


def test_a_thing_that_was_missed_once_and_came_back_is_not_gone(bench: CourierBench) -> None:
    bench.settle()
    bench.central.page_of_all.remove("pie")
    bench.run(61)
    bench.central.page_of_all.append("pie")
    bench.run(61)
    bench.central.page_of_all.remove("pie")
    bench.run(61)
    assert dishes(bench, "gone") == set()
    bench.run(61)
    assert dishes(bench, "gone") == {"pie"}


class Mirroring(ScriptedConnector):
    """Takes the menu's dishes for the things it tells of, and remembers which of them are gone."""

    def __init__(self, central: ScriptedCentral, password: str) -> None:
        super().__init__(central, password)
        self.gone: list[str] = []

    def pulls(self) -> tuple[Pull, ...]:
        return (Pull("menu", 60, "thing", True),)

    def vanished(self, sweep: Sweep, ids: Iterable[str], picture: Picture) -> tuple[Fact, ...]:
        self.gone.extend(ids)
        return ()


def test_what_has_work_pending_is_never_taken_for_gone() -> None:
    bench = CourierBench(make=Mirroring).gateway()
    bench.count("thing-1", 5)
    bench.run(1)
    central_id = bench.book.picture.record(thing("thing-1")).central_id
    bench.central.page_of_all.append(central_id)
    bench.run(61)
    bench.central.page_of_all.remove(central_id)
    bench.central.poison["thing-1"] = 500
    bench.count("thing-1", 6)
    bench.run(300)
    assert isinstance(bench.connector, Mirroring)
    assert bench.connector.gone == []
    bench.central.poison.clear()
    bench.run(600)
    assert bench.connector.gone == [central_id]


def test_a_watermark_is_kept_two_minutes_early_and_only_by_a_pass_seen_from_its_start(bench: CourierBench) -> None:
    bench.settle()
    assert bench.book.sweep(NAME, "menu").watermark == "2026-11-22T11:58:00Z"


@pytest.mark.parametrize(
    ("mark", "early"),
    [("2026-01-01T00:01:00Z", "2025-12-31T23:59:00Z"), ("17", "17"), ("", "")],
)
def test_two_minutes_before_a_watermark(mark: str, early: str) -> None:
    assert before(mark) == early


def test_a_server_that_shows_the_same_page_for_ever_is_left_and_nothing_is_gone_by_it(bench: CourierBench) -> None:
    bench.settle()
    page = bench.central.answer

    def line(send: Send, now: Moment) -> Answer:
        return page(replace(send, path=send.path.replace("page=2", "page=1")), now)

    bench.line = line
    bench.run(61)
    assert len(asked(bench)) == 4
    bench.run(300)
    assert dishes(bench, "gone") == set()


def test_a_page_that_cannot_be_read_rests_and_is_named_and_the_rest_goes_on(bench: CourierBench) -> None:
    bench.settle()
    bench.count("thing-1", 5)
    broken = Reply(200, {"content-type": "application/json"}, b'{"data": {"soup": 1}}')
    bench.line = lambda send, now: broken if "menu" in send.path else bench.central.answer(send, now)
    bench.run(100)
    assert bench.said[-1].trouble is Trouble.UNREADABLE
    assert bench.said[-1].detail == "menu: the central sent an object at data"
    assert bench.numbers() == {"thing-1": [5]}
    bench.line = None
    bench.run(200)
    assert bench.said[-1].detail == ""


def test_a_resource_the_account_may_not_see_keeps_nothing_else_waiting() -> None:
    bench = CourierBench().gateway()
    no = Reply(403, {}, b'{"error": {"code": "FORBIDDEN", "message": "not for you"}}')
    bench.line = lambda send, now: no if "menu" in send.path else bench.central.answer(send, now)
    bench.count("thing-1", 5)
    bench.run(5)
    assert bench.numbers() == {"thing-1": [5]}
    assert bench.courier.is_idle(bench.now)


def test_a_page_that_did_not_come_is_asked_for_again_and_the_courier_is_not_idle(bench: CourierBench) -> None:
    bench.line = lambda send, now: (
        Lost("no answer in time", maybe_done=True) if "menu" in send.path else bench.central.answer(send, now)
    )
    bench.run(3)
    assert not bench.courier.is_idle(bench.now)
    bench.line = None
    bench.run(300)
    assert bench.courier.is_idle(bench.now)
    assert len(dishes(bench, "pulled")) == 4


def test_everything_is_asked_for_anew_when_a_person_wants_it(bench: CourierBench) -> None:
    bench.settle()
    bench.courier.pull_again(bench.now)
    assert not bench.courier.is_idle(bench.now)
    bench.settle()
    assert len(asked(bench)) == 4
    assert bench.courier.is_idle(bench.now)


def test_a_long_page_enters_the_store_a_few_facts_at_a_time() -> None:
    bench = CourierBench(limits=replace(CourierBench().limits, facts=1)).gateway()
    bench.settle()
    assert len(dishes(bench, "pulled")) == 4
    assert bench.kept == 4


class Refusing(ScriptedConnector):
    """Its menu is not given to this account, or is not there at all."""

    def page(self, sweep: Sweep, answer: Reply, picture: Picture, now_ms: int) -> Page:
        if answer.status == 404:
            return Page((), (), has_next=False, is_enough=True)
        return super().page(sweep, answer, picture, now_ms)


@pytest.mark.parametrize(
    ("status", "is_base", "trouble"),
    [(404, False, Trouble.NONE), (403, False, Trouble.NONE), (403, True, Trouble.UNREADABLE)],
)
def test_a_list_that_is_not_given_counts_only_where_telling_builds_on_it(
    status: int, is_base: bool, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = CourierBench(make=Refusing, every=60)
    monkeypatch.setattr(Refusing, "pulls", lambda self: (Pull("menu", 60, is_base=is_base),))
    bench.line = lambda send, now: (
        Reply(status, {}, b'{"error":{"code":"NO","message":"not for you"}}')
        if send.path.startswith("/menu")
        else bench.central.answer(send, now)
    )
    bench.gateway()
    bench.run(3)
    standing = bench.courier.standing(bench.now)
    assert standing.trouble is trouble
    assert standing.detail == ("" if status == 404 else "menu: not for you")


def test_a_list_without_an_end_is_left_and_said_to_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling, "MOST_PAGES", 7)
    bench = CourierBench(every=3600)
    bench.central.page_of_all = [f"dish-{number}" for number in range(4 * 20)]
    bench.gateway()
    bench.run(60)
    assert len(asked(bench)) == 7
    standing = bench.courier.standing(bench.now)
    assert (standing.trouble, standing.detail) == (Trouble.UNREADABLE, "menu: it has no end: 7 pages were read")


class Gaps(ScriptedConnector):
    """A row of its menu has no id any more."""

    has_gaps = False

    def page(self, sweep: Sweep, answer: Reply, picture: Picture, now_ms: int) -> Page:
        page = super().page(sweep, answer, picture, now_ms)
        ids = tuple(one for one in page.ids if one != "pie")
        gap = self.has_gaps and ids != page.ids
        return replace(page, ids=ids, troubles=("nothing at data[1].id",), has_gaps=True) if gap else page


def test_nothing_is_gone_after_passes_with_gaps() -> None:
    bench = CourierBench(make=Gaps, every=60).gateway()
    bench.settle()
    bench.central.page_of_all.remove("cake")
    assert isinstance(bench.connector, Gaps)
    bench.connector.has_gaps = True
    bench.run(300)
    assert dishes(bench, "gone") == set()
    assert bench.courier.standing(bench.now).detail == "menu: nothing at data[1].id"
    bench.connector.has_gaps = False
    bench.central.page_of_all.append("cake")
    bench.run(100)
    assert bench.courier.standing(bench.now).trouble is Trouble.NONE
