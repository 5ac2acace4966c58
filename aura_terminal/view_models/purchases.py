"""The room of purchase orders: what runs low, what is ordered, and what came at the back door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import partial

from PySide6.QtCore import QObject, Slot

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import PurchaseId, PurchaseLineId, SupplierId
from aura_terminal.domain.purchasing import TO_CANCEL, TO_COME
from aura_terminal.domain.purchasing_facts import PurchaseDrafted, PurchaseFact, PurchaseStatus, ReceivedLine
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.suppliers import Supplier
from aura_terminal.ports.purchase_rows import PurchaseRow, PurchaseSheet, WantedRow
from aura_terminal.use_cases.purchasing import Draft, Wanted
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.listing import ListingModel
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel

MOST = 200


@dataclass(frozen=True, slots=True)
class Purchases:
    """What the room shows. `coming` is what is about to be taken in of the order that is open, line by line."""

    rows: tuple[PurchaseRow, ...]
    sheet: PurchaseSheet | None
    wanted: tuple[WantedRow, ...]
    suppliers: tuple[Supplier, ...]
    calendar: BusinessCalendar
    coming: tuple[ReceivedLine, ...] = ()

    @property
    def is_awaited(self) -> bool:
        """Whether something of the order that is open may still arrive."""
        return self._status in TO_COME

    @property
    def is_draft(self) -> bool:
        """Whether the order that is open may still be changed, and is to be approved."""
        return self._status is PurchaseStatus.DRAFT

    @property
    def is_approved(self) -> bool:
        """Whether the order that is open may go to its supplier."""
        return self._status is PurchaseStatus.APPROVED

    @property
    def may_be_cancelled(self) -> bool:
        """Whether the order that is open may still be taken back."""
        return self._status in TO_CANCEL

    @property
    def _status(self) -> PurchaseStatus | None:
        return None if self.sheet is None else self.sheet.row.status


class PurchasesModel(ListingModel[PurchaseId, Purchases]):
    """The verbs of the room; what is about to be taken in is remembered until it is."""

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(runner, session, changes, _concerning, parent)
        self._coming: dict[PurchaseLineId, ReceivedLine] = {}
        self._is_receiving = False
        runner.unavailable.connect(self._stop_receiving)

    def open(self, purchase_id: PurchaseId) -> None:
        """Show one order; all that is to come is thought to have come, and to be good."""
        self._open, self._coming = purchase_id, {}
        self.refresh()

    def draft(self, supplier_id: SupplierId) -> None:
        """A new order of what runs low, at one supplier."""
        by = self._session.must_actor()
        if by is not None:
            self._runner.run(partial(_drafted, by, supplier_id), self._open_drafted, self.refused.emit)

    def want(self, line_id: PurchaseLineId, quantity: str) -> None:
        """Another quantity on a line of a draft; nothing takes the line off."""
        page, wanted = self._page, self._quantity(quantity)
        if page is None or page.sheet is None or wanted is None:
            return
        sheet = page.sheet
        amounts = {line.line_id: line.quantity for line in sheet.lines} | {line_id: wanted}
        kept = (line for line in sheet.lines if amounts[line.line_id])
        lines = tuple(Wanted(line.supply_id, amounts[line.line_id], line.unit_price) for line in kept)
        draft = Draft(sheet.supplier_id, lines, sheet.row.required_on, sheet.notes)
        self._on_open(lambda by, id_, shop: (shop.purchasing.change(by, id_, draft),))

    def came(self, line_id: PurchaseLineId, received: str, rejected: str = "0", reason: str = "") -> None:
        """So much of a line came, and so much of that is no good."""
        whole, bad = self._quantity(received), self._quantity(rejected)
        if whole is not None and bad is not None:
            self._coming[line_id] = ReceivedLine(line_id, whole, whole - bad, bad, reason)
            self.refresh()

    def receive(self) -> None:
        """Take in what came. What is refused stays as it was counted; a second tap takes nothing in twice."""
        by, page = self._session.must_actor(), self._page
        if by is None or page is None or page.sheet is None or not page.coming or self._is_receiving:
            return
        self._is_receiving = True
        call = partial(_receive, by, page.sheet.row.purchase_id, page.coming)
        self._runner.run(call, partial(self._take_in, page.sheet.row.purchase_id), self._refuse_delivery)

    def approve(self) -> None:
        """Allow it; who may not is asked for somebody who may."""
        self._approved("", lambda by, id_, allowed, shop: (shop.purchasing.approve(by, id_, allowed),))

    def send(self) -> None:
        """Let it go to its supplier."""
        self._on_open(lambda by, id_, shop: (shop.purchasing.send(by, id_),))

    def cancel(self, reason: str) -> None:
        """Take it back."""
        self._on_open(lambda by, id_, shop: (shop.purchasing.cancel(by, id_, reason),))

    def _quantity(self, text: str) -> Decimal | None:
        """A quantity as people type it; what is none is refused."""
        try:
            found = Decimal(text.strip().replace(",", "."))
        except InvalidOperation:
            found = Decimal("NaN")
        if found.is_finite() and found >= 0:
            return found
        self.refused.emit(RuleBroken(Rule.AMOUNT_OUT_OF_RANGE, amount=text))
        return None

    def _reading(self) -> Callable[[Shop], Purchases]:
        return partial(_read, self._open, dict(self._coming))

    def _open_drafted(self, fact: PurchaseDrafted) -> None:
        self._open, self._coming = fact.purchase_id, {}
        self._carried((fact,))

    def _take_in(self, purchase_id: PurchaseId, facts: tuple[Fact, ...]) -> None:
        self._is_receiving = False
        if self._open == purchase_id:
            self._coming = {}
        page = self._page
        if page is not None and page.sheet is not None and page.sheet.row.purchase_id == purchase_id:
            self._page = replace(page, coming=())  # a tap before the next reading finds nothing to take in
        self._carried(facts)

    def _refuse_delivery(self, broken: RuleBroken) -> None:
        self._is_receiving = False
        self.refused.emit(broken)

    @Slot()
    def _stop_receiving(self) -> None:
        self._is_receiving = False

    @Slot()
    def _forget(self) -> None:
        self._coming = {}
        super()._forget()


def _drafted(by: Actor, supplier_id: SupplierId, shop: Shop) -> PurchaseDrafted:
    return shop.purchasing.draft(by, shop.purchasing.suggested(by, supplier_id))


def _receive(by: Actor, purchase_id: PurchaseId, coming: tuple[ReceivedLine, ...], shop: Shop) -> tuple[Fact, ...]:
    return shop.purchasing.receive(by, purchase_id, coming)


def _read(opened: PurchaseId | None, coming: dict[PurchaseLineId, ReceivedLine], shop: Shop) -> Purchases:
    reads, profile = shop.reads.purchases, shop.reads.store.profile()
    sheet = None if opened is None else reads.sheet(opened)
    lines = () if sheet is None else sheet.lines
    whole = (
        coming.get(line.line_id) or ReceivedLine(line.line_id, line.outstanding, line.outstanding, Decimal(0))
        for line in lines
        if line.outstanding or line.line_id in coming
    )
    return Purchases(reads.purchases(MOST), sheet, reads.wanted(), reads.suppliers(), profile.calendar, tuple(whole))


def _concerning() -> tuple[type[Fact], ...]:
    return PurchaseFact.__args__
