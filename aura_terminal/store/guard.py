"""Refuses to throw away what exists on this terminal only: before a restore, a reset, or leaving the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from aura_terminal.domain import telling
from aura_terminal.domain.events import is_subscriber, subscriber_of
from aura_terminal.ports.mesh_reads import Unshared
from aura_terminal.ports.watching import UNWATCHED, Watch
from aura_terminal.store import central_figures, meta, sealed
from aura_terminal.store.cipher import open_file
from aura_terminal.store.driver import sqlite
from aura_terminal.store.engine import Access, StoreConnection, connect
from aura_terminal.store.errors import DRIVER_ERRORS, Refused, StoreUnavailable
from aura_terminal.store.folders import store_file
from aura_terminal.store.migrations.steps import CURRENT, schema_of
from aura_terminal.store.peers import beyond, held_elsewhere, revoked_terminals
from aura_terminal.store.sealed import Seal

SEALED = "sealed"
"""The note of how far the last sealed copy reached."""

_REACHES = msgspec.json.Decoder(dict[str, int])

Reached = Mapping[str, int]
"""Per origin the last fact that is safe somewhere."""


class OnlyHere(Refused):
    """What was asked would lose facts that no other machine and no sealed copy is known to hold."""

    def __init__(self, doing: str, only_here: Unshared) -> None:
        oldest = only_here.oldest
        facts = telling.told("{facts:,} facts that are on this terminal only", facts=only_here.facts)
        if oldest is not None:
            facts = telling.told(
                "{facts}, the oldest of {at:%Y-%m-%d %H:%M} UTC", facts=facts, at=oldest.astimezone(UTC)
            )
        super().__init__(
            telling.told(
                "{doing} would lose {facts}. Let it reach another terminal of the store first, or write them to a "
                "file with --export FILE. Nothing has been changed.",
                doing=doing,
                facts=facts,
            )
        )
        self.facts = only_here.facts
        self.oldest = oldest


class Untold(Refused):
    """What was asked would leave a central back office without things that were sold, taken or done here."""

    def __init__(self, doing: str, connector: str, count: int) -> None:
        way = (
            "sync --once" if not is_subscriber(connector) else f"node, or subscriber remove {subscriber_of(connector)}"
        )
        super().__init__(
            telling.told(
                "{doing} would leave {connector} without {count:,} things it has not been told of. Let this "
                "terminal reach it first (aura-terminal {way}), or write all facts to a file with --export "
                "FILE. Nothing has been changed.",
                doing=doing,
                connector=connector,
                count=count,
                way=way,
            )
        )
        self.connector = connector
        self.count = count


def refuse_if_untold(connection: StoreConnection, doing: str, safe: Reached | None = None) -> None:
    """Raises Untold while a back office lacks something, unless the last sealed copy or `safe` holds every fact."""
    for connector, untold in untold_by(connection, safe or {}):
        raise Untold(doing, connector, untold)


def untold_by(connection: StoreConnection, safe: Reached) -> tuple[tuple[str, int], ...]:
    """Each back office that lacks something, with how much; none where the last sealed copy or `safe` holds it all."""
    if not beyond(connection, _furthest(_sealed(connection), safe)).facts:
        return ()
    counted = (
        (each, central_figures.standing(connection, each).untold) for each in central_figures.attached(connection)
    )
    return tuple((connector, untold) for connector, untold in counted if untold)


def refuse_if_unshared(connection: StoreConnection, doing: str, safe: Reached | None = None) -> None:
    """Raises OnlyHere unless every fact is held by a peer, by the last sealed copy, or is `safe` otherwise.

    `doing` begins the sentence ("Leaving the store").
    """
    only_here = facts_only_here(connection, safe or {})
    if only_here.facts:
        raise OnlyHere(doing, only_here)


def facts_only_here(connection: StoreConnection, safe: Reached) -> Unshared:
    """What neither a peer nor the last sealed copy holds."""
    elsewhere = held_elsewhere(connection, revoked_terminals(connection))
    return beyond(connection, _furthest(elsewhere, _sealed(connection), safe))


def _furthest(*reaches: Reached) -> dict[str, int]:
    furthest: dict[str, int] = {}
    for reach in reaches:
        for origin, seq in reach.items():
            furthest[origin] = max(furthest.get(origin, 0), seq)
    return furthest


def guarded(folder: Path, doing: str, safe: Reached | None = None) -> None:
    """The same for a folder's store; one that cannot be read, or is of an older program, is not asked."""
    file = store_file(folder)
    if not file.exists() or not _can_be_asked(file):
        return
    connection = StoreConnection(file, Access.READ)
    try:
        refuse_if_unshared(connection, doing, safe)
        refuse_if_untold(connection, doing, safe)
    finally:
        connection.close()


def guarded_from_silence(folder: Path, doing: str) -> None:
    """Raises Untold while a back office lacks something that no sealed copy of this folder's store holds."""
    connection = StoreConnection(store_file(folder), Access.READ)
    try:
        refuse_if_untold(connection, doing)
    finally:
        connection.close()


def seal_first(folder: Path, target: Path, now: datetime, watch: Watch = UNWATCHED) -> Seal:
    """Write a sealed copy and note how far it reaches, so that what it holds counts as safe."""
    made = sealed.seal(folder, target, now, watch)
    note = msgspec.json.encode({reach.origin: reach.last for reach in made.reaches}).decode()
    connection = StoreConnection(store_file(folder), Access.WRITE)
    try:
        connection.begin()
        meta.put(connection, SEALED, note)
        connection.commit()
    finally:
        connection.close()
    return made


def reached_by(copy: Path) -> dict[str, int]:
    """How far a copy of the store reaches, per origin; nothing for a file that does not say."""
    try:
        raw = open_file(copy, "mode=ro")
    except sqlite.Error:
        return {}
    try:
        return {str(origin): int(seq) for origin, seq in raw.execute("SELECT origin, last_seq FROM origins")}
    except DRIVER_ERRORS:
        return {}
    finally:
        raw.close()


def _can_be_asked(file: Path) -> bool:
    try:
        raw = connect(str(file))
    except StoreUnavailable:
        return False
    try:
        return schema_of(raw, file) == CURRENT and raw.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except (*DRIVER_ERRORS, StoreUnavailable):
        return False
    finally:
        raw.close()


def _sealed(connection: StoreConnection) -> dict[str, int]:
    note = meta.get(connection, SEALED)
    return {} if note is None else _REACHES.decode(note)
