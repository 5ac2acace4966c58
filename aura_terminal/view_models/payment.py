"""Taking money on one order: what is due, what is handed over, what goes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import AttemptId, OrderId, ShareId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.order_facts import OrderClosed, OrderFact
from aura_terminal.domain.payments import CASH, Payment, may_take_cash, predicted_notes
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.reads import OrderSheet
from aura_terminal.ports.share_rows import ShareRow
from aura_terminal.use_cases.paying import Paid
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.card_payment import CardPaymentModel
from aura_terminal.view_models.card_readers import CardReadersModel
from aura_terminal.view_models.card_tasks import CardTasksModel
from aura_terminal.view_models.cash_tip import coins_for
from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.money_token import Holding, MoneyTokenModel, holding_to_pay
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel

MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Bill:
    """The order as it is to be paid, with the id of the next try at paying it, and who may take its money."""

    order: OrderSheet
    attempt_id: AttemptId
    holding: Holding


@dataclass(frozen=True, slots=True)
class Outcome:
    """A payment that was taken, and the bill after it."""

    paid: Paid
    bill: Bill


class PaymentModel(QObject):
    """Money for one order. `changed` follows everything that is shown; `settled` follows when the order is closed.
    `watch` is woken while the screen is shown: what other terminals do to the order is shown too.

    Where another terminal holds the order's money token it is asked for by itself (`token`); until it is here nothing
    is paid.
    Each try has its own attempt id from when it begins, so tapping Pay twice pays once. After a part payment an amount
    must be named before the next: a second tap meant for the first cannot take the rest. Cards are `card`'s, at the
    terminals of `readers`; an order that a card settled is settled here too.
    """

    changed = Signal()
    settled = Signal()
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None,
        *, readers: CardReadersModel | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner = runner
        self._session = session
        self._changes = changes
        self._bill: Bill | None = None
        self._tendered: Money | None = None
        self._tip: Money | None = None
        self._must_name = False
        self._share_id: ShareId | None = None
        self._last: Payment | None = None
        self._is_settled = False
        self.token = MoneyTokenModel(runner, session, changes, self)
        self.token.changed.connect(self.changed)
        self.token.taken_over.connect(self.refresh)
        self.token.refused.connect(self.refused)
        self.card = CardPaymentModel(self, readers or CardReadersModel(parent=self), runner, session, changes, self)
        self.card.refused.connect(self.refused)
        self.tasks = CardTasksModel(self.card.terminals, runner, session, changes, self)
        self.tasks.refused.connect(self.refused)
        self.tasks.asked.connect(self.card.asked)
        self.watch = Watch(changes, OrderFact.__args__, self)
        self.watch.due.connect(self.refresh)

    @property
    def order(self) -> OrderSheet | None:
        """The order, None until it has been read."""
        return None if self._bill is None else self._bill.order

    @property
    def bill(self) -> Bill | None:
        """The order with the id of the next try at paying it, None until it has been read."""
        return self._bill

    @property
    def session(self) -> SessionModel:
        """Who takes the money, and who may allow what they may not."""
        return self._session

    @property
    def shares(self) -> tuple[ShareRow, ...]:
        """The shares of the bill; none where it is one."""
        return () if self.order is None or self.order.plan is None else self.order.plan.shares

    @property
    def share(self) -> ShareRow | None:
        """The share money is taken for: the one chosen, else the first of which something is due."""
        owing = [share for share in self.shares if share.due]
        return next((share for share in owing if share.share_id == self._share_id), owing[0] if owing else None)

    @property
    def due(self) -> Money | None:
        """What is due now: of the share, or of all of it."""
        share = self.share
        if share is not None:
            return share.due
        return None if self._bill is None else self._bill.order.due

    @property
    def cash_due(self) -> Money | None:
        """What coins can pay of what is due, with the tip that goes with it."""
        bare = self._bare_due
        return None if bare is None else bare + (self.tip or zero(bare.currency))

    @property
    def tip(self) -> Money | None:
        """How much of the cash is a tip: what was named, else what the house asks of the party; None for none."""
        order, due = self.order, self.due
        if order is None or due is None or due.minor <= 0:
            return None
        return (coins_for(order, due) if self._tip is None else self._tip) or None

    @property
    def tip_offered(self) -> Money | None:
        """What one tap makes the tip: the change, or else what was typed and is less than is due; None for neither."""
        bare, tendered = self._bare_due, self._tendered
        if bare is None or tendered is None or self._tip is not None or not tendered.minor:
            return None
        return tendered - bare if tendered > bare else tendered if tendered < bare else None

    def leave_tip(self) -> None:
        """Make it the tip; the change is kept then, and what was typed does not count towards the bill."""
        offered, bare, tendered = self.tip_offered, self._bare_due, self._tendered
        if offered is not None and bare is not None and tendered is not None:
            self._tip = offered
            self._tendered = tendered if tendered > bare else None
            self.changed.emit()

    def drop_tip(self) -> None:
        """What the house asks is the tip again, or none is."""
        self._tip = None
        self.changed.emit()

    @property
    def is_tip_named(self) -> bool:
        """Whether somebody named the tip."""
        return self._tip is not None

    @property
    def _bare_due(self) -> Money | None:
        share = self.share
        if share is not None:
            return share.cash_due
        return None if self._bill is None else self._bill.order.cash_due

    @property
    def tendered(self) -> Money | None:
        """What is handed over: the amount named, or exactly what is due; None while it must be named first."""
        if self._tendered is not None or self._must_name:
            return self._tendered
        return self.cash_due

    @property
    def is_named(self) -> bool:
        """Whether an amount was chosen or typed."""
        return self._tendered is not None

    @property
    def change(self) -> Money | None:
        """What goes back; None where nothing is handed over or less than is due."""
        tendered, due = self.tendered, self.cash_due
        return tendered - due if tendered is not None and due is not None and tendered >= due else None

    @property
    def notes(self) -> tuple[Money, ...]:
        """Amounts the guest is likely to hand over."""
        due = self.cash_due
        return () if due is None or due.minor <= 0 else predicted_notes(due)

    @property
    def payments(self) -> tuple[Payment, ...]:
        """The parts taken so far."""
        return () if self.order is None else self.order.payments

    @property
    def last(self) -> Payment | None:
        """The payment that settled the order; None where nothing had to be paid."""
        return self._last

    @property
    def is_settled(self) -> bool:
        """Whether the order is closed."""
        return self._is_settled

    @property
    def is_free(self) -> bool:
        """Whether the order can be closed without money: it has something, and nothing is due on it."""
        order = self.order
        return order is not None and order.due.minor == 0 and any(line.quantity > line.voided for line in order.lines)

    @property
    def can_pay(self) -> bool:
        """Whether there is anything for Pay to do."""
        order, tendered, due = self.order, self.tendered, self.due
        if self._is_settled or order is None or order.status is not OrderStatus.OPEN or not self.token.may_pay:
            return False
        return self.is_free or (
            due is not None and tendered is not None and may_take_cash(due, tendered, order.cash_step)
        )

    def open(self, order_id: OrderId) -> None:
        """Show what is due on an order, after all that was tapped before has been done."""
        self._bill, self._tendered, self._must_name, self._share_id = None, None, False, None
        self._last, self._is_settled, self._tip = None, False, None
        self.token.forget()
        self._runner.run(partial(bill_of, order_id), self._show, self.refused.emit)
        self.card.open(order_id)

    @Slot()
    def refresh(self) -> None:
        """Read the order again; the try at paying stays the same."""
        if self._bill is not None and not self._is_settled:
            self._runner.run(partial(_standing, self._bill.order.order_id), self._renew, self.refused.emit)

    def choose_share(self, share_id: ShareId) -> None:
        """Money is taken for this share next, exactly what is due of it unless an amount is named."""
        self._share_id, self._tendered, self._must_name, self._tip = share_id, None, False, None
        self.changed.emit()

    def name_amount(self, amount: Money) -> None:
        """The guest hands over this much."""
        self._tendered = amount
        self.changed.emit()

    @Slot()
    def name_exact(self) -> None:
        """The guest hands over exactly what is due."""
        due = self.cash_due
        if due is not None:
            self.name_amount(due)

    @Slot()
    def unname(self) -> None:
        """The amount that was typed was meant for something else."""
        self._tendered = None
        self.changed.emit()

    def press(self, digits: str) -> None:
        """Type an amount as minor units from the right."""
        text = f"{self._typed or ''}{digits}"
        if len(text) <= MOST_DIGITS:
            self._type(int(text))

    @Slot()
    def erase(self) -> None:
        """Take the last digit away."""
        self._type(self._typed // 10)

    @Slot()
    def pay(self) -> None:
        """Take what is handed over; an order on which nothing is due is closed."""
        actor, bill, tendered = self._session.must_actor(), self._bill, self.tendered
        if actor is None or bill is None or self._is_settled:
            return
        if self.is_free:
            self._runner.run(partial(_close, actor, bill), self._end, self._refuse)
        elif tendered is not None:
            self._runner.run(
                partial(_pay, actor, bill, tendered, None if self.share is None else self.share.share_id, self._tip),
                self._take,
                self._refuse,
            )

    def take(self, outcome: Outcome) -> None:
        """A payment was taken for this order in another way than cash."""
        self._take(outcome)

    @property
    def _typed(self) -> int:
        return 0 if self._tendered is None else self._tendered.minor

    def _type(self, minor: int) -> None:
        due = self.cash_due
        if due is not None:
            self._tendered = Money(minor, due.currency) if minor else None
            self.changed.emit()

    def _show(self, bill: Bill) -> None:
        self._bill = bill
        self.token.follow(bill.holding)
        self.changed.emit()

    def _renew(self, standing: tuple[OrderSheet, Holding]) -> None:
        """The order as read again, still under the attempt in force, which a payment under way may have replaced."""
        order, holding = standing
        if self._bill is not None and self._bill.order.order_id == order.order_id and not self._is_settled:
            self._bill = replace(self._bill, order=order, holding=holding)
            self.token.follow(holding)
            if order.status is OrderStatus.CLOSED and order.payments and order.payments[-1].tender != CASH:
                self._last = order.payments[-1]
                self._settle()
            else:
                self.changed.emit()

    def _take(self, outcome: Outcome) -> None:
        if self._bill is None or outcome.paid.payment.attempt_id != self._bill.attempt_id:
            return  # a second tap: the same try answers with the same payment
        self._bill, self._tendered, self._must_name = outcome.bill, None, not outcome.paid.closed
        self._tip = None
        self._changes.announce(*outcome.paid.facts)
        if outcome.paid.closed:
            self._last = outcome.paid.payment
            self._settle()
        else:
            self.changed.emit()

    def _refuse(self, broken: RuleBroken) -> None:
        self.refused.emit(broken)
        self.refresh()

    def _end(self, closed: OrderClosed) -> None:
        self._changes.announce(closed)
        self._settle()

    def _settle(self) -> None:
        self._is_settled = True
        self.changed.emit()
        self.settled.emit()


def bill_of(order_id: OrderId, shop: Shop) -> Bill:
    """The order as it stands, with a new id for the next try at paying it."""
    order, holding = _standing(order_id, shop)
    return Bill(order, shop.paying.new_attempt(), holding)


def _standing(order_id: OrderId, shop: Shop) -> tuple[OrderSheet, Holding]:
    order = shop.reads.orders.sheet(order_id)
    return order, holding_to_pay(order, shop)


def _close(by: Actor, bill: Bill, shop: Shop) -> OrderClosed:
    return shop.paying.close_free(by, bill.order.order_id)


def _pay(by: Actor, bill: Bill, tendered: Money, share: ShareId | None, tip: Money | None, shop: Shop) -> Outcome:
    paid = shop.paying.take_cash(by, bill.order.order_id, tendered, bill.attempt_id, share, tip)
    return Outcome(paid, bill_of(bill.order.order_id, shop))
