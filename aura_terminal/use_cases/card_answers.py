"""What people say of cards nobody else can speak of: a terminal's slip, a late approval, the acquirer's batch."""

from __future__ import annotations

from aura_terminal.domain.card_attempts import AttemptState, CardAttempt
from aura_terminal.domain.card_facts import (
    CardAttemptApproved,
    CardAttemptNotProcessed,
    CardLateApprovalDecided,
    CardMismatchSettled,
    CardOfflineSettled,
    LateChoice,
    TipWhen,
    Witness,
)
from aura_terminal.domain.card_payments import payment_id_of
from aura_terminal.domain.card_slips import CardAct, CardAmounts
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.money import zero
from aura_terminal.domain.settling import Act, PaymentReversed
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.card_beginning import begin_about, must_be_stuck, original_of
from aura_terminal.use_cases.card_holding import must_be_decided
from aura_terminal.use_cases.card_posting import let_stand, post
from aura_terminal.use_cases.card_wishes import SlipRead, slip_of
from aura_terminal.use_cases.order_end import end_if_paid


class CardAnswers:
    """The verbs of those who look. Each is one transaction; RuleBroken means that nothing has changed."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def answer_approved(
        self, by: Actor, attempt_id: AttemptId, read: SlipRead, approval: Approval | None = None
    ) -> Done:
        """Say that the terminal's slip says approved. Raises ATTEMPT_DECIDED, LAST_FOUR_ONLY, CARD_OVER_DUE.

        At a stand-alone terminal, and where a terminal gave up, whoever takes payments may; before that a manager, who
        answers also for one that is silent since it began (READER_BUSY until nothing can be at work any more).
        """
        slip = slip_of(read)
        with self._begin(by.id) as work:
            attempt, said = self._answering(work, by, attempt_id, approval)
            asked, none = attempt.asked, zero(read.amount.currency)
            if not none < read.amount <= asked.amount or read.tip.minor < 0:
                raise RuleBroken(Rule.CARD_OVER_DUE, due=asked.amount.plain())
            amounts = CardAmounts(read.amount, read.tip, none, none)
            if asked.tip_when is TipWhen.BEFORE and read.tip == asked.tip:
                amounts = CardAmounts(read.amount + read.tip, none, none, none)
            fact = CardAttemptApproved(
                attempt_id, work.now, Witness.STAFF, amounts, slip, slip.receipt_number or slip.authorisation,
                said_by=said, is_late=attempt.cancel_asked is not None,
            )  # fmt: skip
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
        """Keep or reverse what was approved after the cancel; a tab is let go. Raises ATTEMPT_DECIDED, READER_BUSY, and
        CARD_ELSEWHERE where it was taken at another terminal."""
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
                new, charged = AttemptId(self._ids.new()), original_of(attempt).amount
                only_held = attempt.asked.act is CardAct.PREAUTHORISATION
                act = CardAct.RELEASE if only_held else CardAct.REVERSAL
                facts.extend(begin_about(work, self._terminal, by, new, attempt, act, charged))
        return Done(attempt.asked.order_id, tuple(facts))

    def settle_contradiction(
        self, by: Actor, attempt_id: AttemptId, reason: str, approval: Approval | None = None
    ) -> CardMismatchSettled:
        """Say that what a terminal contradicts was compared with its slips and dealt with; changes no money.

        Needs RESOLVE_CONFLICT or an approval, and a reason. Raises ATTEMPT_DECIDED where nothing is contradicted.
        """
        with self._begin(by.id) as work:
            allowed = approved(by, approval, work, Permission.RESOLVE_CONFLICT, reason_given(reason))
            if not work.cards.attempt(attempt_id).is_contradicted:
                raise RuleBroken(Rule.ATTEMPT_DECIDED)
            fact = CardMismatchSettled(attempt_id, work.now, allowed)
            work.keep(fact)
        return fact

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
        """Say that the acquirer denied it: the order's debt is open again, for a manager to decide.

        Raises CARD_UNDECIDED while it may be given back, for then nobody knows yet what the debt is.
        """
        with self._begin(by.id) as work:
            allowed = approved(by, approval, work, Permission.RESOLVE_CONFLICT, reason_given(reason))
            attempt = _at_risk(work, attempt_id)
            must_be_decided(work, attempt.asked.order_id)
            facts: list[Fact] = [CardOfflineSettled(attempt.id, work.now, is_denied=True, approval=allowed)]
            order, payment_id = work.order(attempt.asked.order_id), payment_id_of(attempt.id)
            if any(one.id == payment_id for one in order.payments) and payment_id not in order.reversals:
                act = Act(work.now, work.today, self._terminal.label, allowed)
                facts.append(PaymentReversed(order.id, payment_id, act))
            work.keep(*facts)
        return Done(order.id, tuple(facts))

    def _answering(
        self, work: Work, by: Actor, attempt_id: AttemptId, approval: Approval | None
    ) -> tuple[CardAttempt, Approval]:
        """The attempt somebody answers for, and by what right."""
        attempt = work.cards.attempt(attempt_id)
        must_be_stuck(work, attempt)
        is_typed = attempt.asked.by_hand and attempt.state is AttemptState.SENT
        is_left = is_typed or attempt.state is AttemptState.MANUAL_REVIEW
        purpose = f"read on the slip of {attempt.asked.key}"
        if is_left and approval is None:
            by.must(Permission.TAKE_PAYMENT)
            return attempt, Approval(by.id, work.now, purpose)
        return attempt, approved(by, approval, work, Permission.RESOLVE_CONFLICT, purpose)


def _at_risk(work: Work, attempt_id: AttemptId) -> CardAttempt:
    attempt = work.cards.attempt(attempt_id)
    if not attempt.is_at_risk:
        raise RuleBroken(Rule.ATTEMPT_DECIDED)
    return attempt
