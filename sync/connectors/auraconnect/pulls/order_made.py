"""An order of the central's written as one of the store's: opened, its lines held, lowered and paid as it was there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.discounts import Discount, Reduction
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import (
    AttemptId,
    CategoryId,
    DiscountId,
    GroupId,
    ItemId,
    LineId,
    ModifierId,
    OrderId,
    PaymentId,
    TableId,
    VariantId,
)
from aura_terminal.domain.kinds import ModifierKind, OrderType
from aura_terminal.domain.menu import Category, ChosenModifier, Item
from aura_terminal.domain.money import zero
from aura_terminal.domain.order_facts import DiscountApplied, LineAdded, OrderFact, OrderOpened, PaymentTaken, Sold
from aura_terminal.domain.ordering import order_of
from aura_terminal.domain.payments import Payment
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile, Table
from aura_terminal.domain.tax import TaxRate, TaxRegime
from aura_terminal.ports.central import Picture
from aura_terminal.ports.store import SYSTEM
from sync.connectors.auraconnect.intake import at
from sync.connectors.auraconnect.naming import CONNECTOR, local_id_of, record_of, variant_key
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Unreadable
from sync.reconcile.fields import Found

ONLINE = "online"
PAID = ("paid", "completed")


class Named:
    """The picture with the names that an order of the central's brought along: what it sold may be new here."""

    def __init__(self, picture: Picture, named: Mapping[RecordId, str]) -> None:
        self._picture = picture
        self._named = named

    def __getattr__(self, name: str) -> Any:  # whatever else a picture is asked for
        return getattr(self._picture, name)

    @property
    def new(self) -> list[tuple[RecordId, str]]:
        """Records that had no name there, with the one they have now."""
        return [(one, known) for one, known in self._named.items() if not self._picture.record(one).is_linked]

    def record(self, record: RecordId) -> CentralRecord:
        """As the picture has it, under the name it has there."""
        known = self._picture.record(record)
        return known if known.is_linked or record not in self._named else CentralRecord(record, self._named[record])


class Maker:
    """An order of the central's being written as one of the store's."""

    def __init__(self, order_id: OrderId, said: Found, picture: Picture, words: Words, now_ms: int) -> None:
        self._order_id = order_id
        self._said = said
        self._picture = picture
        self._now = at(now_ms)
        self._profile = picture.document(StoreProfile, STORE_PROFILE)
        self._currency = self._profile.currency
        self._regime = picture.document(TaxRegime, self._profile.tax_regime)
        word = said["order_type"].text() if said.has("order_type") else ""
        ours = next((ours for ours, theirs in words.order_types.items() if theirs == word), OrderType.TAKEOUT.value)
        self._type = OrderType(ours)
        self.named: dict[RecordId, str] = {}

    def facts(self) -> tuple[tuple[OrderFact, ...], tuple[tuple[str, str], ...]]:
        """Its facts, and the ids of its items by line."""
        opened = self._opened()
        lines = [(self._line(item), item["id"].id()) for item in self._said["items"].items()]
        facts: tuple[OrderFact, ...] = (opened, *(line for line, _ in lines), *self._lowered())
        return (*facts, *self._paid(facts)), tuple((str(line.line_id), central_id) for line, central_id in lines)

    def _opened(self) -> OrderOpened:
        said, calendar = self._said, self._profile.calendar
        created = said.maybe("created_at")
        table = self._table()
        customer = said.maybe("customer")
        name = customer.maybe("name") if customer is not None and isinstance(customer.value, dict) else None
        number = said["order_number"].id() if said.has("order_number") else said["id"].id()
        opened_at: datetime = self._now if created is None else created.moment()
        return OrderOpened(
            self._order_id, number, self._type, calendar.date_of(self._now), opened_at, SYSTEM, "", "",
            self._currency, self._regime.terms, None if table is None else TableId(table.id),
            said["table_number"].id() if said.has("table_number") else "", 0,
            "" if name is None else name.text()[:100], source=CONNECTOR, source_number=number,
        )  # fmt: skip

    def _table(self) -> Table | None:
        if not self._said.has("table_number"):
            return None
        number = self._said["table_number"].id()
        return next((one for one in self._picture.documents(Table) if one.number == number), None)

    def _line(self, item: Found) -> LineAdded:
        line_id = LineId(local_id_of(self._picture.store_id, "order_item", item["id"].id()))
        modifiers = tuple(self._chosen(one) for one in (item["modifiers"].items() if item.has("modifiers") else ()))
        note = item["special_instructions"].prose() if item.has("special_instructions") else ""
        sold = self._sold(item)
        return LineAdded(
            self._order_id, line_id, sold, item["quantity"].quantity(), 0, modifiers, " ".join(note.split())[:200]
        )

    def _sold(self, item: Found) -> Sold:
        """As it was sold there, made where our menu says; what our menu does not know is made where most things are."""
        local_id = self._local("item", item["menu_item_id"])
        known = next((one for one in self._picture.documents(Item) if one.id == local_id), None)
        category = self._category(item, known)
        tax = (known.tax_category if known is not None else "") or category.tax_category
        variant = self._variant(item) if item.has("variant_id") else ""
        name = item["name"].name() if item.has("name") else known.name if known is not None else "?"
        return Sold(
            ItemId(local_id),
            VariantId(variant) if variant else None, CategoryId(category.id), category.name, name,
            (known.kitchen_name if known is not None else "") or name, item["unit_price"].price(self._currency),
            tax, self._rates(tax, item), known.station if known is not None and known.station else category.station,
            known.prep_minutes if known is not None else 0, known.allergens if known is not None else (),
        )  # fmt: skip

    def _variant(self, item: Found) -> str:
        key = variant_key(item["menu_item_id"].id(), item["variant_id"].id())
        found = self._picture.local_of(CONNECTOR, "variant", key)
        item_id = self._local("item", item["menu_item_id"])
        local_id = found or variant_key(item_id, local_id_of(self._picture.store_id, "variant", key))
        self.named[record_of("variant", local_id)] = key
        return local_id.rpartition("/")[2]

    def _local(self, kind: str, named: Found) -> str:
        """What is linked to an id of the central's; a derived id where nothing is yet."""
        found = self._picture.local_of(CONNECTOR, kind, named.id())
        local_id = found or local_id_of(self._picture.store_id, kind, named.id())
        self.named[record_of(kind, local_id)] = named.id()
        return local_id

    def _category(self, item: Found, known: Item | None) -> Category:
        categories = {one.id: one for one in self._picture.documents(Category)}
        if not categories:
            raise Unreadable(item.path, "an item, and there is no menu here yet")
        usual = min(categories.values(), key=lambda one: (one.position, one.id))
        return usual if known is None else categories.get(known.category, usual)

    def _rates(self, tax: str, item: Found) -> tuple[TaxRate, ...]:
        try:
            return self._regime.rates_for(tax, self._type)
        except RuleBroken:
            raise Unreadable(item.path, f"an item of tax category {tax}, which has no rate here") from None

    def _chosen(self, modifier: Found) -> ChosenModifier:
        named = modifier.maybe("id") or modifier["modifier_id"]
        price = modifier.maybe("price")
        return ChosenModifier(
            ModifierId(self._local("modifier", named)), GroupId(""),
            modifier["name"].name() if modifier.has("name") else named.id(), ModifierKind.ADD,
            modifier["quantity"].whole() if modifier.has("quantity") else 1,
            zero(self._currency) if price is None else price.money(self._currency),
        )  # fmt: skip

    def _lowered(self) -> tuple[DiscountApplied, ...]:
        """What came off there comes off here."""
        off = self._said.maybe("discount_amount")
        amount = zero(self._currency) if off is None else off.price(self._currency)
        if not amount:
            return ()
        applied = self._said.maybe("applied_promotions")
        rows = list(applied.items()) if applied is not None else []
        code = rows[0]["code"].text() if rows and rows[0].has("code") else ""
        discount_id = DiscountId(local_id_of(self._picture.store_id, "order_discount", self._said["id"].id()))
        discount = Discount(discount_id, code or "Online", Reduction(amount=amount), code=code)
        return (DiscountApplied(self._order_id, discount, self._now, SYSTEM),)

    def _paid(self, facts: tuple[OrderFact, ...]) -> tuple[PaymentTaken, ...]:
        """What was paid there counts as paid here: nobody is to ask the guest again."""
        status = self._said.maybe("payment_status")
        if status is None or status.text() not in PAID:
            return ()
        due = order_of(self._order_id, facts).bill.total
        if not due.minor:
            return ()
        payment_id = local_id_of(self._picture.store_id, "order_payment", self._said["id"].id())
        none = zero(due.currency)
        return (PaymentTaken(self._order_id, Payment(
            PaymentId(payment_id), AttemptId(payment_id), ONLINE, due, due, none, none, none, self._now,
            self._profile.calendar.date_of(self._now), "",
        )),)  # fmt: skip
