"""Brings a store file to this program's schema, or says in plain words why it must not be touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from aura_terminal.domain.telling import told
from aura_terminal.store.driver import RawConnection, sqlite
from aura_terminal.store.engine import APPLICATION_ID
from aura_terminal.store.errors import DRIVER_ERRORS, Refused, Unreadable, in_words, kind_of
from aura_terminal.store.migrations import (
    step_0001,
    step_0002,
    step_0003,
    step_0004,
    step_0005,
    step_0006,
    step_0007,
    step_0008,
    step_0009,
    step_0010,
    step_0011,
    step_0012,
    step_0013,
    step_0014,
    step_0015,
    step_0016,
    step_0017,
    step_0018,
    step_0019,
    step_0020,
    step_0021,
    step_0022,
    step_0023,
    step_0024,
    step_0025,
    step_0026,
    step_0027,
    step_0028,
    step_0029,
    step_0030,
    step_0031,
    step_0032,
)

Step = Sequence[str]

STEPS: tuple[Step, ...] = (
    step_0001.STATEMENTS, step_0002.STATEMENTS, step_0003.STATEMENTS, step_0004.STATEMENTS, step_0005.STATEMENTS,
    step_0006.STATEMENTS, step_0007.STATEMENTS, step_0008.STATEMENTS, step_0009.STATEMENTS,
    step_0010.STATEMENTS, step_0011.STATEMENTS, step_0012.STATEMENTS, step_0013.STATEMENTS,
    step_0014.STATEMENTS, step_0015.STATEMENTS, step_0016.STATEMENTS, step_0017.STATEMENTS,
    step_0018.STATEMENTS, step_0019.STATEMENTS, step_0020.STATEMENTS,
    step_0021.STATEMENTS, step_0022.STATEMENTS, step_0023.STATEMENTS, step_0024.STATEMENTS,
    step_0025.STATEMENTS, step_0026.STATEMENTS, step_0027.STATEMENTS, step_0028.STATEMENTS,
    step_0029.STATEMENTS, step_0030.STATEMENTS, step_0031.STATEMENTS,
    step_0032.STATEMENTS,
)  # fmt: skip
CURRENT = len(STEPS)


def schema_of(raw: RawConnection, file: Path) -> int:
    """The schema's number, 0 for an empty file; refuses a file that is not a store and one from a newer program."""
    try:
        application = raw.execute("PRAGMA application_id").fetchone()[0]
        version = int(raw.execute("PRAGMA user_version").fetchone()[0])
        empty = raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    except DRIVER_ERRORS as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite.SQLITE_NOTADB:
            raise Unreadable(_foreign(file).hint) from error
        trouble = kind_of(error)
        raise in_words(trouble, file) if trouble else error from error
    if application != APPLICATION_ID and not (empty and application == 0 and version == 0):
        raise _foreign(file)
    if version > CURRENT:
        raise Refused(
            told(
                "{file} was written by a newer version of this program (schema {version}, this one knows "
                "{current}). Update this terminal; the file has not been touched.",
                file=file,
                version=version,
                current=CURRENT,
            )
        )
    return version


def migrate(
    raw: RawConnection, file: Path, before: Callable[[int], object], steps: Sequence[Step] = STEPS
) -> tuple[int, ...]:
    """Run the steps the file lacks, each in one transaction; answers their numbers.

    `before` is called once, with the schema the file has (where a copy is made); not for an empty file, nor where no
    step is due. What steps between leave was never a store of any program that ran, and is not kept.
    """
    done = []
    found = schema_of(raw, file)
    if 0 < found < len(steps):
        before(found)
    for number in range(found + 1, len(steps) + 1):
        _run(raw, number, steps[number - 1])
        done.append(number)
    return tuple(done)


def _run(raw: RawConnection, number: int, step: Step) -> None:
    raw.execute("BEGIN IMMEDIATE")
    try:
        for statement in step:
            raw.execute(statement)
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise Refused(
                told(
                    "the update to schema {number} was taken back: {broken} rows name others that are gone.",
                    number=number,
                    broken=len(broken),
                )
            )
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version={number}")
        raw.execute("COMMIT")
    finally:
        if raw.in_transaction:
            raw.execute("ROLLBACK")


def _foreign(file: Path) -> Refused:
    return Refused(
        told(
            "{file} is not a store of this program, its first page is damaged, or it is encrypted and this terminal "
            "does not have its key (aura-terminal unlock); it has not been touched. Name another folder; if this was "
            "the store, restore the latest copy in its backups folder.",
            file=file,
        )
    )
