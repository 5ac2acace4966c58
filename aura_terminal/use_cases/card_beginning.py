"""How an attempt begins, whatever it is for: at a terminal that is free, and naming the charge it is about."""

from __future__ import annotations

from datetime import timedelta

from aura_terminal.domain.card_attempts import AT_WORK, AttemptState, CardAttempt
from aura_terminal.domain.card_facts import CardAttemptCreated, CardAttemptSent, CardOriginal, TipWhen
from aura_terminal.domain.card_payments import key_of
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.ports.store import TerminalIdentity, Work

BY_HAND = "typed at the terminal by hand"
LONGEST_CHARGE = timedelta(minutes=5)
"""Longer than any card terminal takes over one charge, and than its till then takes to say so."""

_OCCUPIES = AT_WORK | {AttemptState.UNKNOWN, AttemptState.QUERYING}


def must_be_free(work: Work, terminal: TerminalIdentity, reader: str, but: AttemptId | None = None) -> None:
    """Refuse while a card terminal has an attempt it still has to speak of; `but` an undecided one that was named.

    Raises RuleBroken(READER_BUSY).
    """
    for attempt in work.cards.at_reader(terminal.labels, reader):
        is_named = attempt.id == but and attempt.state not in AT_WORK
        if not is_named and attempt.state in _OCCUPIES:
            raise RuleBroken(Rule.READER_BUSY, reader=reader, order=attempt.asked.label)


def must_be_stuck(work: Work, attempt: CardAttempt) -> None:
    """Refuse where a person need not speak for a card terminal: it has spoken, or may be at work.

    An attempt whose machine is gone must not hold the shop up, so that it counts as stuck once it has been silent for
    longer than any charge takes. Raises RuleBroken: ATTEMPT_DECIDED, READER_BUSY.
    """
    if attempt.is_final:
        raise RuleBroken(Rule.ATTEMPT_DECIDED)
    if attempt.state not in AT_WORK or (attempt.asked.by_hand and attempt.state is AttemptState.SENT):
        return
    began = attempt.changed_at or attempt.asked.created_at
    if timedelta(0) <= work.now - began < LONGEST_CHARGE:
        raise RuleBroken(Rule.READER_BUSY, reader=attempt.asked.reader, order=attempt.asked.label)


def begin(work: Work, created: CardAttemptCreated) -> tuple[Fact, ...]:
    """Keep an attempt. At a stand-alone terminal the cashier is the wire: from now on it may have been charged."""
    facts: tuple[Fact, ...] = (created,)
    if created.by_hand:
        facts += (CardAttemptSent(created.attempt_id, created.created_at, BY_HAND),)
    work.keep(*facts)
    return facts


def begin_about(
    work: Work, terminal: TerminalIdentity, by: Actor, attempt_id: AttemptId, original: CardAttempt, act: CardAct,
    amount: Money, allowed: Approval | None = None,
) -> tuple[Fact, ...]:  # fmt: skip
    """Keep an attempt about an earlier one, where that was taken. Raises RuleBroken: CARD_ELSEWHERE, READER_BUSY."""
    asked = original.asked
    must_be_taken_here(terminal, original)
    must_be_free(work, terminal, asked.reader)
    created = CardAttemptCreated(
        attempt_id, key_of(attempt_id), act, asked.reader, terminal.label, asked.order_id, asked.label, amount,
        zero(amount.currency), TipWhen.NEVER, by.id, work.now, work.today, asked.by_hand, original_of(original),
        allowed=allowed,
    )  # fmt: skip
    return begin(work, created)


def must_be_taken_here(terminal: TerminalIdentity, original: CardAttempt, reader: str | None = None) -> None:
    """Refuse to go on with a card at any card terminal but its own; a person finds their way with a stand-alone one.

    One of the same name beside another terminal of the store knows nothing of it, or takes it for another guest's.
    Raises RuleBroken(CARD_ELSEWHERE).
    """
    asked = original.asked
    is_here = asked.terminal in terminal.labels and reader in (None, asked.reader)
    if not is_here and not asked.by_hand:
        raise RuleBroken(Rule.CARD_ELSEWHERE, reader=asked.reader, terminal=asked.terminal)


def original_of(attempt: CardAttempt) -> CardOriginal:
    """What a later attempt says of the one it is about."""
    assert attempt.approved is not None
    return CardOriginal(attempt.id, attempt.asked.key, attempt.approved.reference, attempt.approved.amounts.total)


def must_hold_money(attempt: CardAttempt) -> None:
    """Refuse what is no tab whose amount is held now. Raises RuleBroken(TAB_NOT_HELD)."""
    if not attempt.holds_money:
        raise RuleBroken(Rule.TAB_NOT_HELD)
