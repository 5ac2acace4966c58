"""What lowers single lines, what is given away, and the reasons the house has for that and for taking back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.money import Money
from aura_terminal.domain.sale_rules import AtNothing as AtNothing
from aura_terminal.domain.sale_rules import SaleRules as SaleRules
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import LineId, OrderId
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.reads import LineRow
    from aura_terminal.use_cases.asking import Done
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Counter, Desk, Facts
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

Verb = Callable[["Shop", "Actor", "OrderId", "Approval | None"], "Done"]


class LinePricesModel(QObject):
    """Verbs on what lines cost. `granted` follows when one was kept; refusals come from the counter."""

    granted = Signal()

    def __init__(self, counter: Counter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counter = counter
        counter.changed.connect(self._follow)

    @property
    def lines(self) -> tuple[LineRow, ...]:
        """The lines of the order on the counter that are charged."""
        order = self.counter.order
        return () if order is None else tuple(line for line in order.lines if line.quantity > line.voided)

    def take_percent(self, lines: Sequence[LineId], percent: int, reason: str) -> None:
        """So many percent off these lines."""
        self._do(
            lambda shop, by, order_id, approval: shop.line_discounts.take_percent(
                by, order_id, lines, Decimal(percent), reason, approval
            ),
            reason,
        )

    def take_amount(self, lines: Sequence[LineId], minor: int, reason: str) -> None:
        """So much off these lines together, in minor units."""
        order = self.counter.order
        if order is None:
            return
        amount = Money(minor, order.total.currency)
        self._do(
            lambda shop, by, order_id, approval: shop.line_discounts.take_amount(
                by, order_id, lines, amount, reason, approval
            ),
            reason,
        )

    def comp(self, lines: Sequence[LineId], reason: str) -> None:
        """Give these lines away."""
        self._do(
            lambda shop, by, order_id, approval: shop.line_discounts.comp_lines(by, order_id, lines, reason, approval),
            reason,
        )

    def comp_order(self, reason: str) -> None:
        """Give the whole order away."""
        self._do(
            lambda shop, by, order_id, approval: shop.line_discounts.comp_order(by, order_id, reason, approval), reason
        )

    def reckon(self) -> None:
        """Let promotions count or end whose time has come, on the order on the counter."""
        order = self.counter.order
        if order is not None:
            self.counter.do(partial(_reckon, order.order_id))

    def _do(self, verb: Verb, reason: str) -> None:
        order = self.counter.order
        if order is not None:
            self.counter.do_approved(partial(_approved, order.order_id, verb), reason)

    @Slot(object)
    def _follow(self, facts: Facts) -> None:
        from aura_terminal.domain.order_facts import DiscountApplied

        if any(isinstance(fact, DiscountApplied) for fact in facts):
            self.granted.emit()


class HouseOfSaleModel(QObject):
    """The house's rules for what is sold, as last read; `changed` follows each reading, `refused` what was refused."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self._rules = SaleRules()
        self.watch = Watch(changes, _concerning, self)
        self.watch.due.connect(self.refresh)

    @property
    def rules(self) -> SaleRules:
        """The rules in force."""
        return self._rules

    @Slot()
    def refresh(self) -> None:
        """Read again."""
        self._runner.run(lambda shop: shop.house_of_sale.rules(), self._show)

    def put(self, rules: SaleRules) -> None:
        """Set them."""
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(lambda shop: shop.house_of_sale.put_rules(actor, rules), self._after, self.refused.emit)

    def _after(self, fact: Fact) -> None:
        self._changes.announce(fact)
        self.refresh()

    def _show(self, rules: SaleRules) -> None:
        self._rules = rules
        self.changed.emit()


def _approved(order_id: OrderId, verb: Verb, approval: Approval | None, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return verb(shop, by, order_id, approval).facts


def _reckon(order_id: OrderId, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return shop.automatic.reckon(by, order_id).facts


def _concerning() -> Iterable[type[Fact]]:
    from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn

    return (DocumentPut, DocumentWithdrawn)
