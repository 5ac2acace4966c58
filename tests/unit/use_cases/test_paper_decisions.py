"""No paper comes out twice without a word on it, and each decision about paper is made where it makes sense."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import OrderId, StaffId
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpoolKind, SpoolState
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.use_cases.paper_queue import PaperQueue
from tests.support.memory_shop import MemoryStore, demo_store
from tests.support.memory_spool import MemorySpool
from tests.support.printer_samples import KITCHEN_SLIP, RECEIPT

CASHIER = Actor(StaffId("r"), "Sofia", frozenset({Permission.TAKE_PAYMENT, Permission.REPRINT}))
STRANGER = Actor(StaffId("x"), "Nobody", frozenset({Permission.SELL}))
ORDER, OTHER = OrderId("order"), OrderId("other")
ADDRESS = "ada@example.org"


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def put(
    store: MemoryStore, name: str, state: SpoolState, kind: SpoolKind = SpoolKind.RECEIPT, *, route: str = "receipt",
    order: OrderId | None = None,
) -> PrintJobId:  # fmt: skip
    spool = MemorySpool(store.journal.jobs)
    papers = {SpoolKind.KITCHEN_SLIP: KITCHEN_SLIP, SpoolKind.RECEIPT: RECEIPT}
    document = papers.get(kind)
    spool.add(PrintJob(PrintJobId(name), kind, route, name, order, document), store.clock.now())
    spool.settle(PrintJobId(name), state, "", store.clock.now())
    store.clock.advance(seconds=1)
    return PrintJobId(name)


def states(store: MemoryStore) -> dict[str, SpoolState]:
    """How each paper stands, copies under what they are copies of."""
    return {job.job.duplicate_of or job.job.job_id: job.state for job in store.journal.jobs if not job.job.duplicate_of}


def copies(store: MemoryStore) -> list[PrintJob]:
    return [job.job for job in store.journal.jobs if job.state is SpoolState.QUEUED and job.job.duplicate_of]


ACTS: dict[str, Callable[[PaperQueue, Actor, PrintJobId], object]] = {
    "try again": lambda queue, by, job: queue.print_now(by, job),
    "it printed": lambda queue, by, job: queue.it_printed(by, job),
    "a copy": lambda queue, by, job: queue.print_copy(by, job),
    "let go": lambda queue, by, job: queue.let_go(by, job),
    "elsewhere": lambda queue, by, job: queue.redirect(by, job, "front", "bar"),
    "mail": lambda queue, by, job: queue.mail(by, job, ADDRESS),
}
WAITING, LOST, OUT = SpoolState.HELD, SpoolState.UNCONFIRMED, SpoolState.PRINTED


@pytest.mark.parametrize("act", ACTS)
def test_who_takes_no_money_and_cooks_nothing_decides_nothing_about_paper(store: MemoryStore, act: str) -> None:
    for state in (WAITING, LOST, OUT):
        job = put(store, state.value, state)
        with pytest.raises(RuleBroken) as refused:
            ACTS[act](store.shop.paper, STRANGER, job)
        assert refused.value.rule in (Rule.NOT_ALLOWED, Rule.UNKNOWN)
    assert (states(store), copies(store)) == ({one.value: one for one in (WAITING, LOST, OUT)}, [])


@pytest.mark.parametrize(
    ("act", "state", "becomes", "copied"),
    [
        ("try again", WAITING, SpoolState.QUEUED, False),
        ("try again", OUT, None, False),
        ("try again", LOST, None, False),
        ("it printed", LOST, SpoolState.PRINTED, False),
        ("it printed", WAITING, None, False),
        ("a copy", LOST, SpoolState.REPRINTED, True),
        ("a copy", OUT, SpoolState.PRINTED, True),
        ("a copy", WAITING, None, False),
        ("let go", LOST, SpoolState.CANCELLED, False),
        ("let go", OUT, None, False),
        ("elsewhere", WAITING, SpoolState.REDIRECTED, True),
        ("elsewhere", OUT, None, False),
        ("mail", WAITING, SpoolState.REDIRECTED, True),
        ("mail", OUT, SpoolState.PRINTED, True),
        ("mail", SpoolState.SENDING, None, False),
    ],
)
def test_what_becomes_of_a_paper_and_whether_another_one_comes_out(
    store: MemoryStore, act: str, state: SpoolState, becomes: SpoolState | None, copied: bool
) -> None:
    job = put(store, "a", state)
    if becomes is None:
        with pytest.raises(NotFound):
            ACTS[act](store.shop.paper, CASHIER, job)
    else:
        ACTS[act](store.shop.paper, CASHIER, job)
    assert states(store) == {"a": becomes or state}
    made = copies(store)
    assert [one.duplicate_of for one in made] == (["a"] if copied else [])
    assert all(one.document != RECEIPT or one.recipient for one in made)


def test_a_paper_that_waited_too_long_is_printed_after_all_and_says_when_it_was_from(store: MemoryStore) -> None:
    job = put(store, "a", SpoolState.LATE)
    store.shop.paper.print_now(CASHIER, job)
    (made,) = copies(store)
    assert states(store)["a"] is not SpoolState.LATE
    assert made.document != RECEIPT


def test_the_last_slips_of_an_order_come_again_one_for_each_printer_that_had_one(store: MemoryStore) -> None:
    slip = SpoolKind.KITCHEN_SLIP
    put(store, "first", OUT, slip, route="grill", order=ORDER)
    put(store, "last", OUT, slip, route="grill", order=ORDER)
    put(store, "bar", SpoolState.ACCEPTED, slip, route="bar", order=ORDER)
    put(store, "waits", WAITING, slip, route="pizza", order=ORDER)
    put(store, "receipt", OUT, route="front", order=ORDER)
    put(store, "other", OUT, slip, route="pass", order=OTHER)
    made = store.shop.paper.slips_again(CASHIER, ORDER)
    assert sorted(str(one.duplicate_of) for one in made) == ["bar", "last"]
    assert sorted(copies(store), key=lambda one: one.job_id) == sorted(made, key=lambda one: one.job_id)
    assert all("DUPLICATE" in str(one.document) for one in made)
    with pytest.raises(RuleBroken):
        store.shop.paper.slips_again(STRANGER, ORDER)
    with pytest.raises(NotFound):
        store.shop.paper.slips_again(CASHIER, OrderId("nobody's"))


def test_a_drawer_opens_nowhere_else_and_only_papers_for_people_are_mailed_to_an_address(store: MemoryStore) -> None:
    kick = put(store, "kick", WAITING, SpoolKind.DRAWER_KICK)
    slip = put(store, "slip", OUT, SpoolKind.KITCHEN_SLIP)
    receipt = put(store, "receipt", OUT)
    queue = store.shop.paper
    with pytest.raises(NotFound):
        queue.redirect(CASHIER, kick, "front", "bar")
    for job, address, sought in ((slip, ADDRESS, ADDRESS), (receipt, "nobody", "nobody"), (receipt, "", "-")):
        with pytest.raises(NotFound) as refused:
            queue.mail(CASHIER, job, address)
        assert refused.value.details["name"] == sought
    assert copies(store) == []
