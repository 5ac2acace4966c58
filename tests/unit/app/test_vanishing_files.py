"""A file that another process of the terminal renames or removes meanwhile keeps nobody from starting."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.app.folders import prepare_folder
from aura_terminal.store.folders import FILE_NAME, make_private


def test_a_file_that_is_gone_since_it_was_listed_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = os.walk

    def walk_with_a_ghost(top: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        for place, folders, files in listed(top):
            yield place, folders, [*files, ".node.json.4711"]

    monkeypatch.setattr(os, "walk", walk_with_a_ghost)
    before = os.umask(0o077)
    try:
        assert prepare_folder(tmp_path, mounts=()) == tmp_path.resolve()
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no modes")
def test_a_log_that_goes_away_meanwhile_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / FILE_NAME
    store.touch(0o644)
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter((store.with_name(f"{FILE_NAME}-shm"), store)))
    make_private(tmp_path)
    assert store.stat().st_mode & 0o777 == 0o600
