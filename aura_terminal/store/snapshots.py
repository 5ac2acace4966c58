"""A store as a new terminal begins with it: all but what is this machine's own, and older day documents.

Taking one holds nobody up: it reads through a connection of its own, on whichever thread asks, never the store's. Run
it on a worker thread; taps go on meanwhile.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from struct import Struct
from typing import BinaryIO

import zstandard

from aura_terminal.domain.ids import Origin
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store.cipher import HEAD, open_file, words_for
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import WRITING, connect, require_sound_version
from aura_terminal.store.errors import DRIVER_ERRORS, Refused, StoreUnavailable, Trouble, in_words, kind_of
from aura_terminal.store.files import remove_parts, replaced_whole, sync_folder
from aura_terminal.store.folders import make_private, refuse_shared_disk, store_file
from aura_terminal.store.meta import LABEL, ORIGIN, STORE_ID
from aura_terminal.store.migrations.steps import migrate, schema_of
from aura_terminal.store.turning import match_folder
from aura_terminal.store.verify import verify_tail

LEVEL = 3
PIECE = 1024 * 1024
LARGEST_STORE = 8 * 1024 * 1024 * 1024
LINKS_CHECKED = 1000
_HEADER_BYTES = 100
_PAGE_SIZE, _PAGES = Struct(">H"), Struct(">I")
_OF_CENTRALS = ("central_bodies", "central_cursors", "central_sweeps", "central_waiting", "wires")
_LOCAL = frozenset({"meta", "peers", "spool_jobs", "sqlite_sequence", *_OF_CENTRALS})
_DOCUMENTS = frozenset({"day_documents", "day_packs", "day_sheets", "receipts"})
_FAST = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-65536", "foreign_keys=OFF")


def take(folder: Path, target: Path) -> Path:
    """Write a snapshot of a folder's store, compressed, to a file of its own. Refused where a file is already.

    Documents whose facts have not all left the journal yet come along; older ones follow by `day_documents`.
    """
    draft = target.with_name(f".{target.name}.drafting")
    draft.unlink(missing_ok=True)
    try:
        _copy(store_file(folder), draft)
        with replaced_whole(target) as file, draft.open("rb") as whole:
            zstandard.ZstdCompressor(level=LEVEL).copy_stream(whole, file, size=draft.stat().st_size)
    finally:
        draft.unlink(missing_ok=True)
    return target


def install(
    source: BinaryIO, folder: Path, ids: Ids, *, store_id: str, label: str, largest: int = LARGEST_STORE
) -> TerminalIdentity:
    """Make a new terminal's store of a snapshot, whole or not at all; what it does later has an origin of its own.

    Refused where a store is already, and for what is no snapshot, is damaged, expands to more than `largest` bytes, is
    of another store than `store_id` or of a newer program.
    """
    require_sound_version()
    file = store_file(folder)
    if file.exists():
        raise Refused(
            told(
                "there is a store in {folder} already; name another folder, or reset this terminal first.",
                folder=folder,
            )
        )
    refuse_shared_disk(folder)
    make_private(folder)
    identity = TerminalIdentity(label, Origin(ids.new()), store_id)
    draft = file.with_suffix(".installing")
    remove_parts(draft)
    try:
        _expand(source, draft, largest)
        _must_be_whole(draft)
        _check_and_name(draft, identity)
        match_folder(draft)
        draft.replace(file)
        sync_folder(folder)
    finally:
        remove_parts(draft)
    make_private(folder)
    return identity


def _copy(source: Path, draft: Path) -> None:
    """Every row a new terminal needs, as of one moment."""
    raw = open_file(draft, plain=True)  # another terminal has another key, or none
    try:
        migrate(raw, draft, lambda version: None)
        for pragma in _FAST:
            raw.execute(f"PRAGMA {pragma}").fetchall()
        raw.execute("ATTACH ? AS whole KEY ?", (f"{source}", words_for(source)))
        raw.execute("BEGIN")
        if schema_of(raw, draft) != raw.execute("PRAGMA whole.user_version").fetchone()[0]:
            raise Refused(
                told(
                    "{source} is of another version of this program; start the terminal once, then try again.",
                    source=source,
                )
            )
        for table, condition in _tables(raw):
            columns = ", ".join(row[1] for row in raw.execute(f"PRAGMA main.table_info({table})").fetchall())
            raw.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM whole.{table} {condition}")
        raw.execute("INSERT INTO meta (key, value) SELECT key, value FROM whole.meta WHERE key = ?", (STORE_ID,))
        raw.execute("COMMIT")
        raw.execute("DETACH whole")
    except DRIVER_ERRORS as error:
        trouble = kind_of(error)
        raise in_words(trouble, source) if trouble else error from error
    finally:
        raw.close()


def _tables(raw: RawConnection) -> Sequence[tuple[str, str]]:
    """The tables that come along, with what is taken of them; search index and sums follow by their triggers."""
    found = raw.execute(
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'menu_search%' ORDER BY rowid"
    ).fetchall()
    young = "WHERE day IN (SELECT day FROM whole.day_documents WHERE to_thin > 0)"
    left = {"day_figures": "WHERE lies_in <> ''"}
    conditions = {"receipts": "WHERE 0"} | left | dict.fromkeys(_DOCUMENTS - {"receipts"}, young)
    return [(name, conditions.get(name, "")) for (name,) in found if name not in _LOCAL]


def _expand(source: BinaryIO, draft: Path, largest: int) -> None:
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            written = 0
            with zstandard.ZstdDecompressor().stream_reader(source, read_size=PIECE) as pieces:
                while piece := pieces.read(PIECE):
                    written += len(piece)
                    if written > largest:
                        raise _bad(told("it is larger than a store may be"))
                    file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except zstandard.ZstdError as error:
        raise _bad(told("it cannot be expanded ({error})", error=error)) from error
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        room = shutil.disk_usage(draft.parent).free
        hint = told(
            "the disk that holds {parent} is full ({room:,} bytes left); nothing was set up. Make room.",
            parent=draft.parent,
            room=room,
        )
        raise StoreUnavailable(Trouble.FULL, hint) from error


def _must_be_whole(draft: Path) -> None:
    """Refuse less than the size a database file says it has (sqlite.org/fileformat2.html, section 1.3)."""
    with draft.open("rb") as file:
        head = file.read(_HEADER_BYTES)
    if len(head) < _HEADER_BYTES:
        raise _bad(told("it is empty"))
    if head[:16] != HEAD:
        raise _bad(told("it is no store"))
    page, pages = _PAGE_SIZE.unpack_from(head, 16)[0], _PAGES.unpack_from(head, 28)[0]
    if draft.stat().st_size < (page if page > 1 else 65536) * int(pages):
        raise _bad(told("it is cut short"))


def _check_and_name(draft: Path, identity: TerminalIdentity) -> None:
    raw = connect(str(draft))
    try:
        _check(raw, draft, identity.store_id)
        for line in WRITING:
            line(raw)
        migrate(raw, draft, lambda version: None)
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("DELETE FROM meta WHERE key <> ?", (STORE_ID,))
        for key, value in ((ORIGIN, identity.origin), (LABEL, identity.label)):
            raw.execute("INSERT INTO meta (key, value) VALUES (?, ?)", (key, value))
        for table in ("spool_jobs", "peers", *_OF_CENTRALS):
            raw.execute(f"DELETE FROM {table}")
        raw.execute("COMMIT")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except DRIVER_ERRORS as error:
        raise _bad(told("it does not read as it was written ({error})", error=error)) from error
    finally:
        raw.close()


def _check(raw: RawConnection, draft: Path, store_id: str) -> None:
    """Refuse what is no store, of a newer program, damaged, of another store, or whose newest facts do not link."""
    try:
        schema = schema_of(raw, draft)
    except StoreUnavailable as refused:
        raise _bad(told("it is no store, or one of a newer version of this program")) from refused
    if schema == 0:
        raise _bad(told("it is no store"))
    checks: tuple[tuple[Callable[[], bool], str], ...] = (
        (lambda: raw.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok", told("its pages are damaged")),
        (lambda: _store_of(raw) == store_id, told("it belongs to another store")),
        (lambda: next(verify_tail(raw, store_id, LINKS_CHECKED), None) is None, told("its newest facts were altered")),
        (lambda: _ends_meet(raw), told("its chains do not end where it says")),
    )
    for holds, fault in checks:
        if not holds():
            raise _bad(fault)


def _store_of(raw: RawConnection) -> str:
    row = raw.execute("SELECT value FROM meta WHERE key = ?", (STORE_ID,)).fetchone()
    return "" if row is None else str(row[0])


def _ends_meet(raw: RawConnection) -> bool:
    """Whether every origin's noted end is the hash of its last fact, in the journal or in the documents before it."""
    loose = raw.execute(
        "SELECT 1 FROM origins AS o LEFT JOIN journal AS j ON j.origin = o.origin AND j.seq = o.last_seq "
        "LEFT JOIN bases AS b ON b.origin = o.origin AND b.seq = o.last_seq "
        "WHERE coalesce(j.hash, b.hash, x'') <> o.last_hash LIMIT 1"
    ).fetchone()
    return loose is None


def _bad(fault: str) -> Refused:
    return Refused(told("the snapshot cannot be used: {fault}. Nothing was set up; fetch it again.", fault=fault))
