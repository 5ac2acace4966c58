"""The data folder: private, on a local disk, with the names of the files in it."""

from __future__ import annotations

import errno
from contextlib import suppress
from pathlib import Path

from aura_terminal.domain.telling import told
from aura_terminal.store.errors import Refused, Trouble, in_words

FILE_NAME = "store.sqlite"
BACKUPS = "backups"
QUARANTINE = "quarantine"
READY = ".restored-"
"""How the name of a restored store begins that a crash kept from its place."""
WANTED = "restore-wanted.json"
"""What somebody asked to go back to before the program ended."""
DAMAGE_NOTE = "store-damaged.json"
"""That the store was found damaged, and how far it was mended."""
LABELS = "labels"
"""What the terminal was called after each restore, a line each: no label comes twice, whatever files are lost."""

NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs", "davfs"})
CLOUD = ("Dropbox", "OneDrive", "Google Drive", "GoogleDrive", "iCloud", "Nextcloud")
_MOUNTS = Path("/proc/mounts")


def store_file(folder: Path) -> Path:
    """Where the store is."""
    return folder / FILE_NAME


def is_cut_off(folder: Path) -> bool:
    """Whether a restore was cut short after its copy was ready; see `restoring.finish_restore`."""
    return any(folder.glob(f"{READY}*"))


def is_restore_wanted(folder: Path) -> bool:
    """Whether somebody asked to go back to a copy."""
    return (folder / WANTED).exists()


def forget_wanted(folder: Path) -> None:
    """A start after a crash goes back to nothing by itself."""
    (folder / WANTED).unlink(missing_ok=True)


def is_damage_noted(folder: Path) -> bool:
    """Whether the store was found damaged and is not mended yet; see `mending`."""
    return (folder / DAMAGE_NOTE).exists()


def make_private(folder: Path) -> None:
    """The folder and the files in it belong to this user alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        for file in folder.glob(f"{FILE_NAME}*"):
            with suppress(FileNotFoundError):  # the log goes away with the last connection of another process
                file.chmod(0o600)
    except PermissionError as error:
        raise Refused(told("{folder} belongs to another user; name a folder of your own.", folder=folder)) from error
    except OSError as error:
        if error.errno == errno.EROFS:
            raise in_words(Trouble.READ_ONLY, store_file(folder)) from error
        raise


def refuse_shared_disk(folder: Path, mounts: str | None = None) -> None:
    """Refuse a folder whose locks or writes go over a network or through a cloud's copying program."""
    place = folder.resolve()
    for part in place.parts:
        if any(part.startswith(name) for name in CLOUD):
            raise Refused(
                told(
                    "{folder} is copied by {part}, which can damage a store; name a folder outside of it.",
                    folder=folder,
                    part=part,
                )
            )
    if mounts is None:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace") if _MOUNTS.exists() else ""
    kind = _file_system(place, mounts)
    if kind in NETWORK:
        raise Refused(
            told(
                "{folder} is on a network disk ({kind}), where locks cannot be relied on; name a local folder.",
                folder=folder,
                kind=kind,
            )
        )


def _file_system(place: Path, mounts: str) -> str:
    best, kind = 0, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) > 2 and place.is_relative_to(fields[1].replace("\\040", " ")) and len(fields[1]) >= best:
            best, kind = len(fields[1]), fields[2]
    return kind
