"""Folders, locks, space and the choice of copies to keep."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aura_terminal.store.backups import kept
from aura_terminal.store.ballast import MEBIBYTE, Ballast, SpaceLevel, free_bytes
from aura_terminal.store.errors import Refused
from aura_terminal.store.folders import make_private, refuse_shared_disk
from aura_terminal.store.locks import Role, RoleLock, is_taken

HOLD = """
import sys
from pathlib import Path
from aura_terminal.store.locks import Role, RoleLock
lock = RoleLock(Path(sys.argv[1]), Role.SCREEN)
lock.take()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_screen_is_refused_with_the_holders_number(tmp_path: Path) -> None:
    first = RoleLock(tmp_path, Role.SCREEN)
    first.take()
    with pytest.raises(Refused, match=rf"screen already runs \(process {os.getpid()}\)"):
        RoleLock(tmp_path, Role.SCREEN).take()
    first.release()


def test_a_screen_and_a_node_share_a_store(tmp_path: Path) -> None:
    locks = [RoleLock(tmp_path, role) for role in (Role.SCREEN, Role.NODE)]
    for lock in locks:
        lock.take()
        lock.release()


def test_a_lock_ends_with_its_process_however_that_ends(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path.cwd()
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    assert is_taken(tmp_path, Role.SCREEN)
    holder.kill()
    holder.communicate()
    assert not is_taken(tmp_path, Role.SCREEN)


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    lock = RoleLock(tmp_path, Role.NODE)
    for _ in range(2):
        lock.take()
        lock.release()
        lock.release()


def test_the_folder_is_made_private(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    (folder / "store.sqlite").touch(mode=0o644)
    make_private(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "store.sqlite").stat().st_mode & 0o777 == 0o600


MOUNTS = "/dev/vda / ext4 rw 0 0\nserver:/x /mnt/shared nfs4 rw 0 0\n/dev/b /mnt/shared/inner ext4 rw 0 0\n"


def test_a_network_disk_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="network disk \\(nfs4\\)"):
        refuse_shared_disk(Path("/mnt/shared/till"), MOUNTS)


@pytest.mark.parametrize("folder", ["/mnt/shared/inner/till", "/home/till"])
def test_a_local_disk_is_fine(folder: str) -> None:
    refuse_shared_disk(Path(folder), MOUNTS)


def test_a_folder_that_is_copied_to_a_cloud_is_refused() -> None:
    with pytest.raises(Refused, match="OneDrive"):
        refuse_shared_disk(Path("/srv/OneDrive - Aurora/till"), MOUNTS)


def test_ballast_is_held_once_and_given_back(tmp_path: Path) -> None:
    ballast = Ballast(tmp_path, 8192)
    ballast.hold()
    ballast.hold()
    assert (tmp_path / "ballast").stat().st_size == 8192
    ballast.release()
    ballast.release()
    assert not (tmp_path / "ballast").exists()


@pytest.mark.parametrize("system", ["sets space aside", "has to be written to"])
@pytest.mark.skipif(os.name != "posix", reason="Windows tells no blocks")
def test_ballast_takes_its_space_from_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    if system == "has to be written to":
        monkeypatch.delattr(os, "posix_fallocate", raising=False)
    size = MEBIBYTE + 4096
    Ballast(tmp_path, size).hold()
    held = (tmp_path / "ballast").stat()
    assert (held.st_size, held.st_blocks * 512 >= size) == (size, True)


@pytest.mark.parametrize(
    ("free", "held", "level"),
    [
        (600, True, SpaceLevel.PLENTY),
        (499, True, SpaceLevel.LOW),
        (99, True, SpaceLevel.VERY_LOW),
        (99, False, SpaceLevel.CLOSE_OUT),
        (63, True, SpaceLevel.CLOSE_OUT),
    ],
)
def test_the_level_says_what_still_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, held: bool, level: SpaceLevel
) -> None:
    monkeypatch.setattr("aura_terminal.store.ballast.free_bytes", lambda folder: free * 1024 * 1024)
    ballast = Ballast(tmp_path)
    if held:
        (tmp_path / "ballast").touch()
    assert ballast.level() is level


def test_free_space_is_what_this_user_may_write(tmp_path: Path) -> None:
    assert 0 < free_bytes(tmp_path) < 2**60


def test_copies_thin_out_with_age() -> None:
    now = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    files = {Path(f"{number}"): now - timedelta(minutes=15 * number) for number in range(4 * 24 * 500)}
    ages = sorted(now - files[file] for file in kept(files))
    assert [age for age in ages if age < timedelta(hours=2)] == [timedelta(minutes=15 * number) for number in range(8)]
    assert len({(now - age).date() for age in ages if age < timedelta(days=14)}) == 14
    assert len(kept(files)) <= 8 + 14 + 12
    assert max(ages) > timedelta(days=300)


def test_the_newest_copy_is_always_kept() -> None:
    made = datetime(2020, 1, 1, tzinfo=UTC)
    assert kept({Path("only"): made}) == {Path("only")}
