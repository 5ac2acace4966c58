"""The data folder: where it is, where it must not be, and who may read it."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from errno import ENOSPC
from pathlib import Path

from aura_terminal.domain.telling import told

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
OTHERS = 0o077

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "davfs"}
    | {"fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.s3fs", "fuse.glusterfs", "fuse.gvfsd-fuse"}
)
CLOUD_FOLDERS = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud drive",
    "iclouddrive",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "pcloud",
    "box sync",
    "syncthing",
)
CLOUD_MARKERS = (".dropbox.cache", ".stfolder", ".nextcloudsync.log", ".owncloudsync.log")
WINDOWS_REMOTE_DRIVE = 4
OCTAL = re.compile(r"\\([0-7]{3})")


class FolderProblem(Exception):
    """The data folder cannot be used; the text says what, where and what to do next."""


def choose_folder(given: str | None, environment: Mapping[str, str]) -> Path:
    """The folder named by `--data`, else by AURA_DATA, else the one this system keeps for a person's programs."""
    named = given or environment.get("AURA_DATA")
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path  # only a start without a named folder pays for this import

    return user_data_path("aura-terminal", appauthor=False)


def prepare_folder(folder: Path, mounts: Sequence[str] | None = None) -> Path:
    """The folder, real, existing, writable and readable by its owner alone; raises `FolderProblem`.

    `mounts` are the lines of /proc/self/mountinfo, read there when not given. From here on the process makes files
    that only its owner can read (umask 077). On Windows the owner's profile folder already keeps others out and no
    mode is set.
    """
    os.umask(OTHERS)
    real = folder.resolve()
    refuse_shared_place(real, mounts_here() if mounts is None else mounts)
    try:
        real.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        close_to_others(real)
        probe_writing(real)
    except OSError as error:
        raise FolderProblem(_unwritable(real, error)) from error
    return real


def _unwritable(folder: Path, error: OSError) -> str:
    if error.errno == ENOSPC:
        return told(
            "The disk of the data folder {folder} is full. Free space on it, or name another folder with --data.",
            folder=folder,
        )
    return told(
        "The data folder {folder} cannot be written ({error}). Give this user the right to write there, or name "
        "another folder with --data.",
        folder=folder,
        error=error.strerror,
    )


def probe_writing(folder: Path) -> None:
    """Write a few bytes to a file that is gone afterwards; raises OSError where that fails."""
    probe = folder / f".writable-{os.getpid()}"
    try:
        probe.write_bytes(b"writable")
    finally:
        probe.unlink(missing_ok=True)


def refuse_shared_place(folder: Path, mounts: Sequence[str]) -> None:
    """Raise `FolderProblem` where a file may change under us: a network share or a folder a cloud service copies."""
    kind = network_share(folder, mounts)
    if kind is not None:
        raise FolderProblem(
            told(
                "The data folder {folder} is on a network share ({kind}), where a power cut or a second machine can "
                "damage the store. Name a folder on this machine's own disk with --data.",
                folder=folder,
                kind=kind,
            )
        )
    service = cloud_service(folder)
    if service is not None:
        raise FolderProblem(
            told(
                "The data folder {folder} is copied by a cloud service ({service}), which can damage the store while "
                "it is open. Name a folder outside it with --data.",
                folder=folder,
                service=service,
            )
        )


def mounts_here() -> Sequence[str]:
    """What is mounted where, as Linux tells it; nothing on other systems."""
    table = Path("/proc/self/mountinfo")
    return table.read_text("utf-8", "surrogateescape").splitlines() if table.exists() else ()


def network_share(folder: Path, mounts: Sequence[str]) -> str | None:
    """The kind of network share the folder is on, or None when it is on a disk of this machine."""
    if sys.platform == "win32":
        return _windows_share(folder)
    kind = file_system_of(folder, mounts)
    return kind if kind in NETWORK_FILE_SYSTEMS else None


def file_system_of(folder: Path, mounts: Sequence[str]) -> str:
    """The file system type of a folder, by lines of /proc/self/mountinfo (proc(5)); the deepest and last mount wins."""
    depth, kind = -1, ""
    for mount in mounts:
        before, _, after = mount.partition(" - ")
        point = Path(OCTAL.sub(lambda code: chr(int(code[1], 8)), before.split(" ")[4]))
        if folder.is_relative_to(point) and len(point.parts) >= depth:
            depth, kind = len(point.parts), after.split(" ")[0]
    return kind


def cloud_service(folder: Path) -> str | None:
    """What tells that a cloud service copies this folder: a name in its path, or a mark such a service leaves."""
    for part in folder.parts:
        if part.lower().startswith(CLOUD_FOLDERS):
            return part
    for place in (folder, *folder.parents):
        for marker in CLOUD_MARKERS:
            if (place / marker).exists():
                return marker
    return None


def close_to_others(folder: Path) -> None:
    """Take every right from group and others, on the folder and the files in it; raises OSError where that fails."""
    if os.name != "posix":
        return
    _close(folder, PRIVATE_FOLDER)
    for place, names, files in os.walk(folder):
        for name in names:
            _close(Path(place, name), PRIVATE_FOLDER)
        for name in files:
            _close(Path(place, name), PRIVATE_FILE)


def _close(path: Path, mode: int) -> None:
    with suppress(FileNotFoundError):  # another process of this terminal may have renamed it since it was listed
        state = path.lstat()
        if not stat.S_ISLNK(state.st_mode) and stat.S_IMODE(state.st_mode) & OTHERS:
            path.chmod(mode)


def _windows_share(folder: Path) -> str | None:
    if folder.drive.startswith("\\\\"):
        return folder.drive
    from ctypes import windll  # type: ignore[attr-defined,unused-ignore]  # exists on Windows only

    remote = windll.kernel32.GetDriveTypeW(folder.anchor) == WINDOWS_REMOTE_DRIVE
    return folder.drive if remote else None
