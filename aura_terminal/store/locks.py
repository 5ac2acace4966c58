"""One screen and one node per store: an OS lock on a file for each role, with who holds it written inside."""

from __future__ import annotations

import json
import os
from enum import StrEnum
from pathlib import Path
from typing import IO

from aura_terminal.domain.telling import told
from aura_terminal.store.errors import Refused, Trouble

if os.name == "nt":
    import msvcrt
else:
    import fcntl

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Role(StrEnum):
    """Which of a terminal's processes has the store open. Tools (verify, backup, report) take no place of their own."""

    SCREEN = "screen"
    NODE = "node"
    TOOL = "tool"


class RoleLock:
    """Held from taking until release or the end of the process, however it ends."""

    def __init__(self, folder: Path, role: Role) -> None:
        self._path = folder / f"{role.value}.lock"
        self.role = role
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the role; Refused, naming the holder, when another process has it."""
        if self.role is Role.TOOL or self._file is not None:
            return
        file = self._path.open("a+", encoding="utf-8")
        try:
            _lock(file)
        except OSError as busy:
            running = told("this terminal's {role} already runs", role=self.role.value)
            holder = _holder(file)
            file.close()
            if holder:
                running = told("{running} (process {holder})", running=running, holder=holder)
            hint = told("{running}. Use the window that is open, or end it first.", running=running)
            raise Refused(hint, Trouble.BUSY) from busy
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "boot": boot_id()}, file)
        file.flush()
        self._file = file

    def release(self) -> None:
        """Let another process have the role; may be called twice."""
        if self._file is not None:
            self._file.close()
            self._file = None


def refuse_while_running(folder: Path) -> None:
    """Refused, naming the process, while a screen or a node of this folder runs."""
    for role in (Role.SCREEN, Role.NODE):
        lock = RoleLock(folder, role)
        lock.take()
        lock.release()


def is_taken(folder: Path, role: Role) -> bool:
    """Whether a living process holds a role; looks only, so that a terminal starting now is not refused."""
    path = folder / f"{role.value}.lock"
    if not path.exists():
        return False
    with path.open("r+", encoding="utf-8") as file:
        try:
            _lock(file)
        except OSError:
            return True
    return False


def boot_id() -> str:
    """What tells one start of the machine from the next; empty where the system does not say."""
    return _BOOT_ID.read_text(encoding="ascii").strip() if _BOOT_ID.exists() else ""


def _holder(file: IO[str]) -> str:
    file.seek(0)
    try:
        said = json.loads(file.read())
    except (ValueError, OSError):
        return ""
    return str(said["pid"])


def _lock(file: IO[str]) -> None:
    if os.name == "nt":
        file.seek(1 << 20)  # a lock on Windows keeps others from reading what it covers
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows only
    else:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
