"""Copies are looked for beside whatever file a folder has."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from aura_terminal.app.safekeeping import Safekeeper, holdings_of_store
from aura_terminal.store.folders import store_file


def test_a_file_that_never_became_a_store_belongs_to_none(tmp_path: Path) -> None:
    store_file(tmp_path).touch()
    assert holdings_of_store(tmp_path) == ("", "")
    keeper = Safekeeper(tmp_path, lambda: datetime(2026, 5, 15, tzinfo=UTC), tuple)
    assert keeper.copies() == ((), (), None)
