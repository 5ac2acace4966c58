"""Holding an order's money token, handing it on, and taking it from a holder nobody can reach."""

from __future__ import annotations

from collections.abc import Collection

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.money_token import Seen, TokenOverridden, TokenReleased
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.staff import Approval


def must_hold(order: Order, here: str, known: Seen) -> None:
    """Refuse to touch an order's money at a terminal that does not hold its token, or not all that goes with it.

    Raises RuleBroken(TOKEN_ELSEWHERE, holder=…), or TOKEN_ON_ITS_WAY until what the last holder knew has arrived.
    """
    token = order.token
    if not token.is_held_by(here):
        raise RuleBroken(Rule.TOKEN_ELSEWHERE, holder=token.holder, order=order.number)
    if not token.has_arrived(known):
        raise RuleBroken(Rule.TOKEN_ON_ITS_WAY, holder=token.holder, order=order.number)


def release(order: Order, here: str, to: str, known: Seen, seen: Seen) -> TokenReleased:
    """Hand the token on, with what is known here of the order (`seen`). Raises as `must_hold` does."""
    must_hold(order, here, known)
    return TokenReleased(order.id, to, order.token.epoch + 1, seen)


def take_up(order: Order, here: str, formerly: Collection[str], known: Seen, seen: Seen) -> TokenReleased:
    """Take up, under its new name, a token that this terminal held before it was restored from a backup.

    Only for a terminal that is abreast of all others (`Ledger.is_abreast`): what it did between the backup and its end,
    such as handing this token on, comes back from those who hold it. Raises as `must_hold` does.
    """
    token = order.token
    must_hold(order, token.holder if token.holder in formerly else here, known)
    return TokenReleased(order.id, here, token.epoch + 1, seen)


def override(order: Order, here: str, reason: str, approval: Approval) -> TokenOverridden:
    """Take the token from its holder; if that one takes money too, the order is overpaid and everybody sees it."""
    said = reason_given(reason)
    return TokenOverridden(order.id, here, order.token.epoch + 1, order.token.holder, said, approval)
