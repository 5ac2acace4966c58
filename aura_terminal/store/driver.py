"""The SQLite this program brings along; Python's own is too old to be trusted with two writers.

Nothing else in the program names the driver, so that an encrypted store is one changed line away.
"""

from __future__ import annotations

from typing import Any

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:  # no wheel for this machine (Linux on ARM)
    from sqlcipher3 import dbapi2 as sqlite

RawConnection = Any  # the driver ships no types

SOUND_SINCE = (3, 51, 3)
"""Older ones can lose committed data when two connections meet in a checkpoint (sqlite.org/wal.html#walresetbug)."""

__all__ = ["SOUND_SINCE", "RawConnection", "sqlite"]
