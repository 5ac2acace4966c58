"""`sync --once`: one full round with every central back office, for scripts and for closing time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence

from aura_terminal.app.central_round import Ending, Round, make_round
from aura_terminal.app.command_line import FINE, FOUND_SOMETHING, TEMPORARY, WRONG_USE, Call, WrongUse
from sync.node.central_words import CentralState
from sync.reconcile.effects import Trouble

SAID_EVERY = 10.0
"""Seconds between two words about a round that lasts."""
CODES = {Ending.DONE: FINE, Ending.UNREACHED: TEMPORARY, Ending.SLOWED: TEMPORARY, Ending.REFUSED: WRONG_USE}
WORDS = {
    Ending.DONE: "all is told",
    Ending.UNREACHED: "it is not reached; selling goes on, and it is told later",
    Ending.SLOWED: "it asks to wait; the rest is told later",
    Ending.REFUSED: "it does not accept the account; give its secret anew: aura-terminal account sign-in",
}


def _on_errors(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def sync(call: Call) -> int:
    """Tell everything that is due and mirror everything anew; 1 when something waits for a person or could not be read,
    3 when not reached.

    `sent`, `received` and `failed` are of this round, the other figures of now.
    """
    if not call.arguments.once:
        raise WrongUse("A node tells central back offices everything by itself. For one round now say: sync --once")
    if not call.settings.centrals:
        raise WrongUse("No back office is set up here. Say: aura-terminal account sign-in --url U --user E")
    rounds = make_round(call.folder, call.settings.centrals, call.arguments.within, Progress().see)
    report(call, rounds)
    return code_of(rounds)


class Progress:
    """Says on the error stream how far a long round is: a back office takes so many requests a minute only."""

    def __init__(self, say: Callable[[str], None] = _on_errors, now: Callable[[], float] = time.monotonic) -> None:
        self._say, self._now = say, now
        self._due = now() + SAID_EVERY
        self._pending: dict[str, int] = {}

    def see(self, states: Mapping[str, CentralState]) -> None:
        """How things stand; said every ten seconds where something moves."""
        if self._now() < self._due:
            return
        self._due = self._now() + SAID_EVERY
        for name, state in states.items():
            if state.pending and state.pending != self._pending.get(name):
                self._say(f"{name}: {state.pending} to be told; {state.left} requests left in this hour")
            self._pending[name] = state.pending


def code_of(rounds: Sequence[Round]) -> int:
    """The exit code: the account first, then the line, then what is parked or could not be read."""
    worst = max((CODES[one.ending] for one in rounds), key=(FINE, TEMPORARY, WRONG_USE).index, default=FINE)
    found = any(one.after.parked or one.after.trouble is Trouble.UNREADABLE for one in rounds)
    return worst or (FOUND_SOMETHING if found else FINE)


def report(call: Call, rounds: Sequence[Round]) -> None:
    """Say what came of it."""
    call.report(sums(rounds) | {"centrals": [plain(one) for one in rounds]}, "\n".join(map(_sentence, rounds)))


def sums(rounds: Sequence[Round]) -> dict[str, object]:
    """The figures of all back offices together."""
    return {
        name: sum(getattr(one if name in ("sent", "received", "failed") else one.after, name) for one in rounds)
        for name in ("sent", "received", "pending", "failed", "unknown", "parked")
    }


def plain(one: Round) -> dict[str, object]:
    """One back office as JSON holds it."""
    after = one.after
    return sums((one,)) | {
        "connector": after.connector,
        "outcome": one.ending.value,
        "link": after.link.value,
        "gateway": after.gateway,
        "differing": after.differing,
        "left": after.left,
        "trouble": after.trouble.value,
        "detail": after.detail,
    }


def _sentence(one: Round) -> str:
    after = one.after
    figures = (
        f"{one.sent} sent, {one.received} received, {after.pending} pending, {one.failed} failed, {after.unknown} "
        f"unknown, {after.parked} parked"
    )
    detail = f" ({after.detail})" if after.detail else ""
    parked = "\nWhat is parked waits for a person in the sync centre." if after.parked else ""
    return f"{after.connector}: {WORDS[one.ending]}{detail}. {figures}.{parked}"
