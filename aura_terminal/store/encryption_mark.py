"""Whether a data folder's store is to be encrypted, told before anything opens it: a file that names its key.

The key itself is in the system's keyring and nowhere else. Loads no driver, so that the right one can still be chosen.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

MARK, KEY_PREFIX = "encrypted", "store-key:"
LONGEST_NAME = 64
SQLCIPHER = "sqlcipher3.dbapi2"


def mark_of(folder: Path) -> Path | None:
    """The mark that holds for a folder: its own, or that of the folder it lies in (a training store); None without."""
    return next((mark for mark in (folder / MARK, folder.parent / MARK) if _named_in(mark)), None)


def key_name_of(folder: Path) -> str | None:
    """What the key of a folder is called in the keyring; None where its store is not to be encrypted."""
    mark = mark_of(folder)
    return None if mark is None else _named_in(mark)


def _named_in(mark: Path) -> str | None:
    """The name in a mark; None where there is none, or another file of that name."""
    if not mark.is_file():
        return None
    with mark.open("rb") as file:
        said = file.read(LONGEST_NAME).decode("utf-8", "replace").strip()
    return said if said.startswith(KEY_PREFIX) else None


def choose_driver(folder: Path) -> None:
    """Let this process read encrypted files, with the key of this folder; to be called before the store is imported."""
    import_module(SQLCIPHER)
    from aura_terminal.store import cipher

    cipher.use_keys_of(folder)
