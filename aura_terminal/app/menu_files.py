"""Where a terminal finds files of the menu, and where it leaves them: sticks, Downloads, Documents, the desktop."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told

FOLDER = "exports"
MOST_FILES, MOST_BYTES = 40, 20_000_000
PLACES = ("Downloads", "Documents", "Desktop")
STICKS = ("/media", "/run/media", "/Volumes")


class FoundMenuFiles:
    """The MenuFiles of one terminal; what it writes lies in its data folder, under `exports`."""

    def __init__(
        self, data: Path, now: Callable[[], datetime], places: Sequence[Path] | None = None, name: str = "menu"
    ) -> None:
        self._data, self._now, self._name = data, now, name
        self._places = places

    def found(self) -> Sequence[str]:
        """CSV files in the known places, the newest first."""
        files: dict[Path, float] = {}
        for folder in self._folders():
            for file in _csv_in(folder):
                files[file] = _changed(file)
        return [str(file) for file in sorted(files, key=lambda file: -files[file])[:MOST_FILES]]

    def read(self, file: str) -> bytes:
        """What is in one of them. Unavailable says why it cannot be read."""
        try:
            if Path(file).stat().st_size > MOST_BYTES:
                raise Unavailable(file, told("It is too large for such a file. Choose another file."))
            return Path(file).read_bytes()
        except OSError as error:
            raise Unavailable(
                file, told("It cannot be read: {reason}. Put the stick in again.", reason=error.strerror)
            ) from error

    def keep(self, text: str) -> str:
        """Write a file; where it is. It begins with the mark by which spreadsheets know UTF-8."""
        file = self._data / FOLDER / f"{self._name}-{self._now():%Y%m%d-%H%M%S-%f}.csv"
        try:
            file.parent.mkdir(mode=0o700, exist_ok=True, parents=True)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
                handle.write(text.encode("utf-8-sig"))
        except OSError as error:
            raise Unavailable(
                str(file), told("It cannot be written: {reason}. Make room or mend the folder.", reason=error.strerror)
            ) from error
        return str(file)

    def _folders(self) -> Iterator[Path]:
        yield self._data / FOLDER
        if self._places is not None:
            yield from self._places
            return
        yield from (Path.home() / place for place in PLACES)
        for root in STICKS:
            for base in (Path(root), Path(root) / getpass.getuser()):
                yield from _folders_in(base)


def _folders_in(base: Path) -> Sequence[Path]:
    try:
        return [one for one in base.iterdir() if one.is_dir()]
    except OSError:
        return []


def _csv_in(folder: Path) -> Sequence[Path]:
    try:
        return [one for one in folder.iterdir() if one.suffix.casefold() == ".csv" and one.is_file()]
    except OSError:
        return []


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
