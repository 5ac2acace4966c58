"""What the demo restaurant has beside printers: a scale to load by hand, something to weigh on it, a card terminal."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.app.device_settings import DeviceKind, DeviceModel, DeviceSettings
from aura_terminal.app.shop_files import ShopFiles
from aura_terminal.domain.ids import CategoryId, ItemId
from aura_terminal.domain.menu import ByWeight, Item
from aura_terminal.domain.money import Money
from aura_terminal.domain.weighing import PriceUnit

DEMO_COUNTER = (
    DeviceSettings("Counter scale", DeviceKind.SCALE, DeviceModel.SIMULATED),
    DeviceSettings("Card terminal", DeviceKind.CARD_READER, DeviceModel.SIMULATED),
    DeviceSettings("Guest display", DeviceKind.CUSTOMER_DISPLAY, DeviceModel.SIMULATED),
)
ANTIPASTI = Item(
    id=ItemId("antipasti-by-weight"),
    category=CategoryId("starters"),
    name="Antipasti by weight",
    price=Money(290, "EUR"),
    position=900,
    sku="10001",
    by_weight=ByWeight(PriceUnit.HUNDRED_GRAMS, 20),
)


def with_counter(shop: ShopFiles) -> ShopFiles:
    """The shop with something that is sold by weight; a label of 745 g of it reads 2110001007453."""
    return replace(shop, documents=(*shop.documents, ANTIPASTI))
