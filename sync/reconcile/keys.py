"""Accounts that are let in by keys in headers: nothing to sign in to, nothing that runs out.

The secret is one line of as many words as there are headers. It lives in the `Tokens` port alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from sync.reconcile.contract import Account, Answer, Call, Done, Outcome, Tokens
from sync.reconcile.session import PASSWORD, Session, SessionForm


class KeySession:
    """The keys of one account; it asks nobody and knows no clock."""

    def __init__(self, headers: Sequence[str], tokens: Tokens) -> None:
        self._headers = tuple(headers)
        self._tokens = tokens

    def headers(self) -> Mapping[str, str]:
        """The headers a request is let in by; none where no secret of the right number of words is kept."""
        words = self._tokens.get(PASSWORD).split()
        return dict(zip(self._headers, words, strict=True)) if len(words) == len(self._headers) else {}

    def sign_in(self, now_ms: int) -> Call | None:
        """Nothing to ask for."""
        return None

    def signed_in(self, answer: Answer, now_ms: int) -> Outcome:
        """Nothing was asked for."""
        return Done()

    def expire(self) -> None:
        """Keys do not run out; a refused one is a person's matter."""

    def sign_out(self) -> Call | None:
        """No back office takes keys back on request."""
        return None

    def forget(self) -> None:
        """Drop the keys from this machine."""
        self._tokens.put(PASSWORD, "")


AnySession: TypeAlias = Session | KeySession
"""What an account is let in by."""


def let_in(account: Account, tokens: Tokens, form: SessionForm, headers: Sequence[str]) -> AnySession:
    """Tokens for an account with a user, keys for one without."""
    return Session(account, tokens, form) if account.user else KeySession(headers, tokens)
