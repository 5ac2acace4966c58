"""Writes an encrypted file in the place of a plain one, or the other way round."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from aura_terminal.domain.telling import told
from aura_terminal.store import cipher
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.errors import DRIVER_ERRORS, Refused, Trouble, in_words, kind_of
from aura_terminal.store.files import remove_parts, sync_file, sync_folder
from aura_terminal.store.migrations.steps import schema_of

_FAST = ("journal_mode=OFF", "synchronous=OFF")
"""For a draft that is thrown away when it is not finished, and brought to the disk before it takes its place."""


def turn(file: Path, *, encrypted: bool) -> None:
    """Put a file with the same rows in the place of this one, with the key of this process or without any.

    Whoever calls it sees to it that nobody else has the file open. A program that dies meanwhile leaves it as it was,
    or turned. StoreUnavailable where it cannot be read or written; the file is as it was then.
    """
    draft = file.with_name(f".{file.name}.turning")
    remove_parts(draft)
    try:
        _write_into(file, draft, encrypted=encrypted)
        draft.chmod(0o600)
        sync_file(draft)
        draft.replace(file)
        sync_folder(file.parent)
    except DRIVER_ERRORS as error:
        raise in_words(kind_of(error) or Trouble.DAMAGED, file) from error
    finally:
        remove_parts(draft)


def match_folder(file: Path) -> None:
    """Encrypt a file that came from elsewhere where this process keeps an encrypted store; else it stays as it is."""
    if cipher.makes_encrypted() and cipher.is_plain(file):
        turn(file, encrypted=True)


def _write_into(file: Path, draft: Path, *, encrypted: bool) -> None:
    raw = cipher.open_file(file)
    try:
        schema = schema_of(raw, file)
        if raw.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":  # writes the log back, and deletes it
            raise in_words(Trouble.BUSY, file)
        attached = (str(draft), cipher.words_for(draft) if encrypted else "")
        raw.execute("ATTACH ? AS turned KEY ?", attached)
        for pragma in _FAST:
            raw.execute(f"PRAGMA turned.{pragma}").fetchall()
        raw.execute("SELECT sqlcipher_export('turned')").fetchall()
        raw.execute(f"PRAGMA turned.application_id={raw.execute('PRAGMA application_id').fetchone()[0]}")
        raw.execute(f"PRAGMA turned.user_version={schema}")
        raw.execute("DETACH turned")
        raw.execute("ATTACH ? AS turned KEY ?", attached)  # only then its virtual tables are known
        _must_be_alike(raw, file)
        raw.execute("DETACH turned")
    finally:
        raw.close()


def _must_be_alike(raw: RawConnection, file: Path) -> None:
    """Refused where a row, a table, an index or a trigger did not come along."""
    schemas = [
        raw.execute(f"SELECT type, name, tbl_name, sql FROM {name}.sqlite_schema ORDER BY type, name").fetchall()
        for name in ("main", "turned")
    ]
    tables = [name for kind, name, _, _ in schemas[0] if kind == "table"]
    sound = raw.execute("PRAGMA turned.integrity_check(1)").fetchone()[0] == "ok"
    if not sound or schemas[0] != schemas[1] or not all(_is_alike(raw, table) for table in tables):
        raise Refused(
            told("{file} did not come out as it went in; it was left as it is. Run aura-terminal verify.", file=file),
            Trouble.DAMAGED,
        )


def _is_alike(raw: RawConnection, table: str) -> bool:
    one, other = (raw.execute(f'SELECT * FROM {name}."{table}"') for name in ("main", "turned"))
    return all(row == copied for row, copied in zip_longest(one, other))
