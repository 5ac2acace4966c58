"""Taking cards: what is wanted is committed here, and the node's threads carry it out; nothing here asks a terminal.

An undecided card holds its order up; a second try needs the word that the first never was processed, or a manager who
names it.
"""

from __future__ import annotations

from datetime import timedelta

from aura_terminal.domain.age_checks import must_be_ready
from aura_terminal.domain.bill_sharing import due_on
from aura_terminal.domain.card_attempts import AT_WORK, AttemptState
from aura_terminal.domain.card_exposure import (
    CARD_RULES,
    CardRules,
    check_tip,
    default_rules,
    exposure_of,
    must_have_room,
)
from aura_terminal.domain.card_facts import (
    CardAttemptCancelled,
    CardAttemptCreated,
    CardCancelAsked,
    CardOriginal,
    CardTabExpired,
    InsteadOf,
    Witness,
)
from aura_terminal.domain.card_payments import key_of
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.holding import must_hold
from aura_terminal.domain.ids import AttemptId, ShareId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.waiving import must_leave_gratuity
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.card_beginning import (
    begin,
    must_be_free,
    must_be_stuck,
    must_be_taken_here,
    must_hold_money,
    original_of,
)
from aura_terminal.use_cases.card_holding import must_be_decided, stands_at
from aura_terminal.use_cases.card_posting import let_stand
from aura_terminal.use_cases.card_wishes import CardWish
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.order_end import end_if_paid
from aura_terminal.use_cases.unsent import must_be_sent


class Cards:
    """The verbs that take cards. Each is one transaction; RuleBroken means that nothing has changed."""

    def __init__(self, begin: Begin, reads: Reads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._reads = reads
        self._ids = ids
        self._terminal = terminal

    def new_attempt(self) -> AttemptId:
        """An id for one try, made before it, so that repeating the try changes nothing."""
        return AttemptId(self._ids.new())

    def charge(self, by: Actor, wish: CardWish, approval: Approval | None = None) -> Done:
        """Take a card for an open order. The same attempt a second time changes nothing.

        Raises RuleBroken: TOKEN_ELSEWHERE or TOKEN_ON_ITS_WAY, CARD_UNDECIDED, READER_BUSY, NOTHING_DUE,
        CARD_OVER_DUE, TIP_OUT_OF_RANGE, CARD_EXPOSURE, APPROVAL_NEEDED where an undecided attempt is passed by.
        """
        return self._begin_on_order(by, wish, CardAct.SALE, approval)

    def hold_tab(self, by: Actor, wish: CardWish, approval: Approval | None = None) -> Done:
        """Hold an amount on a card for an order that goes on; raises as `charge` does, whatever is due."""
        return self._begin_on_order(by, wish, CardAct.PREAUTHORISATION, approval)

    def capture_tab(self, by: Actor, tab: AttemptId, wish: CardWish) -> Done:
        """Take what is due, with a tip, from the card that holds a tab, at the terminal that holds it.

        Raises TAB_NOT_HELD, CARD_ELSEWHERE, and as `charge` does.
        """
        return self._begin_on_order(by, wish, CardAct.CAPTURE, None, tab)

    def cancel(self, by: Actor, attempt_id: AttemptId) -> Done:
        """Have an attempt ended. One that no card terminal has yet is; of another it is asked, and may be late.

        What another terminal of the store began is ended by that one, which may have sent it just now.
        """
        by.must(Permission.TAKE_PAYMENT)
        with self._begin(by.id) as work:
            attempt = work.cards.attempt(attempt_id)
            if attempt.state not in AT_WORK or attempt.cancel_asked is not None:
                return Done(attempt.asked.order_id, ())
            asked, is_ours = attempt.asked, attempt.asked.terminal in self._terminal.labels
            if not (is_ours and (attempt.state is AttemptState.CREATED or asked.by_hand)):
                cancel = CardCancelAsked(attempt_id, work.now, by.id)
                work.keep(cancel)
                return Done(asked.order_id, (cancel,))
            cancelled = CardAttemptCancelled(attempt_id, work.now, Witness.STAFF)
            work.keep(cancelled)
            stands = let_stand(work, self._ids, attempt, by)
            ended = end_if_paid(work, self._ids, self._terminal.label, asked.order_id, by)
        return Done(asked.order_id, (cancelled, *stands, *ended))

    def expire_tabs(self) -> tuple[CardTabExpired, ...]:
        """Say of tabs of this terminal that no card holds them any more; done by the terminal itself."""
        terms = self._reads.cards.terms()
        old = [row for row in self._reads.cards.tabs() if row.terminal in self._terminal.labels]
        if not old:
            return ()
        with self._begin(SYSTEM) as work:
            before = work.now - timedelta(hours=terms.rules.tab_hours)
            facts = tuple(CardTabExpired(row.attempt_id, work.now) for row in old if row.changed_at < before)
            work.keep(*facts)
        return facts

    def _begin_on_order(
        self, by: Actor, wish: CardWish, act: CardAct, approval: Approval | None, tab: AttemptId | None = None
    ) -> Done:
        by.must(Permission.TAKE_PAYMENT)
        with self._begin(by.id) as work:
            if any(one.id == wish.attempt_id for one in work.cards.of_order(wish.order_id)):
                return Done(wish.order_id, ())
            must_be_on_the_clock(work, by)
            instead = self._instead_of(work, by, wish, approval)
            must_be_decided(work, wish.order_id, wish.instead_of)
            original = None if tab is None else self._held(work, tab, wish)
            must_be_free(work, self._terminal, wish.reader, wish.instead_of)
            self._must_fit(work, wish, act)
            order = work.order(wish.order_id)
            created = CardAttemptCreated(
                wish.attempt_id, key_of(wish.attempt_id), act, wish.reader, self._terminal.label, order.id,
                order.number, wish.amount, wish.tip, wish.tip_when, by.id, work.now, work.today, wish.by_hand,
                original, instead, wish.allowed, wish.share or ShareId(""),
            )  # fmt: skip
            facts = begin(work, created)
        return Done(order.id, facts)

    def _held(self, work: Work, tab: AttemptId, wish: CardWish) -> CardOriginal:
        """The tab of an order, or of one that was merged into it."""
        attempt = work.cards.attempt(tab)
        must_hold_money(attempt)
        if stands_at(work, attempt.asked.order_id) != wish.order_id:
            raise RuleBroken(Rule.TAB_NOT_HELD)
        must_be_taken_here(self._terminal, attempt, wish.reader)
        return original_of(attempt)

    def _must_fit(self, work: Work, wish: CardWish, act: CardAct) -> None:
        order = work.order(wish.order_id)
        must_hold(order, self._terminal.label, work.ledger.known())
        must_be_ready(order)
        if order.status is not OrderStatus.OPEN:
            raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)
        if wish.amount.minor <= 0:
            raise RuleBroken(Rule.AMOUNT_NOT_POSITIVE)
        rules = rules_of(work)
        check_tip(wish.tip, wish.amount, rules)
        at_risk = exposure_of(work.cards.at_risk(), wish.amount.currency)
        must_have_room(at_risk, rules, wish.amount + wish.tip, work.now, wish.allowed)
        if act is CardAct.PREAUTHORISATION:
            return
        due = order.bill.due if wish.share is None else due_on(order, wish.share).due
        if due.minor <= 0:
            raise RuleBroken(Rule.NOTHING_DUE)
        if wish.amount > due:
            raise RuleBroken(Rule.CARD_OVER_DUE, due=due.plain())
        must_be_sent(work, order)
        must_leave_gratuity(order, wish.amount, wish.tip)

    def _instead_of(self, work: Work, by: Actor, wish: CardWish, approval: Approval | None) -> InsteadOf | None:
        if wish.instead_of is None:
            return None
        attempt = work.cards.attempt(wish.instead_of)
        if attempt.asked.order_id != wish.order_id:
            raise RuleBroken(Rule.ATTEMPT_DECIDED)
        must_be_stuck(work, attempt)
        purpose = f"another card although {attempt.asked.key} is undecided"
        return InsteadOf(attempt.id, approved(by, approval, work, Permission.RESOLVE_CONFLICT, purpose))


def rules_of(work: Work) -> CardRules:
    """The house's rules for cards."""
    try:
        return work.documents.get(CardRules, CARD_RULES)
    except NotFound:
        return default_rules(work.documents.get(StoreProfile, STORE_PROFILE).currency)
