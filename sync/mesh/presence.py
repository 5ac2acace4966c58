"""Who is at which order on which terminal: said at once, repeated, gone by itself."""

from __future__ import annotations

from aura_terminal.domain.ids import OrderId
from sync.mesh.contract import Moment, Presence, Present
from sync.mesh.conversation import Conversation
from sync.mesh.switchboard import Switchboard
from sync.protocol import Doer, Said

MOST = 32


class PresenceBoard:
    """What is said here and what was heard of others. Nothing of it is kept."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board
        self._mine: dict[tuple[OrderId, str], Presence] = {}
        self._others: dict[str, tuple[float, tuple[Presence, ...]]] = {}
        self._shown: tuple[Presence, ...] = ()

    def say(self, presence: Presence) -> None:
        """Somebody here is at an order, until `hush`; of more than 32 the oldest is left out."""
        key = presence.order_id, presence.staff
        self._mine.pop(key, None)
        self._mine[key] = presence
        if len(self._mine) > MOST:
            del self._mine[next(iter(self._mine))]
        self._tell()

    def hush(self, order_id: OrderId | None) -> None:
        """Nobody here is at this order any more; at none when it is None."""
        gone = [key for key in self._mine if order_id in (None, key[0])]
        for key in gone:
            del self._mine[key]
        if gone:
            self._tell()

    def repeat(self, talk: Conversation) -> None:
        """Say it again on one link, with its beat."""
        if self._mine:
            self._board.send(talk, self._said())

    def hear(self, talk: Conversation, said: Said, now: Moment) -> None:
        """What somebody said of its own screen; it replaces what it said before."""
        presences = tuple(
            Presence(OrderId(doer.order_id), talk.peer.label, doer.staff, doer.doing) for doer in said.doers
        )
        self._others[talk.identity.terminal_id] = (now.monotonic + self._board.limits.presence, presences)
        self._show()

    def lost(self, terminal_id: str) -> None:
        """Nobody knows what is done there now."""
        if self._others.pop(terminal_id, None) is not None:
            self._show()

    def expire(self, now: Moment) -> None:
        """Let go what was not repeated."""
        late = [terminal for terminal, (until, _) in self._others.items() if now.monotonic >= until]
        for terminal in late:
            del self._others[terminal]
        if late:
            self._show()

    def _said(self) -> Said:
        return Said([Doer(one.order_id, one.staff, one.doing) for one in self._mine.values()])

    def _tell(self) -> None:
        for talk in self._board.members():
            self._board.send(talk, self._said())

    def _show(self) -> None:
        everybody = [presence for _, presences in self._others.values() for presence in presences]
        shown = tuple(sorted(everybody, key=lambda one: (one.terminal, one.order_id, one.staff)))
        if shown != self._shown:
            self._shown = shown
            self._board.effects.append(Present(shown))
