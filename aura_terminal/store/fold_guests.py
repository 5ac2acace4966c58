"""Guests, their points, what they said, and promotions as far as their uses are counted, as rows."""

from __future__ import annotations

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.feedback import Feedback
from aura_terminal.domain.guests import Guest, digits_of
from aura_terminal.domain.loyalty import LoyaltyAccount
from aura_terminal.domain.promotions import PromotionUses
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds, microseconds_or_none
from aura_terminal.store.tables import FEEDBACK, GUESTS, LOYALTY, PROMOTION_USES


def phone_key(phone: str) -> str:
    """A number by its digits from the end, without a leading 0, so that the ending people type is a beginning here."""
    return digits_of(phone).lstrip("0")[::-1]


def text_key(text: str) -> str:
    """A text as it is looked up: case does not matter."""
    return text.casefold()


def _guest(guest: Guest, stamp: int) -> tuple[Rows, ...]:
    row = (
        guest.id, guest.first_name, guest.last_name, text_key(guest.name), guest.phone, phone_key(guest.phone),
        guest.email, text_key(guest.email), None if guest.birthday is None else guest.birthday.isoformat(),
        guest.consent.value, microseconds_or_none(guest.registered_at), guest.source, guest.merged_into,
        int(guest.erased is not None),
    )  # fmt: skip
    return ({(guest.id,): row},)


def _account(account: LoyaltyAccount, stamp: int) -> tuple[Rows, ...]:
    word = account.stated
    at, tier = (None, "") if word is None else (microseconds(word.stated_at), word.tier)
    return ({(account.id,): (account.id, account.balance, account.earned, account.let_go, at, tier)},)


def _uses(uses: PromotionUses, stamp: int) -> tuple[Rows, ...]:
    return ({
        (uses.id, use.use_id): (uses.id, use.use_id, use.order_id, use.guest_id, microseconds(use.used_at))
        for use in uses.counted
    },)  # fmt: skip


def _feedback(feedback: Feedback, stamp: int) -> tuple[Rows, ...]:
    given = feedback.given
    if given is None:
        return ({},)
    row = (
        feedback.id, microseconds(given.given_at), given.rating, given.order_id, given.guest_id, given.comments,
        given.terminal, len(feedback.answers),
    )  # fmt: skip
    return ({(feedback.id,): row},)


GUEST_FAMILY = Family(Aggregate.GUEST, (FoldTable(GUESTS),), Guest, _guest)
LOYALTY_FAMILY = Family(Aggregate.LOYALTY, (FoldTable(LOYALTY),), LoyaltyAccount, _account)
PROMOTION_FAMILY = Family(Aggregate.PROMOTION, (FoldTable(PROMOTION_USES),), PromotionUses, _uses)
FEEDBACK_FAMILY = Family(Aggregate.FEEDBACK, (FoldTable(FEEDBACK),), Feedback, _feedback)
