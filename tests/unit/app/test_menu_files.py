"""Files of the menu are found where people put them, and written where nothing else is."""

import os
from pathlib import Path

import pytest

from aura_terminal.app.menu_files import FoundMenuFiles
from aura_terminal.domain.errors import Unavailable
from tests.support.chance import FixedClock


@pytest.fixture
def files(tmp_path: Path) -> FoundMenuFiles:
    (tmp_path / "stick").mkdir()
    places = [tmp_path / "stick", tmp_path / "pulled out"]
    return FoundMenuFiles(tmp_path / "data", FixedClock().now, places)


def test_the_newest_file_comes_first_and_others_are_not_offered(files: FoundMenuFiles, tmp_path: Path) -> None:
    for number, name in enumerate(("old.csv", "new.CSV", "notes.txt")):
        (tmp_path / "stick" / name).write_text("x")
        os.utime(tmp_path / "stick" / name, (number, number))
    assert [Path(file).name for file in files.found()] == ["new.CSV", "old.csv"]


def test_what_is_written_is_found_and_read_again_with_its_mark(files: FoundMenuFiles) -> None:
    kept = files.keep("category,name\r\n")
    assert files.found() == [kept]
    assert files.read(kept) == b"\xef\xbb\xbfcategory,name\r\n"
    assert Path(kept).stat().st_mode & 0o077 == 0


def test_a_file_that_is_gone_is_told_in_words(files: FoundMenuFiles, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="Put the stick in again"):
        files.read(str(tmp_path / "stick" / "gone.csv"))
