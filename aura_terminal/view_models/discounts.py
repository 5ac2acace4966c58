"""What lowers the order on the counter: a promotion's code, a person's word with a reason, a guest's reward."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.loyalty import Company, RewardRedeemed
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import DiscountApplied
from aura_terminal.view_models.status import Tier

if TYPE_CHECKING:
    from aura_terminal.domain.ids import DiscountId, GuestId, OrderId, RewardId
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.guests import RewardRow
    from aura_terminal.use_cases.asking import Done
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Counter, Desk, Facts
    from aura_terminal.view_models.status import StatusModel, StatusRow


class DiscountsModel(QObject):
    """Verbs on what the order costs less. `granted` follows when one of them was kept; refusals come from the counter,
    which asks for somebody's PIN where a person may not do it alone. `changed` follows a reading of the rewards.
    """

    changed = Signal()
    granted = Signal()

    def __init__(self, counter: Counter, status: StatusModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counter = counter
        self._status = status
        self._rewards: tuple[RewardRow, ...] = ()
        counter.changed.connect(self._follow)

    @property
    def rewards(self) -> tuple[RewardRow, ...]:
        """What the order's guest could have for their points, as last read; none where nobody is known."""
        return self._rewards

    @Slot()
    def refresh(self) -> None:
        """Read the rewards of the order's guest."""
        order = self.counter.order
        if order is None or order.guest_id is None:
            self._show(())
        else:
            self.counter.ask(partial(_rewards, order.guest_id), self._show, self.counter.refused.emit)

    def apply_code(self, code: str) -> None:
        """Let a promotion's code count."""
        self._do(partial(_apply_code, code, company_of(self._status.row)))

    def take_percent(self, percent: int, reason: str) -> None:
        """So many percent off the whole order, with somebody's approval where that is needed."""
        self._do_approved(partial(_take_percent, Decimal(percent), reason), reason)

    def take_amount(self, minor: int, reason: str) -> None:
        """So much off the whole order, in minor units, with somebody's approval where that is needed."""
        order = self.counter.order
        if order is not None:
            self._do_approved(partial(_take_amount, Money(minor, order.total.currency), reason), reason)

    def redeem(self, reward_id: RewardId) -> None:
        """Exchange the guest's points for a reward; alone a terminal lets go of no more than the programme allows."""
        self._do(partial(_redeem, reward_id, company_of(self._status.row)))

    def remove(self, discount_id: DiscountId) -> None:
        """Take a discount off again."""
        self._do(partial(_remove, discount_id))

    def _do(self, verb: Callable[[Shop, Actor, OrderId], Facts]) -> None:
        order = self.counter.order
        if order is not None:
            self.counter.do(partial(_on_order, order.order_id, verb))

    def _do_approved(self, verb: Callable[[Shop, Actor, OrderId, Approval | None], Done], reason: str) -> None:
        order = self.counter.order
        if order is not None:
            self.counter.do_approved(partial(_approved, order.order_id, verb), reason)

    def _show(self, rewards: tuple[RewardRow, ...]) -> None:
        self._rewards = rewards
        self.changed.emit()

    @Slot(object)
    def _follow(self, facts: Facts) -> None:
        if any(isinstance(fact, DiscountApplied | RewardRedeemed) for fact in facts):
            self.granted.emit()


def company_of(row: StatusRow) -> Company:
    """Whether there is anybody who could have let go of points unheard; a till that works by itself is not alone."""
    by_itself = not row.peers and row.best is not Tier.INTERNET
    return Company.TOGETHER if by_itself or row.tier is not Tier.ALONE else Company.ALONE


def _rewards(guest_id: GuestId, desk: Desk, by: Actor, shop: Shop) -> tuple[RewardRow, ...]:
    return shop.reads.guests.sheet(guest_id).rewards


def _on_order(
    order_id: OrderId, verb: Callable[[Shop, Actor, OrderId], Facts], desk: Desk, by: Actor, shop: Shop
) -> Facts:
    return verb(shop, by, order_id)


def _approved(
    order_id: OrderId, verb: Callable[[Shop, Actor, OrderId, Approval | None], Done],
    approval: Approval | None, desk: Desk, by: Actor, shop: Shop,
) -> Facts:  # fmt: skip
    return verb(shop, by, order_id, approval).facts


def _apply_code(code: str, company: Company, shop: Shop, by: Actor, order_id: OrderId) -> Facts:
    return shop.discounts.apply_code(by, order_id, code, company).facts


def _take_percent(
    percent: Decimal, reason: str, shop: Shop, by: Actor, order_id: OrderId, approval: Approval | None
) -> Done:
    return shop.discounts.take_percent(by, order_id, percent, reason, approval)


def _take_amount(
    amount: Money, reason: str, shop: Shop, by: Actor, order_id: OrderId, approval: Approval | None
) -> Done:
    return shop.discounts.take_amount(by, order_id, amount, reason, approval)


def _redeem(reward_id: RewardId, company: Company, shop: Shop, by: Actor, order_id: OrderId) -> Facts:
    return shop.loyalty.redeem(by, order_id, reward_id, company)


def _remove(discount_id: DiscountId, shop: Shop, by: Actor, order_id: OrderId) -> Facts:
    return shop.discounts.remove(by, order_id, discount_id).facts
