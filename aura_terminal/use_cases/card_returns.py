"""Giving back what a card gave or holds: refunds, reversals, and tabs that are let go."""

from __future__ import annotations

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.card_payments import still_there
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, OrderId
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.card_beginning import begin_about, must_hold_money
from aura_terminal.use_cases.card_holding import must_be_decided, stands_at


class CardReturns:
    """The verbs that give back. Each is one transaction; RuleBroken means that nothing has changed."""

    def __init__(self, begin: Begin, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._terminal = terminal

    def refund(
        self, by: Actor, order_id: OrderId, attempt_id: AttemptId, of: AttemptId, amount: Money, reason: str,
        approval: Approval | None = None,
    ) -> Done:  # fmt: skip
        """Give money back to the card it came from. Needs the right REFUND, or an approval, and a reason.

        Never more than is left of the charge, nor than the order still has of what was paid. Raises RuleBroken:
        CARD_OVER_CHARGED, CARD_ELSEWHERE, READER_BUSY, APPROVAL_NEEDED, REASON_NEEDED, CARD_UNDECIDED.
        """
        with self._begin(by.id) as work:
            allowed = approved(by, approval, work, Permission.REFUND, reason_given(reason), amount=amount)
            original = _charge_of(work, order_id, of)
            return self._give_back(work, by, attempt_id, original, CardAct.REFUND, amount, allowed)

    def reverse(
        self, by: Actor, order_id: OrderId, attempt_id: AttemptId, of: AttemptId, reason: str,
        approval: Approval | None = None,
    ) -> Done:  # fmt: skip
        """Undo a charge as a whole, before it is settled; rights and refusals as for `refund`."""
        with self._begin(by.id) as work:
            original = _charge_of(work, order_id, of)
            back = original.charged
            allowed = approved(by, approval, work, Permission.REFUND, reason_given(reason), amount=back)
            return self._give_back(work, by, attempt_id, original, CardAct.REVERSAL, original.charged, allowed)

    def release_tab(self, by: Actor, order_id: OrderId, tab: AttemptId, attempt_id: AttemptId) -> Done:
        """Let go what a card holds for a tab. Raises TAB_NOT_HELD, READER_BUSY, CARD_UNDECIDED, CARD_ELSEWHERE."""
        by.must(Permission.TAKE_PAYMENT)
        with self._begin(by.id) as work:
            original = _charge_of(work, order_id, tab)
            if _is_begun(work, order_id, attempt_id):
                return Done(order_id, ())
            for one in {order_id, stands_at(work, order_id)}:
                must_be_decided(work, one)
            must_hold_money(original)
            held = original.charged or zero(original.asked.amount.currency)
            facts = begin_about(work, self._terminal, by, attempt_id, original, CardAct.RELEASE, held)
        return Done(order_id, facts)

    def _give_back(
        self, work: Work, by: Actor, attempt_id: AttemptId, original: CardAttempt, act: CardAct, amount: Money | None,
        allowed: Approval,
    ) -> Done:  # fmt: skip
        order_id = original.asked.order_id
        if _is_begun(work, order_id, attempt_id):
            return Done(order_id, ())
        must_be_decided(work, order_id)
        left = still_there(work.order(order_id), original)
        if amount is None or not 0 < amount.minor <= left.minor:
            raise RuleBroken(Rule.CARD_OVER_CHARGED, left=left.plain())
        return Done(order_id, begin_about(work, self._terminal, by, attempt_id, original, act, amount, allowed))


def _charge_of(work: Work, order_id: OrderId, of: AttemptId) -> CardAttempt:
    work.order(order_id)  # with its cards, also where it left the journal with its day
    original = work.cards.attempt(of)
    if original.asked.order_id != order_id:
        raise NotFound("card payment of the order", of)
    return original


def _is_begun(work: Work, order_id: OrderId, attempt_id: AttemptId) -> bool:
    return any(one.id == attempt_id for one in work.cards.of_order(order_id))
