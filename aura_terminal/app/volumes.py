"""Sticks and other disks a copy can be put on, as this machine names them."""

from __future__ import annotations

from PySide6.QtCore import QStorageInfo

from aura_terminal.view_models.safekeeping import PlaceRow

MOUNTS = ("/media/", "/run/media/", "/mnt/", "/Volumes/")


def removable_places() -> tuple[PlaceRow, ...]:
    """Every disk somebody put in that can be written to, by name."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        path = volume.rootPath()
        is_put_in = path.startswith(MOUNTS) or (len(path) <= 3 and path[1:2] == ":" and not volume.isRoot())
        if volume.isValid() and volume.isReady() and is_put_in and not volume.isReadOnly():
            found.append(PlaceRow(path, volume.displayName() or path, volume.bytesAvailable()))
    return tuple(sorted(found, key=lambda row: row.name))
