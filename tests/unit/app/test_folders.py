"""The data folder: private, writable, and on a disk of this machine."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.app.folders import FolderProblem, choose_folder, cloud_service, file_system_of, prepare_folder

NOBODY = 65534


@pytest.fixture(autouse=True)
def umask_kept() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def readable_by_all() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def readable_only(readable_by_all: Path) -> Iterator[Path]:
    """A folder this process cannot write: root may write everywhere, so it gives that up for the length of a test."""
    if os.geteuid() != 0:
        readable_by_all.chmod(0o555)
        yield readable_by_all
        return
    os.seteuid(NOBODY)
    yield readable_by_all
    os.seteuid(0)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_and_new_files_belong_to_their_owner_alone(tmp_path: Path) -> None:
    folder = prepare_folder(tmp_path / "deep" / "data")
    (folder / "store.sqlite").touch()
    assert (mode(folder), mode(folder / "store.sqlite")) == (0o700, 0o600)
    assert list(folder.iterdir()) == [folder / "store.sqlite"]


def test_a_folder_that_others_can_read_is_closed_with_all_in_it(tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir(mode=0o755)
    (backups / "old.sqlite").touch(0o644)
    tmp_path.chmod(0o755)
    prepare_folder(tmp_path)
    assert (mode(tmp_path), mode(backups), mode(backups / "old.sqlite")) == (0o700, 0o700, 0o600)


def test_a_link_inside_the_folder_changes_nothing_outside_it(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.touch(0o644)
    data = tmp_path / "data"
    data.mkdir()
    (data / "link").symlink_to(outside)
    prepare_folder(data)
    assert mode(outside) == 0o644


def test_a_read_only_folder_is_refused_with_what_where_and_what_next(readable_only: Path) -> None:
    with pytest.raises(FolderProblem) as told:
        prepare_folder(readable_only / "data")
    assert str(readable_only / "data") in str(told.value)
    assert "cannot be written (Permission denied)" in str(told.value)
    assert "Give this user the right to write there, or name another folder with --data." in str(told.value)


def test_a_file_in_the_folders_place_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(FolderProblem, match="cannot be written"):
        prepare_folder(tmp_path / "data" / "deeper")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full, which Linux has")
def test_a_full_disk_asks_for_space_and_not_for_rights(tmp_path: Path) -> None:
    (tmp_path / f".writable-{os.getpid()}").symlink_to("/dev/full")
    with pytest.raises(FolderProblem, match=r"is full\. Free space on it"):
        prepare_folder(tmp_path)


MOUNTS = [
    "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
    "30 22 0:40 / /srv/shop rw - nfs4 server:/shop rw",
    "31 22 0:41 / /srv/shop/local rw master:1 - xfs /dev/vdb rw",
    r"32 22 0:42 / /media/my\040share rw - cifs //nas/share rw",
    "33 22 0:43 / /mnt rw - ext4 /dev/vdc rw",
    "34 33 0:44 / /mnt rw - fuse.sshfs host: rw",
]


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/till", "ext4"),
        ("/srv/shop", "nfs4"),
        ("/srv/shop/data", "nfs4"),
        ("/srv/shopping", "ext4"),
        ("/srv/shop/local/data", "xfs"),
        ("/media/my share/data", "cifs"),
        ("/mnt/data", "fuse.sshfs"),
    ],
)
def test_the_deepest_and_last_mount_tells_the_file_system(folder: str, kind: str) -> None:
    assert file_system_of(Path(folder), MOUNTS) == kind


def test_a_network_share_is_refused_in_words_before_anything_is_made(tmp_path: Path) -> None:
    share = f"30 22 0:40 / {tmp_path} rw - nfs4 server:/shop rw"
    with pytest.raises(FolderProblem, match=r"network share \(nfs4\).*--data"):
        prepare_folder(tmp_path / "data", [*MOUNTS, share])
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Corner Cafe", "Google Drive", "Nextcloud"])
def test_a_folder_that_a_cloud_service_copies_is_refused_in_words(tmp_path: Path, name: str) -> None:
    with pytest.raises(FolderProblem, match=f"cloud service \\({name}\\).*--data"):
        prepare_folder(tmp_path / name / "aura")


def test_a_mark_that_a_cloud_service_leaves_tells_too(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert cloud_service(tmp_path / "aura") == ".stfolder"
    assert cloud_service(tmp_path.parent) is None


def test_the_named_folder_wins_over_the_environment_and_that_over_the_usual_place(tmp_path: Path) -> None:
    environment = {"AURA_DATA": str(tmp_path / "e")}
    assert choose_folder(str(tmp_path / "a"), environment) == tmp_path / "a"
    assert choose_folder(None, environment) == tmp_path / "e"
    assert choose_folder(None, {}).name == "aura-terminal"
