"""Disk space held back for the moment the disk is full, and how much is left."""

from __future__ import annotations

import os
import shutil
from enum import StrEnum
from pathlib import Path
from typing import IO

MEBIBYTE = 1024 * 1024
BALLAST_BYTES = 64 * MEBIBYTE
LOW_BYTES = 500 * MEBIBYTE
VERY_LOW_BYTES = 100 * MEBIBYTE
_BLOCK = bytes(MEBIBYTE)


class SpaceLevel(StrEnum):
    """How much room the disk has left (reliability page, section 4.4)."""

    PLENTY = "plenty"
    LOW = "low"
    VERY_LOW = "very_low"
    CLOSE_OUT = "close_out"


class Ballast:
    """A file beside the store that is deleted when nothing else helps."""

    def __init__(self, folder: Path, size: int = BALLAST_BYTES) -> None:
        self._file = folder / "ballast"
        self._folder = folder
        self._size = size

    def hold(self) -> None:
        """Fill the file, unless it is whole already or that would make the disk run low."""
        have = self._file.stat().st_size if self._file.exists() else 0
        if have >= self._size or free_bytes(self._folder) < self._size + VERY_LOW_BYTES:
            return
        with self._file.open("wb") as file:
            _take_space(file, self._size)
            file.flush()
            os.fsync(file.fileno())

    def release(self) -> None:
        """Give the space back; what is open can be finished with it."""
        self._file.unlink(missing_ok=True)

    def level(self) -> SpaceLevel:
        """How much room is left now; without a ballast only what is open should be finished."""
        free = free_bytes(self._folder)
        if free < self._size or (free < VERY_LOW_BYTES and not self._file.exists()):
            return SpaceLevel.CLOSE_OUT
        if free < VERY_LOW_BYTES:
            return SpaceLevel.VERY_LOW
        return SpaceLevel.LOW if free < LOW_BYTES else SpaceLevel.PLENTY


def _take_space(file: IO[bytes], size: int) -> None:
    if hasattr(os, "posix_fallocate"):  # set aside, nothing written: no start waits for a slow disk
        os.posix_fallocate(file.fileno(), 0, size)
        return
    for start in range(0, size, MEBIBYTE):
        file.write(_BLOCK[: min(MEBIBYTE, size - start)])


def free_bytes(folder: Path) -> int:
    """What this user can still write on the folder's disk."""
    return shutil.disk_usage(folder).free
