"""What replies say of the budget (reference, "Rate Limiting"; overview, "Rate Limit Headers")."""

from __future__ import annotations

from sync.reconcile.contract import RateWord, Reply
from sync.reconcile.replies import wait_of

TOO_MANY = 429


def rate_of(reply: Reply) -> RateWord:
    """The documented headers; what is no whole number says nothing."""
    limit, remaining, reset = (_whole(reply, f"x-ratelimit-{name}") for name in ("limit", "remaining", "reset"))
    return RateWord(limit, remaining, reset, wait_of(reply) if reply.status == TOO_MANY else None)


def _whole(reply: Reply, header: str) -> int | None:
    text = reply.headers.get(header, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
