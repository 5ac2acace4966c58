"""The SQLite this program brings along; Python's own is too old to be trusted with two writers.

Nothing else in the program names the driver. A process that is to read an encrypted store has imported SQLCipher's
before this module (`encryption_mark.choose_driver`); it reads plain files as well, at 4.5 MB of memory more.
"""

from __future__ import annotations

import sys
from typing import Any

from aura_terminal.store.encryption_mark import SQLCIPHER

try:
    if SQLCIPHER in sys.modules:
        raise ImportError("chosen before")
    from pysqlite3 import dbapi2 as sqlite
except ImportError:  # chosen before, or no wheel for this machine (Linux on ARM)
    from sqlcipher3 import dbapi2 as sqlite

RawConnection = Any  # the driver ships no types

SOUND_SINCE = (3, 51, 3)
"""Older ones can lose committed data when two connections meet in a checkpoint (sqlite.org/wal.html#walresetbug)."""

__all__ = ["SOUND_SINCE", "RawConnection", "sqlite"]
