"""The first day of a store file: who it belongs to, and the reference data it opens with, all through facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from aura_terminal.domain.documents import Document, put
from aura_terminal.domain.ids import Origin, StaffId
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.domain.staff import PinSet
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.store import SYSTEM, PinVault, TerminalIdentity
from aura_terminal.store import meta
from aura_terminal.store.ballast import Ballast
from aura_terminal.store.connections import Connections
from aura_terminal.store.driver import sqlite
from aura_terminal.store.engine import WRITING, connect, require_sound_version
from aura_terminal.store.errors import Refused, StoreUnavailable, Trouble, in_words, kind_of
from aura_terminal.store.files import remove_parts
from aura_terminal.store.folders import make_private, refuse_shared_disk, store_file
from aura_terminal.store.migrations.steps import migrate
from aura_terminal.store.unit_of_work import UnitOfWork
from aura_terminal.store.writer import Writer


def found_store(
    folder: Path, clock: Clock, ids: Ids, *, label: str, documents: Iterable[Document],
    pins: Mapping[StaffId, str] | None = None, vault: PinVault | None = None, store_id: str = "",
) -> TerminalIdentity:  # fmt: skip
    """Make the store of a terminal called `label`; nothing is left behind when that fails halfway.

    `store_id` is given when the terminal joins a store that exists. Refused where a store is already.
    """
    require_sound_version()
    file = store_file(folder)
    if file.exists():
        raise Refused(told("there is a store in {folder} already; name another folder, or open it.", folder=folder))
    refuse_shared_disk(folder)
    make_private(folder)
    identity = TerminalIdentity(label, Origin(ids.new()), store_id or ids.new())
    unfinished = file.with_suffix(".founding")
    remove_parts(unfinished)
    try:
        _make_tables(unfinished)
        connections = Connections(unfinished)
        try:
            _introduce(connections, identity)
            writer = Writer(connections, clock, ids, identity, Ballast(folder, 0))
            _first_facts(writer, documents, pins or {}, vault)
            connections.read.close()
            connections.write.checkpoint()
        finally:
            connections.close()
        unfinished.replace(file)
    except (sqlite.Error, StoreUnavailable) as error:
        trouble = error.trouble if isinstance(error, StoreUnavailable) else kind_of(error)
        if trouble is Trouble.FULL:
            hint = told(
                "the disk that holds {folder} is full; nothing was set up. Make room, or name another folder.",
                folder=folder,
            )
            raise StoreUnavailable(Trouble.FULL, hint) from error
        if trouble is None or isinstance(error, StoreUnavailable):
            raise
        raise in_words(trouble, file) from error
    finally:
        remove_parts(unfinished)
    make_private(folder)
    return identity


def _make_tables(file: Path) -> None:
    raw = connect(str(file))
    try:
        for line in WRITING:
            line(raw)
        migrate(raw, file, lambda version: None)
    finally:
        raw.close()


def _introduce(connections: Connections, identity: TerminalIdentity) -> None:
    connection = connections.write
    connection.begin()
    meta.put(connection, meta.STORE_ID, identity.store_id)
    meta.put(connection, meta.ORIGIN, identity.origin)
    meta.put(connection, meta.LABEL, identity.label)
    meta.drop(connection, meta.STALE_FOLDS)
    connection.commit()


def _first_facts(
    writer: Writer, documents: Iterable[Document], pins: Mapping[StaffId, str], vault: PinVault | None
) -> None:
    if pins and vault is None:
        raise ValueError("PINs cannot be kept without a vault")
    profile_first = sorted(documents, key=lambda document: not isinstance(document, StoreProfile))
    with UnitOfWork(writer, SYSTEM) as work:
        work.keep(*(put(document) for document in profile_first[:1]))
        if work.documents is not None:
            work.keep(*(put(document) for document in profile_first[1:]))
        for staff_id, pin in pins.items():
            assert vault is not None
            work.keep(PinSet(staff_id, vault.seal(staff_id, pin)))
