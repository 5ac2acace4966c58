"""Files that are put in place whole or not at all, also after a power cut."""

from __future__ import annotations

import os
from pathlib import Path

from aura_terminal.store.files import sync_folder

PRIVATE = 0o600


def write_whole(file: Path, content: bytes, mode: int = PRIVATE) -> None:
    """Replace a file: written beside its place, flushed to the disk, then renamed. The rights are those of `mode`.

    OSError leaves the file as it was, and nothing beside it.
    """
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        unfinished.chmod(mode)  # `open` takes away what the mask of this process forbids
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(file.parent)


def rewrite(file: Path, text: str) -> None:
    """Replace a text by another one with the rights the old one had; a new one is private."""
    write_whole(file, text.encode(), file.stat().st_mode & 0o777 if file.exists() else PRIVATE)
