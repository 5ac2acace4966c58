"""node.json: private, whole, and believed only when it makes sense."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sync.node.address import FILE_NAME, NodeAddress, forget_address, read_address, write_address

ADDRESS = NodeAddress(port=40_000, pid=77, started="2026-05-31T10:00:00+00:00", version="0.1.0", token="secret")


def test_an_address_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_address(tmp_path, ADDRESS)
    assert read_address(tmp_path) == ADDRESS
    assert os.listdir(tmp_path) == [FILE_NAME]


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX; on Windows the profile folder keeps others out")
def test_only_the_owner_can_read_the_token(tmp_path: Path) -> None:
    write_address(tmp_path, ADDRESS)
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_a_draft_left_by_a_killed_node_does_not_stop_the_next(tmp_path: Path) -> None:
    (tmp_path / f".{FILE_NAME}.{ADDRESS.pid}").write_text("half")
    write_address(tmp_path, ADDRESS)
    assert read_address(tmp_path) == ADDRESS


@pytest.mark.parametrize(
    "said",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"port": 1, "pid": 2, "started": "", "version": "", "token": "", "more": 1}',
        '{"port": "1", "pid": 2, "started": "", "version": "", "token": ""}',
        '{"port": true, "pid": 2, "started": "", "version": "", "token": ""}',
        '{"port": 0, "pid": 2, "started": "", "version": "", "token": ""}',
        '{"port": 99999, "pid": 2, "started": "", "version": "", "token": ""}',
        '{"port": 1, "pid": 2, "started": "", "version": "", "token": 5}',
    ],
)
def test_a_file_that_is_no_address_is_no_address(tmp_path: Path, said: str) -> None:
    (tmp_path / FILE_NAME).write_text(said)
    assert read_address(tmp_path) is None


def test_there_is_no_address_where_no_node_was(tmp_path: Path) -> None:
    assert read_address(tmp_path) is None


def test_a_node_that_ends_takes_away_its_own_address_only(tmp_path: Path) -> None:
    write_address(tmp_path, ADDRESS)
    forget_address(tmp_path, "another run's")
    assert read_address(tmp_path) == ADDRESS
    forget_address(tmp_path, "secret")
    assert read_address(tmp_path) is None
