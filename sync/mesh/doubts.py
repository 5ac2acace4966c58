"""Histories that do not fit.

They are not taken from whoever told them any more, and from nobody once the origin itself or two terminals told them.
"""

from __future__ import annotations

from sync.mesh.contract import Refused
from sync.mesh.conversation import Conversation
from sync.mesh.peers import HISTORY
from sync.mesh.switchboard import Switchboard

AHEAD_OF_MYSELF = "it knows more of this terminal than this terminal itself, which goes on from an old copy; verify it"
MOST_TOLD = 32
"""Histories that do not fit, from one terminal, before nothing more is heard of it on this link."""


class Doubts:
    """Which origin is not believed from whom, until the operator has looked."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board
        self._tellers: dict[str, set[str]] = {}
        self._closed: set[str] = set()

    def is_doubted(self, origin: str, terminal_id: str) -> bool:
        """Whether nothing of this origin is taken from this terminal."""
        return origin in self._closed or terminal_id in self._tellers.get(origin, ())

    def is_closed(self, origin: str) -> bool:
        """Whether nothing of this origin is taken from anybody."""
        return origin in self._closed

    def doubt(self, talk: Conversation, origin: str, why: str) -> None:
        """Somebody told a history of an origin that does not fit; said once for each teller."""
        tellers = self._tellers.get(origin, set())
        if talk.identity.terminal_id in tellers:
            return
        if self._told_by(talk.identity.terminal_id) >= MOST_TOLD:
            self._board.refuse(talk, "it told too many histories that do not fit")
            return
        self._tellers[origin] = tellers = tellers | {talk.identity.terminal_id}
        if talk.origin == origin or len(tellers) > 1:
            self._closed.add(origin)
        talk.peer.troubles[f"{HISTORY} {origin}"] = why
        writer = self._board.peers.of_origin(origin)
        if writer is not None and origin in self._closed:
            writer.troubles[f"{HISTORY} {origin}"] = why
        self._board.effects.append(Refused(talk.identity.terminal_id, talk.peer.label, why, origin))

    def believe(self, origin: str) -> None:
        """The operator has looked: take this origin again."""
        self._tellers.pop(origin, None)
        self._closed.discard(origin)
        self._board.peers.believe(origin)

    def _told_by(self, terminal_id: str) -> int:
        return sum(terminal_id in tellers for tellers in self._tellers.values())
