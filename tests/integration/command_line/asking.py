"""The program as a script meets it: arguments in; exit code, standard output and standard error out."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from aura_terminal.app.chance import SeededIds, ServiceClock
from aura_terminal.app.command_line import main
from aura_terminal.app.commands.service import FIRST_GUEST
from aura_terminal.app.opening import opened
from aura_terminal.app.simulation import INVENTED_STAFF, Service, Told
from aura_terminal.store.cipher import open_file
from aura_terminal.store.locks import Role

ROOT = Path(__file__).parents[3]
JOURNAL_IS_FROZEN = ("journal_is_never_updated", "journal_is_never_deleted")
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What `--json` printed."""
        return json.loads(self.out)


def ask(*arguments: object) -> Answer:
    """Run a command in this process."""
    out, err, mask = io.StringIO(), io.StringIO(), os.umask(0o077)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = main([str(argument) for argument in arguments])
            except SystemExit as end:
                code = int(end.code or 0)
    finally:
        os.umask(mask)
    return Answer(code, out.getvalue(), err.getvalue())


def command(*arguments: object) -> tuple[str, ...]:
    """The command line of a process of its own."""
    return (sys.executable, "-m", "aura_terminal", *(str(argument) for argument in arguments))


def start(*arguments: object) -> subprocess.Popen[str]:
    """A process of its own, talking through pipes."""
    return subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def end(process: subprocess.Popen[str], *, killed: bool = False) -> Answer:
    """Wait for a process, after SIGKILL where asked."""
    if killed:
        process.kill()
    out, err = process.communicate(timeout=PATIENCE)
    return Answer(process.returncode, out, err)


def copied(source: Path, target: Path) -> Path:
    """A data folder of its own with what the source holds, without the disk space that is held back."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("ballast", "*.lock"))
    return target


def tamper(folder: Path, *statements: str) -> None:
    """Change the store file behind the program's back, as somebody with the file and SQLite can."""
    connection = open_file(folder / "store.sqlite")
    try:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        frozen = [(name, sql) for name, sql in triggers if name in JOURNAL_IS_FROZEN]
        assert len(frozen) == len(JOURNAL_IS_FROZEN)
        for statement in (*(f"DROP TRIGGER {name}" for name, _ in frozen), *statements, *(sql for _, sql in frozen)):
            connection.execute(statement)
        connection.commit()
    finally:
        connection.close()


def rows(folder: Path, question: str, values: Sequence[object] = ()) -> list[Any]:
    """What the store file holds, by plain SQL."""
    connection = open_file(folder / "store.sqlite")
    try:
        return list(connection.execute(question, values))
    finally:
        connection.close()


def everything(folder: Path) -> dict[str, list[Any]]:
    """Every row of every table but the notes the program keeps about its own checks."""
    tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'meta' ORDER BY name"
    return {name: sorted(rows(folder, f'SELECT * FROM "{name}"'), key=repr) for (name,) in rows(folder, tables)}


def facts(folder: Path, after: int = 0) -> list[bytes]:
    """The payloads of the journal, in the order in which they came into it."""
    asked = "SELECT payload FROM journal WHERE arrival > ? ORDER BY arrival"
    return [bytes(payload) for (payload,) in rows(folder, asked, (after,))]


def serve_again_the_same_day(folder: Path, orders: int) -> list[Told]:
    """More guests on the business date the first service was on, some hours later."""
    clock = ServiceClock(FIRST_GUEST.replace(hour=17))
    told: list[Told] = []
    with opened(folder, Role.SCREEN, clock, SeededIds(clock, Random("evening"))) as store:
        Service(store.shop, INVENTED_STAFF, Random("evening guests"), told.append, clock.advance).run(orders)
    return told
