"""The start and the end of a process with the store (reliability page, section 4.3)."""

from __future__ import annotations

from pathlib import Path

from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock
from aura_terminal.store import meta
from aura_terminal.store.backups import copy_before_migration
from aura_terminal.store.connections import Connections, is_whole
from aura_terminal.store.engine import WRITING, Connect, StoreConnection
from aura_terminal.store.errors import DRIVER_ERRORS, StoreUnavailable, Trouble, Unreadable, in_words, kind_of
from aura_terminal.store.folders import BACKUPS, store_file
from aura_terminal.store.locks import Role, boot_id, is_taken
from aura_terminal.store.migrations.steps import CURRENT, migrate, schema_of
from aura_terminal.store.moments import instant, microseconds
from aura_terminal.store.verify import Finding, verify_tail
from aura_terminal.store.writer import Health

LINKS_AT_START = 1000
CHECK_AFTER_HOURS = 24


def bring_up_to_date(folder: Path, clock: Clock, open_raw: Connect) -> None:
    """Refuse what is no store of this program or of a newer one; run the migrations that are due."""
    file = store_file(folder)
    raw = open_raw(str(file))
    try:
        schema = schema_of(raw, file)
        if schema == 0:
            raise Unreadable(
                told(
                    "{file} is empty: what was in it is gone. Restore the latest copy in {folder}, or move the "
                    "file away and set this terminal up.",
                    file=file,
                    folder=file.parent / BACKUPS,
                )
            )
        if schema < CURRENT:
            for line in WRITING:
                line(raw)
            migrate(raw, file, lambda version: copy_before_migration(folder, version, clock.now()))
    finally:
        raw.close()


def check(connections: Connections, folder: Path, role: Role, clock: Clock) -> None:
    """Before the first sale: settle the log if need be, look the file through when due, check the last links."""
    connection = connections.write
    unclean = meta.get(connection, meta.OPEN + role.value) is not None
    if unclean:
        _settle_the_log(connections, folder, role)
    if unclean or _check_is_due(connection, clock):
        _must_be_whole(connections)
        _note(connection, meta.CHECKED_US, str(microseconds(clock.now())))
    broken = _broken_link(connections)
    if broken is not None:
        raise StoreUnavailable(
            Trouble.DAMAGED,
            told(
                "{file}: fact {seq} of {origin}: {what}. Nothing was changed; restore the latest backup, or "
                "run verify to see everything that is wrong.",
                file=connections.file,
                seq=broken.seq,
                origin=broken.origin,
                what=broken.what,
            ),
        )
    if role is not Role.TOOL:
        _note(connection, meta.OPEN + role.value, boot_id() or "open")


def leave(connections: Connections, role: Role, health: Health) -> None:
    """Write the log back and note that this process ended in order; a file in doubt is left as it is.

    An interrupt may have come just after a transaction was begun: what it held was acknowledged to nobody.
    Where the disk takes not even that note, the next start looks the file through, as after a power cut.
    """
    if health is not Health.SOUND or role is Role.TOOL:
        return
    connection = connections.write
    try:
        connection.rollback()
        connection.begin()
        meta.drop(connection, meta.OPEN + role.value)
        connection.commit()
        connection.checkpoint()
    except StoreUnavailable:
        connection.rollback()


def _broken_link(connections: Connections) -> Finding | None:
    connection = connections.write
    store_id = meta.identity(connection).store_id
    try:
        return next(verify_tail(connection.raw, store_id, LINKS_AT_START), None)
    except DRIVER_ERRORS as error:
        raise in_words(kind_of(error) or Trouble.DAMAGED, connections.file) from error  # text that is none has no code


def _settle_the_log(connections: Connections, folder: Path, role: Role) -> None:
    """Put what the log holds into the file for good, before anything is sold upon it.

    Only the terminal's other process may be reading meanwhile; it has settled the log itself when it started.
    """
    others = (other for other in (Role.SCREEN, Role.NODE) if other is not role)
    if not connections.write.checkpoint() and not any(is_taken(folder, other) for other in others):
        raise in_words(Trouble.BUSY, connections.file)


def _check_is_due(connection: StoreConnection, clock: Clock) -> bool:
    said = meta.get(connection, meta.CHECKED_US)
    return said is None or abs((clock.now() - instant(int(said))).total_seconds()) > CHECK_AFTER_HOURS * 3600


def _must_be_whole(connections: Connections) -> None:
    if is_whole(connections.write):
        return
    if not (connections.reopen_and_check() and connections.reopen_and_check()):
        raise in_words(Trouble.DAMAGED, connections.file)


def _note(connection: StoreConnection, key: str, value: str) -> None:
    connection.begin()
    meta.put(connection, key, value)
    connection.commit()
