"""Taking cards, as the people at the screen ask for it: begin, cancel, answer for a terminal that cannot tell.

None of these talks to a terminal: what is wanted is committed, and the node's threads carry it out. An undecided card
holds its order up; a second try needs the word that the first never was processed, or a manager who names it.
"""

from __future__ import annotations

from datetime import timedelta

from aura_terminal.domain.card_attempts import AT_WORK, UNDECIDED, AttemptState, CardAttempt
from aura_terminal.domain.card_exposure import CARD_RULES, CardRules, check_tip, default_rules, exposure_of
from aura_terminal.domain.card_exposure import must_have_room as must_have_room_left
from aura_terminal.domain.card_facts import (
    CardAttemptApproved,
    CardAttemptCancelled,
    CardAttemptCreated,
    CardAttemptNotProcessed,
    CardAttemptSent,
    CardCancelAsked,
    CardLateApprovalDecided,
    CardOfflineSettled,
    CardOriginal,
    CardTabExpired,
    InsteadOf,
    LateChoice,
    TipWhen,
    Witness,
)
from aura_terminal.domain.card_payments import key_of, payment_id_of
from aura_terminal.domain.card_slips import CardAct, CardAmounts
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.holding import must_hold
from aura_terminal.domain.ids import AttemptId, OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.releasing import must_be_released
from aura_terminal.domain.settling import Act, PaymentReversed
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.card_holding import must_be_decided
from aura_terminal.use_cases.card_posting import let_stand, post
from aura_terminal.use_cases.card_wishes import CardWish, SlipRead, slip_of
from aura_terminal.use_cases.order_end import end_if_paid

BY_HAND = "typed at the terminal by hand"


class Cards:
    """The verbs on cards. Each is one transaction; RuleBroken means that nothing has changed."""

    def __init__(self, begin: Begin, reads: Reads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._reads = reads
        self._ids = ids
        self._terminal = terminal

    def new_attempt(self) -> AttemptId:
        """An id for one try, made before it, so that repeating the try changes nothing."""
        return AttemptId(self._ids.new())

    # Beginning

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
        """Take what is due, with a tip, from the card that holds a tab. Raises TAB_NOT_HELD, and as `charge` does."""
        return self._begin_on_order(by, wish, CardAct.CAPTURE, None, tab)

    def release_tab(self, by: Actor, order_id: OrderId, tab: AttemptId, attempt_id: AttemptId) -> Done:
        """Let go what a card holds for a tab. Raises TAB_NOT_HELD, READER_BUSY."""
        by.must(Permission.TAKE_PAYMENT)
        return self._follow_up(by, order_id, tab, attempt_id, CardAct.RELEASE, None, None)

    def refund(
        self, by: Actor, order_id: OrderId, attempt_id: AttemptId, of: AttemptId, amount: Money, reason: str,
        approval: Approval | None = None,
    ) -> Done:  # fmt: skip
        """Give money back to the card it came from. Needs the right REFUND, or an approval, and a reason.

        Raises RuleBroken: CARD_OVER_CHARGED, READER_BUSY, APPROVAL_NEEDED, REASON_NEEDED.
        """
        return self._give_back(by, order_id, attempt_id, of, CardAct.REFUND, amount, reason, approval)

    def reverse(
        self, by: Actor, order_id: OrderId, attempt_id: AttemptId, of: AttemptId, reason: str,
        approval: Approval | None = None,
    ) -> Done:  # fmt: skip
        """Undo a charge as a whole, before it is settled; rights and refusals as for `refund`."""
        return self._give_back(by, order_id, attempt_id, of, CardAct.REVERSAL, None, reason, approval)

    # Ending

    def cancel(self, by: Actor, attempt_id: AttemptId) -> Done:
        """Have an attempt ended. One that no terminal has yet is; of another the terminal is asked, and may be late."""
        by.must(Permission.TAKE_PAYMENT)
        with self._begin(by.id) as work:
            attempt = work.cards.attempt(attempt_id)
            if attempt.state not in AT_WORK or attempt.cancel_asked is not None:
                return Done(attempt.asked.order_id, ())
            fact: Fact = CardCancelAsked(attempt_id, work.now, by.id)
            if attempt.state is AttemptState.CREATED or attempt.asked.by_hand:
                fact = CardAttemptCancelled(attempt_id, work.now, Witness.STAFF)
            work.keep(fact)
            facts = (fact, *(let_stand(work, self._ids, attempt, by) if attempt.state is AttemptState.CREATED else ()))
        return Done(attempt.asked.order_id, facts)

    def answer_approved(
        self, by: Actor, attempt_id: AttemptId, read: SlipRead, approval: Approval | None = None
    ) -> Done:
        """Say that the terminal's slip says approved. Raises ATTEMPT_DECIDED, LAST_FOUR_ONLY, CARD_OVER_DUE.

        At a stand-alone terminal, and where a terminal gave up, whoever takes payments may; before that a manager.
        """
        slip = slip_of(read)
        with self._begin(by.id) as work:
            attempt, said = self._answering(work, by, attempt_id, approval)
            asked, none = attempt.asked, zero(read.amount.currency)
            if not none < read.amount <= asked.amount or read.tip.minor < 0:
                raise RuleBroken(Rule.CARD_OVER_DUE, due=asked.amount.plain())
            fact = CardAttemptApproved(
                attempt_id, work.now, Witness.STAFF, CardAmounts(read.amount, read.tip, none, none), slip,
                slip.receipt_number or slip.authorisation, said_by=said,
            )  # fmt: skip
            if asked.tip_when is TipWhen.BEFORE and read.tip == asked.tip:
                together = CardAmounts(read.amount + read.tip, none, none, none)
                fact = CardAttemptApproved(
                    attempt_id, fact.at, fact.witness, together, slip, fact.reference, said_by=said
                )
            work.keep(fact)
            facts = (fact, *post(work, self._ids, work.cards.attempt(attempt_id), by))
        return Done(asked.order_id, facts)

    def answer_not_approved(self, by: Actor, attempt_id: AttemptId, approval: Approval | None = None) -> Done:
        """Say that the terminal charged nothing; who may, and what is raised, as for `answer_approved`."""
        with self._begin(by.id) as work:
            attempt, said = self._answering(work, by, attempt_id, approval)
            fact = CardAttemptNotProcessed(attempt_id, work.now, Witness.STAFF, said)
            work.keep(fact)
            stands = let_stand(work, self._ids, attempt, by)
            facts = (fact, *stands, *end_if_paid(work, self._ids, self._terminal.label, attempt.asked.order_id, by))
        return Done(attempt.asked.order_id, facts)

    def decide_late(self, by: Actor, attempt_id: AttemptId, choice: LateChoice) -> Done:
        """Keep or reverse what was approved after the cancel. Raises ATTEMPT_DECIDED, READER_BUSY."""
        by.must(Permission.TAKE_PAYMENT)
        with self._begin(by.id) as work:
            attempt = work.cards.attempt(attempt_id)
            if not attempt.awaits_choice:
                raise RuleBroken(Rule.ATTEMPT_DECIDED)
            facts: list[Fact] = [CardLateApprovalDecided(attempt_id, work.now, choice, by.id)]
            work.keep(*facts)
            if choice is LateChoice.KEEP:
                facts.extend(post(work, self._ids, work.cards.attempt(attempt_id), by))
            else:
                new = AttemptId(self._ids.new())
                facts.extend(self._created(work, by, new, attempt, CardAct.REVERSAL, attempt.charged, None))
        return Done(attempt.asked.order_id, tuple(facts))

    # Looking after

    def expire_tabs(self) -> tuple[CardTabExpired, ...]:
        """Say of tabs of this terminal that no card holds them any more; done by the terminal itself."""
        terms = self._reads.cards.terms()
        old = [row for row in self._reads.cards.tabs() if row.terminal in self._labels]
        if not old:
            return ()
        with self._begin(SYSTEM) as work:
            before = work.now - timedelta(hours=terms.rules.tab_hours)
            facts = tuple(CardTabExpired(row.attempt_id, work.now) for row in old if row.changed_at < before)
            work.keep(*facts)
        return facts

    def settle_offline(
        self, by: Actor, attempt_id: AttemptId, reason: str, approval: Approval | None = None
    ) -> CardOfflineSettled:
        """Say that the acquirer took an approval the terminal gave alone; needs RESOLVE_CONFLICT or an approval."""
        with self._begin(by.id) as work:
            allowed = approved(by, approval, work, Permission.RESOLVE_CONFLICT, reason_given(reason))
            attempt = _at_risk(work, attempt_id)
            fact = CardOfflineSettled(attempt.id, work.now, is_denied=False, approval=allowed)
            work.keep(fact)
        return fact

    def deny_offline(self, by: Actor, attempt_id: AttemptId, reason: str, approval: Approval | None = None) -> Done:
        """Say that the acquirer denied it: the order's debt is open again, for a manager to decide."""
        with self._begin(by.id) as work:
            allowed = approved(by, approval, work, Permission.RESOLVE_CONFLICT, reason_given(reason))
            attempt = _at_risk(work, attempt_id)
            facts: list[Fact] = [CardOfflineSettled(attempt.id, work.now, is_denied=True, approval=allowed)]
            order, payment_id = work.order(attempt.asked.order_id), payment_id_of(attempt.id)
            if any(one.id == payment_id for one in order.payments) and payment_id not in order.reversals:
                act = Act(work.now, work.today, self._terminal.label, allowed)
                facts.append(PaymentReversed(order.id, payment_id, act))
            work.keep(*facts)
        return Done(order.id, tuple(facts))

    # What the verbs ask

    @property
    def _labels(self) -> tuple[str, ...]:
        return (self._terminal.label, *self._terminal.formerly)

    def _begin_on_order(
        self, by: Actor, wish: CardWish, act: CardAct, approval: Approval | None, tab: AttemptId | None = None
    ) -> Done:
        by.must(Permission.TAKE_PAYMENT)
        with self._begin(by.id) as work:
            if any(one.id == wish.attempt_id for one in work.cards.of_order(wish.order_id)):
                return Done(wish.order_id, ())
            instead = self._instead_of(work, by, wish, approval)
            must_be_decided(work, wish.order_id, wish.instead_of)
            original = None if tab is None else _held(work, tab)
            self._must_be_free(work, wish.reader, wish.instead_of)
            self._must_fit(work, wish, act)
            order = work.order(wish.order_id)
            created = CardAttemptCreated(
                wish.attempt_id, key_of(wish.attempt_id), act, wish.reader, self._terminal.label, order.id,
                order.number, wish.amount, wish.tip, wish.tip_when, by.id, work.now, work.today, wish.by_hand,
                original, instead, wish.allowed,
            )  # fmt: skip
            facts = _with_hand(created)
            work.keep(*facts)
        return Done(order.id, facts)

    def _must_fit(self, work: Work, wish: CardWish, act: CardAct) -> None:
        order = work.order(wish.order_id)
        must_hold(order, self._terminal.label, work.ledger.known())
        must_be_released(order)
        if order.status is not OrderStatus.OPEN:
            raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)
        if wish.amount.minor <= 0:
            raise RuleBroken(Rule.AMOUNT_NOT_POSITIVE)
        rules = rules_of(work)
        check_tip(wish.tip, wish.amount, rules)
        must_have_room(work, rules, wish.amount + wish.tip, wish.allowed)
        if act is CardAct.PREAUTHORISATION:
            return
        if order.bill.due.minor <= 0:
            raise RuleBroken(Rule.NOTHING_DUE)
        if wish.amount > order.bill.due:
            raise RuleBroken(Rule.CARD_OVER_DUE, due=order.bill.due.plain())

    def _instead_of(self, work: Work, by: Actor, wish: CardWish, approval: Approval | None) -> InsteadOf | None:
        if wish.instead_of is None:
            return None
        attempt = work.cards.attempt(wish.instead_of)
        if attempt.state not in UNDECIDED or attempt.asked.order_id != wish.order_id:
            raise RuleBroken(Rule.ATTEMPT_DECIDED)
        purpose = f"another card although {attempt.asked.key} is undecided"
        return InsteadOf(attempt.id, approved(by, approval, work, Permission.RESOLVE_CONFLICT, purpose))

    def _must_be_free(self, work: Work, reader: str, but: AttemptId | None = None) -> None:
        for attempt in work.cards.at_reader(self._labels, reader):
            is_named = attempt.id == but and attempt.state not in AT_WORK
            if not is_named and (attempt.state in AT_WORK or attempt.state in _ASKING):
                raise RuleBroken(Rule.READER_BUSY, reader=reader, order=attempt.asked.label)

    def _give_back(
        self, by: Actor, order_id: OrderId, attempt_id: AttemptId, of: AttemptId, act: CardAct,
        amount: Money | None, reason: str, approval: Approval | None,
    ) -> Done:  # fmt: skip
        with self._begin(by.id) as work:
            allowed = approved(by, approval, work, Permission.REFUND, reason_given(reason))
        return self._follow_up(by, order_id, of, attempt_id, act, amount, allowed)

    def _follow_up(
        self, by: Actor, order_id: OrderId, of: AttemptId, attempt_id: AttemptId, act: CardAct,
        amount: Money | None, allowed: Approval | None,
    ) -> Done:  # fmt: skip
        with self._begin(by.id) as work:
            work.order(order_id)  # with its cards, also where it left the journal with its day
            original = work.cards.attempt(of)
            if original.asked.order_id != order_id:
                raise NotFound("card payment of the order", of)
            if any(one.id == attempt_id for one in work.cards.of_order(order_id)):
                return Done(order_id, ())
            must_be_decided(work, order_id)
            if act is CardAct.RELEASE:
                _held(work, of)
                wanted = original.charged
            else:
                wanted = _left_of(original, amount)
            facts = self._created(work, by, attempt_id, original, act, wanted, allowed)
        return Done(order_id, facts)

    def _created(
        self, work: Work, by: Actor, attempt_id: AttemptId, original: CardAttempt, act: CardAct, amount: Money | None,
        allowed: Approval | None,
    ) -> tuple[Fact, ...]:  # fmt: skip
        asked = original.asked
        assert amount is not None
        self._must_be_free(work, asked.reader)
        created = CardAttemptCreated(
            attempt_id, key_of(attempt_id), act, asked.reader, self._terminal.label, asked.order_id, asked.label,
            amount, zero(amount.currency), TipWhen.NEVER, by.id, work.now, work.today, asked.by_hand,
            original_of(original), allowed=allowed,
        )  # fmt: skip
        facts = _with_hand(created)
        work.keep(*facts)
        return facts

    def _answering(
        self, work: Work, by: Actor, attempt_id: AttemptId, approval: Approval | None
    ) -> tuple[CardAttempt, Approval]:
        """The attempt somebody answers for, and by what right."""
        attempt = work.cards.attempt(attempt_id)
        is_left = attempt.state is AttemptState.MANUAL_REVIEW
        if attempt.asked.by_hand and attempt.state is AttemptState.SENT:
            is_left = True
        elif attempt.state not in UNDECIDED:
            raise RuleBroken(Rule.ATTEMPT_DECIDED)
        purpose = f"read on the slip of {attempt.asked.key}"
        if is_left and approval is None:
            by.must(Permission.TAKE_PAYMENT)
            return attempt, Approval(by.id, work.now, purpose)
        return attempt, approved(by, approval, work, Permission.RESOLVE_CONFLICT, purpose)


_ASKING = (AttemptState.UNKNOWN, AttemptState.QUERYING)


def _with_hand(created: CardAttemptCreated) -> tuple[Fact, ...]:
    """At a stand-alone terminal the cashier is the wire: from now on it may have been charged."""
    if not created.by_hand:
        return (created,)
    return created, CardAttemptSent(created.attempt_id, created.created_at, BY_HAND)


def original_of(attempt: CardAttempt) -> CardOriginal:
    """What a later attempt says of the one it is about."""
    assert attempt.approved is not None
    assert attempt.charged is not None
    return CardOriginal(attempt.id, attempt.asked.key, attempt.approved.reference, attempt.charged)


def _held(work: Work, tab: AttemptId) -> CardOriginal:
    attempt = work.cards.attempt(tab)
    if not attempt.holds_money:
        raise RuleBroken(Rule.TAB_NOT_HELD)
    return original_of(attempt)


def _left_of(original: CardAttempt, amount: Money | None) -> Money:
    """What may still be given back of a charge: the amount asked, or all of it."""
    charged = original.charged
    if charged is None or original.asked.act not in (CardAct.SALE, CardAct.CAPTURE):
        raise RuleBroken(Rule.CARD_OVER_CHARGED, left=zero(original.asked.amount.currency).plain())
    left = charged - original.given_back
    wanted = charged if amount is None else amount
    if not 0 < wanted.minor <= left.minor:
        raise RuleBroken(Rule.CARD_OVER_CHARGED, left=left.plain())
    return wanted


def _at_risk(work: Work, attempt_id: AttemptId) -> CardAttempt:
    attempt = work.cards.attempt(attempt_id)
    if not attempt.is_at_risk:
        raise RuleBroken(Rule.ATTEMPT_DECIDED)
    return attempt


def rules_of(work: Work) -> CardRules:
    """The house's rules for cards."""
    try:
        return work.documents.get(CardRules, CARD_RULES)
    except NotFound:
        return default_rules(work.documents.get(StoreProfile, STORE_PROFILE).currency)


def must_have_room(work: Work, rules: CardRules, wanted: Money, allowed: Approval | None) -> None:
    """As `card_exposure.must_have_room`, over all terminals of the store."""
    must_have_room_left(exposure_of(work.cards.at_risk(), wanted.currency), rules, wanted, work.now, allowed)
