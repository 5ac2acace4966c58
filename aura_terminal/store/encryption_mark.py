"""Whether a data folder's store is to be encrypted, told before anything opens it: a file that names its key.

The key itself is in the system's keyring and nowhere else. Loads no driver, so that the right one can still be chosen.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

MARK = "encrypted"
SQLCIPHER = "sqlcipher3.dbapi2"


def mark_of(folder: Path) -> Path | None:
    """The mark that holds for a folder: its own, or that of the folder it lies in (a training store); None without."""
    return next((mark for mark in (folder / MARK, folder.parent / MARK) if mark.is_file()), None)


def key_name_of(folder: Path) -> str | None:
    """What the key of a folder is called in the keyring; None where its store is not to be encrypted."""
    mark = mark_of(folder)
    return None if mark is None else mark.read_text("utf-8").strip()


def choose_driver(folder: Path) -> None:
    """Let this process read encrypted files, with the key of this folder; to be called before the store is imported."""
    import_module(SQLCIPHER)
    from aura_terminal.store import cipher

    cipher.use_keys_of(folder)
