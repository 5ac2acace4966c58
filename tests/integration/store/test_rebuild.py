"""Folds are disposable."""

from __future__ import annotations

from aura_terminal.domain.staff import Actor
from aura_terminal.store.families import FOLD_TABLES
from tests.support.store_service import order_of, pay, serve, tampering
from tests.support.store_shop import StoredShop


def contents(stored: StoredShop) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every fold."""
    connection = stored.store._connections.read
    return {table.name: [tuple(row) for row in connection.rows(table.every)] for table in FOLD_TABLES}


def test_a_rebuild_gives_the_same_tables_to_the_byte(stored: StoredShop, marta: Actor, carla: Actor) -> None:
    serve(stored, marta)
    stored.shop.closing.close_day(carla)
    before, digest = contents(stored), stored.store.fold_digest()
    filled = {name for name, rows in before.items() if rows}
    assert filled >= {"orders", "order_lines", "payments", "tickets", "closings", "drawers", "documents", "menu_items"}
    stored.store.rebuild()
    assert contents(stored) == before
    assert stored.store.fold_digest() == digest


def test_tables_that_were_emptied_come_back_whole(stored: StoredShop, marta: Actor) -> None:
    serve(stored, marta)
    digest = stored.store.fold_digest()
    raw = tampering(stored)
    for table in FOLD_TABLES:
        raw.execute(f"DELETE FROM {table.name}")
    raw.close()
    assert stored.store.fold_digest() != digest
    stored.store.rebuild()
    assert stored.store.fold_digest() == digest
    assert stored.shop.reads.menu.search("marg", 5)[0].item_id == "margherita"


def test_selling_goes_on_after_a_rebuild(stored: StoredShop, marta: Actor) -> None:
    order_id = order_of(stored, marta)
    stored.store.rebuild()
    pay(stored, marta, order_id)
    assert stored.shop.reads.orders.recent(1)[0].order_id == order_id
    assert stored.store.verify() == ()


def test_one_cent_changes_the_digest(stored: StoredShop, marta: Actor) -> None:
    order_of(stored, marta)
    before = stored.store.fold_digest()
    raw = tampering(stored)
    raw.execute("UPDATE orders SET total_minor = total_minor + 1, due_minor = due_minor + 1")
    raw.close()
    assert stored.store.fold_digest() != before
