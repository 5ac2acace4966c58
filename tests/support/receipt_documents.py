"""Paper as hard as a restaurant makes it, composed by the use cases from a real order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.card_facts import CardAttemptApproved, CardAttemptCreated, TipWhen, Witness
from aura_terminal.domain.card_slips import CardAct, CardAmounts, CardEntry, CardProof, CardSlip
from aura_terminal.domain.ids import AttemptId, GroupId, ItemId, ModifierId, OrderId, StaffId, TableId
from aura_terminal.domain.menu import Item, Modifier, ModifierGroup, ModifierKind, Pick
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import PaperDocument
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.tax import OrderType
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.receipts import copy_of, receipt
from tests.support.label_samples import TAKEOUT
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store
from tests.support.printer_samples import RECEIPT as SAMPLE

BY = Actor(StaffId("marta-rossi"), "Marta Rossi", EVERYTHING.permissions)
LONG = "Slow-braised beef short rib with roasted roots and gremolata"  # sixty letters
FOREIGN = (
    "宫保鸡丁 Kung Pao",
    "鉄火丼とお味噌汁",
    "김치찌개와 공기밥",
    "قهوة عربية 2 كبيرة (latte)",
    "חומוס עם טחינה (גדול)",
    "Σουβλάκι χοιρινό με πίτα",
    "Борщ со сметаной",
    "Crème brûlée à l’ancienne, żurek, Đorđe",
)
ZERO = Money(0, "EUR")


def documents() -> dict[str, PaperDocument]:
    """Every paper by its name."""
    store = demo_store()
    full = _dinner(store)
    kitchen = next(spooled.job.document for spooled in store.journal.jobs if spooled.job.document is not None)
    with store.begin(BY.id) as work:
        profile = work.documents.get(StoreProfile, STORE_PROFILE)
        order = work.order(full)
    paid = receipt(order, profile, (card_attempt(order),))
    store = demo_store()
    return {
        "receipt": paid.document,
        "receipt_copy": copy_of(paid).document,
        "receipt_divided": receipt(replace(order, split_from=OrderId("o-1")), profile).document,
        "receipt_foreign": _foreign(store),
        "sample_with_euro": SAMPLE,
        "kitchen_slip": kitchen,
        "label_takeout": TAKEOUT,
    }


def _dinner(store: MemoryStore) -> OrderId:
    """Long names, three levels of choices, a discount, cash on account of a card payment."""
    shop = store.shop
    pattern = shop.reads.menu.sheet(ItemId("napoli")).item
    groups = (
        _group("Side", "Salad", "dressing"),
        _group("Dressing", "Lemon dressing", "oil"),
        _group("Oil", "Olive oil, Puglia"),
    )
    rib = replace(
        pattern,
        id=ItemId("short-rib"),
        name=LONG,
        price=Money(2850, "EUR"),
        modifier_groups=(GroupId("side"),),
        sku="",
        barcode="",
    )
    shop.administration.put_documents(EVERYTHING, (*reversed(groups), rib))
    new = NewOrder(OrderType.DINE_IN, TableId("table-7"), guests=3)
    picks = tuple(Pick(ModifierId(each.lower())) for each in ("salad", "lemon-dressing", "olive-oil"))
    order_id = shop.ordering.add_item(
        BY, new, Asked(rib.id, picks=picks, quantity=1, note="Medium, allergic to nuts!")
    ).order_id
    for item in ("napoli", "tiramisu", "latte-macchiato"):
        shop.ordering.add_item(BY, order_id, Asked(ItemId(item)))
    shop.ordering.send(BY, order_id)
    shop.discounts.take_percent(EVERYTHING, order_id, Decimal(10), "regular")
    shop.paying.take_cash(BY, order_id, Money(2000, "EUR"), shop.paying.new_attempt())
    return order_id


def _foreign(store: MemoryStore) -> PaperDocument:
    shop = store.shop
    pattern = shop.reads.menu.sheet(ItemId("napoli")).item
    items = [_named(pattern, number, name) for number, name in enumerate(FOREIGN)]
    shop.administration.put_documents(EVERYTHING, tuple(items))
    order_id = shop.ordering.add_item(BY, NewOrder(), Asked(items[0].id)).order_id
    for item in items[1:]:
        shop.ordering.add_item(BY, order_id, Asked(item.id, quantity=2))
    with store.begin(BY.id) as work:
        return receipt(work.order(order_id), work.documents.get(StoreProfile, STORE_PROFILE)).document


def _named(pattern: Item, number: int, name: str) -> Item:
    return replace(pattern, id=ItemId(f"foreign-{number}"), name=name, sku="", barcode="", modifier_groups=())


def _group(name: str, choice: str, leads_to: str = "") -> ModifierGroup:
    slug = choice.lower().partition(",")[0].replace(" ", "-")
    groups = (GroupId(leads_to),) if leads_to else ()
    modifier = Modifier(ModifierId(slug), choice, Money(150, "EUR"), ModifierKind.CHOICE, groups=groups)
    return ModifierGroup(GroupId(name.lower()), name, 0, 1, (modifier,))


def card_attempt(order: Order) -> CardAttempt:
    """An approved payment by card with every field the schemes ask for."""
    attempt = CardAttempt(AttemptId("attempt-1"))
    now = datetime(2026, 11, 22, 18, 40, tzinfo=UTC)
    amount, tip = Money(3127, "EUR"), Money(300, "EUR")
    asked = CardAttemptCreated(
        attempt.id, "A1B2C3", CardAct.SALE, "Counter", "R1", order.id, order.number, amount, tip, TipWhen.BEFORE, BY.id,
        now, now.date(),
    )  # fmt: skip
    slip = CardSlip(
        "Visa", "4242", CardEntry.CONTACTLESS, CardProof.DEVICE, authorisation="A0042", merchant_id="1234567890",
        terminal_id="52500007", receipt_number="0042", application="VISA CREDIT", application_id="A0000000031010",
        cryptogram="9F1B2C3D4E5F6071", verification_results="0000008000", status_information="E800", response_code="00",
    )  # fmt: skip
    attempt.apply(asked)
    attempt.apply(
        CardAttemptApproved(attempt.id, now, next(iter(Witness)), CardAmounts(amount, tip, ZERO, ZERO), slip, "ref")
    )
    return attempt
