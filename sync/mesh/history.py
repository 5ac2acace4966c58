"""Closed days and snapshots: bytes made and judged by the host, sent when all facts of a link are sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from aura_terminal.domain.errors import Unavailable
from sync.mesh.contract import DaysCame, Keeping, MeshHost, Refused
from sync.mesh.conversation import Conversation
from sync.mesh.switchboard import Switchboard
from sync.protocol import DayPart, DaysAsk, DaysEnd, Message, SnapshotEnd, SnapshotPart

AT_ONCE = 2
"""Snapshots and rows of days sent on one link at a time."""


class History:
    """Answers for what is older than the journal, and takes it over from peers."""

    def __init__(self, board: Switchboard, host: MeshHost) -> None:
        self._board = board
        self._host = host

    def send_snapshot(self, talk: Conversation) -> None:
        """Line the pieces up; the host makes each when its turn comes."""
        self._line_up(talk, _snapshot(self._host.keeping))

    def send_days(self, talk: Conversation, after: str) -> None:
        """Line the closed days up, oldest first."""
        self._line_up(talk, _days(self._host.keeping, after))

    def ask_days(self, terminal_id: str, after: str) -> bool:
        """Ask a peer for closed days; False when it is not connected."""
        talk = self._board.hears(terminal_id)
        if talk is None:
            return False
        talk.asks_days = True
        self._board.send(talk, DaysAsk(after))
        return True

    def take_day(self, talk: Conversation, document: bytes) -> None:
        """Give the host a day it asked for; what nobody asked for is passed over."""
        keeping = self._host.keeping
        if keeping is None or not talk.asks_days:
            return
        try:
            keeping.take_day(document)
        except Unavailable as trouble:
            self._board.effects.append(Refused(talk.identity.terminal_id, talk.peer.label, str(trouble)))

    def days_ended(self, talk: Conversation) -> None:
        """The peer has sent every day there was."""
        if talk.asks_days:
            talk.asks_days = False
            self._board.effects.append(DaysCame(talk.identity.terminal_id))

    def _line_up(self, talk: Conversation, messages: Iterator[Message]) -> None:
        if len(talk.pieces) < AT_ONCE:
            talk.pieces.append(messages)


def _snapshot(keeping: Keeping | None) -> Iterator[Message]:
    digest, parts = hashlib.sha256(), 0
    if keeping is not None:
        try:
            for piece in keeping.snapshot_pieces():
                digest.update(piece)
                yield SnapshotPart(parts, piece)
                parts += 1
        except Unavailable:
            parts = 0
    yield SnapshotEnd(parts, digest.digest())


def _days(keeping: Keeping | None, after: str) -> Iterator[Message]:
    if keeping is not None:
        try:
            for document in keeping.days_after(after):
                yield DayPart(document)
        except Unavailable:
            return  # without an end, the asker knows that days are missing
    yield DaysEnd()
