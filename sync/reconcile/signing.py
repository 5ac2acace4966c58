"""Signing in: one request at a time, backed off, and given up where the account is refused."""

from __future__ import annotations

from sync.mesh.contract import Chance, Moment
from sync.reconcile.backoff import jittered
from sync.reconcile.contract import Answer, Call, Connector, Done, Later, Outcome, Refusal, SignInAgain

_AT_ONCE = 2
"""How often a renewal that is refused is followed by another way at once."""


class Signing:
    """Whether the account is accepted, and when to try again."""

    def __init__(self, connector: Connector, chance: Chance) -> None:
        self._connector = connector
        self._chance = chance
        self._refused = ""
        self._tries = 0
        self._due = float("-inf")

    @property
    def refused(self) -> str:
        """What was said when the account was refused; empty while it is not."""
        return self._refused

    def call(self, now: Moment) -> Call | None:
        """The request without which nothing else may leave; None where the tokens are good."""
        return self._connector.sign_in(now.wall_ms)

    def is_due(self, now: Moment) -> bool:
        """Whether that request may leave now."""
        return not self._refused and now.monotonic >= self._due

    def again(self) -> None:
        """Somebody put the account right: it is tried at once."""
        self._refused = ""
        self._tries = 0
        self._due = float("-inf")

    def take(self, answer: Answer, now: Moment) -> Outcome:
        """What the answer came to."""
        outcome = self._connector.signed_in(answer, now.wall_ms)
        match outcome:
            case Done():
                self.again()
            case Refusal():
                self._refused = outcome.said or outcome.problem.value
            case Later():
                self._due = now.monotonic + outcome.seconds
            case SignInAgain() if self._tries < _AT_ONCE:
                self._tries += 1
            case _:
                self._tries += 1
                self._due = now.monotonic + jittered(self._tries, self._chance)
        return outcome
