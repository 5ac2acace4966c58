"""What programs take on the disk, in megabytes of 1,000,000 bytes: what their files hold."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from materials import NAME, installed_of, needed_by
from package import size_of

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("aura_terminal", "sync", "devices", "resources")
BYTECODE = frozenset({".pyc", ".pyo"})


def size_of_source() -> float:
    """Our packages and what they need, without Python and without bytecode."""
    files = (file for room in ROOMS for file in (ROOT / room).rglob("*"))
    ours = sum(file.stat().st_size for file in files if file.is_file() and file.suffix not in BYTECODE)
    return (ours + _size_of(installed_of(needed_by(NAME, set())))) / 1e6


def size_of_qt() -> float:
    """PySide6 alone."""
    return _size_of(map(distribution, ("PySide6-Essentials", "shiboken6"))) / 1e6


def size_of_build(folder: Path) -> float:
    """A self-contained build: Python is in it."""
    return size_of(folder) / 1e6


def size_of_chromium() -> float:
    """Debian's packages of it, as dpkg knows them."""
    query = ["dpkg-query", "--show", "--showformat=${Installed-Size}\n", "chromium", "chromium-common"]
    told = subprocess.run(query, capture_output=True, text=True, check=True).stdout
    return sum(int(line) * 1024 for line in told.split()) / 1e6


def _size_of(found: Iterable[Distribution]) -> int:
    files = (Path(str(each.locate_file(file))) for each in found for file in each.files or ())
    return sum(file.stat().st_size for file in files if file.is_file() and file.suffix not in BYTECODE)
