"""Signing in: e-mail and password for tokens, and tokens for newer ones, before they run out and when refused.

The password and the tokens live in the `Tokens` port alone; nothing here puts one into a log, a fact or a message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sync.reconcile.contract import (
    Account,
    Answer,
    Call,
    Done,
    Lost,
    Outcome,
    Problem,
    Refusal,
    SignInAgain,
    Tokens,
    Unknown,
    Unreadable,
)
from sync.reconcile.endpoints import Endpoint
from sync.reconcile.fields import Found
from sync.reconcile.replies import complaint_of, data_of, outcome_of

EARLY_MS = 60_000
"""Tokens are renewed a minute before they run out; one that is good for less than two, after half its time."""

_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")
"""What a header can carry."""

PASSWORD, ACCESS, REFRESH_TOKEN, RENEW_AT = "password", "access_token", "refresh_token", "renew_at"


@dataclass(frozen=True, slots=True)
class SessionForm:
    """How a back office signs accounts in, by its document: where, and how the parts are called.

    `seconds` is how long an access token is good where a reply does not say. `ends_refresh` is whether signing out
    names the refresh token in its body.
    """

    login: Endpoint
    refresh: Endpoint
    logout: Endpoint
    token: str = "access_token"
    seconds: int = 1800
    ends_refresh: bool = False


class Session:
    """The tokens of one account; it asks nobody and knows no clock."""

    def __init__(self, account: Account, tokens: Tokens, form: SessionForm) -> None:
        self._account = account
        self._tokens = tokens
        self._form = form

    def headers(self) -> Mapping[str, str]:
        """The header a request is let in by; none before anybody signed in."""
        token = self._tokens.get(ACCESS)
        return {"Authorization": f"Bearer {token}"} if token else {}

    def sign_in(self, now_ms: int) -> Call | None:
        """A refresh while there is a refresh token, else a login; None while the access token is good."""
        if self._tokens.get(ACCESS) and now_ms < self._renew_at():
            return None
        renewing = self._tokens.get(REFRESH_TOKEN)
        if renewing:
            return self._form.refresh.call({"refresh_token": renewing})
        password = self._tokens.get(PASSWORD)
        said = {"email": self._account.user, "password": password}
        return self._form.login.call(said) if password else None

    def signed_in(self, answer: Answer, now_ms: int) -> Outcome:
        """Take new tokens. A refused refresh token is forgotten, so that the next attempt is a login."""
        if isinstance(answer, Lost):
            return Unknown(answer.why)
        outcome = outcome_of(answer)
        if outcome is not None:
            return self._not_signed_in(outcome, complaint_of(answer).message)
        try:
            self._keep(data_of(answer), now_ms)
        except Unreadable as wrong:
            return Refusal(Problem.UNREADABLE, answer.status, str(wrong), wrong.path)
        return Done()

    def expire(self) -> None:
        """The access token was refused."""
        self._tokens.put(ACCESS, "")
        self._tokens.put(RENEW_AT, "")

    def sign_out(self) -> Call | None:
        """The request that makes the tokens worthless there; None where there are none."""
        if not self._tokens.get(ACCESS):
            return None
        ended = {"refresh_token": self._tokens.get(REFRESH_TOKEN)} if self._form.ends_refresh else None
        return self._form.logout.call(ended)

    def forget(self) -> None:
        """Drop every secret of the account from this machine, whatever became of `sign_out`."""
        for name in (ACCESS, REFRESH_TOKEN, RENEW_AT, PASSWORD):
            self._tokens.put(name, "")

    def _renew_at(self) -> int:
        text = self._tokens.get(RENEW_AT)
        return int(text) if text.isdigit() else 0

    def _keep(self, reading: Found, now_ms: int) -> None:
        access = _token(reading[self._form.token])
        seconds, renewing = reading.maybe("expires_in"), reading.maybe("refresh_token")
        said = self._form.seconds if seconds is None else seconds.whole()
        good_for = said if said > 0 else self._form.seconds  # a fresh token that has run out would never get us in
        again = None if renewing is None else _token(renewing)
        if again is not None:
            self._tokens.put(REFRESH_TOKEN, again)
        self._tokens.put(ACCESS, access)
        self._tokens.put(RENEW_AT, str(now_ms + good_for * 1000 - min(EARLY_MS, good_for * 500)))

    def _not_signed_in(self, outcome: Outcome, said: str) -> Outcome:
        refused = isinstance(outcome, SignInAgain | Refusal)
        if refused and self._tokens.get(REFRESH_TOKEN):
            self._tokens.put(REFRESH_TOKEN, "")
            return SignInAgain()
        return Refusal(Problem.NOT_ALLOWED, 401, said) if isinstance(outcome, SignInAgain) else outcome


def _token(found: Found) -> str:
    """A token as it came. Raises Unreadable, which never says what stood there."""
    text = found.text()
    if not _TOKEN.fullmatch(text):
        raise Unreadable(found.path, "a text that is no token")
    return text
