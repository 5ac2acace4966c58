"""What the use cases put on paper, as a person reads it.

To renew a file after a wanted change, delete it, run this twice and read what was written.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.domain.ids import ItemId, ModifierId, OrderId, StationId, TableId, VariantId
from aura_terminal.domain.menu import Pick
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import PrintJob, SpoolKind
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.tax import OrderType
from aura_terminal.use_cases.ordering import Asked, NewOrder
from devices.printers.plain_text import plain_text
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

GOLDEN = Path(__file__).parent / "golden"
BURGERS = Asked(
    ItemId("classic-burger"), VariantId("single"), (Pick(ModifierId("extra-cheese")),), quantity=2, note="No onions",
    seat=1,
)  # fmt: skip


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


@pytest.fixture
def carla(store: MemoryStore) -> Actor:
    return signed_in(store.shop, "carla-lombardi")


def reads(job: PrintJob, name: str) -> None:
    """Compare a job's document with its golden file."""
    assert job.document is not None
    text, file = plain_text(job.document), GOLDEN / f"{name}.txt"
    if not file.exists():
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file.name} was missing and is written now: read it, and keep it if it is right")
    assert text == file.read_text(encoding="utf-8")


def last(store: MemoryStore, kind: SpoolKind) -> PrintJob:
    return next(job.job for job in reversed(store.journal.jobs) if job.job.kind is kind)


def dinner(store: MemoryStore, by: Actor) -> OrderId:
    """Two burgers, a calzone and a tiramisù at table 7."""
    new = NewOrder(OrderType.DINE_IN, TableId("table-7"), guests=3)
    order = store.shop.ordering.add_item(by, new, BURGERS).order_id
    for item, course in (("tiramisu", 3), ("calzone-fritto", 2)):
        store.shop.ordering.add_item(by, order, Asked(ItemId(item), course=course))
    return order


def test_a_kitchen_slip(store: MemoryStore, marta: Actor) -> None:
    store.shop.ordering.send(marta, dinner(store, marta))
    slips = [job.job for job in store.journal.jobs]
    assert [slip.title for slip in slips] == ["Kitchen R1-001", "Pizza oven R1-001"]
    reads(slips[0], "kitchen_slip")


def test_a_slip_says_when_to_begin_and_who_else_makes_a_part(store: MemoryStore, marta: Actor) -> None:
    paced = [replace(each, paces=True) for each in store.shop.reads.kitchen.stations()]
    sheet = store.shop.reads.menu.sheet(ItemId("calzone-fritto")).item
    also = replace(sheet, also_stations=(StationId("bar"),))
    store.shop.administration.put_documents(EVERYTHING, (*paced, also))
    order = store.shop.ordering.add_item(marta, NewOrder(), Asked(sheet.id)).order_id
    store.shop.ordering.add_item(marta, order, Asked(ItemId("tiramisu")))
    store.shop.ordering.send(marta, order)
    slips = {job.job.title: job.job for job in store.journal.jobs}
    reads(slips["Kitchen R1-001"], "paced_slip")
    reads(slips["Pizza oven R1-001"], "shared_slip")


def test_a_takeout_slip(store: MemoryStore, marta: Actor) -> None:
    new = NewOrder(OrderType.TAKEOUT, guest_name="Ada")
    order = store.shop.ordering.add_item(marta, new, Asked(ItemId("latte-macchiato"))).order_id
    store.shop.ordering.send(marta, order)
    reads(last(store, SpoolKind.KITCHEN_SLIP), "takeout_slip")


def test_what_leaves_the_house_from_a_station_that_labels_gets_a_label_for_each_unit(
    store: MemoryStore, marta: Actor
) -> None:
    labelling = [replace(each, labels=True) for each in store.shop.reads.kitchen.stations()]
    store.shop.administration.put_documents(EVERYTHING, labelling)
    here = store.shop.ordering.add_item(marta, NewOrder(), BURGERS).order_id
    store.shop.ordering.send(marta, here)
    assert not [job for job in store.journal.jobs if job.job.kind is SpoolKind.LABEL]
    new = NewOrder(OrderType.TAKEOUT, guest_name="Ada")
    order = store.shop.ordering.add_item(marta, new, BURGERS).order_id
    store.shop.ordering.send(marta, order)
    job = last(store, SpoolKind.LABEL)
    assert job.route == "labels"
    reads(job, "takeout_labels")


def test_a_void_slip(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    order = dinner(store, marta)
    store.shop.ordering.send(marta, order)
    line = store.shop.reads.orders.sheet(order).lines[0].line_id
    store.shop.ordering.void_line(carla, order, line, 1, "wrong dish")
    reads(last(store, SpoolKind.VOID_SLIP), "void_slip")


def test_a_receipt(store: MemoryStore, marta: Actor) -> None:
    order = dinner(store, marta)
    store.clock.advance(hours=1)
    for minor in (2000, 5000):
        store.shop.paying.take_cash(marta, order, Money(minor, "EUR"), store.shop.paying.new_attempt())
    reads(last(store, SpoolKind.RECEIPT), "receipt")


def test_a_copy_of_a_receipt_says_that_it_is_one_and_nothing_else_differs(store: MemoryStore, marta: Actor) -> None:
    order = dinner(store, marta)
    due = store.shop.reads.orders.sheet(order).due
    store.shop.paying.take_cash(marta, order, due, store.shop.paying.new_attempt())
    first = last(store, SpoolKind.RECEIPT)
    store.shop.paying.reprint_receipt(marta, order)
    copy = last(store, SpoolKind.RECEIPT)
    assert (copy.title, copy.copy_no, copy.job_id != first.job_id) == ("Receipt R1-001 copy", 1, True)
    assert copy.document is not None
    assert first.document is not None
    head, rest = plain_text(copy.document).split("\n", 1)
    assert head.strip() == "COPY"
    assert rest == plain_text(first.document)


def test_a_z_report(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    for _ in range(2):
        order = dinner(store, marta)
        store.shop.paying.take_cash(marta, order, Money(8000, "EUR"), store.shop.paying.new_attempt())
    left = dinner(store, marta)
    store.shop.ordering.send(marta, left)
    line = store.shop.reads.orders.sheet(left).lines[0].line_id
    store.shop.ordering.void_line(carla, left, line, 1, "wrong dish")
    store.shop.ordering.cancel_order(carla, dinner(store, marta), "guests left")
    store.shop.closing.close_day(carla)
    reads(last(store, SpoolKind.REPORT), "z_report")
