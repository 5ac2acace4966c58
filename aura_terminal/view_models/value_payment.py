"""More ways to pay an order than cash and card: accounts of the order's own, accounts that are looked for, vouchers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId, RewardId, ShareId, TenderId, ValueAccountId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.loyalty import Company
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.domain.value_facts import AccountKind, Hearing
from aura_terminal.domain.value_numbers import check_number
from aura_terminal.ports.guests import RewardRow
from aura_terminal.ports.value_rows import AccountRow
from aura_terminal.use_cases.paying import Paid
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.discounts import company_of
from aura_terminal.view_models.payment import Bill, Outcome, PaymentModel, bill_of
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel
from aura_terminal.view_models.status import StatusModel, StatusRow

MOST_FOUND = 30
OVER_LIMIT = "over the limit"


class WayKind(StrEnum):
    """What a tap on a way does: something is looked for, an account or a voucher pays, a reward is chosen."""

    GIFT = "gift"
    HOUSE = "house"
    ACCOUNT = "account"
    OTHER = "other"
    REWARD = "reward"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to pay: its kind, the tender's or account's id, the store's name for it, and what is on it."""

    id: str
    kind: WayKind
    name: str = ""
    account: AccountRow | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be done for an order: the ways to pay it, what its guest's points are worth, and how many there are."""

    ways: tuple[Way, ...] = ()
    rewards: tuple[RewardRow, ...] = ()
    points: int = 0
    points_worth: Money | None = None


class ValuePaymentModel(QObject):
    """The ways the store takes, for the order on the payment screen.

    `changed` follows what is offered, `found` what was looked for, `paid` a payment or a reward that was taken,
    `earned` the points a guest earned and has. A try has the payment screen's own attempt, so tapping twice pays once.
    What is typed there counts as the amount.
    """

    changed = Signal()
    found = Signal()
    paid = Signal()
    earned = Signal(int, int)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, payment: PaymentModel, status: StatusModel,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self._payment, self._status = payment, status
        self._offer, self._found = Offer(), tuple[AccountRow, ...]()
        self._read_for: tuple[object, ...] = ()
        self._is_busy = False
        self.approvals = Approvals(runner, self)
        self.approvals.settled.connect(self._release)
        runner.unavailable.connect(self._release)
        payment.changed.connect(self._follow)
        payment.settled.connect(self._look_for_points)

    @property
    def offer(self) -> Offer:
        """What is offered for the order."""
        return self._offer

    @property
    def rows(self) -> tuple[AccountRow, ...]:
        """The accounts that were found last."""
        return self._found

    @property
    def can_pay(self) -> bool:
        """Whether there is something to pay, and this terminal may take it."""
        order = self._payment.order
        is_due = order is not None and order.status is OrderStatus.OPEN and order.due.minor > 0
        return is_due and self._payment.token.may_pay and not self._payment.is_settled and not self._is_busy

    @property
    def amount(self) -> Money | None:
        """What is typed, no more than is due; None where nothing is, and as much as there is is taken."""
        due, named = self._payment.due, self._payment.tendered
        return None if due is None or named is None or not self._payment.is_named else min(named, due)

    @property
    def hearing(self) -> Hearing:
        """Which other terminals are heard now."""
        return hearing_of(self._status.row)

    def search(self, text: str, kind: AccountKind | None = None) -> None:
        """Look for accounts: by number where it is one, else by name; nothing said lists those of a kind."""
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(_search, actor, text, kind), self._hold, self.refused.emit)

    def forget(self) -> None:
        """What was found is not looked at any more."""
        self._hold(())

    def pay_from(self, account_id: ValueAccountId) -> None:
        """Pay from an account, with a manager's word where its limit ends before."""
        actor, bill, amount = self._session.must_actor(), self._payment.bill, self.amount
        if actor is not None and bill is not None and self.can_pay:
            self._is_busy = True
            call = partial(_draw, actor, bill, account_id, self.hearing, amount, self._share)
            self.approvals.run(call, OVER_LIMIT, self._take, self._refuse)

    def pay_other(self, tender_id: TenderId) -> None:
        """Note a payment in another way of the store's."""
        actor, bill, amount = self._session.must_actor(), self._payment.bill, self.amount
        if actor is not None and bill is not None and self.can_pay:
            self._is_busy = True
            self._runner.run(partial(_other, actor, bill, tender_id, amount, self._share), self._take, self._refuse)

    def redeem(self, reward_id: RewardId) -> None:
        """Exchange the guest's points for a reward: the order costs less."""
        company = company_of(self._status.row)
        self._lower(lambda by, order_id, shop: shop.loyalty.redeem(by, order_id, reward_id, company))

    def spend_points(self) -> None:
        """Let as many points pay as there are, or as the order needs."""
        company: Company = company_of(self._status.row)
        self._lower(lambda by, order_id, shop: shop.loyalty.spend_points(by, order_id, company))

    @property
    def _share(self) -> ShareId | None:
        """The share of the bill that pays, None for all of it."""
        return None if self._payment.share is None else self._payment.share.share_id

    def _lower(self, verb: Callable[[Actor, OrderId, Shop], tuple[Fact, ...]]) -> None:
        actor, order = self._session.must_actor(), self._payment.order
        if actor is not None and order is not None and self.can_pay:
            self._is_busy = True
            order_id = order.order_id
            self._runner.run(lambda shop: verb(actor, order_id, shop), self._lowered, self._refuse)

    def _lowered(self, facts: tuple[Fact, ...]) -> None:
        self._is_busy = False
        self._changes.announce(*facts)
        self._payment.refresh()
        self.paid.emit()

    def _take(self, outcome: Outcome) -> None:
        self._is_busy = False
        self._payment.take(outcome)
        self.paid.emit()

    def _refuse(self, broken: RuleBroken) -> None:
        self._is_busy = False
        self.refused.emit(broken)
        self._payment.refresh()
        self.changed.emit()

    @Slot()
    def _release(self) -> None:
        if self._is_busy:
            self._is_busy = False
            self.changed.emit()

    def _hold(self, rows: tuple[AccountRow, ...]) -> None:
        self._found = rows
        self.found.emit()

    @Slot()
    def _follow(self) -> None:
        """Another order, or another state of it: what is offered is read anew."""
        order = self._payment.order
        if order is None or self._payment.is_settled:
            return
        about = (order.order_id, order.guest_id, order.due, len(order.payments))
        if about != self._read_for:
            self._read_for = about
            self._runner.run(partial(_offered, order.order_id), self._show)
        self.changed.emit()

    def _show(self, offer: Offer) -> None:
        self._offer = offer
        self.changed.emit()

    @Slot()
    def _look_for_points(self) -> None:
        order = self._payment.order
        if order is not None and order.guest_id is not None:
            self._runner.run(partial(_earned, order.order_id), self._tell_points)

    def _tell_points(self, points: tuple[int, int]) -> None:
        if points[0]:
            self.earned.emit(*points)


def hearing_of(row: StatusRow) -> Hearing:
    """Which other terminals of the store are heard; a terminal that works by itself hears all there are."""
    if not row.silent:
        return Hearing.ALL
    return Hearing.NONE if len(row.silent) >= len(row.peers) else Hearing.SOME


def _offered(order_id: OrderId, shop: Shop) -> Offer:
    order = shop.reads.orders.sheet(order_id)
    tenders = sorted(shop.reads.catalogue.documents.all(Tender), key=lambda one: (one.position, one.id))
    off = {one.kind for one in tenders} - {one.kind for one in tenders if one.active}
    ways = [Way(row.account_id, WayKind.ACCOUNT, row.name, row) for row in shop.reads.value.of_order(order_id)]
    names = {one.kind: one.name for one in reversed(tenders) if one.active}
    if TenderKind.GIFT not in off:
        ways.append(Way(TenderKind.GIFT, WayKind.GIFT, names.get(TenderKind.GIFT, "")))
    if TenderKind.HOUSE not in off and shop.reads.value.accounts(AccountKind.HOUSE, 1):
        ways.append(Way(TenderKind.HOUSE, WayKind.HOUSE, names.get(TenderKind.HOUSE, "")))
    sheet = None if order.guest_id is None else shop.reads.guests.sheet(order.guest_id)
    rewards = () if sheet is None else sheet.rewards
    worth = shop.loyalty.worth_of_points(order_id)
    if any(one.is_affordable for one in rewards) or worth is not None:
        ways.append(Way("rewards", WayKind.REWARD))
    ways += [Way(one.id, WayKind.OTHER, one.name) for one in tenders if one.active and one.kind is TenderKind.OTHER]
    return Offer(tuple(ways), rewards, 0 if sheet is None else sheet.points, worth)


def _search(by: Actor, text: str, kind: AccountKind | None, shop: Shop) -> tuple[AccountRow, ...]:
    said = text.strip()
    if not said:
        return () if kind is None else tuple(shop.reads.value.accounts(kind, MOST_FOUND))
    try:
        check_number(said)
    except RuleBroken:
        rows = shop.reads.value.search(said, MOST_FOUND)
        return tuple(row for row in rows if kind in (None, row.kind))
    return (shop.value_accounts.find(by, said),)


def _draw(
    by: Actor, bill: Bill, account_id: ValueAccountId, hearing: Hearing, amount: Money | None,
    share: ShareId | None, approval: Approval | None, shop: Shop,
) -> Outcome:  # fmt: skip
    paid = shop.value_paying.draw(
        by, bill.order.order_id, account_id, bill.attempt_id, hearing, amount, approval, share
    )
    return _outcome(paid, shop)


def _other(
    by: Actor, bill: Bill, tender_id: TenderId, amount: Money | None, share: ShareId | None, shop: Shop
) -> Outcome:
    order_id, attempt = bill.order.order_id, bill.attempt_id
    return _outcome(shop.value_paying.take_other(by, order_id, tender_id, attempt, amount, share=share), shop)


def _outcome(paid: Paid, shop: Shop) -> Outcome:
    return Outcome(paid, bill_of(paid.order_id, shop))


def _earned(order_id: OrderId, shop: Shop) -> tuple[int, int]:
    return shop.loyalty.earned_by(order_id)
