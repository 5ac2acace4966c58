"""Takes a store off a machine; whoever asks has made sure that nothing is lost by it."""

from __future__ import annotations

from pathlib import Path

from aura_terminal.store.engine import connect
from aura_terminal.store.errors import DRIVER_ERRORS, Trouble, in_words, kind_of
from aura_terminal.store.files import remove_parts, sync_folder
from aura_terminal.store.folders import LABELS, store_file


def wipe(folder: Path) -> None:
    """Delete the store's file and what SQLite keeps beside it, the log first: no later store may ever meet it."""
    file = store_file(folder)
    raw = connect(str(file))
    try:
        raw.execute("PRAGMA journal_mode=DELETE").fetchall()  # writes the log back and deletes it
    except DRIVER_ERRORS as error:
        raise in_words(kind_of(error) or Trouble.DAMAGED, file) from error
    finally:
        raw.close()
    remove_parts(file)
    for name in ("ballast", "pepper", LABELS):
        (folder / name).unlink(missing_ok=True)
    sync_folder(folder)
