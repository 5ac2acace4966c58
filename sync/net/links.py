"""The connections to proved peers, on the network's loop: at most one for each terminal."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Protocol

from aura_terminal.domain.telling import told
from sync.net.pairs import Held, newer_wins
from sync.net.roll import Member, Roll
from sync.net.wire import BROKEN, Wire

WINDOW = 8 * 1024 * 1024
_EACH = 256  # what a message costs beside its bytes
SILENT_FOR = 20.0  # seconds; peers say something every five

_log = logging.getLogger(__name__)


class Ears(Protocol):
    """Whom the network tells. Called on its thread; must return at once."""

    def connected(self, link: int, member: Member, address: str) -> None:
        """A peer is there; `address` is where it can be called."""

    def received(self, link: int, message: bytes) -> None:
        """One whole message. The link pauses until `taken` was called for what it brought."""

    def lost(self, link: int) -> None:
        """The connection is gone."""

    def refused(self, who: str, why: str) -> None:
        """Somebody was not let in, or put out."""


@dataclass(eq=False, slots=True)
class Link:
    """One connection."""

    number: int
    member: Member
    fingerprint: str
    held: Held
    wire: Wire
    last_heard: float
    untaken: int = 0
    has_room: asyncio.Event = field(default_factory=asyncio.Event)
    is_ended: bool = False


class Links:
    """Every connection by its number and by its terminal."""

    def __init__(self, me: str, ears: Ears) -> None:
        self._me = me
        self._ears = ears
        self._by_number: dict[int, Link] = {}
        self._by_terminal: dict[str, Link] = {}
        self._numbers = 0

    @property
    def terminals(self) -> frozenset[str]:
        """The terminals that are connected."""
        return frozenset(self._by_terminal)

    def begin(self, member: Member, held: Held, wire: Wire, address: str, now: float) -> Link | None:
        """Take a new connection in; None when the one there is stays."""
        before = self._by_terminal.get(member.terminal_id)
        if before is not None:
            if not newer_wins(before.held, held, self._me, member.terminal_id):
                return None
            self.end(before)
        self._numbers += 1
        link = Link(self._numbers, member, wire.fingerprint, held, wire, now)
        self._by_number[link.number] = self._by_terminal[member.terminal_id] = link
        _log.info("peer_connected", extra={"peer": member.label})
        self._ears.connected(link.number, member, address)
        return link

    async def listen(self, link: Link) -> None:
        """Hand on what it says until it ends."""
        why = ""
        try:
            while True:
                message = await link.wire.hear()
                self._take(link, message)
                while link.untaken > WINDOW and not link.is_ended:
                    link.has_room.clear()
                    await link.has_room.wait()
        except BROKEN as broken:
            why = str(broken) or type(broken).__name__
        finally:
            if not link.is_ended:
                _log.info("peer_lost: %s", why, extra={"peer": link.member.label})
            self.end(link)

    def _take(self, link: Link, message: bytes) -> None:
        """Hand a message on, unless the connection was ended while it came."""
        if link.is_ended:
            raise EOFError(told("it was ended here"))
        link.last_heard = asyncio.get_running_loop().time()
        link.untaken += len(message) + _EACH
        self._ears.received(link.number, message)

    def taken(self, number: int, size: int, count: int) -> None:
        """So many messages of so many bytes were taken in."""
        link = self._by_number.get(number)
        if link is not None:
            link.untaken -= size + count * _EACH
            link.has_room.set()

    def send(self, number: int, message: bytes) -> None:
        """Send a message; a peer that takes nothing is put out."""
        link = self._by_number.get(number)
        if link is not None and not link.wire.say(message):
            self.put_out(link, told("it does not read what it is sent"))

    def hang_up(self, number: int, why: str) -> None:
        """End a connection from this side, for a reason."""
        link = self._by_number.get(number)
        if link is not None:
            self.put_out(link, why)

    def put_out_the_revoked(self, roll: Roll) -> None:
        """End the connections of terminals that are on the roll no longer."""
        for link in tuple(self._by_number.values()):
            if roll.member(link.fingerprint) is None:
                self.put_out(link, told("it does not belong to the store any more"))

    def put_out_the_silent(self, now: float) -> None:
        """End the connections that have said nothing for too long."""
        for link in tuple(self._by_number.values()):
            if now - link.last_heard > SILENT_FOR and link.untaken <= WINDOW:
                self.put_out(link, told("it has been silent for {silent_for:.0f} seconds", silent_for=SILENT_FOR))

    def put_out(self, link: Link, why: str) -> None:
        """End a connection and say so."""
        if not link.is_ended:
            self._ears.refused(link.member.label, why)
            self.end(link)

    def end(self, link: Link) -> None:
        """End a connection; may be called twice."""
        if link.is_ended:
            return
        link.is_ended = True
        del self._by_number[link.number]
        if self._by_terminal.get(link.member.terminal_id) is link:
            del self._by_terminal[link.member.terminal_id]
        link.wire.drop()
        link.has_room.set()
        self._ears.lost(link.number)

    def end_all(self) -> None:
        """End every connection."""
        for link in tuple(self._by_number.values()):
            self.end(link)
