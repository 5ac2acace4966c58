"""The order on the counter is remembered in a file that may be missing or spoiled without harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from aura_terminal.app.last_order import FILE_NAME, read_last_order, write_last_order


def test_the_last_order_is_read_back(tmp_path: Path) -> None:
    write_last_order(tmp_path, "01a2")
    write_last_order(tmp_path, "01a3")
    assert read_last_order(tmp_path) == "01a3"
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b" \n"])
def test_a_spoiled_file_names_no_order(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    assert read_last_order(tmp_path) == ""


def test_without_a_file_there_is_no_order(tmp_path: Path) -> None:
    assert read_last_order(tmp_path) == ""
