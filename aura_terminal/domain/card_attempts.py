"""A try at moving money by card: the fold of its facts.

Facts of one attempt may come from two terminals (a person who answers for a terminal that is cut off). So the fold
fails over none of them: money that moved outweighs every word that it did not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import singledispatchmethod

from aura_terminal.domain.card_facts import (
    AttemptFact,
    CardAttemptApproved,
    CardAttemptBegun,
    CardAttemptCancelled,
    CardAttemptCreated,
    CardAttemptDeclined,
    CardAttemptFailed,
    CardAttemptFollowed,
    CardAttemptLeftToStaff,
    CardAttemptLost,
    CardAttemptNotProcessed,
    CardAttemptQueried,
    CardAttemptSent,
    CardCancelAsked,
    CardLateApprovalDecided,
    CardMismatchFound,
    CardMismatchSettled,
    CardOfflineSettled,
    CardTabExpired,
    Witness,
)
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money, total, zero


class AttemptState(StrEnum):
    """Where an attempt stands (devices page, section 3.3)."""

    CREATED = "created"
    SENT = "sent"
    IN_PROGRESS = "in_progress"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    FAILED_BEFORE_SEND = "failed_before_send"
    UNKNOWN = "unknown"
    QUERYING = "querying"
    NOT_PROCESSED = "not_processed"
    MANUAL_REVIEW = "manual_review"


AT_WORK = frozenset({AttemptState.CREATED, AttemptState.SENT, AttemptState.IN_PROGRESS})
"""It occupies its terminal."""

UNDECIDED = frozenset({AttemptState.UNKNOWN, AttemptState.QUERYING, AttemptState.MANUAL_REVIEW})
"""It may have been charged, and nobody knows."""

NO_MONEY = frozenset(
    {
        AttemptState.DECLINED,
        AttemptState.CANCELLED,
        AttemptState.FAILED_BEFORE_SEND,
        AttemptState.NOT_PROCESSED,
    }
)

_TAKES_BACK = frozenset({CardAct.REVERSAL, CardAct.REFUND})
_TAKES_OR_HOLDS = frozenset({CardAct.SALE, CardAct.CAPTURE, CardAct.PREAUTHORISATION})


@dataclass(slots=True)
class CardAttempt:
    """One attempt. `state` says where it stands; what follows from several facts is a property."""

    id: AttemptId
    created: CardAttemptCreated | None = None
    state: AttemptState = AttemptState.CREATED
    note: str = ""
    changed_at: datetime | None = None
    approved: CardAttemptApproved | None = None
    confirmed: CardAttemptApproved | None = None
    declined: CardAttemptDeclined | None = None
    words: str = ""
    fault: str = ""
    answered: CardAttemptNotProcessed | None = None
    left: CardAttemptLeftToStaff | None = None
    cancel_asked: CardCancelAsked | None = None
    late_choice: CardLateApprovalDecided | None = None
    mismatch: CardMismatchFound | None = None
    mismatch_settled: CardMismatchSettled | None = None
    expired: CardTabExpired | None = None
    offline_settled: CardOfflineSettled | None = None
    followers: dict[AttemptId, CardAttemptFollowed] = field(default_factory=dict)

    # What follows from the facts

    @property
    def asked(self) -> CardAttemptCreated:
        """What was asked; an attempt whose beginning has not arrived yet cannot be used."""
        if self.created is None:
            raise LookupError(f"the beginning of attempt {self.id} is missing")
        return self.created

    @property
    def is_final(self) -> bool:
        """Whether everybody knows whether money moved."""
        return self.state is AttemptState.APPROVED or self.state in NO_MONEY

    @property
    def awaits_choice(self) -> bool:
        """Whether it was approved after somebody had cancelled it, and nobody said yet what becomes of the money.

        What gave money back or let it go is not asked about: it went where it belongs.
        """
        if self.created is None or self.created.act not in _TAKES_OR_HOLDS:
            return False
        is_late = self.approved is not None and self.approved.is_late
        return is_late and self.late_choice is None and not self.taken_back

    @property
    def holds_up(self) -> bool:
        """Whether its order must not end, and no other money be taken on it, before this is decided."""
        return not self.is_final or self.awaits_choice

    @property
    def charged(self) -> Money | None:
        """What the card's holder was charged in all, the terminal's word before a person's; None where nothing was."""
        said = self.confirmed or self.approved
        return None if said is None else said.amounts.total

    @property
    def given_back(self) -> Money:
        """What other attempts took or gave back of it."""
        amounts = [one.amount for one in self.followers.values() if one.act in _TAKES_BACK]
        return total(amounts, self.asked.amount.currency)

    @property
    def refundable(self) -> Money:
        """What may still be given back: nothing of what only held money, or of what the bank denied."""
        is_denied = self.offline_settled is not None and self.offline_settled.is_denied
        if self.charged is None or is_denied or self.asked.act not in (CardAct.SALE, CardAct.CAPTURE):
            return zero(self.asked.amount.currency)
        return self.charged - self.given_back

    @property
    def taken_back(self) -> bool:
        """Whether it was reversed."""
        return any(one.act is CardAct.REVERSAL for one in self.followers.values())

    @property
    def captured(self) -> bool:
        """Whether the money of this tab was taken."""
        return any(one.act is CardAct.CAPTURE for one in self.followers.values())

    @property
    def holds_money(self) -> bool:
        """Whether it is a tab whose amount is held on a card now."""
        is_tab = self.approved is not None and self.asked.act is CardAct.PREAUTHORISATION
        released = any(one.act is CardAct.RELEASE for one in self.followers.values())
        return is_tab and not (self.captured or released or self.taken_back or self.expired)

    @property
    def is_at_risk(self) -> bool:
        """Whether the terminal approved it alone and no acquirer has taken it yet."""
        approved = self.approved
        return approved is not None and approved.offline and self.offline_settled is None and not self.taken_back

    @property
    def needs_query(self) -> bool:
        """Whether the terminal still has to be asked: its word is missing, also where a person has answered."""
        if self.created is None or self.created.by_hand or self.state is AttemptState.CREATED:
            return False
        if not self.is_final:
            return not (self.left is not None and self.left.is_final)
        return self.is_unverified

    @property
    def is_unverified(self) -> bool:
        """Whether only a person said what became of it, and a terminal that can be asked has not spoken yet."""
        if self.created is None or self.created.by_hand or (self.left is not None and self.left.is_final):
            return False
        by_staff = (self.approved or self.answered) is not None and self._witness is Witness.STAFF
        return by_staff and self.confirmed is None and self.mismatch is None

    @property
    def is_contradicted(self) -> bool:
        """Whether its terminal contradicts what a person said, and nobody has dealt with it yet."""
        return self.mismatch is not None and self.mismatch_settled is None

    @property
    def _witness(self) -> Witness | None:
        said = self.approved or self.answered
        return None if said is None else said.witness

    # The one place where an attempt changes

    @singledispatchmethod
    def apply(self, fact: AttemptFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about an attempt: {fact!r}")

    @apply.register
    def _(self, fact: CardAttemptCreated) -> None:
        if self.created is None:
            self.created = fact
            self.changed_at = self.changed_at or fact.created_at

    @apply.register
    def _(self, fact: CardAttemptSent) -> None:
        if self.state is AttemptState.CREATED:
            self.note = fact.note
            self._become(AttemptState.SENT, fact.at)

    @apply.register
    def _(self, fact: CardAttemptBegun) -> None:
        if self.state is AttemptState.SENT:
            self._become(AttemptState.IN_PROGRESS, fact.at)

    @apply.register
    def _(self, fact: CardAttemptApproved) -> None:
        if self.approved is None:
            self.approved = fact
            self._become(AttemptState.APPROVED, fact.at)
        if fact.witness is not Witness.STAFF:
            self.confirmed = self.confirmed or fact

    @apply.register
    def _(self, fact: CardAttemptDeclined) -> None:
        if not self.is_final:
            self.declined, self.words = fact, fact.words
            self._become(AttemptState.DECLINED, fact.at)

    @apply.register
    def _(self, fact: CardAttemptCancelled) -> None:
        if not self.is_final:
            self.words = fact.words
            self._become(AttemptState.CANCELLED, fact.at)

    @apply.register
    def _(self, fact: CardAttemptFailed) -> None:
        if self.state in AT_WORK:
            self.words, self.fault = fact.hint, fact.fault
            self._become(AttemptState.FAILED_BEFORE_SEND, fact.at)

    @apply.register
    def _(self, fact: CardAttemptLost) -> None:
        if self.state in (AttemptState.SENT, AttemptState.IN_PROGRESS, AttemptState.QUERYING):
            self.words = fact.reason
            self._become(AttemptState.UNKNOWN, fact.at)

    @apply.register
    def _(self, fact: CardAttemptQueried) -> None:
        if self.state is AttemptState.UNKNOWN:
            self._become(AttemptState.QUERYING, fact.at)

    @apply.register
    def _(self, fact: CardAttemptNotProcessed) -> None:
        if not self.is_final:
            self.answered = fact
            self._become(AttemptState.NOT_PROCESSED, fact.at)
        elif fact.witness is not Witness.STAFF and self.state is AttemptState.NOT_PROCESSED:
            self.answered = fact

    @apply.register
    def _(self, fact: CardAttemptLeftToStaff) -> None:
        self.left = fact
        if not self.is_final:
            self.words = fact.reason
            self._become(AttemptState.MANUAL_REVIEW, fact.at)

    @apply.register
    def _(self, fact: CardCancelAsked) -> None:
        if not self.is_final:
            self.cancel_asked = self.cancel_asked or fact

    @apply.register
    def _(self, fact: CardLateApprovalDecided) -> None:
        self.late_choice = self.late_choice or fact

    @apply.register
    def _(self, fact: CardMismatchFound) -> None:
        self.mismatch = self.mismatch or fact

    @apply.register
    def _(self, fact: CardMismatchSettled) -> None:
        self.mismatch_settled = self.mismatch_settled or fact

    @apply.register
    def _(self, fact: CardAttemptFollowed) -> None:
        self.followers.setdefault(fact.by_attempt, fact)

    @apply.register
    def _(self, fact: CardTabExpired) -> None:
        self.expired = self.expired or fact

    @apply.register
    def _(self, fact: CardOfflineSettled) -> None:
        self.offline_settled = self.offline_settled or fact

    def _become(self, state: AttemptState, at: datetime) -> None:
        self.state, self.changed_at = state, at
