"""What the doctor says of the store: whether it can be read, and what in it cannot be worked on here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aura_terminal.app.findings import Finding, Level
from aura_terminal.store.errors import StoreUnavailable, Trouble
from aura_terminal.store.folders import store_file

MOST_NAMED = 5


def examine_store_in(folder: Path) -> Iterator[Finding]:
    """Nothing is said of a store that is not there yet; whether facts are as they were written is for `verify`."""
    file = store_file(folder)
    if file.exists():
        yield _finding(folder, file)


def _finding(folder: Path, file: Path) -> Finding:
    from aura_terminal.store.inspection import aside_in  # slow, and of use where there is a store

    try:
        aside = aside_in(folder)
    except StoreUnavailable as trouble:
        level = Level.WARNING if trouble.trouble is Trouble.BUSY else Level.PROBLEM
        return Finding(level, "Store", f"cannot be read: {trouble.hint}", str(file))
    if not aside:
        return Finding(Level.OK, "Store", "can be read, and nothing is kept aside", str(file))
    more = ("…",) if len(aside) > MOST_NAMED else ()
    named = ", ".join((*(one.name for one in aside[:MOST_NAMED]), *more))
    return Finding(
        Level.WARNING, "Store", f"{len(aside)} kept aside, which cannot be worked on here: {named}", str(file),
        "See why with: aura-terminal verify",
    )  # fmt: skip
