"""Lets every store that tests make be an encrypted one:

    pytest -p tests.support.encrypted tests/unit/store tests/integration/store

Tests that look into a store's file with a driver of their own see what a thief sees, and are left out by them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

KEY = bytes(range(32))

import_module("sqlcipher3.dbapi2")  # before the store chooses its driver


def pytest_configure(config: Any) -> None:
    from aura_terminal.store import cipher

    cipher.use_key(KEY)
