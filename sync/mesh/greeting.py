"""Saying hello: who may be talked to, and which of two links between the same terminals stays."""

from __future__ import annotations

from collections.abc import Mapping

from sync.mesh.contract import Me, Moment
from sync.mesh.conversation import Conversation
from sync.mesh.switchboard import Switchboard
from sync.protocol import MAJOR, Hello, Reach

SETTLED = 2.0  # seconds


def hello_of(board: Switchboard, talk: Conversation, known: Mapping[str, int], now: Moment) -> Hello:
    """The first word on a link."""
    me, minor = board.me, board.limits.minor
    beside = [
        other.draw
        for other in board.talks.values()
        if other is not talk and other.identity.terminal_id == talk.identity.terminal_id
    ]
    return Hello(
        MAJOR, minor, me.store_id, me.terminal_id, me.label, me.origin, me.app, now.wall_ms,
        [Reach(origin, seq) for origin, seq in sorted(known.items())], talk.draw, beside[:8],
    )  # fmt: skip


def objection(me: Me, talk: Conversation, hello: Hello) -> str:
    """Why this terminal is not talked to; empty when it is."""
    if talk.hello is not None:
        return "it said hello twice"
    if hello.major != MAJOR:
        return f"it speaks version {hello.major} of the protocol and this terminal {MAJOR}; update the older one"
    if hello.store_id != me.store_id:
        return "it belongs to another store"
    if hello.terminal_id != talk.identity.terminal_id:
        return "it says it is another terminal than its certificate proves"
    if hello.terminal_id == me.terminal_id:
        return "it is this terminal itself, or a copy of it"
    if hello.origin == me.origin:
        return "it writes under this terminal's own name: one of the two was copied"
    if len({origin for origin, _ in hello.known}) != len(hello.known):
        return "it says two things of one origin"
    return ""


def dead(board: Switchboard, talk: Conversation, hello: Hello) -> list[Conversation]:
    """Links to the same terminal that its new hello does not name any more: they have ended at its end."""
    return [
        other
        for other in board.greeted()
        if other is not talk
        and other.identity.terminal_id == talk.identity.terminal_id
        and other.hello is not None
        and other.hello.draw not in hello.beside
    ]


def doubles(board: Switchboard, now: Moment) -> list[Conversation]:
    """Links beside another one to the same terminal that end now, by the same rule at both ends.

    The one with the greatest pair of draws stays. The network has a rule of its own and is given time to follow it.
    """
    kept: dict[str, Conversation] = {}
    ends: list[Conversation] = []
    for talk in board.greeted():
        other = kept.setdefault(talk.identity.terminal_id, talk)
        if other is not talk and now.monotonic - max(talk.opened, other.opened) > SETTLED:
            ends.append(min(other, talk, key=_draws))
            kept[talk.identity.terminal_id] = max(other, talk, key=_draws)
    return ends


def _draws(talk: Conversation) -> tuple[int, int]:
    theirs = talk.hello.draw if talk.hello else 0
    return max(talk.draw, theirs), min(talk.draw, theirs)
