"""What this machine remembers of the store's other terminals, and what it alone is known to hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from aura_terminal.domain.stamps import Stamp, milliseconds_of
from aura_terminal.domain.store_clock import is_fresh
from aura_terminal.ports.journal import PeerState
from aura_terminal.ports.mesh_reads import Unshared
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.moments import instant
from aura_terminal.store.statements import Row, literal
from aura_terminal.store.transactions import transaction
from aura_terminal.store.writer import Writer

_COLUMNS = "terminal_id, label, origin, version, address, last_heard_ms, skew_ms, holds, trouble"
_ALL = literal(f"SELECT {_COLUMNS} FROM peers ORDER BY label, terminal_id")
_NOTE = literal(
    f"INSERT INTO peers ({_COLUMNS}) VALUES (:terminal_id, :label, :origin, :version, :address, :last_heard_ms, "
    ":skew_ms, :holds, :trouble) ON CONFLICT (terminal_id) DO UPDATE SET label = excluded.label, "
    "origin = excluded.origin, version = excluded.version, address = excluded.address, "
    "last_heard_ms = excluded.last_heard_ms, skew_ms = excluded.skew_ms, holds = excluded.holds, "
    "trouble = excluded.trouble"
)
_FORGET = literal("DELETE FROM peers WHERE terminal_id = :terminal_id")
_ONE = literal(f"SELECT {_COLUMNS} FROM peers WHERE terminal_id = :terminal_id")
_HOLDS = literal("SELECT terminal_id, holds FROM peers")
_KNOWN = literal("SELECT origin, last_seq FROM origins")
_SKEWS = literal("""SELECT skew_ms, last_heard_ms FROM peers
WHERE terminal_id NOT IN (SELECT terminal_id FROM terminals WHERE revoked_us IS NOT NULL) ORDER BY terminal_id""")
_OTHERS = literal("SELECT terminal_id, label FROM terminals WHERE revoked_us IS NULL")
_REVOKED = literal("SELECT terminal_id FROM terminals WHERE revoked_us IS NOT NULL")
_NEXT = literal("SELECT stamp FROM journal WHERE origin = :origin AND seq > :seq ORDER BY seq LIMIT 1")

_HOLDINGS = msgspec.json.Decoder(tuple[tuple[str, int], ...])


class StoredPeers:
    """The PeerBook port."""

    def __init__(self, writer: Writer, reading: Callable[[], StoreConnection]) -> None:
        self._writer = writer
        self._reading = reading

    def note(self, states: Iterable[PeerState]) -> None:
        """As the port says; nothing is written when nothing differs from what was noted before."""
        known = {state.terminal_id: state for state in self.states()}
        news = [_row(state) for state in states if known.get(state.terminal_id) != state]
        if not news:
            return
        last = news[-1]

        def is_there(connection: StoreConnection) -> bool:
            found = connection.one(_ONE, last[:1])
            return found is not None and tuple(found) == last

        with transaction(self._writer, is_there) as connection:
            connection.execute_many(_NOTE, news)

    def states(self) -> tuple[PeerState, ...]:
        """As the port says."""
        return tuple(_state(row) for row in self._reading().rows(_ALL))

    def forget(self, terminal_id: str) -> None:
        """As the port says."""
        with transaction(self._writer, lambda connection: connection.one(_ONE, (terminal_id,)) is None) as connection:
            connection.execute(_FORGET, (terminal_id,))


def unshared(connection: StoreConnection, revoked: Collection[str] = ()) -> Unshared:
    """Facts no other machine is known to hold, and when the oldest of them was made.

    A peer counts until it is forgotten or `revoked` (terminal ids). One index look-up for each origin, whatever the
    journal's length.
    """
    return beyond(connection, held_elsewhere(connection, revoked))


def beyond(connection: StoreConnection, reached: Mapping[str, int]) -> Unshared:
    """The facts here that follow a place of each origin."""
    count, oldest = 0, 0
    for origin, last in connection.rows(_KNOWN):
        shared = min(reached.get(origin, 0), last)
        if shared == last:
            continue
        count += last - shared
        row = connection.one(_NEXT, (origin, shared))
        if row is not None:
            oldest = min(oldest or row[0], row[0])
    return Unshared(count, instant(milliseconds_of(Stamp(oldest)) * 1000) if oldest else None)


def revoked_terminals(connection: StoreConnection) -> frozenset[str]:
    """The terminals of the store that were unpaired, by the facts."""
    return frozenset(row[0] for row in connection.rows(_REVOKED))


def held_elsewhere(connection: StoreConnection, revoked: Collection[str] = ()) -> dict[str, int]:
    """Per origin, how far at least one other machine is known to hold it."""
    furthest: dict[str, int] = {}
    for terminal_id, holds in connection.rows(_HOLDS):
        if terminal_id in revoked:
            continue
        for origin, seq in _HOLDINGS.decode(holds):
            furthest[origin] = max(furthest.get(origin, 0), seq)
    return furthest


def is_abreast(connection: StoreConnection, here: TerminalIdentity) -> bool:
    """Whether nobody in the store is known to know more than this terminal; see `Ledger.is_abreast`.

    Who holds a fact of the present origin was heard since that origin began; that needs no clock.
    """
    own, known = {here.label, *here.formerly}, dict(connection.rows(_KNOWN))
    holdings = {terminal_id: _HOLDINGS.decode(holds) for terminal_id, holds in connection.rows(_HOLDS)}
    for terminal_id, label in connection.rows(_OTHERS):
        held = dict(holdings.get(terminal_id, ()))
        if label not in own and not (here.origin in held and all(known.get(at, 0) >= held[at] for at in held)):
            return False
    return True


def fresh_skews(connection: StoreConnection, now: datetime) -> tuple[int, ...]:
    """How far the clocks of the terminals that were just heard are ahead, in milliseconds."""
    now_ms = round(now.timestamp() * 1000)
    return tuple(skew for skew, heard in connection.rows(_SKEWS) if is_fresh(heard, now_ms))


def _row(state: PeerState) -> Row:
    holds = msgspec.json.encode(state.holds).decode()
    return (
        state.terminal_id, state.label, state.origin, state.version, state.address, state.last_heard_ms, state.skew_ms,
        holds, state.trouble,
    )  # fmt: skip


def _state(row: Sequence[Any]) -> PeerState:  # a row of _COLUMNS
    terminal_id, label, origin, version, address, last_heard_ms, skew_ms, holds, trouble = row
    return PeerState(
        terminal_id, label, origin, version, address, last_heard_ms, skew_ms, _HOLDINGS.decode(holds), trouble
    )
