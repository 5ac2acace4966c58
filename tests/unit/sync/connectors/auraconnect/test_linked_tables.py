"""Every table of a party that has several is occupied there, and free again once it has but one."""

from __future__ import annotations

from aura_terminal.domain.ids import ItemId, TableId
from aura_terminal.use_cases.asking import Asked, NewOrder
from sync.connectors.auraconnect.naming import record_of
from tests.support.memory_shop import signed_in
from tests.unit.sync.connectors.auraconnect.pictures import Bench, body_of, mirrored

FOUR, FIVE = TableId("table-4"), TableId("table-5")


def told(shop: Bench) -> dict[str, object]:
    return {step.record: body_of(step)["status"] for step in shop.tell() if step.call.path.endswith("/status")}


def test_each_of_several_tables_is_told() -> None:
    shop = mirrored()
    marta, desk = signed_in(shop.store.shop), shop.store.shop
    order_id = desk.ordering.add_item(marta, NewOrder(table_id=FOUR), Asked(ItemId("tiramisu"))).order_id
    desk.ordering.send(marta, order_id)
    shop.tell()
    desk.linking.link_tables(marta, order_id, [FOUR, FIVE])
    assert told(shop) == {record_of("table", FIVE): "occupied"}
    desk.linking.unlink_tables(marta, order_id, FOUR)
    assert told(shop) == {record_of("table", FIVE): "available"}
