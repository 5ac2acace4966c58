"""What every store promises of buying; a test class supplies `bench`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from aura_terminal.domain.documents import Document, put
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import PurchaseId, SupplierId, SupplyId
from aura_terminal.domain.money import Money
from aura_terminal.domain.purchasing_facts import PurchaseDrafted, PurchaseStatus, Quality, ReceivedLine
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.suppliers import Supplier
from aura_terminal.domain.supplies import CountedLine, Supply
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.purchasing import Draft, Wanted
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import Bench, StoreFixtures
from tests.support.memory_shop import signed_in

FARM = Supplier(SupplierId("farm"), "Hof Sonne", terms="Net 14")
DAIRY = Supplier(SupplierId("dairy"), "Alpenmilch")
FLOUR = Supply(SupplyId("flour"), "Flour", "kg", minimum=Decimal(10), maximum=Decimal(50), cost=Money(120, "EUR"))
MILK = Supply(
    SupplyId("milk"), "Milk", "l", minimum=Decimal(5), cost=Money(95, "EUR"), supplier="dairy",
    reorder_quantity=Decimal(24), low_there=True,
)  # fmt: skip
SALT = Supply(SupplyId("salt"), "Salt", "kg", minimum=Decimal(1), low_there=False)


class PurchaseContract(StoreFixtures):
    """Bought from what runs low, allowed by who may, taken in at the back door with what was no good."""

    @pytest.fixture
    def pantry(self, bench: Bench, shop: Shop, carla: Actor) -> Shop:
        """The shop with two suppliers, and flour counted at four kilograms."""
        kept: tuple[Document, ...] = (FARM, DAIRY, FLOUR, MILK, SALT)
        with bench.begin(SYSTEM) as work:
            work.keep(*map(put, kept))
        shop.supplies.count(carla, (CountedLine(FLOUR.id, Decimal(4)),))
        return shop

    def test_what_runs_low_is_suggested_less_what_is_on_its_way(self, pantry: Shop, carla: Actor) -> None:
        wanted = {row.supply_id: row for row in pantry.reads.purchases.wanted()}
        assert list(wanted) == [FLOUR.id, MILK.id]  # of salt nobody warns, and nobody counted it
        assert (wanted[FLOUR.id].level, wanted[FLOUR.id].suggested) == (Decimal(4), Decimal(46))
        assert (wanted[MILK.id].level, wanted[MILK.id].suggested) == (None, Decimal(24))
        assert [one.supply_id for one in pantry.purchasing.suggested(carla, FARM.id).lines] == [FLOUR.id]
        drafted = pantry.purchasing.draft(carla, pantry.purchasing.suggested(carla, DAIRY.id))
        assert [one.quantity for one in drafted.lines] == [Decimal(46), Decimal(24)]
        after = pantry.reads.purchases.wanted()
        assert [row.on_order for row in after] == [Decimal(46), Decimal(24)]
        assert [row.suggested for row in after] == [Decimal(0), Decimal(0)]
        with pytest.raises(RuleBroken, match=Rule.PURCHASE_EMPTY.value):
            pantry.purchasing.draft(carla, pantry.purchasing.suggested(carla, DAIRY.id))

    def test_an_order_is_drafted_changed_approved_sent_and_listed(self, pantry: Shop, carla: Actor) -> None:
        drafted = pantry.purchasing.draft(carla, _flour("12.5"))
        assert pantry.purchasing.draft(carla, _flour("1")).number == drafted.number.removesuffix("1") + "2"
        pantry.purchasing.change(carla, drafted.purchase_id, _flour("20.5"))
        pantry.purchasing.approve(carla, drafted.purchase_id)
        with pytest.raises(RuleBroken, match=Rule.PURCHASE_NOT_SO.value):
            pantry.purchasing.change(carla, drafted.purchase_id, _flour("99"))
        pantry.purchasing.send(carla, drafted.purchase_id)
        sheet = pantry.reads.purchases.sheet(drafted.purchase_id)
        assert (sheet.row.status, sheet.row.amount, sheet.terms) == (PurchaseStatus.SENT, Money(2460, "EUR"), "Net 14")
        (line,) = sheet.lines
        assert (sheet.approved_by, line.name, line.outstanding) == (carla.id, "Flour", Decimal("20.5"))
        listed = pantry.reads.purchases.purchases(10)
        assert {row.status for row in listed} == {PurchaseStatus.SENT, PurchaseStatus.DRAFT}
        assert [row.number for row in pantry.reads.purchases.purchases(1)] == [listed[0].number]

    def test_only_who_may_approves_and_only_what_is_approved_is_sent(
        self, pantry: Shop, carla: Actor, marta: Actor
    ) -> None:
        lead = signed_in(pantry, "giulia-marino")
        drafted = pantry.purchasing.draft(carla, _flour("5"))
        with pytest.raises(RuleBroken, match=Rule.NOT_ALLOWED.value):
            pantry.purchasing.draft(marta, _flour("5"))
        with pytest.raises(RuleBroken, match=Rule.APPROVAL_NEEDED.value):
            pantry.purchasing.approve(lead, drafted.purchase_id)
        with pytest.raises(RuleBroken, match=Rule.PURCHASE_NOT_SO.value):
            pantry.purchasing.send(carla, drafted.purchase_id)

    def test_a_delivery_in_parts_raises_the_stock_by_what_was_accepted(self, pantry: Shop, carla: Actor) -> None:
        sent = _sent(pantry, carla, "20")
        line = sent.lines[0].line_id
        first = ReceivedLine(line, Decimal(15), Decimal(12), Decimal(3), "wet")
        pantry.purchasing.receive(carla, sent.purchase_id, (first,))
        assert _level(pantry) == Decimal(16)
        sheet = pantry.reads.purchases.sheet(sent.purchase_id)
        assert (sheet.row.status, sheet.lines[0].outstanding) == (PurchaseStatus.PARTLY_RECEIVED, Decimal(8))
        assert (sheet.deliveries[0].lines[0].reason, sheet.deliveries[0].lines[0].quality) == ("wet", Quality.PASSED)
        with pytest.raises(RuleBroken, match=Rule.MORE_THAN_ORDERED.value):
            pantry.purchasing.receive(
                carla, sent.purchase_id, (ReceivedLine(line, Decimal(9), Decimal(9), Decimal(0)),)
            )
        rest = ReceivedLine(line, Decimal(8), Decimal(8), Decimal(0))
        pantry.purchasing.receive(carla, sent.purchase_id, (rest,))
        assert pantry.reads.purchases.sheet(sent.purchase_id).row.status is PurchaseStatus.RECEIVED
        assert _level(pantry) == Decimal(24)
        with pytest.raises(RuleBroken, match=Rule.PURCHASE_NOT_SO.value):
            pantry.purchasing.cancel(carla, sent.purchase_id, "late")

    def test_what_does_not_add_up_at_the_back_door_is_refused(self, pantry: Shop, carla: Actor) -> None:
        sent = _sent(pantry, carla, "20")
        line = sent.lines[0].line_id
        for wrong, rule in (
            (ReceivedLine(line, Decimal(5), Decimal(5), Decimal(1), "wet"), Rule.DELIVERY_UNEVEN),
            (ReceivedLine(line, Decimal(5), Decimal(4), Decimal(1)), Rule.REASON_NEEDED),
            (ReceivedLine(line, Decimal(0), Decimal(0), Decimal(0)), Rule.PURCHASE_EMPTY),
            (ReceivedLine(line, Decimal("0.00001"), Decimal("0.00001"), Decimal(0)), Rule.AMOUNT_OUT_OF_RANGE),
        ):
            with pytest.raises(RuleBroken, match=rule.value):
                pantry.purchasing.receive(carla, sent.purchase_id, (wrong,))
        assert _level(pantry) == Decimal(4)

    def test_what_cannot_be_ordered_is_refused(self, pantry: Shop, carla: Actor, bench: Bench) -> None:
        one = Wanted(FLOUR.id, Decimal(1), Money(100, "EUR"))
        yesterday = bench.clock.now().date() - timedelta(days=1)
        for draft, rule in (
            (Draft(FARM.id, ()), Rule.PURCHASE_EMPTY),
            (Draft(FARM.id, (one, one)), Rule.SUPPLY_TWICE),
            (Draft(FARM.id, (replace(one, quantity=Decimal(0)),)), Rule.AMOUNT_OUT_OF_RANGE),
            (Draft(FARM.id, (replace(one, unit_price=Money(-1, "EUR")),)), Rule.AMOUNT_NOT_POSITIVE),
            (Draft(FARM.id, (one,), yesterday), Rule.DAY_IS_PAST),
            (Draft(SupplierId("nobody"), (one,)), Rule.UNKNOWN),
        ):
            with pytest.raises(RuleBroken, match=rule.value):
                pantry.purchasing.draft(carla, draft)
        assert pantry.reads.purchases.purchases(10) == ()

    def test_an_order_is_taken_back_with_a_reason(self, pantry: Shop, carla: Actor) -> None:
        sent = _sent(pantry, carla, "20")
        with pytest.raises(RuleBroken, match=Rule.REASON_NEEDED.value):
            pantry.purchasing.cancel(carla, sent.purchase_id, " ")
        pantry.purchasing.cancel(carla, sent.purchase_id, "closed for holidays")
        sheet = pantry.reads.purchases.sheet(sent.purchase_id)
        assert (sheet.row.status, sheet.cancelled) == (PurchaseStatus.CANCELLED, "closed for holidays")
        assert [row.name for row in pantry.reads.purchases.suppliers()] == ["Alpenmilch", "Hof Sonne"]
        with pytest.raises(NotFound):
            pantry.reads.purchases.sheet(PurchaseId("nowhere"))


def _flour(quantity: str) -> Draft:
    return Draft(FARM.id, (Wanted(FLOUR.id, Decimal(quantity), Money(120, "EUR")),))


def _sent(shop: Shop, by: Actor, quantity: str) -> PurchaseDrafted:
    drafted = shop.purchasing.draft(by, _flour(quantity))
    shop.purchasing.approve(by, drafted.purchase_id)
    shop.purchasing.send(by, drafted.purchase_id)
    return drafted


def _level(shop: Shop) -> Decimal:
    return next(row.quantity for row in shop.reads.supplies.supplies() if row.supply_id == FLOUR.id)
