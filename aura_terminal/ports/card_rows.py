"""Attempts at cards as screens and reports show them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aura_terminal.domain.card_attempts import AttemptState, CardAttempt
from aura_terminal.domain.card_exposure import CardRules, Exposure
from aura_terminal.domain.card_payments import split_of
from aura_terminal.domain.card_slips import CardAct, CardProof, CardSlip
from aura_terminal.domain.ids import AttemptId, OrderId, StaffId
from aura_terminal.domain.money import Money


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt: what was asked, where it stands, what moved and what somebody still has to do about it.

    `taken` counts towards the check; less than `amount` is a partial approval. `words` are the terminal's own or the
    reason why nobody knows. `needs_answer` while a person has to look at the terminal's slip, `needs_choice` after an
    approval that came too late, `contradiction` what the terminal says against a person.
    """

    attempt_id: AttemptId
    order_id: OrderId
    label: str
    act: CardAct
    reader: str
    terminal: str
    state: AttemptState
    amount: Money
    tip: Money
    by: StaffId
    created_at: datetime
    changed_at: datetime
    by_hand: bool
    words: str = ""
    fault: str = ""
    taken: Money | None = None
    tip_taken: Money | None = None
    charged: Money | None = None
    given_back: Money | None = None
    slip: CardSlip | None = None
    is_offline: bool = False
    is_at_risk: bool = False
    needs_answer: bool = False
    needs_choice: bool = False
    holds_up: bool = False
    holds_money: bool = False
    cancel_asked: bool = False
    contradiction: str = ""

    @property
    def needs_signature(self) -> bool:
        """Whether the guest signs the merchant's slip."""
        return self.slip is not None and self.slip.proof is CardProof.SIGNATURE


def attempt_row(attempt: CardAttempt) -> AttemptRow:
    """The row of an attempt whose beginning is known."""
    asked, approved = attempt.asked, attempt.approved
    taken, tip = (None, None) if approved is None else split_of(asked, approved.amounts)
    slip = approved.slip if approved is not None else attempt.declined.slip if attempt.declined is not None else None
    waits_for_hand = asked.by_hand and attempt.state is AttemptState.SENT
    return AttemptRow(
        attempt.id, asked.order_id, asked.label, asked.act, asked.reader, asked.terminal, attempt.state, asked.amount,
        asked.tip, asked.by, asked.created_at, attempt.changed_at or asked.created_at, asked.by_hand,
        words=attempt.words, fault=attempt.fault, taken=taken, tip_taken=tip, charged=attempt.charged,
        given_back=attempt.given_back, slip=slip, is_offline=approved is not None and approved.offline,
        is_at_risk=attempt.is_at_risk,
        needs_answer=waits_for_hand or attempt.state is AttemptState.MANUAL_REVIEW,
        needs_choice=attempt.awaits_choice, holds_up=attempt.holds_up, holds_money=attempt.holds_money,
        cancel_asked=attempt.cancel_asked is not None,
        contradiction=attempt.mismatch.terminal_says if attempt.mismatch and attempt.is_contradicted else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CardTerms:
    """The house's rules for cards (the default ones where it said nothing), and what is at risk now."""

    rules: CardRules
    exposure: Exposure


class CardLists(Protocol):
    """Cards for people to look at, as last committed."""

    def of_order(self, order_id: OrderId) -> Sequence[AttemptRow]:
        """Every attempt about an order, oldest first."""

    def open(self) -> Sequence[AttemptRow]:
        """What is at work, undecided, to be chosen or contradicted, at every terminal, oldest first."""

    def tabs(self) -> Sequence[AttemptRow]:
        """Amounts held on cards now, oldest first."""

    def at_risk(self) -> Sequence[AttemptRow]:
        """Approvals that terminals gave alone and nobody has seen settled, at every terminal, oldest first."""

    def terms(self) -> CardTerms:
        """The house's rules for cards, and what is at risk now."""


class CardFinds(Protocol):
    """Cards for those who work with them, without keeping anybody from writing."""

    def at_reader(self, terminals: Collection[str], reader: str) -> Sequence[CardAttempt]:
        """As `CardBook.at_reader`."""

    def attempt(self, attempt_id: AttemptId) -> CardAttempt:
        """The attempt, or NotFound."""

    def unsettled(self) -> Sequence[CardAttempt]:
        """What is undecided or at risk, over the whole store, oldest first: for a reading of the day."""


class CardReads(CardLists, CardFinds, Protocol):
    """All reads of cards."""


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """A card terminal of this machine as its node tells of it: what may be asked of it, how it is, what it shows.

    `power` is in the words of `Power`, `step` of `Step`; `attempt_id` is the attempt it works on, "" while it rests.
    """

    name: str
    is_stand_alone: bool = False
    can_cancel: bool = False
    can_refund: bool = False
    can_reverse: bool = False
    can_preauthorise: bool = False
    asks_tip: bool = False
    needs_internet: bool = False
    power: str = "unknown"
    hint: str = ""
    attempt_id: str = ""
    step: str = ""
