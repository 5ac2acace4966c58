"""One program at a time at a device: a lock on this machine, with who holds it written inside.

Between machines the device itself turns the second one away, which the transports tell as `Refused`.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import IO

from aura_terminal.domain.telling import told
from devices.transports.transport import Refused

if os.name == "nt":
    import msvcrt
else:
    import fcntl


class Claim:
    """The right to use one device, by its address, from `take` to `release` or the end of the process."""

    def __init__(self, folder: Path, address: str, holder: str) -> None:
        name = hashlib.sha256(address.strip().lower().encode()).hexdigest()[:24]
        self._path = folder / f"{name}.claim"
        self._address = address
        self._holder = holder
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Claim the device; `Refused`, naming the holder, while another program has it. Taking twice is one claim."""
        if self._file is not None:
            return
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._path.open("a+", encoding="utf-8")
        try:
            _lock(file)
        except OSError as taken:
            file.seek(0)
            holder = file.read(80).strip() or told("another program")
            file.close()
            raise Refused(
                self._address, told("busy with another till ({holder}); this is tried again", holder=holder)
            ) from taken
        file.seek(0)
        file.truncate()
        file.write(self._holder)
        file.flush()
        self._file = file

    def release(self) -> None:
        """Let another program have the device; may be called twice."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: IO[str]) -> None:
    if os.name == "nt":
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # the module of that system
    else:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
