"""What a terminal kept before it could read it, once it is updated."""

from __future__ import annotations

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import ItemId, OrderId
from aura_terminal.domain.money import LARGEST_MINOR
from aura_terminal.domain.stock import StockCounted
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store import meta
from aura_terminal.store.codec import UnknownFact
from tests.support.memory_shop import signed_in
from tests.support.store_service import order_of
from tests.support.store_shop import StoredShop


def test_facts_that_waited_for_an_update_are_folded_by_the_first_start_after_it(stored: StoredShop) -> None:
    order_id = _order_with_a_name(stored)
    before = stored.store.fold_digest()
    _keep_as_an_older_release_would(stored)
    assert stored.store.fold_digest() != before
    stored.reopen()
    assert stored.store.fold_digest() == before
    assert stored.shop.reads.orders.sheet(order_id).guest_name == "Ada"


def test_a_start_without_an_update_makes_no_fold_again(stored: StoredShop) -> None:
    _order_with_a_name(stored)
    stored.reopen()
    connection = stored.store._connections.write
    connection.begin()
    connection.raw.execute("UPDATE orders SET guest_name = 'Eve'")
    connection.commit()
    stored.reopen()
    assert [row.guest_name for row in stored.shop.reads.orders.open_orders()] == ["Eve"]


def test_documents_an_older_release_wrote_without_todays_fields_get_them_with_the_update(stored: StoredShop) -> None:
    before = stored.store.fold_digest()
    connection = stored.store._connections.write
    connection.begin()
    connection.raw.execute(
        "UPDATE documents SET body = CAST(json_remove(CAST(body AS TEXT), '$.portions') AS BLOB)"
        " WHERE json_extract(CAST(body AS TEXT), '$.portions') = '[]'"
    )
    meta.put(connection, meta.WRITTEN_AS, "an older release")
    connection.commit()
    assert stored.store.verify() != ()
    stored.reopen()
    assert stored.store.verify() == ()
    assert stored.store.fold_digest() == before


def test_what_an_older_release_folded_beyond_all_bounds_is_kept_aside(stored: StoredShop) -> None:
    store = stored.store
    with store.begin(SYSTEM) as work:
        work.keep(
            StockCounted(ItemId("large"), LARGEST_MINOR + 1, work.now), StockCounted(ItemId("small"), 3, work.now)
        )
    connection = store._connections.write
    connection.begin()
    meta.drop(connection, meta.READ_WITHIN)
    connection.commit()
    assert store.verify() != ()
    stored.reopen()
    assert stored.store.verify() == ()
    with stored.store.begin(SYSTEM) as work:
        assert work.stock(ItemId("small")).left == 3
        with pytest.raises(Unavailable):
            work.stock(ItemId("large"))


def _order_with_a_name(stored: StoredShop) -> OrderId:
    order_id = order_of(stored, signed_in(stored.shop))
    with stored.store.begin(SYSTEM) as work:
        work.keep(work.order(order_id).name_guest("Ada"))
    return order_id


def _keep_as_an_older_release_would(stored: StoredShop) -> None:
    """Fold everything with a program that does not know names of guests, and say so in the file."""
    codec = stored.store._writer.codec
    newest = codec.decode
    codec.decode = lambda type_, version, payload: (  # type: ignore[method-assign]  # what an older release would do
        UnknownFact(type_, version, payload) if type_ == "guest_named" else newest(type_, version, payload)
    )
    stored.store.rebuild()
    connection = stored.store._connections.write
    connection.begin()
    meta.put(connection, meta.FOLDED_BY, "an older release")
    connection.commit()
