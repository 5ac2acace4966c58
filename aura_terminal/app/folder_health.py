"""What the doctor says about the data folder and the settings in it."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from aura_terminal.app.findings import Finding, Level
from aura_terminal.app.folders import OTHERS, FolderProblem, mounts_here, probe_writing, refuse_shared_place
from aura_terminal.app.settings import FILE_NAME, SettingsProblem, read_settings

MEBIBYTE = 1024 * 1024
LITTLE_SPACE = 500 * MEBIBYTE
TOO_LITTLE_SPACE = 100 * MEBIBYTE


def examine_folder(folder: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    """The folder is on a disk of this machine, private, writable and not full, and its settings can be read."""
    existing = nearest_existing(folder)
    yield _writing(folder, existing)
    yield examine_space(existing, shutil.disk_usage(existing).free)
    yield _settings(folder, environment)


def nearest_existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there already."""
    return next(place for place in (folder, *folder.parents) if place.is_dir())


def _writing(folder: Path, existing: Path) -> Finding:
    try:
        refuse_shared_place(folder.resolve(), mounts_here())
        probe_writing(existing)
    except FolderProblem as problem:
        return Finding(Level.PROBLEM, "Data folder", str(problem), str(folder))
    except OSError as error:
        return Finding(
            Level.PROBLEM, "Data folder", f"cannot be written ({error.strerror})", str(existing),
            "Give this user the right to write there, or name another folder with --data.",
        )  # fmt: skip
    if existing != folder:
        return Finding(Level.OK, "Data folder", "is not there yet; the first start makes it", str(folder))
    if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & OTHERS:
        return Finding(
            Level.WARNING, "Data folder", "others of this machine can read it", str(folder),
            "The next start of the terminal closes it to them.",
        )  # fmt: skip
    return Finding(Level.OK, "Data folder", "is writable and private", str(folder))


def examine_space(existing: Path, free: int) -> Finding:
    """How much of the disk is left, in bytes, judged by what a day of sales may need."""
    said = f"{free // MEBIBYTE:,} MiB free"
    if free < TOO_LITTLE_SPACE:
        return Finding(Level.PROBLEM, "Disk space", f"only {said}", str(existing), "Free space before the next sale.")
    if free < LITTLE_SPACE:
        return Finding(Level.WARNING, "Disk space", f"only {said}", str(existing), "Free space soon.")
    return Finding(Level.OK, "Disk space", said, str(existing))


def _settings(folder: Path, environment: Mapping[str, str]) -> Finding:
    file = folder / FILE_NAME
    try:
        read_settings(folder, environment, {})
    except SettingsProblem as problem:
        return Finding(Level.PROBLEM, "Settings", str(problem), str(file), "Correct that place and start again.")
    return Finding(
        Level.OK, "Settings", "can be read" if file.exists() else "no file yet, so the defaults stand", str(file)
    )
