"""What a drawer leaves on paper, as a person reads it. Golden files are renewed as `test_paper` says."""

from __future__ import annotations

from pathlib import Path

import pytest

from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.ids import DrawerId, ItemId, SessionId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.cash import Moving
from devices.printers.plain_text import plain_text
from tests.support.memory_shop import MemoryStore, demo_store, signed_in

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def carla(store: MemoryStore) -> Actor:
    return signed_in(store.shop, "carla-lombardi")


@pytest.fixture
def session_id(store: MemoryStore, carla: Actor) -> SessionId:
    """A session with two pizzas in it, paid with a note."""
    shop = store.shop
    begun = shop.cash.begin(carla, DrawerId("R1"), {2000: 5, 500: 6, 100: 20})
    store.clock.advance(minutes=40)
    order = shop.ordering.add_item(carla, NewOrder(), Asked(ItemId("margherita"), quantity=2)).order_id
    shop.paying.take_cash(carla, order, Money(5_000, "EUR"), shop.paying.new_attempt())
    store.clock.advance(minutes=20)
    return begun.session_id


def reads(store: MemoryStore, title: str, name: str) -> None:
    document = next(job.job.document for job in store.journal.jobs if job.job.title.startswith(title))
    assert document is not None
    text, file = plain_text(document), GOLDEN / f"{name}.txt"
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file.name} was missing and is written now: read it, and keep it if it is right")
    assert text == file.read_text(encoding="utf-8")


def test_what_is_paid_out_has_a_slip_to_sign(store: MemoryStore, carla: Actor, session_id: SessionId) -> None:
    store.shop.cash.move(
        carla, session_id, Moving(MovementKind.PAID_OUT, Money(2_350, "EUR"), "Supplies", "Flower shop")
    )
    reads(store, "PAID OUT", "paid_out_slip")


def test_a_count_has_a_slip_with_every_note_and_what_was_off(
    store: MemoryStore, carla: Actor, session_id: SessionId
) -> None:
    store.shop.cash.move(carla, session_id, Moving(MovementKind.DROP, Money(6_000, "EUR")))
    store.shop.cash.end(carla, session_id, {2000: 4, 500: 5, 50: 3})
    reads(store, "DRAWER COUNT", "drawer_count_slip")
