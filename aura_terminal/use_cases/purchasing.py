"""Buying: drafted from what runs low, approved, sent, cancelled, and received at the back door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import (
    AdjustmentId,
    DeliveryId,
    PurchaseId,
    PurchaseLineId,
    SupplierId,
    SupplyId,
)
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.money import Money
from aura_terminal.domain.purchasing import Purchase, checked
from aura_terminal.domain.purchasing_facts import (
    DeliveryReceived,
    PurchaseApproved,
    PurchaseCancelled,
    PurchaseChanged,
    PurchaseDrafted,
    PurchaseLine,
    PurchaseSent,
    ReceivedLine,
)
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.suppliers import Supplier
from aura_terminal.domain.supplies import AdjustmentKind, Supply, SupplyAdjusted
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved


@dataclass(frozen=True, slots=True)
class Wanted:
    """So much of a supply at a price for one unit."""

    supply_id: SupplyId
    quantity: Decimal
    unit_price: Money


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be bought from whom; `required_on` is when it should be here."""

    supplier_id: SupplierId
    lines: tuple[Wanted, ...]
    required_on: date | None = None
    notes: str = ""


class Purchasing:
    """The verbs on purchase orders; each needs MANAGE_SUPPLIES, approving APPROVE_PURCHASES. All work offline."""

    def __init__(self, begin: Begin, reads: Reads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._reads = reads
        self._ids = ids
        self._terminal = terminal

    def suggested(self, by: Actor, supplier_id: SupplierId) -> Draft:
        """A draft of what runs low and is not on its way, of supplies this supplier brings, or nobody known."""
        by.must(Permission.MANAGE_SUPPLIES)
        with self._begin(by.id) as work:
            none = Money(0, work.documents.get(StoreProfile, STORE_PROFILE).currency)
        rows = (one for one in self._reads.purchases.wanted() if one.supplier_id in (None, supplier_id))
        lines = [Wanted(one.supply_id, one.suggested, one.unit_price or none) for one in rows if one.suggested > 0]
        return Draft(supplier_id, tuple(lines))

    def draft(self, by: Actor, draft: Draft) -> PurchaseDrafted:
        """Write down what is to be bought.

        Raises RuleBroken: PURCHASE_EMPTY, SUPPLY_TWICE, AMOUNT_OUT_OF_RANGE, AMOUNT_NOT_POSITIVE, CURRENCY_MIXED,
        DAY_IS_PAST; NotFound for a supplier or supply nobody put.
        """
        by.must(Permission.MANAGE_SUPPLIES)
        with self._begin(by.id) as work:
            supplier = work.documents.get(Supplier, draft.supplier_id)
            lines = self._lines(work, draft)
            fact = PurchaseDrafted(
                PurchaseId(self._ids.new()), self._number(work), supplier.id, lines, work.now, by.id, work.today,
                lines[0].unit_price.currency, draft.required_on, supplier.terms, tidy(draft.notes),
            )  # fmt: skip
            work.keep(fact)
        return fact

    def change(self, by: Actor, purchase_id: PurchaseId, draft: Draft) -> PurchaseChanged:
        """Write down something else, as long as it is a draft; the supplier stays. Raises as `draft` does."""
        by.must(Permission.MANAGE_SUPPLIES)
        with self._begin(by.id) as work:
            purchase = work.house.purchase(purchase_id)
            lines = self._lines(work, draft)
            fact = purchase.change(
                PurchaseChanged(purchase_id, lines, work.now, by.id, draft.required_on, tidy(draft.notes))
            )
            work.keep(fact)
        return fact

    def approve(self, by: Actor, purchase_id: PurchaseId, approval: Approval | None = None) -> PurchaseApproved:
        """Allow it as it is. Needs APPROVE_PURCHASES or somebody's approval. Raises RuleBroken(PURCHASE_NOT_SO)."""
        with self._begin(by.id) as work:
            purchase = work.house.purchase(purchase_id)
            purpose = f"Purchase order {purchase.number}"
            allowed = approved(by, approval, work, Permission.APPROVE_PURCHASES, purpose, amount=purchase.amount)
            fact = purchase.approve(allowed)
            work.keep(fact)
        return fact

    def send(self, by: Actor, purchase_id: PurchaseId) -> PurchaseSent:
        """Let it go to the supplier: a back office sends it, or somebody calls. Raises RuleBroken(PURCHASE_NOT_SO)."""
        by.must(Permission.MANAGE_SUPPLIES)
        with self._begin(by.id) as work:
            fact = work.house.purchase(purchase_id).send(work.now, by.id)
            work.keep(fact)
        return fact

    def cancel(self, by: Actor, purchase_id: PurchaseId, reason: str) -> PurchaseCancelled:
        """Take it back. Raises RuleBroken: PURCHASE_NOT_SO once something of it came, REASON_NEEDED."""
        by.must(Permission.MANAGE_SUPPLIES)
        with self._begin(by.id) as work:
            fact = work.house.purchase(purchase_id).cancel(work.now, by.id, reason)
            work.keep(fact)
        return fact

    def receive(self, by: Actor, purchase_id: PurchaseId, lines: Sequence[ReceivedLine]) -> tuple[Fact, ...]:
        """Take in what came; what was accepted is in stock at once. Lines of which nothing came are left out.

        Raises RuleBroken: PURCHASE_NOT_SO, PURCHASE_EMPTY, DELIVERY_UNEVEN, MORE_THAN_ORDERED, REASON_NEEDED,
        AMOUNT_OUT_OF_RANGE.
        """
        by.must(Permission.MANAGE_SUPPLIES)
        came = tuple(replace(one, reason=tidy(one.reason)) for one in lines if one.received)
        with self._begin(by.id) as work:
            purchase = work.house.purchase(purchase_id)
            delivery_id = DeliveryId(self._ids.new())
            fact = purchase.receive(DeliveryReceived(purchase_id, delivery_id, came, work.now, by.id, work.today))
            stock = (self._into_stock(work, purchase, delivery_id, one, by) for one in came if one.accepted)
            facts: tuple[Fact, ...] = (fact, *stock)
            work.keep(*facts)
        return facts

    def _into_stock(
        self, work: Work, purchase: Purchase, delivery_id: DeliveryId, one: ReceivedLine, by: Actor
    ) -> SupplyAdjusted:
        line = purchase.line(one.line_id)
        supplier = "" if purchase.drafted is None else purchase.drafted.supplier_id
        return work.house.supply(line.supply_id).adjust(SupplyAdjusted(
            AdjustmentId(f"{delivery_id}/{line.line_id}"), line.supply_id, AdjustmentKind.PURCHASE, one.accepted,
            work.now, by.id, line.unit_price, purchase.number, supplier,
        ))  # fmt: skip

    def _lines(self, work: Work, draft: Draft) -> tuple[PurchaseLine, ...]:
        if draft.required_on is not None and draft.required_on < work.today:
            raise RuleBroken(Rule.DAY_IS_PAST, day=draft.required_on.isoformat())
        for one in draft.lines:
            work.documents.get(Supply, one.supply_id)
        lines = tuple(
            PurchaseLine(PurchaseLineId(self._ids.new()), one.supply_id, one.quantity, one.unit_price)
            for one in draft.lines
        )
        checked(lines)
        return lines

    def _number(self, work: Work) -> str:
        """What people call it: this terminal, the date, and how many it wrote that day."""
        beginning = f"PO-{self._terminal.label}-{work.today:%y%m%d}-"
        return f"{beginning}{work.house.purchases_numbered(beginning) + 1}"
