"""What the threads that talk to card terminals keep: every step is a transaction, on disk when it returns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from aura_terminal.domain.card_attempts import AT_WORK, NO_MONEY, UNDECIDED, AttemptState, CardAttempt
from aura_terminal.domain.card_facts import (
    CardAttemptBegun,
    CardAttemptCancelled,
    CardAttemptCreated,
    CardAttemptDeclined,
    CardAttemptFailed,
    CardAttemptLeftToStaff,
    CardAttemptLost,
    CardAttemptNotProcessed,
    CardAttemptQueried,
    CardAttemptSent,
    CardMismatchFound,
    TipWhen,
    Witness,
)
from aura_terminal.domain.card_numbers import without_cards
from aura_terminal.domain.card_payments import reference_kept
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import AttemptId, derived
from aura_terminal.domain.money import zero
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.card_desk import DeskOutcome, TakenBack
from aura_terminal.ports.card_reader import (
    CannotTell,
    CardApproved,
    CardCancelled,
    CardDeclined,
    CardLost,
    NotProcessed,
    NotSent,
    StillRunning,
)
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.card_beginning import original_of
from aura_terminal.use_cases.card_paper import declined_slip
from aura_terminal.use_cases.card_posting import approval_fact, clean_slip, let_stand, post
from aura_terminal.use_cases.order_end import end_if_paid
from aura_terminal.use_cases.slips import spool_slip

NoMoney = CardDeclined | CardCancelled | NotSent | NotProcessed

REVIEW_AFTER = timedelta(seconds=20)
"""So long a terminal may be unable to tell before a person is asked to look at its slip; it is asked on meanwhile.

A person is asked at once where the clock was set back, since nobody can say how long it was.
"""


class CardDeskWork:
    """The CardDesk port over the store. Facts are kept in the name of whoever began the attempt."""

    def __init__(self, begin: Begin, reads: Reads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._reads = reads
        self._ids = ids
        self._labels = terminal.labels

    def waiting(self, reader: str) -> CardAttempt | None:
        found = self._reads.cards.at_reader(self._labels, reader)
        return next((one for one in found if one.state is AttemptState.CREATED and not one.asked.by_hand), None)

    def unsettled(self, reader: str) -> Sequence[CardAttempt]:
        return tuple(one for one in self._reads.cards.at_reader(self._labels, reader) if one.needs_query)

    def find(self, attempt_id: AttemptId) -> CardAttempt:
        return self._reads.cards.attempt(attempt_id)

    def send(self, attempt_id: AttemptId, note: str) -> bool:
        with self._begin(self._by(attempt_id).id) as work:
            attempt = work.cards.attempt(attempt_id)
            if attempt.state is not AttemptState.CREATED or attempt.cancel_asked is not None:
                return False
            work.keep(CardAttemptSent(attempt_id, work.now, without_cards(note)))
        return True

    def mark(self, attempt_id: AttemptId) -> None:
        with self._begin(self._by(attempt_id).id) as work:
            state = work.cards.attempt(attempt_id).state
            if state is AttemptState.SENT:
                work.keep(CardAttemptBegun(attempt_id, work.now))
            elif state is AttemptState.UNKNOWN:
                work.keep(CardAttemptQueried(attempt_id, work.now))

    def settle(self, attempt_id: AttemptId, outcome: DeskOutcome) -> None:
        by = self._by(attempt_id)
        with self._begin(by.id) as work:
            attempt = work.cards.attempt(attempt_id)
            match outcome:
                case CardApproved():
                    self._approve(work, attempt, outcome, by)
                case TakenBack():
                    self._take_back(work, attempt, outcome, by)
                case StillRunning():
                    return
                case CannotTell():
                    _leave(work, attempt, outcome)
                    return
                case CardLost(reason=reason):
                    _keep_unless_final(work, attempt, CardAttemptLost(attempt_id, work.now, reference_kept(reason)))
                    return
                case CardDeclined() | CardCancelled() | NotSent() | NotProcessed():
                    self._without_money(work, attempt, outcome, by)
                case unknown:
                    assert_never(unknown)
            end_if_paid(work, self._ids, attempt.asked.terminal, attempt.asked.order_id, by)

    def _by(self, attempt_id: AttemptId) -> Actor:
        return Actor(self.find(attempt_id).asked.by, "", frozenset())

    def _approve(self, work: Work, attempt: CardAttempt, outcome: CardApproved, by: Actor) -> None:
        """Also where a person said before that nothing was charged: the money moved, so it is written down.

        Where a person read another amount, the payment stays as it was read, and a manager is told.
        """
        if attempt.confirmed is not None:
            return
        if attempt.state in NO_MONEY:
            work.keep(CardMismatchFound(attempt.id, work.now, "approved"))
        elif attempt.charged is not None and attempt.charged != outcome.amounts.total:
            work.keep(CardMismatchFound(attempt.id, work.now, f"approved {outcome.amounts.total.plain()}"))
        work.keep(approval_fact(attempt, outcome, _witness(attempt), work))
        post(work, self._ids, work.cards.attempt(attempt.id), by)

    def _without_money(
        self,
        work: Work,
        attempt: CardAttempt,
        outcome: CardDeclined | CardCancelled | NotSent | NotProcessed,
        by: Actor,
    ) -> None:
        """A reversal that came to nothing lets the charge stand, so the charge is then posted.

        Where only a person spoke before, the terminal's word is kept beside it, and nothing more follows.
        """
        if attempt.is_final:
            if attempt.is_unverified:
                work.keep(_second_word(work, attempt))
            return
        fact = _no_money_fact(work, attempt, outcome)
        work.keep(fact)
        if isinstance(fact, CardAttemptDeclined):
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            spool_slip(work, self._ids, declined_slip(work.cards.attempt(attempt.id), profile))
        let_stand(work, self._ids, attempt, by)

    def _take_back(self, work: Work, attempt: CardAttempt, outcome: TakenBack, by: Actor) -> None:
        """The charge and its reversal, both of which happened while nothing could be written here."""
        if attempt.approved is None:
            work.keep(approval_fact(attempt, outcome.approved, Witness.REPLY, work))
        charged = work.cards.attempt(attempt.id)
        reversal_id = AttemptId(derived(attempt.id, f"reversal {outcome.key}"))
        if any(one.id == reversal_id for one in work.cards.of_order(attempt.asked.order_id)):
            return
        asked, amount = attempt.asked, outcome.approved.amounts.total
        work.keep(
            CardAttemptCreated(
                reversal_id, outcome.key, CardAct.REVERSAL, asked.reader, asked.terminal, asked.order_id, asked.label,
                amount, zero(amount.currency), TipWhen.NEVER, asked.by, work.now, work.today,
                original=original_of(charged),
            ),
            CardAttemptSent(reversal_id, work.now),
        )  # fmt: skip
        reversal = work.cards.attempt(reversal_id)
        if isinstance(outcome.reversal, CardApproved):
            work.keep(approval_fact(reversal, outcome.reversal, Witness.REPLY, work))
            post(work, self._ids, work.cards.attempt(reversal_id), by)
        elif isinstance(outcome.reversal, CardDeclined | CardCancelled | NotSent):
            self._without_money(work, reversal, outcome.reversal, by)
        else:
            work.keep(CardAttemptLost(reversal_id, work.now, "nobody knows whether the charge was taken back"))


def _second_word(work: Work, attempt: CardAttempt) -> CardMismatchFound | CardAttemptNotProcessed:
    """The terminal moved nothing, after a person had said the same or the opposite."""
    if attempt.approved is not None:
        return CardMismatchFound(attempt.id, work.now, "not charged")
    return CardAttemptNotProcessed(attempt.id, work.now, Witness.QUERY)


def _no_money_fact(
    work: Work, attempt: CardAttempt, outcome: NoMoney
) -> CardAttemptDeclined | CardAttemptCancelled | CardAttemptFailed | CardAttemptNotProcessed:
    witness = _witness(attempt)
    match outcome:
        case CardDeclined(why=why, words=words, slip=slip):
            clean = None if slip is None else clean_slip(slip)
            return CardAttemptDeclined(attempt.id, work.now, witness, why, reference_kept(words), clean)
        case CardCancelled(words=words):
            return CardAttemptCancelled(attempt.id, work.now, witness, reference_kept(words))
        case NotSent(fault=fault, hint=hint):
            return CardAttemptFailed(attempt.id, work.now, fault.value, reference_kept(hint))
        case NotProcessed():
            return CardAttemptNotProcessed(attempt.id, work.now, Witness.QUERY)


def _leave(work: Work, attempt: CardAttempt, outcome: CannotTell) -> None:
    """Ask a person at once where the terminal will never know, and after a while where it may."""
    if attempt.left is not None and (attempt.left.is_final or not outcome.is_final):
        return
    asked_at = attempt.changed_at
    has_waited = asked_at is None or not timedelta(0) <= work.now - asked_at < REVIEW_AFTER
    if outcome.is_final or (attempt.state in UNDECIDED and has_waited):
        reason = reference_kept(outcome.reason)
        work.keep(CardAttemptLeftToStaff(attempt.id, work.now, reason, outcome.is_final))


def _keep_unless_final(work: Work, attempt: CardAttempt, fact: Fact) -> None:
    if not attempt.is_final:
        work.keep(fact)


def _witness(attempt: CardAttempt) -> Witness:
    return Witness.REPLY if attempt.state in AT_WORK else Witness.QUERY
