"""Things sold that are not on the menu: a name and a price somebody typed, in a category so that reports find them."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.allergens import ALLERGY_PREFIX
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, ItemId, StationId
from aura_terminal.domain.kinds import OPEN_CODE as OPEN_CODE
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.menu import Category
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import Sold
from aura_terminal.domain.tax import TaxRegime

OPEN_ITEM = ItemId("open-item")
"""What open items are sold as where the menu has none that stands for them."""
NO_STATION = StationId("")
"""The station of what nobody has to make: it is on the check and on no ticket."""
UNNAMED, UNSORTED = "Open item", "Open items"
MOST_MINOR = 10**8
PURPOSE = "open item"


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What somebody typed. Without a name it is called an open item.

    `category` says its tax class and station unless `tax_category` and `station` do; without any category it is
    reported under "Open items", and `tax_category` has to be said. A `station` of "" is nobody's. `allergy` is what a
    guest must not have, told to the cook as such.
    """

    price: Money
    name: str = ""
    category: CategoryId | None = None
    tax_category: str = ""
    station: StationId | None = None
    note: str = ""
    allergy: str = ""
    quantity: int = 1
    seat: int = 0
    course: int | None = None


def sold_openly(
    asked: OpenItem,
    category: Category | None,
    regime: TaxRegime,
    order_type: OrderType,
    item_id: ItemId = OPEN_ITEM,
    age: int = 0,
) -> Sold:
    """The open item as it is frozen on a line.

    Raises RuleBroken: AMOUNT_OUT_OF_RANGE for a price below nothing or beyond a million, TEXT_TOO_LONG, and
    TAX_RULE_MISSING where no tax class is said.
    """
    if not 0 <= asked.price.minor <= MOST_MINOR:
        raise RuleBroken(Rule.AMOUNT_OUT_OF_RANGE, amount=asked.price.plain())
    name = tidy(asked.name) or UNNAMED
    tax_category = asked.tax_category or ("" if category is None else category.tax_category)
    station = NO_STATION if category is None else category.station
    return Sold(
        item_id=item_id,
        variant_id=None,
        category_id=CategoryId("") if category is None else category.id,
        category_name=UNSORTED if category is None else category.name,
        name=name,
        kitchen_name=name,
        unit_price=asked.price,
        tax_category=tax_category,
        rates=regime.rates_for(tax_category, order_type),
        station_id=station if asked.station is None else asked.station,
        prep_minutes=0,
        allergens=(),
        age=age,
    )


def note_of(asked: OpenItem) -> str:
    """What the cook is told: the note, or the allergy as the kitchen's screens mark one."""
    said, allergy = tidy(asked.note), tidy(asked.allergy)
    return tidy(f"{ALLERGY_PREFIX} {allergy}. {said}".rstrip(". ")) if allergy else said
