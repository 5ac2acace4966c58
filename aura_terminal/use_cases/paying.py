"""Taking money. The sale, the receipt and the drawer's opening are one transaction; paper and drawer follow from it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from aura_terminal.domain.drawer import DrawerOpened, OpeningReason
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.holding import must_hold, override, release, take_up
from aura_terminal.domain.ids import AttemptId, OrderId, PaymentId, ShareId, StaffId
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.money import Money
from aura_terminal.domain.money_token import TokenOverridden, TokenReleased
from aura_terminal.domain.order_facts import OrderClosed, ReceiptReprinted
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.paper import PrintJob, PrintJobId
from aura_terminal.domain.payments import Payment, Taking
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.card_holding import must_be_decided
from aura_terminal.use_cases.cash_tips import taken_in_cash
from aura_terminal.use_cases.drawers import drawer_to_take_cash, drawer_used, kick
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.order_end import close_paid, end_if_paid
from aura_terminal.use_cases.ordering import fire_unsent
from aura_terminal.use_cases.receipts import copy_of, receipt
from aura_terminal.use_cases.unsent import must_be_sent


@dataclass(frozen=True, slots=True)
class Paid:
    """What a payment came to; `closed` says whether the order is settled."""

    order_id: OrderId
    payment: Payment
    due: Money
    closed: bool
    facts: tuple[Fact, ...]


class Paying:
    """The verbs that take money. They need the order's money token: raises TOKEN_ELSEWHERE or TOKEN_ON_ITS_WAY."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def new_attempt(self) -> AttemptId:
        """An id for one try at paying, made before the try, so that repeating the try changes nothing."""
        return AttemptId(self._ids.new())

    def take_cash(
        self, by: Actor, order_id: OrderId, tendered: Money, attempt_id: AttemptId, share: ShareId | None = None,
        tip: Money | None = None,
    ) -> Paid:  # fmt: skip
        """Take cash; what was not sent yet goes to the kitchen, and a settled order is closed with its receipt.

        `share` is the one of the bill's that pays, None for all of it (RuleBroken SHARE_UNKNOWN, NOTHING_DUE). `tip` is
        part of what is tendered; None leaves what the house asks of the party, less raises GRATUITY_COUNTS. Raises
        LINES_UNSENT where the house wants a manager's word for what is not sent.
        The same attempt a second time changes nothing and answers with the first outcome. Raises
        RuleBroken(CARD_UNDECIDED) while nobody knows whether a card was charged for it, and SESSION_NEEDED where the
        house wants somebody to answer for the drawer and nobody does.
        """
        by.must(Permission.TAKE_PAYMENT)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            earlier = next((payment for payment in order.payments if payment.attempt_id == attempt_id), None)
            if earlier is not None:
                return _paid(order, earlier, ())
            must_be_on_the_clock(work, by)
            must_hold(order, self._terminal.label, work.ledger.known())
            must_be_decided(work, order_id)
            must_be_sent(work, order)
            facts = self._settle(work, order, tendered, attempt_id, by, share, tip)
            order = work.order(order_id)
            return _paid(order, order.payments[-1], facts)

    def close_free(self, by: Actor, order_id: OrderId) -> OrderClosed:
        """Close an order on which nothing is due, such as a glass of tap water, without opening the drawer."""
        by.must(Permission.TAKE_PAYMENT)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            order = work.order(order_id)
            must_hold(order, self._terminal.label, work.ledger.known())
            must_be_decided(work, order_id)
            must_be_sent(work, order)
            if order.unsent:
                fire_unsent(work, order, self._ids, self._terminal.label)
            facts = close_paid(work, self._ids, self._terminal.label, order_id, by)
        return next(fact for fact in facts if isinstance(fact, OrderClosed))

    def open_drawer(self, by: Actor, reason: str, approval: Approval | None = None) -> DrawerOpened:
        """Open the drawer without a sale; needs a reason, and the right as often as it reaches, or an approval."""
        with self._begin(by.id) as work:
            so_far = openings_without_sale(work, by.id)
            allowed = approved(by, approval, work, Permission.NO_SALE, reason, times=so_far + 1)
            place = drawer_used(work, self._terminal, by.id).place
            opened = DrawerOpened(
                place.id, work.now, OpeningReason.NO_SALE, note=reason_given(reason),
                approval=None if approval is None else allowed,
            )  # fmt: skip
            work.keep(opened)
            work.spool(kick(self._ids, place, said("No sale"), None))
        return opened

    def reprint_receipt(self, by: Actor, order_id: OrderId) -> ReceiptReprinted:
        """Print the receipt of a paid order once more, marked as a copy."""
        by.must(Permission.REPRINT)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            fact = order.reprint_receipt(work.now)
            work.keep(fact)
            profile, cards = work.documents.get(StoreProfile, STORE_PROFILE), work.cards.of_order(order_id)
            slip = copy_of(receipt(order, profile, cards))
            job_id = PrintJobId(self._ids.new())
            work.spool(
                PrintJob(job_id, slip.kind, slip.route, slip.title, order_id, slip.document, copy_no=fact.copy_no)
            )
        return fact

    def release_token(self, order_id: OrderId, to: str, being_paid: Collection[OrderId] = ()) -> TokenReleased:
        """Hand the order's money token to another terminal, with what is known of the order here.

        Done by the terminal itself when another one asks; `being_paid` are the orders somebody pays here just now.
        Raises RuleBroken: BEING_PAID, and TOKEN_ELSEWHERE or TOKEN_ON_ITS_WAY when it is not this terminal's to give.
        """
        with self._begin(SYSTEM) as work:
            order = work.order(order_id)
            if order_id in being_paid or any(one.holds_up for one in work.cards.of_order(order_id)):
                raise RuleBroken(Rule.BEING_PAID, order=order.number)
            fact = release(order, self._terminal.label, to, work.ledger.known(), work.ledger.seen_of(order_id))
            work.keep(fact)
        return fact

    def take_up_tokens(self) -> tuple[TokenReleased, ...]:
        """Make the money tokens this terminal held before it was restored from a backup its own again, by facts.

        Nothing happens while another terminal of the store may know what became of them: one that was not heard since
        the restore, or that holds facts which are not here yet. Done by the terminal itself, again and again.
        """
        here = self._terminal
        if not here.formerly:
            return ()
        with self._begin(SYSTEM) as work:
            ledger = work.ledger
            held = ledger.held_by(here.formerly)
            if not held or not ledger.is_abreast():
                return ()
            known = ledger.known()
            orders = [work.order(order_id) for order_id in held]
            facts = tuple(
                take_up(order, here.label, here.formerly, known, ledger.seen_of(order.id))
                for order in orders
                if order.token.has_arrived(known)
            )
            work.keep(*facts)
        return facts

    def override_token(
        self, by: Actor, order_id: OrderId, reason: str, approval: Approval | None = None
    ) -> TokenOverridden:
        """Take the token from a holder nobody can reach; needs the right to decide conflicts, or an approval."""
        with self._begin(by.id) as work:
            allowed = approved(by, approval, work, Permission.RESOLVE_CONFLICT, reason)
            fact = override(work.order(order_id), self._terminal.label, reason, allowed)
            work.keep(fact)
        return fact

    def _settle(
        self, work: Work, order: Order, tendered: Money, attempt_id: AttemptId, by: Actor, share: ShareId | None,
        tip: Money | None,
    ) -> tuple[Fact, ...]:  # fmt: skip
        use = drawer_to_take_cash(work, self._terminal, by.id)
        taking = Taking(
            PaymentId(self._ids.new()), attempt_id, work.now, work.today, self._terminal.label, use.session_id
        )
        taken = taken_in_cash(order, taking, tendered, share, tip)
        facts: list[Fact] = []
        if order.unsent:
            facts.extend(fire_unsent(work, order, self._ids, self._terminal.label))
        opened = DrawerOpened(use.place.id, work.now, OpeningReason.SALE, order.id)
        work.keep(taken, opened)
        facts.extend((taken, opened))
        facts.extend(end_if_paid(work, self._ids, self._terminal.label, order.id, by))
        work.spool(kick(self._ids, use.place, said("Drawer {drawer}", drawer=order.number), order.id))
        return tuple(facts)


def openings_without_sale(work: Work, staff_id: StaffId) -> int:
    """How often somebody opened a drawer without a sale in their shift, or today where they are not clocked in."""
    shift = work.time_sheet(staff_id).running
    since = work.now.min.replace(tzinfo=work.now.tzinfo) if shift is None else shift.began_at
    return sum(
        isinstance(act.fact, DrawerOpened) and act.fact.reason is OpeningReason.NO_SALE and act.by == staff_id
        for act in work.ledger.openings_on(work.today)
        if act.at >= since
    )


def _paid(order: Order, payment: Payment, facts: tuple[Fact, ...]) -> Paid:
    return Paid(order.id, payment, order.bill.due, order.status is OrderStatus.CLOSED, facts)
