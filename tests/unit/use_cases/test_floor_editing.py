"""The floor plan is kept whole, put back whole, and never pulls a table away under somebody's order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.documents import DocumentWithdrawn
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.floor_plan import Drawing
from aura_terminal.domain.ids import AreaId, ItemId, TableId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.shop import Area, Decor, DecorKind, Table
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.use_cases.floor_editing import FloorEditing
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.reservations import Booking
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def editing(store: MemoryStore) -> FloorEditing:
    return store.shop.floor_editing


def carla(store: MemoryStore) -> Actor:
    return signed_in(store.shop, "carla-lombardi")


def without(drawing: Drawing, *numbers: str) -> Drawing:
    return Drawing(drawing.areas, tuple(each for each in drawing.tables if each.number not in numbers))


def test_only_what_differs_is_written_in_one_transaction_and_undo_puts_it_back(store: MemoryStore) -> None:
    base = editing(store).plan().drawing
    wall = Decor("w1", DecorKind.WALL, 700, 20, 8, 300)
    area = replace(base.areas[0], decor=(wall,))
    moved = replace(base.tables[0], x=400, rotation=45)
    drawn = Drawing((area, *base.areas[1:]), (moved, *base.tables[1:-1]))
    before = len(store.journal.entries)
    kept = editing(store).keep(carla(store), base, drawn)
    assert len(kept.facts) == 3
    assert {type(fact) for fact in kept.facts} >= {DocumentWithdrawn}
    assert editing(store).plan().drawing == drawn
    assert all(entry.actor == "carla-lombardi" for entry in store.journal.entries[before + 2 :])
    editing(store).put_back(carla(store), kept)
    assert editing(store).plan().drawing == base


def test_a_cashier_does_not_draw(store: MemoryStore) -> None:
    base = editing(store).plan().drawing
    with pytest.raises(RuleBroken) as refused:
        editing(store).keep(signed_in(store.shop, "sofia-conti"), base, without(base, "1"))
    assert refused.value.details["permission"] == Permission.EDIT_FLOOR.value


def test_a_table_with_an_open_order_stays_and_so_does_all_else_that_was_drawn(store: MemoryStore) -> None:
    base = editing(store).plan().drawing
    three = next(table for table in base.tables if table.number == "3")
    marta = signed_in(store.shop)
    store.shop.ordering.add_item(marta, NewOrder(OrderType.DINE_IN, three.id), Asked(ItemId("margherita")))
    assert [number for id, number in editing(store).plan().orders if id == three.id] == ["R1-001"]
    with pytest.raises(RuleBroken) as refused:
        editing(store).keep(EVERYTHING, base, without(base, "1", "3"))
    assert (refused.value.rule, refused.value.details) == (Rule.TABLE_HAS_ORDER, {"table": "3", "order": "R1-001"})
    assert editing(store).plan().drawing == base


def test_a_table_that_is_promised_to_somebody_is_not_withdrawn(store: MemoryStore) -> None:
    base = editing(store).plan().drawing
    begins = store.clock.now().replace(hour=23)
    store.shop.reservations.book(EVERYTHING, Booking(begins, 2, name="Keller", tables=(TableId("table-1"),)))
    with pytest.raises(RuleBroken) as refused:
        editing(store).keep(EVERYTHING, base, without(base, "1"))
    assert (refused.value.rule, refused.value.details["name"]) == (Rule.TABLE_EXPECTED, "Keller")


def test_what_another_terminal_drew_meanwhile_stays(store: MemoryStore) -> None:
    base = editing(store).plan().drawing
    elsewhere = replace(base.tables[1], seats=7)
    store.opened_by("R2").shop.floor_editing.keep(EVERYTHING, base, base.with_pieces([elsewhere]))
    cellar = Area(AreaId("cellar"), "Cellar", 4)
    new = Table(TableId("new"), "99", cellar.id, 4, "round", 100, 100, 100, 100)
    editing(store).keep(EVERYTHING, base, Drawing((*base.areas, cellar), (*base.tables, new)))
    now = editing(store).plan().drawing
    assert {elsewhere, new} <= set(now.tables)
    assert cellar in now.areas
