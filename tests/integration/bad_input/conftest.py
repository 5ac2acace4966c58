"""A store to spoil, and disks that are full or cannot be written."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.command_line.asking import ask, copied

Disk = Callable[[str], Path]


@pytest.fixture(scope="session")
def sold_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sold") / "data"
    assert ask("init", "--shop", "demo", "--data", folder).code == 0
    assert ask("simulate", "--orders", 8, "--data", folder).code == 0
    return folder


@pytest.fixture
def sold(sold_once: Path, tmp_path: Path) -> Path:
    """A demo restaurant after a few orders."""
    return copied(sold_once, tmp_path / "data")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Mounts small disks, by the size mount(8) takes; gone after the test."""
    mounted: list[Path] = []

    def mount(size: str) -> Path:
        if os.name != "posix" or os.geteuid() != 0:
            pytest.skip("NOT TESTED HERE: only root can mount a small disk")
        place = tmp_path / f"disk-{len(mounted)}"
        place.mkdir()
        done = subprocess.run(
            ("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place), capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.skip(f"NOT TESTED HERE: a small disk cannot be mounted ({done.stderr.strip()})")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(("umount", "-l", place), check=True)


def remount(place: Path, options: str) -> None:
    """Change a mounted disk: its size, or whether it can be written."""
    subprocess.run(("mount", "-o", f"remount,{options}", place), check=True)
